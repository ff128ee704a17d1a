"""The rules of help lines: what a line is, how old a check may be, and which lines come first."""

from bot.helplines.model.directory import CONFIRMED_MOST, FIRST, Directory, Entry, Numbers, entry_of
from bot.helplines.model.hours import Hours, Opening
from bot.helplines.model.lines import Age, Emergency, Kind, Known, Line, Topic, Way, age_of

__all__ = (
    "CONFIRMED_MOST",
    "FIRST",
    "Age",
    "Directory",
    "Emergency",
    "Entry",
    "Hours",
    "Kind",
    "Known",
    "Line",
    "Numbers",
    "Opening",
    "Topic",
    "Way",
    "age_of",
    "entry_of",
)
