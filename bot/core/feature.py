"""What a feature tells the rest of the product about itself: one frozen FEATURE for each package of bot/."""

from dataclasses import dataclass
from enum import StrEnum


class Erase(StrEnum):
    """What erasing a person does to a table's rows."""

    DELETE = "delete"
    """Rows whose `person` is the erased one go."""
    NOT_PERSONAL = "not_personal"
    """No row is about a person."""


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
    own rows; a table about people has it, and no other.
    """

    name: str
    columns: tuple[Column, ...]
    retention: str
    erase: Erase
    file: str = "main"
    read: Read | None = None


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
    """A feature as privacy, consent, desk and health see it."""

    name: str
    purposes: tuple[Purpose, ...] = ()
    tables: tuple[Table, ...] = ()
    permissions: tuple[Permission, ...] = ()
