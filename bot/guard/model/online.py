"""Mail addresses, links, mentions and names of accounts, with signs or with words for the signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.guard.model import Find, Kind
from bot.guard.model.views import View
from bot.guard.model.words import Words

WINDOW = 100
"""Characters before the end of a web address in which its beginning is looked for."""

SHORTEST_ACCOUNT = 5
"""Letters and digits of an account's name that stands without its @."""

PLATFORM_OWN = re.compile(r"<a?:\w{1,40}:\d{1,21}>|<t:-?\d{1,13}(?::[a-z])?>|</[\w -]{1,100}:\d{1,21}>")
"""Pictures, times and commands as the platform writes them: their numbers name nobody."""

_MENTION = re.compile(
    r"<\s{0,2}\\?@\s{0,2}[!&]?\s{0,2}\d{15,21}\s{0,2}>?|<#\d{15,21}>?|(?<![\w.])@\\?\s?(?:everyone|here)(?![\w@])"
)
_SCHEME = re.compile(r"(?<![a-z])[a-z*]{3,10}://\S{1,300}|(?<![\w.])www\s?\.\s?[a-z0-9-]{1,63}\S{0,200}")
_ACCOUNT = re.compile(r"[a-z0-9_.-]+")
_TAGGED = re.compile(r"(?<![\w.])[a-z0-9_.]{2,32}#\d{4}(?![\d\w])|(?<![\w/])/?u/[a-z0-9_-]{3,20}")
_NUMBER = re.compile(r"(?<!\d)\d{17,20}(?!\d)")
_AMOUNT = re.compile(r"[\d.-]+[a-z]{0,5}")


class Online:
    """Finds what leads to a place or an account on the net."""

    def __init__(self, words: Words) -> None:
        spoken = rf"(?:{_any(words.dot)})"
        ats = rf"(?:{_any(words.at)})"
        symbol = r"(?:\.|\s\.\s)"
        bracketed = rf"\s{{0,2}}[(\[{{<]\s?(?:\.|{spoken})\s?[)\]}}>]\s{{0,2}}"
        dot = rf"(?:{symbol}|{bracketed}|\s{{1,2}}{spoken}\s{{1,2}}|\s\.(?=com\b))"
        at = rf"(?:@|\s@\s|\s{{0,2}}[(\[{{<]\s?(?:@|{ats})\s?[)\]}}>]\s{{0,2}}|\s{{1,2}}{ats}\s{{1,2}})"
        name = r"[a-z0-9_%+-]{1,64}"
        self._words = words
        self._end = re.compile(
            rf"(?P<dot>{dot})(?P<end>{_any(words.endings | words.wordlike)})(?![a-z0-9-]|\.[a-z])"
        )
        self._label = re.compile(r"([a-z0-9_-]{1,64})$")
        self._path = re.compile(
            rf"\s?/\s?[^\s/)\]]\S{{0,200}}|\s{{1,2}}(?:{_any(words.slash)})\s{{1,2}}\S{{1,100}}"
        )
        self._mail = re.compile(
            rf"(?<![a-z0-9])({name}(?:{dot}{name}){{0,4}})({at})([a-z0-9-]{{1,63}}(?:{dot}[a-z0-9-]{{1,63}}){{0,3}})$"
        )
        self._at = re.compile(rf"@|(?<!\w){ats}(?!\w)")
        self._after_at = re.compile(
            rf"(?:@|(?<=\s)@\s)[a-z0-9-]{{1,63}}(?:{symbol}[a-z0-9-]{{1,63}}){{0,4}}{symbol}[a-z]{{2,24}}(?![\w@])"
        )
        self._before_at = re.compile(r"([a-z0-9._%+-]{1,64})\s?$")
        self._host = re.compile(rf"(?P<at>{at})(?P<host>{_any(words.mail_hosts)})(?!\w)")
        self._written = re.compile(r"(?<!\w)(?:e ?mail|correo|mail)(?!\w)")

    def finds(self, view: View) -> Iterator[Find]:
        """Answer every mention, mail address, link and plain name of an account."""
        text = view.text
        yield from _named(view, _MENTION.finditer(text), Kind.MENTION, "guard.why.mention")
        yield from _named(view, _SCHEME.finditer(text), Kind.LINK, "guard.why.link")
        if "@" in text:
            yield from self._mails(view)
            yield from self._ats(view)
        yield from self._addresses(view)
        yield from self._at_hosts(view)
        yield from _named(view, _TAGGED.finditer(text), Kind.HANDLE, "guard.why.handle")
        own = [found.span() for found in PLATFORM_OWN.finditer(text)]
        for found in _NUMBER.finditer(text):
            if not any(start <= found.start() < end for start, end in own):
                yield Find(Kind.HANDLE, *view.span(*found.span()), "guard.why.id")

    def accounts(self, view: View) -> Mapping[int, int]:
        """Answer where what looks like an account's name begins and ends; ordinary words do not."""
        found: dict[int, int] = {}
        for one in _ACCOUNT.finditer(view.text):
            if one[0].isalpha():
                continue
            name = one[0].strip("._-")
            start = one.start() + (len(one[0]) - len(one[0].lstrip("._-")))
            if self._is_account(name):
                found[start] = start + len(name)
        return found

    def _is_account(self, name: str) -> bool:
        if not SHORTEST_ACCOUNT <= len(name) <= 40 or _AMOUNT.fullmatch(name):
            return False
        marked = any(sign.isdecimal() or sign == "_" for sign in name) or name.count(".") >= 2
        # `covid-19` is no account, `river-stone-88` may be one.
        if name.count("-") == 1 and "_" not in name:
            return False
        return marked and ".." not in name and name.rsplit(".", 1)[-1] not in self._words.endings

    def _mails(self, view: View) -> Iterator[Find]:
        for found in self._after_at.finditer(view.text):
            before = self._before_at.search(view.text[max(0, found.start() - 66) : found.start()])
            if before and (before[0] == before[1]) == (found[0][1] != " "):
                start = found.start() - len(before[0])
                yield Find(Kind.EMAIL, *view.span(start, found.end()), "guard.why.email")

    def _ats(self, view: View) -> Iterator[Find]:
        for found in _AT_NAME.finditer(view.text):
            name = found[1].rstrip(".")
            if name not in self._words.no_handles and not _AMOUNT.fullmatch(name):
                yield Find(Kind.HANDLE, *view.span(found.start(), found.start(1) + len(name)), "guard.why.handle")

    def _addresses(self, view: View) -> Iterator[Find]:
        text, until = view.text, -1
        for found in self._end.finditer(text):
            if found.start() < until:
                continue
            window = text[max(0, found.start() - WINDOW) : found.start()]
            label = self._label.search(window)
            if label is None or (found["dot"] != "." and label[1] in self._words.between):
                continue
            mail = self._mail.search(window) if self._at.search(window) else None
            if mail and (mail[2].strip() not in self._words.between or found["dot"].strip() != "."):
                start = found.start() - len(window) + mail.start()
                yield Find(Kind.EMAIL, *view.span(start, found.end()), "guard.why.email")
                until = found.end()
                continue
            path = self._path.match(text, found.end())
            if self._is_link(label[1], found["end"], path is not None):
                until = path.end() if path else found.end()
                start = found.start() - len(label[0])
                yield Find(Kind.LINK, *view.span(start, until), "guard.why.link")

    def _is_link(self, label: str, end: str, has_path: bool) -> bool:
        if has_path or label in self._words.hosts:
            return not label.isdecimal()
        return end in self._words.endings and len(label) > 1 and not label.isdecimal()

    def _at_hosts(self, view: View) -> Iterator[Find]:
        for found in self._host.finditer(view.text):
            window = view.text[max(0, found.start() - WINDOW) : found.start()]
            before = re.search(r"[a-z0-9._%+-]{2,64}$", window)
            if before is None or before[0] in self._words.between:
                continue
            if re.search(r"[\d._]", before[0].strip(".")) or self._written.search(window) or "@" in found["at"]:
                start = found.start() - len(before[0])
                yield Find(Kind.EMAIL, *view.span(start, found.end()), "guard.why.email")


_AT_NAME = re.compile(r"(?<![\w.@<\\])@([a-z0-9_][a-z0-9_.]{2,31})(?![\w@])")


def _named(view: View, found: Iterable[re.Match[str]], kind: Kind, why: str) -> Iterator[Find]:
    for one in found:
        yield Find(kind, *view.span(*one.span()), why)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
