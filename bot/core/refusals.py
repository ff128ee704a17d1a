"""Every "no" a person can get: a text with what was and was not saved, and the next step as buttons."""

from bot.core.notices import Button, Notice, Said, Value


class Refusal(Exception):
    """Raised when a wish cannot be met; the front turns it into one kind private sentence (R12)."""

    def __init__(self, key: str, *buttons: Button, **values: Value) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
        self.buttons = buttons

    def notice(self) -> Notice:
        """Answer the refusal as a private message."""
        return Notice((Said(self.key, self.values),), (self.buttons,) if self.buttons else ())


class Asked(Refusal):
    """Raised when a yes is needed first; its screen takes the place of the one that was pressed."""


class SettingsFault(Exception):
    """Raised at start for a setting, file or key that cannot be used; its text is one sentence for the host."""
