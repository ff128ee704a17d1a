"""Setting up a circle: a draft that asks one thing at a time, then the making of what was agreed to."""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

from bot.circles import FEATURE
from bot.circles.model import (
    CONTACT_MOST,
    COUNTRIES_MOST,
    DRAFT_LIVES,
    LIMITS_MOST,
    Circle,
    Draft,
    NotUsable,
    Settings,
    Step,
    channel_name,
    circle_name,
    own_words,
)
from bot.circles.notices import door_post
from bot.circles.service import Circles
from bot.circles.store import CircleStore
from bot.core.acting import Act, Noting
from bot.core.ground import Ground
from bot.core.ids import HIGHEST, ChannelId, CircleId, MessageId, RoleId, ServerId, Visitor
from bot.core.lacking import named
from bot.core.notices import Plain, Style, button
from bot.core.ports import CannotKeep
from bot.core.refusals import Refusal
from bot.core.scheduling.due import microseconds
from bot.core.storage.database import Transaction
from bot.core.word_guard import WordGuard
from bot.people.model import UnknownZone, known_zone

NEEDED = tuple(permission.name for permission in FEATURE.permissions)
"""The permissions making a circle takes, by the platform's names."""

MAKING_TAKES = timedelta(days=1)
"""How long ago an earlier making may have begun whose post is looked for."""

DRAFT_ENDS = "circles.draft_ends"
"""The kind of due row that lets go of a draft."""


class Founding:
    """Set-up and settings of circles; only whoever manages the server gets here."""

    def __init__(self, ground: Ground, circles: Circles, store: CircleStore, guard: WordGuard) -> None:
        self._ground = ground
        self._database = ground.database
        self._clock = ground.clock
        self._chance = ground.chance
        self._front = ground.front
        self._dues = ground.dues
        self._circles = circles
        self._store = store
        self._guard = guard
        self._making = asyncio.Lock()
        self._dues.handle(DRAFT_ENDS, self.expire)

    async def begin(self, visitor: Visitor, language: str) -> Draft:
        """Start a draft that lives 15 minutes after its last change; nothing is made on the server."""
        server = _managed_server(visitor)
        draft = Draft(CircleId(self._chance.number()), server, Settings(language=language))
        return await self._keep(draft)

    async def get(self, visitor: Visitor, draft: CircleId) -> Draft:
        """Answer a draft; one whose 15 minutes are over is gone."""
        server = _managed_server(visitor)
        await self.expire(draft)
        found = await self._database.read(lambda tx: self._store.get_draft(tx, draft))
        if found is None or found.server != server:
            raise Refusal("circles.draft_gone", button("circles.button.set_up", "setup:intro", Style.MAIN))
        return found

    async def expire(self, _: int) -> None:
        """Let go of every draft whose 15 minutes are over."""
        now = microseconds(self._clock.now())
        await self._database.write(lambda tx: self._store.expire_drafts(tx, now))

    def let_go(self, tx: Transaction, now: datetime) -> int:
        """Let go of drafts that nothing else ended, and answer how many."""
        return self._store.expire_drafts(tx, microseconds(now))

    async def fill(self, visitor: Visitor, draft: CircleId, step: Step, given: tuple[str, ...]) -> Draft:
        """Keep one answer in the draft; words that cannot be used are refused and the earlier answer stays."""
        found = await self.get(visitor, draft)
        return await self._keep(replace(found, settings=self._filled(found.settings, step, given)))

    async def change(self, visitor: Visitor, circle: CircleId, step: Step, given: tuple[str, ...]) -> Circle:
        """Change one setting of a circle; new agreements are shown to every member anew before they go on."""
        return await self._change(visitor, circle, step, lambda now: self._filled(now, step, given))

    async def choose_planners(self, visitor: Visitor, circle: CircleId, role: RoleId | None) -> Circle:
        """Let the holders of one more role plan, or moderators alone for None."""
        return await self._change(visitor, circle, "planners", lambda now: replace(now, planner_role=role))

    async def _change(
        self, visitor: Visitor, circle_id: CircleId, what: str, change: Callable[[Settings], Settings]
    ) -> Circle:
        circle = await self.of_manager(visitor, circle_id)

        def work(tx: Transaction, noting: Noting) -> Circle:
            with noting(Act(f"circles.did.{what}", circle.server, circle_id)):
                return self._circles.update_in(
                    tx, circle_id, lambda now: replace(now, settings=change(now.settings))
                )

        changed = await self._ground.acts.do(visitor, work)
        self._ground.changed()
        return changed

    def _filled(self, settings: Settings, step: Step, given: tuple[str, ...]) -> Settings:
        fillers: dict[Step, Callable[[], Settings]] = {
            Step.NAME: lambda: replace(settings, name=self._usable_name(_first(given))),
            Step.ZONE: lambda: replace(settings, zone=_usable_zone(_first(given))),
            Step.LANGUAGE: lambda: replace(settings, language=_first(given)),
            Step.COUNTRIES: lambda: replace(settings, countries=given[:COUNTRIES_MOST]),
            Step.SEEN_BY: lambda: replace(settings, staff_role=_role(given)),
            Step.LIMITS: lambda: replace(
                settings, limits=_usable(step, lambda: own_words(_first(given), LIMITS_MOST))
            ),
            Step.CONTACT: lambda: replace(
                settings, contact=_usable(step, lambda: own_words(_first(given), CONTACT_MOST))
            ),
        }
        return fillers[step]()

    def _usable_name(self, words: str) -> str:
        name = _usable(Step.NAME, lambda: circle_name(words))
        wound = self._guard.offends(name)
        if wound is not None:
            # The name stands in the sidebar, where whoever holds the phone can read it (R49).
            raise Refusal("circles.refused.name.wound")
        return name

    async def missing_permissions(self, visitor: Visitor) -> tuple[str, ...]:
        """Answer which permissions making a circle still lacks in this server (R186)."""
        return await self._front.missing_permissions(_managed_server(visitor), NEEDED)

    async def create(self, visitor: Visitor, draft: CircleId) -> Circle:
        """Make the circle of a finished draft; asked twice, the same circle is answered."""
        known = await self._database.read(lambda tx: self._store.get(tx, draft))
        if known is None:
            found = await self.get(visitor, draft)
            if found.settings.missing():
                raise Refusal("circles.draft_unfinished")
            new = Circle(draft, found.server, False, found.settings, agreements_version=1)
            await self._ground.acts.do(visitor, lambda tx, noting: self._found(tx, noting, new))
        return await self._make(visitor, draft, carries_on=False)

    def _found(self, tx: Transaction, noting: Noting, circle: Circle) -> None:
        with noting(Act("circles.did.founded", circle.server, circle.circle)):
            self._store.add(tx, circle)
            self._store.drop_draft(tx, circle.circle)
            self._dues.drop(tx, DRAFT_ENDS, circle.circle)

    async def make(self, visitor: Visitor, circle_id: CircleId) -> Circle:
        """Make what a circle lacks on the server, or what was deleted there: role, door, room, the door's post.

        Each made thing is kept before the next is begun, so that stopping in the middle doubles nothing; two
        managers carrying on at once are one making.
        """
        return await self._make(visitor, circle_id, carries_on=True)

    async def _make(self, visitor: Visitor, circle_id: CircleId, *, carries_on: bool) -> Circle:
        async with self._making:
            circle = await self.of_manager(visitor, circle_id)
            try:
                circle = await self._without_the_gone(visitor, circle, carries_on=carries_on)
                circle = await self._make_role(circle)
                circle = await self._make_door(circle)
                return await self._make_room(circle)
            except CannotKeep as fault:
                again = button("circles.button.carry_on", f"setup:make:{circle_id}", Style.MAIN)
                why = await named(fault.why, self._front, circle.server, NEEDED, circle.door)
                raise Refusal("circles.making_stopped", again, circle=circle.name, why=why) from fault

    async def _without_the_gone(self, visitor: Visitor, circle: Circle, *, carries_on: bool) -> Circle:
        server, settings = circle.server, circle.settings
        role = None if await self._front.gone(server, circle.role, ()) else circle.role
        staff = None if await self._front.gone(server, settings.staff_role, ()) else settings.staff_role
        door = circle.door if circle.door and not await self._front.gone(server, None, (circle.door,)) else None
        room = circle.room if circle.room and not await self._front.gone(server, None, (circle.room,)) else None
        post = circle.door_post if door else None

        def change(now: Circle) -> Circle:
            kept = replace(now.settings, staff_role=staff)
            return replace(now, settings=kept, role=role, door=door, room=room, door_post=post)

        lacks = None in (role, door, room, post)

        def work(tx: Transaction, noting: Noting) -> Circle:
            # Setting it up is noted already.
            act = Act("circles.did.made", circle.server, circle.circle)
            with noting(act) if carries_on and lacks else nullcontext():
                return self._circles.update_in(tx, circle.circle, change)

        return await self._ground.acts.do(visitor, work)

    async def _make_role(self, circle: Circle) -> Circle:
        if circle.role is not None:
            return circle
        role = await self._front.make_role(circle.server, circle.name)
        if circle.room is not None:
            # A room from before knows only the role that was deleted.
            await self._front.open_room(circle.server, circle.room, role)
        return await self._circles.update(circle.circle, lambda now: replace(now, role=role))

    async def _make_door(self, circle: Circle) -> Circle:
        if circle.door is None:
            door = await self._front.make_door(circle.server, channel_name(circle.name, "door"))
            circle = await self._circles.update(circle.circle, lambda now: replace(now, door=door))
        return circle

    async def _make_room(self, circle: Circle) -> Circle:
        if circle.room is None and circle.role is not None:
            seen_by = tuple(role for role in (circle.role, circle.settings.staff_role) if role is not None)
            room = await self._front.make_room(circle.server, channel_name(circle.name, "room"), seen_by)
            circle = await self._circles.update(circle.circle, lambda now: replace(now, room=room))
        if circle.door_post is None and circle.door is not None:
            post = await self._post_at(circle, circle.door)
            circle = await self._circles.update(
                circle.circle, lambda now: replace(now, door_post=post, is_open=True)
            )
        return circle

    async def _post_at(self, circle: Circle, door: ChannelId) -> MessageId:
        once = f"door{circle.circle}"
        # An earlier making may have posted it and not heard the answer.
        known = await self._front.find(door, once, self._clock.now() - MAKING_TAKES)
        return known or await self._front.post(door, door_post(circle), circle.settings.language, once)

    async def of_manager(self, visitor: Visitor, circle: CircleId) -> Circle:
        """Answer a circle to whoever manages its server."""
        server = _managed_server(visitor)
        found = await self._circles.get(circle)
        if found.server != server:
            raise Refusal("circles.gone")
        return found

    async def _keep(self, draft: Draft) -> Draft:
        ends = self._clock.now() + DRAFT_LIVES

        def work(tx: Transaction) -> None:
            self._store.add_draft(tx, draft, microseconds(ends))
            self._dues.add(tx, DRAFT_ENDS, draft.draft, ends)

        await self._database.write(work)
        self._dues.changed()
        return draft


def _managed_server(visitor: Visitor) -> ServerId:
    if visitor.server is None:
        raise Refusal("circles.only_in_a_server")
    if not visitor.manages_server:
        raise Refusal("circles.needs_manager")
    return visitor.server


def _first(given: tuple[str, ...]) -> str:
    return given[0] if given else ""


def _usable(step: Step, words: Callable[[], str]) -> str:
    try:
        return words()
    except NotUsable as fault:
        raise Refusal(f"circles.refused.{step}.{fault.reason}") from fault


def _usable_zone(words: str) -> str:
    try:
        return known_zone(words)
    except UnknownZone as fault:
        near = ", ".join(fault.suggestions)
        key = "circles.refused.zone.near" if near else "circles.refused.zone.unknown"
        raise Refusal(key, zone=words[:60], near=Plain(near)) from fault


def _role(given: tuple[str, ...]) -> RoleId | None:
    if not given:
        return None
    digits = given[0].isascii() and given[0].isdigit() and len(given[0]) <= len(str(HIGHEST))
    if not digits or int(given[0]) > HIGHEST:
        # A forged choice: no role of any server.
        raise Refusal("core.stale")
    return RoleId(int(given[0]))
