"""`hearth guard`: a text is explained, a file is measured without a text of it being shown."""

from pathlib import Path

import pytest

from bot.cli import BROKEN, FINE, UNUSABLE, main


def test_a_text_is_explained_with_kind_place_words_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guard", "explain", "call 212-555-0143 or Marisol", "--name", "Marisol", "--name", "Al"]) == FINE
    shown = capsys.readouterr().out
    assert "phone, at 5 to 17: “212-555-0143” (guard.why.phone)" in shown
    assert "name, at 21 to 28: “Marisol” (guard.why.name)" in shown
    assert "too short to be looked for: Al" in shown
    main(["guard", "explain", "a quiet day"])
    assert "nothing is pointed out" in capsys.readouterr().out


def test_a_file_is_measured_and_none_of_its_texts_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "text,expected,names\n"
        "tulip call 212-555-0143,phone,\ntulip,none,\ntulip q@example.org,phone,\nask Orchid,name,Orchid|\n"
        "no tulip,court,\nat 1428 Tulip Street,none,\n",
        encoding="utf-8",
    )
    assert main(["guard", "measure", str(path)]) == FINE
    shown = capsys.readouterr()
    assert "what gives away, pointed out          3 of 4 (75.00 %)" in shown.out
    assert "what gives away, under its own kind   2 of 4 (50.00 %)" in shown.out
    assert "ordinary, pointed out all the same    1 of 2 (50.00 %)" in shown.out
    row = next(line for line in shown.out.splitlines() if line.startswith("phone")).split()
    assert row == ["phone", "0", "1", "0", "0", "0", "0", "1", "0", "0", "0", "0", "2"]
    assert "ulip" not in shown.out + shown.err
    assert "rchid" not in shown.out + shown.err


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"words,expected\ntulip,none\n", "needs the columns text and expected"),
        (b"text,expected\ntulip,none\ntulip,maybe\n", "row 3: expected is one of"),
        (b"text,expected\ntulip\n", "row 2: expected is one of"),
        (b'text,expected\n"tulip,none\n', "no CSV"),
        (b"text,expected\n\xff\xfe,none\n", "UTF-8"),
        (b"", "needs the columns"),
    ],
)
def test_a_file_that_cannot_be_used_names_the_row_alone(
    written: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(written)
    assert main(["guard", "measure", str(path)]) in (UNUSABLE, BROKEN)
    shown = capsys.readouterr()
    assert said in shown.err
    assert "tulip" not in shown.out + shown.err


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guard", "measure", "nowhere.csv"]) == UNUSABLE
    assert "nowhere.csv cannot be read" in capsys.readouterr().err
