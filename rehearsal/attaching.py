"""Files beside messages: kept, described, and found again as ``attachment://name``."""

import copy
import struct
from collections.abc import Iterator, Mapping

from rehearsal.calls import Upload
from rehearsal.errors import ApiError, Form
from rehearsal.reading import walk
from rehearsal.records import Json
from rehearsal.world import World

LARGEST = 10_485_760
"""Bytes a file may have, as in interactions' ``attachment_size_limit``."""

MOST = 10
SCHEME = "attachment://"
THUMBNAIL, GALLERY, FILE = 11, 12, 13


def check_files(uploads: Mapping[str, Upload], body: Json) -> None:
    """Refuse too many files, too large ones (40005) and too long descriptions."""
    if any(len(upload.data) > LARGEST for upload in uploads.values()):
        raise ApiError(413, 40005, "Request entity too large")
    form = Form()
    described = body.get("attachments") or []
    if max(len(uploads), len(described)) > MOST:
        form.fault("attachments", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    for index, one in enumerate(described):
        if one.get("description") is not None:
            form.length(f"attachments.{index}.description", one["description"], 0, 1024)
    form.check()


def keep(world: World, place: str, upload: Upload, said: Json) -> Json:
    """Keep one file and return its attachment object; ``said`` is what the sender said about it."""
    number = world.ids.next()
    name = said.get("filename") or upload.name
    path = f"/attachments/{place}/{number}/{name}"
    world.files[path] = (upload.content_type, upload.data)
    url = world.base_url + path
    kept: Json = {"id": number, "filename": name, "size": len(upload.data), "url": url, "proxy_url": url}
    kept["content_type"] = upload.content_type
    size = size_of(upload.data)
    if size is not None:
        kept["width"], kept["height"] = size
    for field in ("description", "title"):
        if said.get(field):
            kept[field] = said[field]
    return kept


def size_of(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or GIF in pixels; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return None


def media_in(components: list[Json]) -> Iterator[tuple[Json, str]]:
    """Yield every part that shows a file, with the name of the field that says which."""
    for one in walk(components):
        if one.get("type") == THUMBNAIL:
            yield one, "media"
        elif one.get("type") == FILE:
            yield one, "file"
        elif one.get("type") == GALLERY:
            for item in one.get("items") or []:
                yield item, "media"


def check_named(components: list[Json], names: set[str]) -> None:
    """Refuse Components V2 that show a file which is not there."""
    form = Form()
    for one, field in media_in(components):
        url = str((one.get(field) or {}).get("url") or "")
        if url.startswith(SCHEME) and url.removeprefix(SCHEME) not in names:
            code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
            form.fault("components", code, f"There is no attachment for {url}.")
    form.check()


def shown_files(world: World, components: list[Json], attachments: list[Json]) -> list[Json]:
    """Return the components with every file's own address in the place of ``attachment://name``."""
    found = copy.deepcopy(components)
    by_name = {one["filename"]: one for one in attachments}
    for one, field in media_in(found):
        media = one[field]
        url = str(media.get("url") or "")
        file = by_name.get(url.removeprefix(SCHEME)) or next((a for a in attachments if a["url"] == url), None)
        media |= {"id": media.get("id") or world.ids.next(), "proxy_url": media.get("proxy_url") or url}
        if file is not None:
            media |= {
                key: file[key] for key in ("url", "proxy_url", "content_type", "width", "height") if key in file
            }
            media["attachment_id"] = file["id"]
            if field == "file":
                one |= {"name": file["filename"], "size": file["size"]}
    return found
