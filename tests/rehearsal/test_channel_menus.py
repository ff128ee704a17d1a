"""Menus of channels: what may stand on them, what a person can choose, and what the bot then gets."""

from typing import Any

import discord
import discord.http
import pytest

from rehearsal.permissions import Permission
from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from tests.rehearsal.conftest import SmallBot


class Where(discord.ui.View):
    @discord.ui.select(
        cls=discord.ui.ChannelSelect,
        placeholder="Where?",
        channel_types=[discord.ChannelType.text],
        max_values=2,
        custom_id="where",
    )
    async def where(self, interaction: discord.Interaction, select: discord.ui.ChannelSelect) -> None:
        await interaction.response.send_message(told(select.values), ephemeral=True)


class Form(discord.ui.Modal, title="A room"):
    place: discord.ui.Label = discord.ui.Label(
        text="Room", component=discord.ui.ChannelSelect(channel_types=[discord.ChannelType.text])
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.place.component, discord.ui.ChannelSelect)
        await interaction.response.send_message(told(self.place.component.values), ephemeral=True)


def told(values: list[Any]) -> str:
    return ", ".join(f"{one.name} ({one.type}, reads: {one.permissions.read_messages})" for one in values)


@pytest.fixture
async def menus(bot: SmallBot) -> SmallBot:
    @bot.tree.command(description="Choose a room")
    async def room(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Which?", view=Where(), ephemeral=True)

    @bot.tree.command(description="Name a room")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    await bot.tree.sync()
    return bot


async def test_a_person_chooses_channels_by_their_names_and_the_bot_gets_them_whole(
    menus: SmallBot, people: People
) -> None:
    ana = people["Ana"]
    both = await ana.choose(await ana.command("room"), "general", "welcome", menu="Where?")
    assert both.text == "general (text, reads: True), welcome (text, reads: True)"
    form = await ana.submit(await ana.command("form"), {"Room": "welcome"})
    assert form.text == "welcome (text, reads: True)"
    del menus


async def test_only_what_the_menu_and_the_persons_eyes_allow_can_be_chosen(menus: SmallBot, people: People) -> None:
    category = await menus.home.create_category("Rooms")
    body = {"type": 0, "deny": str(int(Permission.VIEW_CHANNEL)), "allow": "0"}
    path = f"/channels/{menus.text_channel('welcome').id}/permissions/{menus.home.id}"
    await people["Robin"].call("PUT", path, body)
    bea = people["Bea"]
    for name in ("Rooms", str(category.id), "welcome", "1", people["Ana"].id):
        for act in (
            bea.choose(await bea.command("room"), name),
            bea.submit(await bea.command("form"), {"Room": name}),
        ):
            with pytest.raises(NothingHappened) as no:
                await act
            assert no.value.code == 50035
    assert (await bea.choose(await bea.command("room"), "general")).text.startswith("general")


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel_types": [99]},
        {"default_values": [{"id": "1", "type": "user"}]},
        {"default_values": [{"id": "1", "type": "channel"}, {"id": "2", "type": "channel"}]},
    ],
)
async def test_a_menu_discord_would_refuse_is_refused(bot: SmallBot, wrong: dict[str, object]) -> None:
    menu = {"type": 8, "custom_id": "where"}
    route = discord.http.Route("POST", f"/channels/{bot.text_channel('general').id}/messages")
    for more, fine in ((wrong, False), ({"channel_types": [0], "default_values": []}, True)):
        body = {"components": [{"type": 1, "components": [menu | more]}]}
        if fine:
            assert (await bot.http.request(route, json=body))["components"][0]["components"][0]["type"] == 8
            continue
        with pytest.raises(discord.HTTPException) as no:
            await bot.http.request(route, json=body)
        assert no.value.code == 50035
