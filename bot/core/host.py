"""Who runs an instance and where, as far as they said so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Host:
    """What the host tells of themselves, empty where they said nothing; nobody can check it.

    `country` is the ISO 3166 code of where the computer stands. A `rehearsal` is a small platform on one computer.
    """

    name: str = ""
    contact: str = ""
    country: str = ""
    rehearsal: bool = False
