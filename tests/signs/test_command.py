"""`hearth signs`: a text is explained, a file is measured without a text of it being shown."""

from pathlib import Path

import pytest

from bot.cli import BROKEN, FINE, UNUSABLE, main


def test_a_text_is_explained_with_rule_place_words_and_what_weighed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signs", "explain", "i am going to end my life tonight"]) == FINE
    shown = capsys.readouterr().out
    assert "Read as: urgent" in shown
    assert "wish-to-kill-oneself: offer, taken as urgent, at 5 to 25: “going to end my life”" in shown
    assert "raised by time: tonight" in shown
    main(["signs", "explain", "no quiero morir", "--locale", "es"])
    assert "lowered by no: no" in capsys.readouterr().out
    main(["signs", "explain", "a quiet day"])
    assert "no rule matches" in capsys.readouterr().out


def test_a_file_is_measured_and_none_of_its_texts_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "text,expected\ni want to die tulip,offer\na quiet tulip,none\nno tulip here,offer\n", encoding="utf-8"
    )
    assert main(["signs", "measure", str(path)]) == FINE
    shown = capsys.readouterr()
    assert "offer or urgent, read as one of them   1 of 2 (50.00 %)" in shown.out
    assert "none, read as offer or urgent          0 of 1 (0.00 %)" in shown.out
    assert "tulip" not in shown.out + shown.err


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
    assert main(["signs", "measure", str(path)]) in (UNUSABLE, BROKEN)
    shown = capsys.readouterr()
    assert said in shown.err
    assert "tulip" not in shown.out + shown.err


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signs", "measure", "nowhere.csv"]) == UNUSABLE
    assert "nowhere.csv cannot be read" in capsys.readouterr().err
