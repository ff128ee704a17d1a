"""What a member is shown about themselves, and what erasing leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.circles.model import Circle
from bot.core.ids import PlatformId
from bot.core.posted import TakenDown
from bot.people.model import QuietHours, Settings


@dataclass(frozen=True, slots=True)
class Wish:
    """A copy of what is kept was asked for: it can be taken from `ready_at` until `until`."""

    ready_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Home:
    """Everything of one's own, in one place; `switched` are the circles in which there is a yes to take back.

    `away` tells whether any of their circles is put away for now.
    """

    circles: tuple[Circle, ...]
    settings: Settings
    switched: tuple[Circle, ...] = ()
    copy: Wish | None = None
    away: bool = False


@dataclass(frozen=True, slots=True)
class SettingsSaved:
    """A member's own settings as they now stand."""

    settings: Settings

    @property
    def quiet(self) -> QuietHours | None:
        """Answer the quiet hours, or None."""
        return self.settings.quiet


@dataclass(frozen=True, slots=True)
class ApartList:
    """Whom a member would rather not meet, for their own eyes."""

    who: tuple[PlatformId, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing is done for this member any more; `circles` are those they are still inside."""

    circles: tuple[Circle, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rows each feature holds about a member, and the features of which something stays all the same.

    `posted` are the posts in channels that show their name, or words known to be theirs.
    """

    rows: Mapping[str, int]
    circles: tuple[Circle, ...]
    stays: tuple[str, ...] = ()
    posted: int = 0

    @property
    def anything(self) -> bool:
        """Tell whether anything is held at all."""
        return any(self.rows.values())


@dataclass(frozen=True, slots=True)
class TookDown:
    """What became of somebody's posts, and what is held about them still."""

    posts: TakenDown
    kept: Kept


@dataclass(frozen=True, slots=True)
class Erased:
    """What went, by feature, and of which features something stays; then what could not be done at once.

    `role_stays` are the circles whose role the server would not let Hearth take. `copies_remain` is a last copy
    that another program held, `rows_remain` are rows about nobody any more the disk had no room to let go of.
    """

    rows: Mapping[str, int]
    stays: tuple[str, ...]
    role_stays: tuple[Circle, ...]
    copies_remain: bool
    rows_remain: bool
