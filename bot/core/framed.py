"""Words of a notice in a frame of their own, apart from what stands above and below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.notices import Said


@dataclass(frozen=True, slots=True)
class Framed:
    """Paragraphs in a frame; what is `covered` is hidden until a reader opens it (R110).

    No sign in a value's words opens it or leads out of it. A front that cannot cover words refuses the notice.
    """

    said: tuple[Said, ...]
    covered: bool
