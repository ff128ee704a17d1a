"""The words that reading a draft needs, as `config/guard.yaml` gives them."""

from collections.abc import Mapping
from dataclasses import dataclass

Grouping = tuple[int, ...]
"""How the digits of a number stand together, such as 3, 3 and 4."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words with a part of their own, in small letters without accents and apostrophes."""

    numbers: Mapping[str, str]
    """Number words and their digits; those in `repeats` stand here too."""
    repeats: Mapping[str, int]
    joining: frozenset[str]
    """What may stand between the parts of one number, such as `then`."""
    regions: tuple[str, ...]
    """Countries whose telephone numbers are known, as `phonenumbers` names them."""
    groupings: frozenset[Grouping]
    phone: frozenset[str]
    """What stands near a telephone number."""
    units: frozenset[str]
    """What makes a number before it a harmless one."""
    shortened: frozenset[str]
    """Words that a full stop shortens."""
    shortened_endings: tuple[str, ...]
    """Ends of words that it shortens, such as that of `Rosenstr.`"""
    between: frozenset[str]
    """Words that are no part of a street's name."""
    months: frozenset[str]
    days: frozenset[str]
    """Days of a month in words, such as `fourth`."""
    linking: frozenset[str]
    """What may stand between day and month, such as `of`."""
    dot: frozenset[str]
    at: frozenset[str]
    slash: frozenset[str]
    endings: frozenset[str]
    """Ends of web addresses that are no words."""
    wordlike: frozenset[str]
    """Ends of web addresses that are words too: they need more than a full stop before them."""
    hosts: frozenset[str]
    """Names before such an end that are known sites."""
    mail_hosts: frozenset[str]
    no_handles: frozenset[str]
    ordinary_names: frozenset[str]
    code_words: frozenset[str]
    """What stands before a postal code in small letters."""
    codes: tuple[str, ...]
    """Shapes of postal codes."""
