"""Files of a host's own on which rules are measured: texts, and what each should be read as."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.core.refusals import SettingsFault

TEXT, EXPECTED = "text", "expected"
"""The columns a file must have; others may stand beside them."""


def labelled(path: Path, known: Sequence[str]) -> Iterator[Mapping[str, str]]:
    """Answer the rows of a file, each with a text and one of the `known` words for what is expected of it.

    Raises SettingsFault naming the row that cannot be used, by its number alone, and never a text.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            if not {TEXT, EXPECTED} <= set(rows.fieldnames or ()):
                raise SettingsFault(f"{path} needs the columns {TEXT} and {EXPECTED} in its first row.")
            for number, row in enumerate(rows, 2):
                text, expected = row[TEXT], (row[EXPECTED] or "").strip()
                if text is None or expected not in known:
                    raise SettingsFault(
                        f"{path}, row {number}: {EXPECTED} is one of {', '.join(known)}. Mend that row."
                    )
                yield row | {EXPECTED: expected}
    except csv.Error:
        raise SettingsFault(f"{path}, row {rows.line_num}: this is no CSV. Check its quotes.") from None  # pyright: ignore[reportPossiblyUnboundVariable]
    except UnicodeDecodeError:
        raise SettingsFault(f"{path} is not written in UTF-8: save it as UTF-8.") from None
    except OSError as fault:
        raise SettingsFault(f"{path} cannot be read ({type(fault).__name__}): check name and rights.") from None
