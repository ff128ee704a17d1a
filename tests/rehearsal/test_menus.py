"""Menus on messages and people, choices while typing, private follow-ups, and whom a text mentions."""

import io

import discord
import pytest
from discord import app_commands

from rehearsal.permissions import Permission
from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import SmallBot


@pytest.fixture
async def menus(bot: SmallBot) -> SmallBot:
    @bot.tree.context_menu(name="Someone should look in")
    async def look(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"{message.author.display_name}: {message.content}", ephemeral=True)

    @bot.tree.context_menu(name="Say hello")
    async def hello(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(f"Hello {member.display_name}")

    @bot.tree.command(description="Walk somewhere")
    async def walk(interaction: discord.Interaction, place: str, minutes: int) -> None:
        await interaction.response.send_message(f"{place}, {minutes}", ephemeral=True)

    @walk.autocomplete("place")
    async def places(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        del interaction
        there = ("forest", "field", "river")
        return [app_commands.Choice(name=one.title(), value=one) for one in there if one.startswith(typed)]

    @walk.autocomplete("minutes")
    async def minutes(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[int]]:
        place = interaction.namespace.place
        return [app_commands.Choice(name=f"{place} {typed}0", value=int(typed) * 10)]

    await bot.tree.sync()
    return bot


@pytest.mark.usefixtures("menus")
async def test_a_menu_on_a_message_carries_the_message_and_its_words(people: People) -> None:
    said = await people["Bea"].say("general", "not my day")
    shown = await people["Ana"].menu(said, "Someone should look in")
    assert shown.text == "Bea: not my day"
    assert shown.message is not None
    assert shown.message["type"] == 23
    assert shown.message["interaction_metadata"]["target_message_id"] == said.message_id
    with pytest.raises(NothingHappened):
        await people["Ana"].menu(said, "Nothing like it")


@pytest.mark.usefixtures("menus")
async def test_a_menu_on_a_person_carries_the_member(people: People) -> None:
    shown = await people["Ana"].menu_of("Bea", "Say hello")
    assert shown.text == "Hello Bea"
    assert shown.message is not None
    assert shown.message["interaction_metadata"]["target_user"]["id"] == people["Bea"].id


@pytest.mark.usefixtures("menus")
async def test_choices_come_while_typing_and_see_what_was_filled_in(people: People) -> None:
    assert await people["Ana"].complete("walk", "place", "f") == [
        {"name": "Forest", "value": "forest"},
        {"name": "Field", "value": "field"},
    ]
    numbers = await people["Ana"].complete("walk", "minutes", "3", options={"place": "river"})
    assert numbers == [{"name": "river 30", "value": 30}]
    done = await people["Ana"].command("walk", options={"place": "river", "minutes": 30})
    assert done.text == "river, 30"


async def test_menus_work_in_threads_and_not_where_the_message_is_not_seen(menus: SmallBot, people: People) -> None:
    thread = await menus.text_channel("general").create_thread(name="few", type=discord.ChannelType.private_thread)
    await thread.add_user(discord.Object(int(people["Bea"].id)))
    said = await people["Bea"].say("few", "in here")
    assert (await people["Bea"].menu(said, "Someone should look in")).text == "Bea: in here"
    with pytest.raises(NothingHappened) as refused:
        await people["Cleo"].menu(said, "Someone should look in")
    assert refused.value.code == 50001


async def test_private_follow_ups_are_made_changed_and_deleted(bot: SmallBot, people: People) -> None:
    told: list[discord.WebhookMessage] = []

    @bot.tree.command(description="More than one answer")
    async def more(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("first", ephemeral=True)
        told.append(await interaction.followup.send("second", ephemeral=True, wait=True))
        told.append(await interaction.followup.send("for all", wait=True))
        await told[0].edit(content="second, changed")

    await bot.tree.sync()
    await people["Ana"].command("more")
    assert (await people["Ana"].sees("second, changed")).private
    await people["Cleo"].sees("for all")
    assert [one.text for one in await people["Cleo"].look()] == ["for all"]
    await told[0].delete()
    await people["Ana"].sees("second, changed", kind="delete")
    assert not any("second" in one.text for one in await people["Cleo"].inbox())


async def test_whom_a_text_mentions_is_for_the_sender_to_say(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    room, none = bot.text_channel("general"), discord.AllowedMentions.none()
    role = next(one for one in rehearsal.world.roles.values() if one.name == "Facilitators")
    role.mentionable = True
    text = f"<@{people['Bea'].id}> <@{people['Cleo'].id}> <@&{role.id}> @everyone"
    bea = discord.Object(int(people["Bea"].id))

    async def mentioned(allowed: discord.AllowedMentions | None) -> tuple[list[str], list[str], bool]:
        sent = await (room.send(text, allowed_mentions=allowed) if allowed else room.send(text))
        names = sorted(rehearsal.world.users[str(one.id)].name for one in sent.mentions)
        return names, [str(one.id) for one in sent.role_mentions], sent.mention_everyone

    assert await mentioned(none) == ([], [], False)
    assert await mentioned(None) == (["Bea", "Cleo"], [role.id], False)
    assert await mentioned(discord.AllowedMentions(users=[bea], roles=False, everyone=False)) == (
        ["Bea"],
        [],
        False,
    )
    rehearsal.world.change_role(
        rehearsal.world.bot_role,
        permissions=rehearsal.world.bot_role.permissions | int(Permission.MENTION_EVERYONE),
    )
    assert (await mentioned(None))[2]
    told = await people["Ana"].notifications()
    assert len(told) == 2, told


async def test_a_reply_mentions_its_author_unless_told_otherwise(bot: SmallBot, people: People) -> None:
    said = await people["Bea"].say("general", "anyone?")
    there = await bot.text_channel("general").fetch_message(int(said.message_id or 0))
    assert [one.name for one in (await there.reply("here")).mentions] == ["bea"]
    assert (await there.reply("quietly", mention_author=False)).mentions == []
    assert len(await people["Bea"].notifications()) == 1


async def test_answers_to_a_press_mention_people_alone(bot: SmallBot, people: People) -> None:
    facilitators = next(one for one in bot.home.roles if one.name == "Facilitators")

    @bot.tree.command(description="Call")
    async def call(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"<@{people['Bea'].id}> {facilitators.mention}")

    await bot.tree.sync()
    shown = await people["Cleo"].command("call")
    assert shown.message is not None
    assert [one["id"] for one in shown.message["mentions"]] == [people["Bea"].id]
    assert shown.message["mention_roles"] == []


class Handing(discord.ui.Modal, title="Something to keep"):
    kept = discord.ui.Label(text="A file", component=discord.ui.FileUpload(custom_id="kept", max_values=2))
    days = discord.ui.Label(
        text="Days",
        component=discord.ui.CheckboxGroup(
            custom_id="days",
            max_values=2,
            options=[discord.CheckboxGroupOption(label=one, value=one) for one in "abc"],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        files, days = self.kept.component, self.days.component
        assert isinstance(files, discord.ui.FileUpload)
        assert isinstance(days, discord.ui.CheckboxGroup)
        words = [f"{one.filename}={(await one.read()).decode()}" for one in files.values]
        await interaction.response.send_message(" ".join([*words, *days.values]), ephemeral=True)


async def test_files_and_boxes_come_with_a_form(bot: SmallBot, people: People) -> None:
    @bot.tree.command(description="Hand over")
    async def hand(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Handing())

    await bot.tree.sync()
    form = await people["Ana"].command("hand")
    done = await people["Ana"].submit(form, {"A file": [("a.txt", b"one"), ("b.txt", b"two")], "Days": ["a", "c"]})
    assert done.text == "a.txt=one b.txt=two a c"
    for wrong in ({"A file": [], "Days": ["a"]}, {"A file": [("a", b"1")], "Days": ["a", "b", "c"]}):
        form = await people["Ana"].command("hand")
        with pytest.raises(NothingHappened) as refused:
            await people["Ana"].submit(form, wrong)
        assert refused.value.code == 50035


async def test_pictures_are_posted_changed_and_described(bot: SmallBot, people: People) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (40).to_bytes(4, "big") + (20).to_bytes(4, "big")

    def picture(name: str, about: str) -> discord.File:
        return discord.File(io.BytesIO(png), name, description=about)

    sent = await bot.text_channel("general").send(file=picture("spread.png", "Steady 3, wobbly 3"))
    kept = sent.attachments[0]
    assert (kept.description, kept.width, kept.height) == ("Steady 3, wobbly 3", 40, 20)
    changed = await sent.edit(attachments=[picture("new.png", "Steady 6")])
    assert [(one.filename, one.description) for one in changed.attachments] == [("new.png", "Steady 6")]

    @bot.tree.command(description="One's own")
    async def mine(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("yours", file=picture("mine.png", "Five weeks"), ephemeral=True)
        await interaction.edit_original_response(attachments=[picture("later.png", "Six weeks")])

    await bot.tree.sync()
    await people["Ana"].command("mine")
    shown = (await people["Ana"].sees("yours", kind="edit")).message
    assert shown is not None
    assert [(one["filename"], one["description"]) for one in shown["attachments"]] == [("later.png", "Six weeks")]
    with pytest.raises(discord.HTTPException) as long:
        await bot.text_channel("general").send(file=picture("a.png", "x" * 1025))
    assert long.value.code == 50035


async def test_a_whole_message_of_parts(bot: SmallBot, people: People) -> None:
    def view(name: str) -> discord.ui.LayoutView:
        shown = discord.ui.LayoutView(timeout=None)
        section = discord.ui.Section(
            "Read this", accessory=discord.ui.Thumbnail(f"attachment://{name}", description="dot")
        )
        gallery = discord.ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{name}", description="again"))
        inside = [section, discord.ui.Separator(spacing=discord.SeparatorSpacing.large), gallery]
        shown.add_item(
            discord.ui.Container(*inside, discord.ui.File(f"attachment://{name}"), accent_colour=0x22665A)
        )
        return shown

    room = bot.text_channel("general")
    sent = await room.send(view=view("a.png"), file=discord.File(io.BytesIO(b"x"), "a.png"))
    container = ((await people["Ana"].look())[-1].message or {})["components"][0]
    section, line, gallery, file = container["components"]
    thumb = section["accessory"]
    assert thumb["media"]["url"] == sent.attachments[0].url == gallery["items"][0]["media"]["url"]
    assert (thumb["description"], gallery["items"][0]["spoiler"], line["spacing"]) == ("dot", False, 2)
    assert (file["name"], file["size"], file["file"]["attachment_id"]) == ("a.png", 1, str(sent.attachments[0].id))
    with pytest.raises(discord.HTTPException) as missing:
        await room.send(view=view("b.png"), file=discord.File(io.BytesIO(b"x"), "a.png"))
    assert missing.value.code == 50035
