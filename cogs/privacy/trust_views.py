"""What the pages about trust look like: who runs this, the key, who could see what, what is kept, the law."""

from bot.core.feature import Age, Ages, Lasts, Until
from bot.core.notices import Button, Countries, Notice, Said, Together, Written, button, said
from bot.privacy.trust import COPIES_DAYS, COPIES_NIGHTS, Host, Kept, Keys, Kind, Level
from cogs.screens import listed, screen

PAGES = ("who", "key", "could", "law")
"""The pages that are one screen each; what is kept has several of its own."""

COULD = ("host", "moderators", "owner", "members", "discord", "device")
"""Who could see something, each with a paragraph; PRIVACY.md names the same."""


def who_screen(host: Host) -> Notice:
    """Answer who runs this, where and how to reach them, or plainly that they did not say (R183)."""
    return screen(said("trust.title"), *_told(host), rows=_ways("who"))


def _told(host: Host) -> tuple[Said, ...]:
    if host.rehearsal:
        return (said("trust.who.rehearsal"),)
    lines = (
        said("trust.who.name", name=Written(host.name)) if host.name else said("trust.who.no_name"),
        said("trust.who.contact", contact=Written(host.contact)) if host.contact else said("trust.who.no_contact"),
        said("trust.who.country", country=Countries((host.country,)))
        if host.country
        else said("trust.who.no_country"),
    )
    return (listed(lines), said("trust.who.unchecked"))


def key_screen(keys: Keys) -> Notice:
    """Answer how the keys are held, as was looked at a moment ago, and what a stolen file tells (R74, R75)."""
    level = (said("trust.key.level"), said("trust.key.two")) if keys.level is Level.HOST else ()
    stolen = (said("trust.key.stolen"), said("trust.key.both"))
    return screen(said("trust.key.title"), *level, _looked_at(keys), *stolen, rows=_ways("key"))


def _looked_at(keys: Keys) -> Said:
    if not keys.seen:
        return said("trust.key.unseen")
    if not keys.apart:
        return said("trust.key.beside")
    if keys.private is None:
        return said("trust.key.apart")
    return said("trust.key.private" if keys.private else "trust.key.open")


def could_screen() -> Notice:
    """Answer in plain words who could see what, Hearth's own host first (promise 9)."""
    return screen(*(said(f"trust.could.{who}") for who in COULD), rows=_ways("could"))


def law_screen() -> Notice:
    """Answer what there is to hand over where the law demands it, and what there is not (R181)."""
    there_is_not = said("trust.law.there_is_not", days=COPIES_DAYS)
    told = (said("trust.law.asked"), said("trust.law.there_is"), there_is_not, said("trust.law.told"))
    return screen(*told, rows=_ways("law"))


def kept_screen(kept: Kept) -> Notice:
    """Answer one page of what can be kept, by feature, as the features declare it."""
    title = () if kept.place else (said("trust.kept.title"),)
    copies = (said("trust.kept.copies", nights=COPIES_NIGHTS, days=COPIES_DAYS),) if kept.last else ()
    groups = tuple(_group(feature, kinds) for feature, kinds in kept.parts)
    earlier = button("kept.button.earlier", f"trust:kept:{kept.place - 1}")
    later = button("kept.button.later", f"trust:kept:{kept.place + 1}")
    turning = (*((earlier,) if kept.place else ()), *(() if kept.last else (later,)))
    return screen(*title, *groups, *copies, rows=(turning, *_ways("kept")))


def _group(feature: str, kinds: tuple[Kind, ...]) -> Said:
    lines = Together(tuple(_line(kind) for kind in kinds))
    return said("trust.kept.group", name=said(f"trust.feature.{feature}"), lines=lines)


def _line(kind: Kind) -> Said:
    if kind.mark:
        # The very lines that stand where somebody sees what is kept about them.
        return said(f"kept.mark.{kind.table}")
    if kind.own:
        return said("trust.kept.own", name=said(f"kept.name.{kind.table}"), rule=said(f"kept.rule.{kind.table}"))
    return said("trust.kept.about", what=said(f"trust.table.{kind.table}"), age=_age(kind.ages))


def _age(ages: Ages) -> Said:
    first = ages[0]
    if isinstance(first, Age):
        return said("trust.age.days", count=first.stays.days)
    if isinstance(first, Lasts):
        return said(f"trust.age.{first.name.lower()}")
    return said("trust.age.itself" if isinstance(first, Until) else "trust.age.beside")


def _ways(here: str) -> tuple[tuple[Button, ...], ...]:
    pages = [button(f"trust.button.{page}", f"trust:page:{page}") for page in PAGES if page != here]
    kept = [] if here == "kept" else [button("trust.button.kept", "trust:kept:0")]
    return ((*pages, *kept), (button("trust.button.close", "privacy:close"),))
