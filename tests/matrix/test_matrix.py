"""Every command, press and form, tried by eight kinds of people while its screen is live (the permission matrix).

The table is printed with `-s`. What each cell should be stands in expected.txt.
"""

import os
import sys

import pytest

from tests.matrix.crawling import Matrix
from tests.matrix.doors import try_doors
from tests.matrix.handlers import every_door, presses
from tests.matrix.kinds import everybody
from tests.matrix.lived import lived
from tests.matrix.scenes import SCENES
from tests.matrix.table import COLUMNS, FILE, Row, differences, read, written
from tests.stories.conftest import Evening


async def test_everybody_gets_of_every_handler_what_the_table_says(
    whole: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    robin = whole["Robin"]
    await lived(whole)
    card = await robin.press(await robin.command("desk"), "North")
    await robin.choose(await robin.press(card, "setup:who_plans"), "Facilitators", menu="setup:planners")
    matrix = Matrix(whole, await everybody(whole), monkeypatch)
    found = await try_doors(matrix)
    assert set(found) == every_door(whole)
    for scene in SCENES.values():
        await matrix.play(scene)
    missing = sorted(set(presses(whole)) - set(matrix.tried))
    assert missing == [], "no screen of these moments leads there; add a scene"
    found |= {handler: tried.cells for handler, tried in sorted(matrix.tried.items())}
    told = written(found.items())
    sys.stdout.write(f"\n{told}")
    if os.environ.get("HEARTH_MATRIX_WRITE"):
        FILE.with_suffix(".found").write_text(told, "utf-8")
    wrong = differences(read(FILE.read_text("utf-8")), found)
    assert wrong == [], "\n".join([*wrong, *matrix.explained(wrong)])


def test_a_line_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="not a line"):
        read("escape:open shows shows")
    with pytest.raises(ValueError, match="not a line"):
        read("escape:open " + "maybe " * 9)


def test_a_handler_that_is_missing_in_either_and_a_cell_that_differs_are_told() -> None:
    cells: Row = dict.fromkeys(COLUMNS, "no")
    assert len(differences({"a:b": cells}, {})) == len(differences({}, {"a:b": cells})) == 1
    assert differences({"a:b": cells}, {"a:b": {**cells, "left": "does"}}) == [
        "a:b: left is no in expected.txt, and was does"
    ]
