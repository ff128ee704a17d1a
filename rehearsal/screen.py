"""What one person sees at one moment: a message, a modal or a line on the lock screen."""

from collections.abc import Callable
from dataclasses import dataclass, field

from rehearsal.reading import text_of, walk, with_names
from rehearsal.records import Json

BUTTON, LINK = 2, 5
SELECTS = (3, 5, 6, 7, 8)


@dataclass(frozen=True)
class Screen:
    """A piece of what a person sees, with the words and the controls on it."""

    kind: str
    channel_id: str | None = None
    message: Json | None = None
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    line: str = ""
    seq: int = 0

    @classmethod
    def of_entry(cls, entry: Json) -> "Screen":
        """Return the screen an inbox entry describes."""
        choices = entry["choices"] or []
        shown = (entry["kind"], entry["channel"], entry["message"], entry["modal"], choices)
        return cls(*shown, entry["text"], entry["seq"])

    @classmethod
    def of_message(cls, message: Json, name_of: Callable[[str, str], str]) -> "Screen":
        """Return the screen of a message read back from its channel, mentions written as names."""
        kind = "private" if message["flags"] & 64 else "message"
        return cls(kind, message["channel_id"], message, line=with_names(text_of(message), name_of))

    @property
    def text(self) -> str:
        """All that can be read here, buttons and menus aside."""
        parts = [self.line]
        for one in self.modal["components"] if self.modal else []:
            parts += [one.get("label"), one.get("description"), one.get("content")]
            parts += [inner.get("label") for inner in one.get("components", [])]
        return "\n".join(part for part in parts if part)

    @property
    def message_id(self) -> str | None:
        """The id of the message shown, if it is one."""
        return self.message["id"] if self.message else None

    @property
    def private(self) -> bool:
        """Whether this person alone can see it."""
        return self.message is None or bool(self.message["flags"] & 64)

    @property
    def components(self) -> list[Json]:
        """Every component of the message or modal, outer ones first."""
        holder = self.modal or self.message or {}
        return list(walk(holder.get("components", [])))

    @property
    def buttons(self) -> dict[str, Json]:
        """The buttons by their labels (or emoji), in reading order; links are left out."""
        found: dict[str, Json] = {}
        for one in self.components:
            if one["type"] == BUTTON and one.get("style") != LINK:
                label = one.get("label") or (one.get("emoji") or {}).get("name") or one["custom_id"]
                found[label if label not in found else one["custom_id"]] = one
        return found

    @property
    def selects(self) -> list[Json]:
        """The selects, in reading order."""
        return [one for one in self.components if one["type"] in SELECTS]

    @property
    def fields(self) -> dict[str, Json]:
        """The fields of a modal by their labels."""
        found: dict[str, Json] = {}
        for one in self.modal["components"] if self.modal else []:
            if one["type"] == 18:
                found[one["label"]] = one["component"]
            for inner in one.get("components", []):
                found[inner.get("label") or inner["custom_id"]] = inner
        return found

    def button(self, wanted: str) -> Json | None:
        """Return the button with this label, or whose custom_id begins so, or whose label contains it."""
        if wanted in self.buttons:
            return self.buttons[wanted]
        for one in self.buttons.values():
            if one.get("custom_id", "").startswith(wanted):
                return one
        return next((one for label, one in self.buttons.items() if wanted.lower() in label.lower()), None)

    def select(self, wanted: str | None) -> Json | None:
        """Return the select with this placeholder or custom_id beginning; without a wish the first."""
        for one in self.selects:
            named = str(one.get("placeholder") or "")
            if wanted is None or wanted == named or one["custom_id"].startswith(wanted):
                return one
        return None
