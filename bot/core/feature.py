"""What a feature tells the rest of the product about itself: one frozen FEATURE for each package of bot/."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Erase(StrEnum):
    """What erasing a person does to a table's rows."""

    DELETE = "delete"
    """Rows whose `person` is the erased one go."""
    NOT_PERSONAL = "not_personal"
    """No row is about a person."""


class Lasts(StrEnum):
    """What a row stands with where no time ends it; the value says it in words."""

    YES = "as long as the yes stands"
    """It goes in the transaction that takes the yes back."""
    CIRCLE = "as long as the circle stands, or until somebody there ends it"
    SERVER = "as long as Hearth is in the server, or until somebody there ends it"
    DONE = "until it has been done; a row of `due` or an end of its own does it"
    INSTANCE = "as long as the instance exists"
    """It says nothing about anyone."""


@dataclass(frozen=True, slots=True)
class Age:
    """Rows go when `stays` is over since the moment that a column tells (R177).

    The column holds microseconds since 1970, or with `by_day` a day as text. With `of` it is one of that table's,
    whose first column names the row; `only` is a column and the one value of it that this age is about.
    """

    since: str
    stays: timedelta
    by_day: bool = False
    of: str | None = None
    only: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Until:
    """Rows go when the moment comes that a column tells; otherwise as `Age`."""

    column: str
    by_day: bool = False


@dataclass(frozen=True, slots=True)
class GoesWith:
    """Rows go with the row of another table that their column of the same name points to, its first one."""

    table: str


Ages = tuple[Age | Until | GoesWith | Lasts, ...]
"""Everything that ends a table's rows by itself; a table that states nothing may not exist."""


@dataclass(frozen=True, slots=True)
class Read:
    """How a person reads their own rows of a table: exactly one of three ways.

    `when` names the column that says when, where a row has no words. `opened` rows have words, which their feature
    opens. With `nothing` there is nothing to read in a row; it says why.
    """

    when: str = ""
    opened: bool = False
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, why it exists and who can read it."""

    name: str
    purpose: str
    audience: str
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, how long rows live, and how a person's rows are erased.

    `file` is "main" or "people". `retention` is the sentence PRIVACY.md shows. `read` says how a person reads their
    own rows; a table about people has it, and no other. `ages` says what `retention`
    says, so that it can be checked (R177).
    """

    name: str
    columns: tuple[Column, ...]
    retention: str
    erase: Erase
    file: str = "main"
    read: Read | None = None
    ages: Ages = ()


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing a member can say yes to, with the version of its wording.

    A changed wording gets a new version; a yes to an older version has lapsed (R25). The words are the texts
    `<key>.name`, `.what`, `.audience` and `.retention`. `everywhere` purposes are given once for all circles.
    A purpose that `needs` another can only be given while that one stands in the same circle. One with a
    `first_screen`, a custom id, is only given from the screen that this leads to. One that is `asked_elsewhere` is
    given by a press of its own, and has a switch only while it stands, to take it back.
    """

    key: str
    version: int
    everywhere: bool = False
    switchable: bool = True
    needs: str | None = None
    first_screen: str | None = None
    asked_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission Hearth asks the server for, under the platform's name, and the feature that needs it."""

    name: str
    feature: str


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature as privacy, consent, desk and health see it.

    One that `leaves` something behind when somebody is erased says what and why in `privacy.stays.<name>` (R175).
    `acts` are the kinds of acts that moderators and facilitators do in it; each is the text that says it. One that
    has `posted` what its members wrote, or their names, offers to take it down first (bot/privacy/erasing.py).
    """

    name: str
    purposes: tuple[Purpose, ...] = ()
    tables: tuple[Table, ...] = ()
    permissions: tuple[Permission, ...] = ()
    leaves: bool = False
    posted: bool = False
    acts: tuple[str, ...] = ()
