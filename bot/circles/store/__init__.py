"""The SQL of circles; names, agreements and contacts are sealed under the circle's own key."""

from collections.abc import Sequence
from dataclasses import replace

from bot.circles.model import (
    Circle,
    Draft,
    Settings,
    Spot,
    StandingPost,
    Whereabouts,
    settings_from,
    settings_text,
)
from bot.core.ids import ChannelId, CircleId, MessageId, RoleId, ServerId
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Row, Transaction
from bot.core.storage.keyring import Keyring, Where
from bot.core.storage.reading import blob, number, number_or_none, text

WORDS = ("name", "limits", "contact")
"""The settings that are words, and therefore sealed."""


class CircleStore:
    """Circles and their drafts."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def add_draft(self, tx: Transaction, draft: Draft, expires_at: int) -> None:
        """Keep a draft, replacing its earlier state; `expires_at` in microseconds since 1970."""
        words = settings_text(draft.settings)
        tx.run(
            "INSERT INTO circle_draft (draft, server, sealed, expires_at)"
            " VALUES (:draft, :server, :sealed, :expires_at)"
            " ON CONFLICT (draft) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at",
            draft=draft.draft,
            server=draft.server,
            sealed=self._seal("circle_draft", "sealed", draft.draft, draft.server, words),
            expires_at=expires_at,
        )

    def get_draft(self, tx: Transaction, draft: CircleId) -> Draft | None:
        """Answer a draft, or None once it has gone."""
        row = tx.one("SELECT * FROM circle_draft WHERE draft = :draft", draft=draft)
        if row is None:
            return None
        server = ServerId(number(row, "server"))
        return Draft(
            draft, server, settings_from(self._unseal("circle_draft", "sealed", draft, server, blob(row, "sealed")))
        )

    def drop_draft(self, tx: Transaction, draft: CircleId) -> None:
        """Let go of a draft."""
        tx.run("DELETE FROM circle_draft WHERE draft = :draft", draft=draft)

    def expire_drafts(self, tx: Transaction, now: int) -> int:
        """Let go of some drafts whose time has passed, and answer how many."""
        return let_go(tx, "circle_draft", "draft", "expires_at <= :now", now=now)

    def add(self, tx: Transaction, circle: Circle) -> None:
        """Keep a new circle, or every setting and made thing of a known one."""
        sealed = {
            f"sealed_{word}": self._seal(
                "circle", word, circle.circle, circle.server, getattr(circle.settings, word)
            )
            for word in WORDS
        }
        tx.run(
            "INSERT INTO circle (circle, server, state, zone, language, countries, staff_role, planner_role,"
            " agreements_version, sealed_name, sealed_limits, sealed_contact, role, door, room, door_post)"
            " VALUES (:circle, :server, :state, :zone, :language, :countries, :staff_role, :planner_role,"
            " :agreements_version, :sealed_name, :sealed_limits, :sealed_contact, :role, :door, :room, :door_post)"
            " ON CONFLICT (circle) DO UPDATE SET state = excluded.state, zone = excluded.zone,"
            " language = excluded.language, countries = excluded.countries, staff_role = excluded.staff_role,"
            " planner_role = excluded.planner_role, agreements_version = excluded.agreements_version,"
            " sealed_name = excluded.sealed_name, sealed_limits = excluded.sealed_limits,"
            " sealed_contact = excluded.sealed_contact, role = excluded.role, door = excluded.door,"
            " room = excluded.room, door_post = excluded.door_post",
            circle=circle.circle,
            server=circle.server,
            state="open" if circle.is_open else "making",
            zone=circle.settings.zone,
            language=circle.settings.language,
            countries=",".join(circle.settings.countries),
            staff_role=circle.settings.staff_role,
            planner_role=circle.settings.planner_role,
            agreements_version=circle.agreements_version,
            role=circle.role,
            door=circle.door,
            room=circle.room,
            door_post=circle.door_post,
            **sealed,
        )

    def get(self, tx: Transaction, circle: CircleId) -> Circle | None:
        """Answer one circle, or None."""
        return tx.known(("circle", circle), lambda tx: self._read(tx, circle))

    def _read(self, tx: Transaction, circle: CircleId) -> Circle | None:
        row = tx.one("SELECT * FROM circle WHERE circle = :circle", circle=circle)
        return self._circle(row) if row else None

    def list_for(self, tx: Transaction, server: ServerId) -> list[Circle]:
        """Answer the circles of a server, by name."""
        rows = tx.all("SELECT * FROM circle WHERE server = :server", server=server)
        return sorted((self._circle(row) for row in rows), key=lambda circle: circle.name.casefold())

    def whereabouts(self, tx: Transaction) -> list[Whereabouts]:
        """Answer where every open circle is; nothing sealed is opened for it."""
        rows = tx.all(
            "SELECT circle, server, role, countries FROM circle WHERE state = 'open' AND closed_at IS NULL"
            " ORDER BY circle"
        )
        return [_whereabouts(row) for row in rows]

    def whereabouts_in(self, tx: Transaction, server: ServerId) -> Sequence[Whereabouts]:
        """Answer where the open circles of a server are."""
        return tx.known(("whereabouts", server), lambda tx: self._read_whereabouts(tx, server))

    def _read_whereabouts(self, tx: Transaction, server: ServerId) -> Sequence[Whereabouts]:
        rows = tx.all(
            "SELECT circle, server, role, countries FROM circle WHERE state = 'open' AND closed_at IS NULL"
            " AND server = :server ORDER BY circle",
            server=server,
        )
        return tuple(_whereabouts(row) for row in rows)

    def _circle(self, row: Row) -> Circle:
        circle, server = CircleId(number(row, "circle")), ServerId(number(row, "server"))
        key = self._keyring.circle_key(circle)
        words = {
            word: self._keyring.unseal(key, blob(row, f"sealed_{word}"), Where("circle", circle, server, word))
            for word in WORDS
        }
        staff, planner = number_or_none(row, "staff_role"), number_or_none(row, "planner_role")
        role, door, room = (number_or_none(row, made) for made in ("role", "door", "room"))
        post = number_or_none(row, "door_post")
        settings = Settings(
            zone=text(row, "zone"),
            language=text(row, "language"),
            countries=_countries(row),
            staff_role=RoleId(staff) if staff else None,
            planner_role=RoleId(planner) if planner else None,
        )
        return Circle(
            circle=circle,
            server=server,
            is_open=text(row, "state") == "open" and row["closed_at"] is None,
            settings=replace(settings, **words),
            agreements_version=number(row, "agreements_version"),
            role=RoleId(role) if role else None,
            door=ChannelId(door) if door else None,
            room=ChannelId(room) if room else None,
            door_post=MessageId(post) if post else None,
            closed_at=None if row["closed_at"] is None else moment(number(row, "closed_at")),
        )

    def _seal(self, table: str, column: str, circle: CircleId, server: ServerId, words: str) -> bytes:
        return self._keyring.seal(self._keyring.circle_key(circle), words, Where(table, circle, server, column))

    def _unseal(self, table: str, column: str, circle: CircleId, server: ServerId, sealed: bytes) -> str:
        return self._keyring.unseal(self._keyring.circle_key(circle), sealed, Where(table, circle, server, column))


class StandingStore:
    """Where each circle's standing post stands."""

    def save(self, tx: Transaction, standing: StandingPost) -> None:
        """Keep a standing post, new or changed."""
        tx.run(
            "INSERT INTO circle_standing (circle, spot, channel, placed_at, post, lost)"
            " VALUES (:circle, :spot, :channel, :placed_at, :post, :lost)"
            " ON CONFLICT (circle) DO UPDATE SET spot = excluded.spot, channel = excluded.channel,"
            " placed_at = excluded.placed_at, post = excluded.post, lost = excluded.lost",
            circle=standing.circle,
            spot=standing.spot,
            channel=standing.channel,
            placed_at=microseconds(standing.placed_at),
            post=standing.post,
            lost=standing.lost,
        )

    def get(self, tx: Transaction, circle: CircleId) -> StandingPost | None:
        """Answer a circle's standing post, or None."""
        row = tx.one("SELECT * FROM circle_standing WHERE circle = :circle", circle=circle)
        return None if row is None else _standing(row)

    def drop(self, tx: Transaction, circle: CircleId) -> None:
        """Look after a circle's standing post no longer."""
        tx.run("DELETE FROM circle_standing WHERE circle = :circle", circle=circle)


def _countries(row: Row) -> tuple[str, ...]:
    return tuple(code for code in text(row, "countries").split(",") if code)


def _whereabouts(row: Row) -> Whereabouts:
    role = number_or_none(row, "role")
    return Whereabouts(
        circle=CircleId(number(row, "circle")),
        server=ServerId(number(row, "server")),
        role=RoleId(role) if role else None,
        countries=_countries(row),
    )


def _standing(row: Row) -> StandingPost:
    post = number_or_none(row, "post")
    return StandingPost(
        circle=CircleId(number(row, "circle")),
        spot=Spot(text(row, "spot")),
        channel=ChannelId(number(row, "channel")),
        placed_at=moment(number(row, "placed_at")),
        post=None if post is None else MessageId(post),
        lost=None if row["lost"] is None else text(row, "lost"),
    )
