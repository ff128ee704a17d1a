"""The list of content notes is whole in every language, and one that breaks a rule is refused with its line."""

from pathlib import Path

import pytest

from bot.core.refusals import SettingsFault
from bot.foundation import CONFIG
from bot.notes.topics import read_topics

SHIPPED = CONFIG / "content_notes.yaml"
LOCALES = ("en", "es")

CASES = [
    # what the file holds, what the refusal says
    ("topics: {}", "holds 0 topics"),
    ("other: 1", "other means nothing here"),
    ("topics: {One: {en: a, es: b}}", "topics.One is no id"),
    ("topics: {one: {en: a}}", "lacks `es`"),
    ("topics: {one: {en: a, es: b, fr: c}}", "topics.one.fr means nothing here"),
    ("topics: {one: {en: '', es: b}}", "is no text"),
    (f"topics: {{one: {{en: {'a' * 51}, es: b}}}}", "has 51 characters"),
    ("topics: {one: {en: 'a.', es: b}}", "ends with a sign"),
    ("topics: {one: {en: a, es: b, bare: maybe}}", "is neither true nor false"),
    ("topics: {one: {en: a, es: b}, two: {en: A, es: c}}", "topics.two.en says the same as another topic"),
    (f"topics: {{{', '.join(f't{chr(97 + n)}: {{en: a{n}, es: b{n}}}' for n in range(26))}}}", "holds 26 topics"),
]


def test_the_shipped_list_is_whole_in_every_language() -> None:
    topics = read_topics(SHIPPED, LOCALES)
    assert len(topics.all) == 20
    assert all(set(one.words) == set(LOCALES) for one in topics.all)
    assert [one.id for one in topics.all if one.bare] == ["good_news"]


@pytest.mark.parametrize(("text", "said"), CASES)
def test_a_list_that_breaks_a_rule_is_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "content_notes.yaml"
    path.write_text(f"# one line above\n{text}\n", encoding="utf-8")
    with pytest.raises(SettingsFault) as refused:
        read_topics(path, LOCALES)
    assert said in str(refused.value)
    assert "line" in str(refused.value)
