"""Names the permission that was missing, where the platform says only that one was (R186)."""

from bot.core.ids import ChannelId, ServerId
from bot.core.notices import Listed, Said, said
from bot.core.ports import CannotKeep, Front, Why


async def named(
    why: Why, front: Front, server: ServerId, wanted: tuple[str, ...], place: ChannelId | None = None
) -> Said:
    """Answer a front's reason in words; for a missing permission, which of the wanted ones it is in that place.

    Without a place the whole server counts. Where none of them is missing there, the reason stays as it was.
    """
    if why is not Why.NO_PERMISSION:
        return why.words
    try:
        in_server = await front.missing_permissions(server, wanted)
        missing = in_server or (await front.missing_in(server, place, wanted) if place is not None else ())
    except CannotKeep:
        return why.words
    if not missing:
        return why.words
    return said("core.why.lacks", permissions=Listed(tuple(said(f"core.permission.{name}") for name in missing)))
