"""Asking for mishaps, looking at them, and ending them."""

from collections.abc import Iterable

from rehearsal.calls import Call, Route
from rehearsal.fault_forms import fault_of
from rehearsal.faults import AT_ONCE, Faults
from rehearsal.gateway import Gateway
from rehearsal.records import Json


class FaultRoutes:
    """The routes of the mishaps; ``known`` are the methods and routes a request can have."""

    def __init__(self, faults: Faults, gateway: Gateway, known: Iterable[tuple[str, str]]) -> None:
        self._faults = faults
        self._gateway = gateway
        self._known = tuple(known)

    async def add(self, call: Call) -> Json:
        """Put a mishap in force; those of the connection itself happen at once."""
        fault = fault_of(call.sent, self._known)
        number = self._faults.add(fault)
        if fault.do in AT_ONCE:
            return {"id": number, "struck": await self._gateway.disturb(fault.do, fault.code)}
        return {"id": number}

    async def show(self, call: Call) -> list[Json]:
        """Show what is in force, and how often each has struck."""
        del call
        return self._faults.in_force()

    async def clear(self, call: Call) -> None:
        """End all mishaps; held requests go on."""
        del call
        self._faults.clear()

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of this file."""
        path = "/rehearsal/faults"
        return (
            Route("POST", path, self.add, "token"),
            Route("GET", path, self.show, "token"),
            Route("DELETE", path, self.clear, "token"),
        )
