"""The button "Step out" on whatever others can see: once, in a row that has room, never in a sixth row."""

import pytest

from bot.core.notices import Audience, Button, Menu, Notice, Row, button, said
from bot.core.texts import load_texts
from bot.escape.notices import room_offer
from bot.instance import COMMANDS
from cogs.rendering import Rendering
from cogs.screens import ROWS_MOST, STEP_OUT, with_way_out
from tests.escape.conftest import SHIPPED

ALL_SEE = (Audience.CIRCLE, Audience.SERVER, Audience.CHANNEL)


def row(count: int, first: int = 0) -> tuple[Button, ...]:
    return tuple(button("core.button.back", f"circles:door:{first + place}") for place in range(count))


def post(*rows: Row, audience: Audience | None = Audience.CIRCLE) -> Notice:
    return Notice((said("checkins.closing_line"),), rows, audience)


def ids(notice: Notice) -> list[list[str]]:
    return [[one.custom_id for one in each] for each in notice.rows if isinstance(each, tuple)]


MENU = Menu("circles.menu.zone", "setup:choose:1")


@pytest.mark.parametrize("audience", ALL_SEE)
def test_a_post_without_buttons_gets_a_row_of_its_own(audience: Audience) -> None:
    assert ids(with_way_out(post(audience=audience))) == [[STEP_OUT]]


@pytest.mark.parametrize("audience", [Audience.ONLY_YOU, None])
def test_what_one_person_alone_sees_stays_as_it_is(audience: Audience | None) -> None:
    private = post(row(2), audience=audience)
    assert with_way_out(private) is private


def test_it_stands_last_in_the_last_row() -> None:
    assert ids(with_way_out(post(row(3), row(1, 3)))) == [
        ["circles:door:0", "circles:door:1", "circles:door:2"],
        ["circles:door:3", STEP_OUT],
    ]


@pytest.mark.parametrize("last", [row(5), MENU])
def test_a_full_row_or_a_menu_takes_no_more(last: Row) -> None:
    rows = with_way_out(post(last)).rows
    assert rows[0] == last
    assert ids(post(rows[1])) == [[STEP_OUT]]


def test_where_there_is_no_room_for_a_row_it_stands_in_the_first_with_room() -> None:
    full = with_way_out(post(row(5), row(4, 5), MENU, row(5, 9), MENU))
    assert len(full.rows) == ROWS_MOST
    assert ids(full)[1][-1] == STEP_OUT


def test_there_is_never_a_sixth_row_nor_a_sixth_button() -> None:
    full = post(*(row(5, 5 * number) for number in range(5)))
    assert with_way_out(full) is not None
    assert with_way_out(full).rows == full.rows


def test_a_post_that_has_it_gets_no_second_one() -> None:
    once = with_way_out(post(row(1)))
    assert with_way_out(once) is once
    assert with_way_out(room_offer()) == room_offer()


def test_a_delivery_is_known_by_it_and_the_press_is_still_led_to_it() -> None:
    rendering = Rendering(load_texts(SHIPPED / "texts"), {word: word for word in COMMANDS}, "Willow")
    view = rendering.view(with_way_out(post(row(1))), "en", "abc")
    marked = [str(getattr(item, "custom_id", "")) for item in view.children]
    assert marked == ["circles:door:0", "escape:open~abc"]


@pytest.mark.parametrize(
    ("locale", "says"), [("en", "Nobody has to answer."), ("es", "Nadie tiene que responder.")]
)
def test_a_pause_for_a_room_is_one_line_without_names(locale: str, says: str) -> None:
    rendering = Rendering(load_texts(SHIPPED / "texts"), {word: word for word in COMMANDS}, "Willow")
    lines = rendering.content(room_offer(), locale).splitlines()
    assert says in lines[0]
    assert [line for line in lines[1:] if line and not line.startswith("-# ")] == []
    assert not room_offer().aloud
