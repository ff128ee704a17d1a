"""Files a person hands over with a command or a form; the bot gets them as attachments."""

from collections.abc import Mapping

from rehearsal.attaching import check_files, keep
from rehearsal.calls import Upload
from rehearsal.errors import invalid
from rehearsal.records import Json
from rehearsal.world import World


class Handed:
    """The uploads of one act: an option or a field names them by their number in the multipart body."""

    def __init__(self, world: World, uploads: Mapping[str, Upload], body: Json) -> None:
        self._world = world
        self._uploads = uploads
        described = (body.get("data") or {}).get("attachments") or []
        self._said = {str(one.get("id")): one for one in described}
        self._kept: dict[str, Json] = {}
        check_files(uploads, {"attachments": described})

    def taken(self, number: str, path: str) -> str:
        """Keep one file, and return the id the bot finds it by; what was not handed over is refused."""
        if number not in self._uploads:
            raise invalid(path, "ATTACHMENT_NOT_FOUND", f"There is no file {number}.")
        kept = keep(self._world, "handed", self._uploads[number], self._said.get(number, {}))
        kept["ephemeral"] = True
        self._kept[kept["id"]] = kept
        return kept["id"]

    def resolved(self) -> Json:
        """Return the files as they travel beside the ids."""
        return {"attachments": self._kept} if self._kept else {}
