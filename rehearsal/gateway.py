"""The gateway: one websocket per bot process (Discord: Events, "Gateway")."""

import asyncio
import json
import secrets
import time
import zlib
from collections import deque
from collections.abc import Callable

from aiohttp import WSMsgType, web

from rehearsal import shapes
from rehearsal.faults import Faults
from rehearsal.intents import GUILD_MEMBERS, PRIVILEGED, shown_to
from rehearsal.records import Event, Json
from rehearsal.verdicts import Verdicts
from rehearsal.world import World

KEPT_EVENTS = 2_000
NOT_RESUMED = (4003, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014)
"""Close codes after which there is no session to resume (Discord: Opcodes and Status Codes)."""


class Connection:
    """One open websocket and its compression."""

    def __init__(self, socket: web.WebSocketResponse, compressed: bool) -> None:
        self.socket = socket
        self.broken = False
        self._queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._deflate = zlib.compressobj() if compressed else None

    def send(self, payload: Json) -> None:
        """Send a payload after all those before it."""
        self._queue.put_nowait(payload)

    async def write(self) -> None:
        """Write what is queued until the socket closes."""
        while (payload := await self._queue.get()) is not None:
            if self.socket.closed:
                return
            await self._write_one(json.dumps(payload, separators=(",", ":")))

    async def _write_one(self, text: str) -> None:
        try:
            if self._deflate is None:
                await self.socket.send_str(text)
            else:
                data = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(data)
        except ConnectionError:
            return  # the session keeps the event for RESUME

    async def cut(self, code: int) -> None:
        """Close from this side, whatever code the client's own closing then carries."""
        self.broken = True
        await self.socket.close(code=code)

    def end(self) -> None:
        """Stop writing."""
        self._queue.put_nowait(None)


class Session:
    """What one IDENTIFY began: it outlives its connection, so that RESUME can go on with it."""

    def __init__(self, intents: int, verdicts: Verdicts) -> None:
        self._verdicts = verdicts
        self.id = secrets.token_hex(16)
        self.began = time.monotonic()
        self.intents = intents
        self.seq = 0
        self.kept: deque[Json] = deque(maxlen=KEPT_EVENTS)
        self.connection: Connection | None = None

    def dispatch(self, name: str, data: Json) -> None:
        """Send an event, or keep it for RESUME while nobody is connected."""
        self._verdicts.see_event(name, data)
        self.seq += 1
        payload: Json = {"op": 0, "s": self.seq, "t": name, "d": data}
        self.kept.append(payload)
        if self.connection is not None:
            self.connection.send(payload)


class Gateway:
    """Accepts connections and passes on what happens in the world."""

    def __init__(self, world: World, faults: Faults, verdicts: Verdicts) -> None:
        self.world = world
        self._verdicts = verdicts
        self._faults = faults
        self.sessions: dict[str, Session] = {}
        self.heartbeat_ms = 41_250
        self.identified = 0
        self.on_ready: list[Callable[[], None]] = []
        world.listeners.append(self.hear)

    def connected(self, since: float = 0.0) -> bool:
        """Tell whether a bot is listening now that logged in after this moment (``time.monotonic()``)."""
        return any(s.connection is not None and s.began >= since for s in self.sessions.values())

    def hear(self, event: Event) -> None:
        """Pass an event of the world to every session that may see it; a mishap may double or delay it."""
        views = [(session, shown_to(self.world, event, session.intents)) for session in self.sessions.values()]
        seen = [(session, data) for session, data in views if data is not None]
        fault = self._faults.strike_event(event.name) if seen else None
        for session, data in seen:
            if fault is not None and fault.do == "late":
                asyncio.get_running_loop().call_later(fault.seconds, session.dispatch, event.name, data)
                continue
            session.dispatch(event.name, data)
            if fault is not None:
                session.dispatch(event.name, data)

    async def accept(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one websocket from HELLO to its end."""
        socket = web.WebSocketResponse(max_msg_size=4096 * 4, timeout=1.0)
        await socket.prepare(request)
        connection = Connection(socket, request.query.get("compress") == "zlib-stream")
        writer = asyncio.create_task(connection.write())
        connection.send({"op": 10, "s": None, "t": None, "d": {"heartbeat_interval": self.heartbeat_ms}})
        try:
            await self._listen(connection)
        finally:
            self._forget(connection)
            connection.end()
            await writer
        return socket

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            # Some libraries write their JSON into binary frames; Discord reads both.
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            try:
                payload = json.loads(message.data)
                code = self._take(connection, int(payload["op"]), payload.get("d"))
            except (ValueError, KeyError, TypeError, AttributeError):
                code = 4002
            if code:
                await connection.socket.close(code=code)

    def _take(self, connection: Connection, op: int, data: Json) -> int | None:
        """Act on one payload; the result is a close code if the connection has to end."""
        session = self._session_of(connection)
        if op == 1:
            connection.send({"op": 11, "s": None, "t": None, "d": None})
            return None
        if op == 2:
            return 4005 if session else self._identify(connection, data)
        if op == 6:
            return self._resume(connection, data)
        if session is None:
            return 4003
        if op == 8:
            self._members(session, data)
        return None if op in (3, 4, 8, 31) else 4001

    def _session_of(self, connection: Connection) -> Session | None:
        return next((s for s in self.sessions.values() if s.connection is connection), None)

    def _forget(self, connection: Connection) -> None:
        session = self._session_of(connection)
        if session is None:
            return
        session.connection = None
        # A client that closes with 1000 or 1001 ends the session (Discord: Gateway, "Initiating a Disconnect").
        if not connection.broken and connection.socket.close_code in (1000, 1001):
            del self.sessions[session.id]

    def _is_bot(self, data: Json) -> bool:
        given = str(data.get("token", "")).removeprefix("Bot ")
        return secrets.compare_digest(given.encode(), self.world.bot.token.encode())

    def _identify(self, connection: Connection, data: Json) -> int | None:
        if not self._is_bot(data):
            return 4004
        intents = int(data["intents"])
        if intents & PRIVILEGED & ~self.world.privileged_intents:
            return 4014
        session = Session(intents, self._verdicts)
        session.connection = connection
        self.sessions[session.id] = session
        session.dispatch("READY", self._ready(session, data.get("shard") or [0, 1]))
        for server in self.world.servers_of(self.world.bot):
            guild = shapes.gateway_guild(self.world, bool(intents & GUILD_MEMBERS), server)
            session.dispatch("GUILD_CREATE", guild)
        self.identified += 1
        for tell in self.on_ready:
            tell()
        return None

    def _ready(self, session: Session, shard: list[int]) -> Json:
        world = self.world
        return {
            "v": 10,
            "user": shapes.own_user(world.bot),
            "guilds": [{"id": one, "unavailable": True} for one in world.servers_of(world.bot)],
            "session_id": session.id,
            "resume_gateway_url": world.base_url.replace("http://", "ws://") + "/gateway",
            "shard": shard,
            "application": {"id": world.application_id, "flags": 0, "flags_new": "0"},
        }

    def _resume(self, connection: Connection, data: Json) -> int | None:
        session = self.sessions.get(str(data.get("session_id")))
        if not self._is_bot(data):
            return 4004
        if session is None:
            connection.send({"op": 9, "s": None, "t": None, "d": False})
            return None
        session.connection = connection
        for payload in session.kept:
            if payload["s"] > int(data["seq"]):
                connection.send(payload)
        session.dispatch("RESUMED", {})
        return None

    def _members(self, session: Session, data: Json) -> None:
        """Answer op 8; by name or by id (Discord: Gateway Events, "Request Guild Members")."""
        world = self.world
        server = str(data.get("guild_id") or world.guild_id)
        present = [u for u in world.users.values() if world.is_in(u, server)]
        if "user_ids" in data:
            wanted = data["user_ids"] if isinstance(data["user_ids"], list) else [data["user_ids"]]
            wanted = [str(one) for one in wanted]
            found = [u for u in present if u.id in wanted]
        else:
            wanted = []
            start = str(data.get("query", "")).lower()
            found = [u for u in present if u.name.lower().startswith(start)][: data.get("limit") or None]
        known = {u.id for u in found}
        chunk: Json = {
            "guild_id": server,
            "members": [shapes.member(world, u, server) for u in found],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [one for one in wanted if one not in known],
        }
        if data.get("nonce") is not None:
            chunk["nonce"] = data["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk)

    async def disturb(self, do: str, code: int) -> int:
        """Close every connection with a code, or send op 7 or op 9; returns how many it met."""
        met = [session for session in self.sessions.values() if session.connection is not None]
        for session in met:
            connection = session.connection
            if do == "op9" or (do == "close" and code in NOT_RESUMED):
                self.sessions.pop(session.id, None)
            if do == "op7" and connection is not None:
                connection.send({"op": 7, "s": None, "t": None, "d": None})
            elif do == "op9" and connection is not None:
                connection.send({"op": 9, "s": None, "t": None, "d": False})
            elif connection is not None:
                await connection.cut(code)
        return len(met)

    async def drop(self) -> None:
        """Break every connection; the sessions stay for RESUME."""
        for session in list(self.sessions.values()):
            if session.connection is not None:
                await session.connection.cut(4000)

    async def close(self) -> None:
        """Close every connection."""
        for session in list(self.sessions.values()):
            if session.connection is not None:
                await session.connection.socket.close(code=1001)
