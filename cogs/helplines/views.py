"""What numbers look like: at most three lines at first, topics, other countries."""

from collections.abc import Callable, Sequence

from bot.core.notices import Button, Choice, Countries, Menu, Notice, Row, Style, button, said
from bot.helplines.model import FIRST, Directory, Numbers, Topic
from bot.helplines.notices import link_lines, number_lines
from cogs.screens import listed, screen

HERE, ALL = "here", "all"
"""What stands in a custom id for the circle's own countries, and for every topic."""

ByName = Callable[[Sequence[str]], tuple[str, ...]]
"""Answers country codes in the order of their names in the reader's language."""


def numbers_screen(numbers: Numbers, topics: tuple[Topic, ...], *, where: str = HERE, after: int = 0) -> Notice:
    """Answer numbers: those of the circle's countries, or of one that was chosen for this screen alone (R79)."""
    topic = numbers.topic or ALL
    about = () if numbers.topic is None else (said("helplines.of_topic", topic=said(f"helplines.topic.{topic}")),)
    paragraphs = number_lines(numbers, after=after)
    ways: list[Button] = []
    if after + FIRST < len(numbers.entries):
        ways.append(button("helplines.button.more", f"helplines:more:{where}:{topic}:{after + FIRST}"))
    ways.append(button("helplines.button.elsewhere", "helplines:elsewhere"))
    ways += [button("helplines.button.step_out", "escape:open"), _close()]
    return screen(*about, *paragraphs, rows=(*_topics(topics, where, numbers.topic), tuple(ways)))


def _topics(topics: tuple[Topic, ...], where: str, chosen: Topic | None) -> tuple[Row, ...]:
    if len(topics) < 2:
        return ()
    choices = [Choice(topic, said(f"helplines.topic.{topic}"), topic is chosen) for topic in topics]
    every = Choice(ALL, said("helplines.topic.all"), chosen is None)
    return (Menu("helplines.menu.topic", f"helplines:topic:{where}", (every, *choices)),)


def countries_screen(directory: Directory, by_name: ByName) -> Notice:
    """Answer the menus of countries; what is chosen is used for one screen and kept nowhere (R79)."""
    ways = (button("helplines.button.skip", "helplines:skip"), _close())
    return screen(said("helplines.which_country"), rows=(*_menus(directory, by_name, "helplines:country"), ways))


def own_screen(directory: Directory, by_name: ByName, country: str) -> Notice:
    """Answer which country somebody chose for themselves, what is kept of it, and the menus of all others."""
    now = said("helplines.own.now", country=Countries((country,))) if country else said("helplines.own.none")
    forget = (button("helplines.button.own_forget", "helplines:own_forget"),) if country else ()
    ways = (*forget, button("core.button.back", "privacy:home"))
    menus = _menus(directory, by_name, "helplines:own_keep", country)
    return screen(said("helplines.own.about"), now, rows=(*menus, ways))


def _menus(directory: Directory, by_name: ByName, custom_id: str, chosen: str = "") -> tuple[Row, ...]:
    return tuple(
        Menu(f"helplines.menu.{name}", f"{custom_id}:{name}", _countries(by_name(codes), chosen))
        for name, codes in directory.menus
    )


def _countries(codes: tuple[str, ...], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, Countries((code,)), code == chosen) for code in codes)


def directory_screen(numbers: Numbers) -> Notice:
    """Answer a directory of all countries, and no number of any."""
    choose = button("helplines.button.elsewhere", "helplines:elsewhere", Style.MAIN)
    return screen(listed(link_lines(numbers)), rows=((choose, _close()),))


def _close() -> Button:
    # Put away by this cog itself, which needs no database.
    return button("core.button.not_now", "helplines:close")
