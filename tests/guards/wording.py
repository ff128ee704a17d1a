"""How Hearth speaks (R11): short calm sentences, no listed words, none of the words the product never shows."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

WORDS_MOST = 20
"""Words of one sentence (R11)."""

TONE: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("just", "simply", "should", "shouldn['’]t", "oops", "congratulations", "congrats", "journey"),
        *("don['’]t worry", "do not worry", "no worries", "stay strong", "be strong", "cheer up", "calm down"),
    ),
    "es": (
        *("simplemente", "solamente tienes que", "deber[ií]as?", "deber[ií]an", "ups", "vaya por dios"),
        *("felicidades", "felicitaciones", "enhorabuena", "no te preocupes", "no se preocupe", "sin problema"),
        *("s[eé] fuerte", "mantente fuerte", "an[ií]mate", "c[aá]lmate", "camino de sanaci[oó]n"),
    ),
}
"""Words that hurry, praise or order somebody (R11), by locale; each is a pattern of whole words."""

NEVER: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("responders?", "outcomes?", "guardians?", "escalat(?:e|es|ed|ing|ion)", "ladders?", "queues?", "queued"),
        *("break[- ]glass", "(?<!in )(?<!in any )(?<!in that )cases?"),
    ),
    "es": (
        *("respondedor(?:es|as?)?", "guardi[aá]n(?:es|as?)?", "escal(?:ar|a|ado|ada|amos|amiento)", "escaleras?"),
        *("colas?", "romper el cristal", "resultados?", "(?<!en )(?<!en todo )(?<!en ese )(?<!hacer )casos?"),
    ),
}
"""Words that are never on a screen (product.md, "Doors, drawer, desk"), by locale."""

PRODUCT = re.compile(r"\bhearth\b", re.IGNORECASE)
"""Members read the name the host gave the bot: `{bot}`."""

_SENTENCE_END = re.compile(r"[.?!…]+(?=\s|$)|\n")
_LEAD = re.compile(r"^[\s>#*_~`-]+")


def faults(locale: str, words: str, *, for_members: bool = True) -> Iterator[str]:
    """Answer what is wrong with the wording of one text."""
    if re.search("[!¡]", words):
        yield "has an exclamation mark"
    for sentence in _SENTENCE_END.split(words):
        count = len(re.findall(r"[\w{}'’-]*\w[\w{}'’-]*", sentence))
        if count > WORDS_MOST:
            yield f"has a sentence of {count} words; at most {WORDS_MOST}"
    for line in words.splitlines():
        if _starts_with_emoji(_LEAD.sub("", line)):
            yield "starts a line with an emoji"
    for found in _listed(TONE[locale], words):
        yield f'says "{found}", which R11 lists'
    for found in _listed(NEVER[locale], words):
        yield f'says "{found}", which is never on a screen'
    if for_members and PRODUCT.search(words):
        yield "names the product: write {bot}"


def _listed(patterns: tuple[str, ...], words: str) -> list[str]:
    return [found[0] for pattern in patterns for found in re.finditer(rf"\b(?:{pattern})\b", words, re.IGNORECASE)]


def _starts_with_emoji(line: str) -> bool:
    if not line:
        return False
    return unicodedata.category(line[0]) == "So" or re.match(r"<a?:\w+:|:\w+:", line) is not None
