"""What is suggested to whom, page by page, and what one's own list holds."""

from bot.escape.model import MOST_KEPT, Book, Own, own_from, page_of, suggested


def pages(book: Book, menu: str, own: Own) -> list[tuple[str, ...]]:
    found = [suggested(book, menu, own, 0)]
    while not found[-1].last:
        found.append(suggested(book, menu, own, found[-1].place + 1))
    return [page.entries for page in found]


def test_the_pages_of_a_menu_show_everything_once_three_at_a_time(book: Book) -> None:
    for menu in book.menus:
        found = pages(book, menu, Own())
        assert found[0] == book.menus[menu]
        assert all(len(page) <= 3 for page in found)
        listed = [name for page in found for name in page]
        assert sorted(listed) == sorted(one.id for one in book.under(menu))


def test_what_is_hidden_is_on_no_page(book: Book) -> None:
    own = Own().hiding("look_and_name").hiding("breath")
    listed = [name for page in pages(book, "too_much", own) for name in page]
    assert "look_and_name" not in listed
    assert "longer_out" not in listed
    assert "cool_wrists" in listed


def test_hiding_the_body_hides_touch_too(book: Book) -> None:
    listed = [name for page in pages(book, "in_public", Own().hiding("body")) for name in page]
    assert listed == ["three_things", "shape_hunt"]


def test_whoever_hides_the_first_still_begins_with_neither_body_nor_cold(book: Book) -> None:
    own = Own().hiding("look_and_name").hiding("push_wall")
    first = pages(book, "too_much", own)[0]
    assert book.exercises[first[0]].is_outward


def test_breath_never_comes_onto_the_first_page_however_much_is_hidden(book: Book) -> None:
    own = Own()
    for one in book.under("comfort"):
        if not one.under_more:
            own = own.hiding(one.id)
    found = pages(book, "comfort", own)
    assert found[0] == ()
    assert found[1] == ("hum_or_sigh",)


def test_a_page_behind_the_last_is_the_first_again() -> None:
    page = page_of(("a", "b", "c", "d"), (), 7)
    assert (page.entries, page.place, page.last) == (("a", "b", "c"), 0, False)
    assert page_of((), (), 0).is_all
    assert page_of(("a",), (), 0).is_all
    assert not page_of(("a",), ("b",), 0).is_all


def test_keeping_shows_again_and_hiding_takes_off(book: Book) -> None:
    own = Own().hiding("one_song").keeping("one_song")
    assert own.kept == ("one_song",)
    assert own.shows(book.exercises["one_song"])
    assert own.hiding("one_song").kept == ()
    assert own.without("one_song").is_empty


def test_the_newest_kept_comes_first_and_there_is_an_end(book: Book) -> None:
    own = Own()
    for name in book.exercises:
        own = own.keeping(name)
    assert own.kept[0] == list(book.exercises)[-1]
    assert len(own.kept) == MOST_KEPT
    assert own.keeping(own.kept[-1]).kept[0] == own.kept[-1]


def test_a_list_is_read_back_as_it_was_and_forgets_what_is_no_more() -> None:
    own = Own().keeping("one_song").hiding("breath").hiding("gone")
    assert own_from(own.words()) == own
    assert own.known(lambda what: what != "gone") == Own(("one_song",), frozenset({"breath"}))
