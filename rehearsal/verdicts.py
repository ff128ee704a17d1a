"""What the judges say of this server: every request refused, every own answer and event that is wrong kept."""

import os

from rehearsal.calls import Answer, Call, Route
from rehearsal.clock import WorldClock
from rehearsal.judging import CONTRACTS, judges_in
from rehearsal.other_rules import check_other
from rehearsal.records import Json


class Verdicts:
    """Asks the judges, where there are any; the rules written by hand always hold."""

    def __init__(self, clock: WorldClock) -> None:
        self._clock = clock
        self._judges = judges_in(os.environ.get(CONTRACTS))
        self._problems: list[Json] = []

    def check_request(self, call: Call, route: Route) -> None:
        """Refuse with 50035 what no description allows."""
        if self._judges is not None and call.judged:
            self._judges.check_request(route.method, route.path, call.query, call.sent)
        check_other(route.method, route.path, call.sent, self._clock.now())

    def see_answer(self, route: Route, given: Answer) -> None:
        """Keep what is wrong with an answer to the bot."""
        if self._judges is not None and given.status:
            found = self._judges.answer_problems(route.method, route.path, given.status, given.body)
            self._keep(found, "answer", f"{route.method} {route.path} {given.status}")

    def see_event(self, name: str, data: Json) -> None:
        """Keep what is wrong with an event on its way to the bot."""
        if self._judges is not None:
            self._keep(self._judges.event_problems(name, data), "event", name)

    def _keep(self, found: list[str], kind: str, what: str) -> None:
        if found:
            seq = len(self._problems) + 1
            self._problems.append(
                {"seq": seq, "at": self._clock.iso(), "kind": kind, "what": what, "problems": found}
            )

    def complaints(self) -> list[str]:
        """Return what this server itself got wrong as plain lines."""
        return [f"{one['kind']} {one['what']}: {'; '.join(one['problems'])}" for one in self._problems]

    def forgive(self) -> None:
        """Forget what was wrong so far, where a test meant it."""
        self._problems.clear()

    @property
    def problems(self) -> list[Json]:
        """What this server itself got wrong so far, oldest first."""
        return list(self._problems)
