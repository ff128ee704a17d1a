"""What someone under 18 is shown: nothing is offered that could not be kept."""

from bot.core.ids import CircleId
from bot.core.notices import Notice
from bot.helplines.model import Numbers
from bot.reach.model import Kind
from bot.reach.model.seen import Prospect
from cogs.reach.views import young_screen

NO_LINES = Numbers(countries=("XX",), topic=None, emergency=(), entries=(), links=())


def shown(count: int) -> Notice:
    return young_screen(Prospect(CircleId(1), "North", Kind.KNOW, count, level=min(count, 1), numbers=NO_LINES))


def ids(notice: Notice) -> list[str]:
    return [one.custom_id for row in notice.rows if isinstance(row, tuple) for one in row]


def test_letting_someone_know_is_offered_where_somebody_would_read_it_alone() -> None:
    assert "reach:go:know:1:here:0" in ids(shown(1))
    assert "reach:go:know:1:here:0" not in ids(shown(0))
    assert "reach.young.know" not in [one.key for one in shown(0).said]


def test_numbers_are_said_to_be_for_young_people_only_where_there_are_any() -> None:
    assert "reach.young.first" not in [one.key for one in shown(1).said]
