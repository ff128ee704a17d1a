"""Smaller promises of Discord that a bot may lean on without knowing."""

import asyncio

import discord
import discord.http
import pytest
from discord import app_commands

from rehearsal.permissions import Permission
from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import DEADLINE, SmallBot


class Note(discord.ui.Modal, title="A note"):
    words: discord.ui.TextInput = discord.ui.TextInput(label="Words")

    def __init__(self, answers: asyncio.Event) -> None:
        super().__init__()
        self.answers = answers

    async def on_submit(self, interaction: discord.Interaction) -> None:
        if self.answers.is_set():
            await interaction.response.send_message(f"kept {self.words.value}", ephemeral=True)


class Door(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Knock", custom_id="door:knock:1")
    async def knock(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="knocked")
        later = await interaction.followup.send("come in", ephemeral=True, wait=True)
        await later.edit(content="come in, please")
        await later.delete()


async def test_translations_come_only_when_asked(bot: SmallBot) -> None:
    class Spanish(app_commands.Translator):
        async def translate(
            self, string: app_commands.locale_str, locale: discord.Locale, context: object
        ) -> str | None:
            del context
            return "hola" if locale is discord.Locale.spain_spanish and string.message == "hello" else None

    @bot.tree.command(description="Say hello")
    async def hello(interaction: discord.Interaction) -> None:
        del interaction

    await bot.tree.set_translator(Spanish())
    synced = await bot.tree.sync()
    assert synced[0].name_localizations == {discord.Locale.spain_spanish: "hola"}
    app = bot.application_id or 0
    plain = await bot.http.request(discord.http.Route("GET", "/applications/{app}/commands", app=app))
    assert "name_localizations" not in plain[0]
    whole = discord.http.Route("GET", "/applications/{app}/commands?with_localizations=true", app=app)
    assert (await bot.http.request(whole))[0]["name_localizations"] == {"es-ES": "hola"}


async def test_subcommands_are_found_by_their_path(bot: SmallBot, people: People) -> None:
    circle = app_commands.Group(name="circle", description="Circles")

    @circle.command(description="Make one")
    async def new(interaction: discord.Interaction, name: str, place: discord.TextChannel | None = None) -> None:
        await interaction.response.send_message(f"{name} in {place}", ephemeral=True)

    bot.tree.add_command(circle)
    await bot.tree.sync()
    made = await people["Ana"].command("circle new", options={"name": "North", "place": "welcome"})
    assert made.text == "North in welcome"
    for name, options in (("circle", {}), ("circle old", {}), ("circle new", {})):
        with pytest.raises(NothingHappened):
            await people["Ana"].command(name, options=options)


async def test_a_form_without_an_answer_can_be_sent_again(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    answers = asyncio.Event()

    @bot.tree.command(description="Write")
    async def write(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Note(answers))

    await bot.tree.sync()
    ana = people["Ana"]
    form = await ana.command("write")
    assert form.text == "A note\nWords"
    rehearsal.world.answer_limit = 0.05
    for _ in range(2):
        with pytest.raises(NothingHappened, match="Ana: the form “A note”: The application did not respond"):
            await ana.submit(form, {"Words": "hello"})
    rehearsal.world.answer_limit = DEADLINE
    answers.set()
    form = await ana.command("write")
    assert (await ana.submit(form, {"Words": "hello"})).text == "kept hello"
    with pytest.raises(NothingHappened) as closed:
        await ana.submit(form, {"Words": "hello"})
    assert closed.value.code == 10062


async def test_a_silent_deferral_ends_in_the_edit_and_follow_ups_can_change(bot: SmallBot, people: People) -> None:
    await bot.text_channel("general").send("Door", view=Door())
    ana = people["Ana"]
    door = await ana.sees("Door")
    after = await ana.press(door, "door:knock")
    assert (after.kind, after.text) == ("edit", "knocked")
    assert (await ana.sees("come in, please", kind="delete")).private
    assert [screen.text for screen in await ana.look()] == ["knocked"]
    assert [screen.kind for screen in await people["Bea"].inbox()] == ["message", "edit"]


async def test_whoever_cannot_see_a_channel_cannot_press_there(bot: SmallBot, people: People) -> None:
    message = await bot.text_channel("general").send("Door", view=Door())
    door = await people["Sam"].sees("Door")
    body = {"type": 0, "deny": str(int(Permission.VIEW_CHANNEL)), "allow": "0"}
    path = f"/channels/{message.channel.id}/permissions/{bot.home.id}"
    await people["Robin"].call("PUT", path, body)
    with pytest.raises(NothingHappened) as shut:
        await people["Sam"].press(door, "Knock")
    assert shut.value.code == 50001
    with pytest.raises(NothingHappened, match="Sam looks for the button “Enter”; there are: Knock"):
        await people["Sam"].press(door, "Enter")


async def test_direct_messages_have_their_own_context(bot: SmallBot, people: People) -> None:
    seen: list[tuple[object, object]] = []

    @bot.tree.command(description="In private")
    @app_commands.allowed_contexts(guilds=False, dms=True)
    async def alone(interaction: discord.Interaction) -> None:
        seen.append((interaction.guild_id, interaction.context.dm_channel))
        await interaction.response.send_message("Door", view=Door())

    await bot.tree.sync()
    ana = people["Ana"]
    await ana.set(dms_open=False)
    door = await ana.command("alone", dm=True)
    assert (door.private, seen) == (False, [(None, True)])
    assert (await ana.press(door, "Knock")).text == "knocked"
    with pytest.raises(NothingHappened):
        await ana.command("alone")


async def test_tokens_end_after_their_minutes(rehearsal: Rehearsal, bot: SmallBot, people: People) -> None:
    asked: list[discord.Interaction] = []

    @bot.tree.command(description="Once")
    async def once(interaction: discord.Interaction) -> None:
        asked.append(interaction)
        await interaction.response.send_message("now", ephemeral=True)

    await bot.tree.sync()
    await people["Ana"].command("once")
    rehearsal.world.token_minutes = 0
    with pytest.raises(discord.HTTPException) as late:
        await asked[0].followup.send("later")
    assert (late.value.status, late.value.code) == (401, 50027)


async def test_moderators_manage_what_stands_below_them(bot: SmallBot, people: People) -> None:
    robin, guild = people["Robin"], bot.home.id
    north = await bot.home.create_role(name="North")
    await robin.call("PATCH", f"/guilds/{guild}/roles/{north.id}", {"name": "South"})
    await bot.sees("guild_role_update")
    assert discord.utils.get(bot.home.roles, name="South") is not None
    await robin.call("DELETE", f"/guilds/{guild}/roles/{north.id}")
    world = await people.world()
    own = next(role["id"] for role in world["roles"] if role["name"] == "Moderators")
    with pytest.raises(NothingHappened) as above:
        await robin.call("PATCH", f"/guilds/{guild}/roles/{own}", {"name": "Mine"})
    assert above.value.code == 50013
    with pytest.raises(NothingHappened) as managed:
        await robin.call("DELETE", f"/guilds/{guild}/roles/{bot.home.me.top_role.id}")
    assert managed.value.code == 50028


async def test_a_private_reply_can_be_waved_away(bot: SmallBot, people: People) -> None:
    @bot.tree.command(description="Hush")
    async def hush(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"only you, {interaction.user.mention}", ephemeral=True)

    await bot.tree.sync()
    ana = people["Ana"]
    screen = await ana.command("hush")
    assert [shown.text for shown in await ana.look()] == [screen.text] == ["only you, @Ana"]
    await ana.call("DELETE", f"/channels/{screen.channel_id}/messages/{screen.message_id}")
    assert await ana.look() == []
    assert (await ana.sees("only you", kind="delete")).message_id == screen.message_id
