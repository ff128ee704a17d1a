"""From a command to buttons, a form and back, as one person lives it; others see nothing of it."""

import asyncio

import discord
import pytest

from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import SmallBot


class Form(discord.ui.Modal, title="How is it?"):
    words = discord.ui.Label(text="In your words", component=discord.ui.TextInput(max_length=20))
    old = discord.ui.TextInput(label="Old style", required=False)
    mood = discord.ui.Label(
        text="Mood",
        component=discord.ui.RadioGroup(
            options=[
                discord.RadioGroupOption(label="Calm", value="c"),
                discord.RadioGroupOption(label="Low", value="l"),
            ]
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        words, mood = self.words.component, self.mood.component
        assert isinstance(words, discord.ui.TextInput)
        assert isinstance(mood, discord.ui.RadioGroup)
        await interaction.response.edit_message(content=f"{words.value}/{self.old.value}/{mood.value}", view=None)


class Panel(discord.ui.View):
    @discord.ui.button(label="More")
    async def more(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.edit_message(content="More it is", view=self)

    @discord.ui.button(label="Write")
    async def write(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="Later")
    async def later(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("Now it is later", ephemeral=True)

    @discord.ui.button(label="Off", disabled=True)
    async def off(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        raise NotImplementedError


class Pickers(discord.ui.View):
    @discord.ui.select(options=[discord.SelectOption(label="One", value="1"), discord.SelectOption(label="Two")])
    async def number(self, interaction: discord.Interaction, select: discord.ui.Select) -> None:
        await interaction.response.edit_message(content=f"chose {select.values[0]}")

    @discord.ui.select(cls=discord.ui.UserSelect, placeholder="Who", max_values=2)
    async def who(self, interaction: discord.Interaction, select: discord.ui.UserSelect) -> None:
        await interaction.response.send_message(" ".join(u.display_name for u in select.values), ephemeral=True)

    @discord.ui.select(cls=discord.ui.RoleSelect, placeholder="Role")
    async def role(self, interaction: discord.Interaction, select: discord.ui.RoleSelect) -> None:
        await interaction.response.send_message(select.values[0].name, ephemeral=True)

    @discord.ui.select(cls=discord.ui.ChannelSelect, placeholder="Where")
    async def where(self, interaction: discord.Interaction, select: discord.ui.ChannelSelect) -> None:
        await interaction.response.send_message(select.values[0].name, ephemeral=True)


@pytest.fixture
async def panel(bot: SmallBot) -> SmallBot:
    @bot.tree.command(description="Private panel")
    async def panel(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Here", view=Panel(), ephemeral=True)

    @bot.tree.command(description="Pick")
    async def pick(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Pick", view=Pickers(), ephemeral=True)

    @bot.tree.command(description="Never answers")
    async def silent(interaction: discord.Interaction) -> None:
        del interaction

    await bot.tree.sync()
    return bot


async def test_press_edits_and_form_comes_back(panel: SmallBot, people: People) -> None:
    ana = people["Ana"]
    screen = await ana.command("panel")
    assert list(screen.buttons) == ["More", "Write", "Later", "Off"]
    more = await ana.press(screen, "More")
    assert (more.kind, more.text, more.message_id) == ("edit", "More it is", screen.message_id)
    form = await ana.press(screen, "Write")
    assert form.modal is not None
    assert form.modal["title"] == "How is it?"
    done = await ana.submit(form, {"In your words": "fine", "Old style": "old", "Mood": "Low"})
    assert done.text == "fine/old/l"
    assert done.buttons == {}
    assert [s.text for s in await ana.look()] == ["fine/old/l"]


async def test_a_form_is_checked_before_it_is_sent(panel: SmallBot, people: People) -> None:
    ana = people["Ana"]
    form = await ana.press(await ana.command("panel"), "Write")
    for filled in ({"In your words": "x" * 21, "Mood": "Low"}, {"Mood": "Low"}, {"In your words": "x"}):
        with pytest.raises(NothingHappened) as error:
            await ana.submit(form, filled)
        assert error.value.code == 50035
    with pytest.raises(NothingHappened):
        await people["Bea"].submit(form, {"In your words": "x", "Mood": "Low"})
    assert (await ana.submit(form, {"In your words": "ok", "Mood": "Calm"})).text == "ok//c"


async def test_a_private_reply_is_for_its_person_alone(panel: SmallBot, people: People) -> None:
    screen = await people["Ana"].command("panel")
    with pytest.raises(NothingHappened) as error:
        await people["Bea"].press(screen, "More")
    assert error.value.code == 10008
    assert await people["Bea"].look() == []
    assert await people["Bea"].inbox() == []
    assert [message async for message in panel.text_channel("general").history()] == []


async def test_a_public_answer_does_not_quote_a_private_message(bot: SmallBot, people: People) -> None:
    class Loud(discord.ui.View):
        @discord.ui.button(label="Tell")
        async def tell(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
            await interaction.response.send_message("for all")

    @bot.tree.command(description="Private words")
    async def words(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("for Ana", view=Loud(), ephemeral=True)

    await bot.tree.sync()
    await people["Ana"].press(await people["Ana"].command("words"), "Tell")
    assert (await people["Bea"].sees("for all")).kind == "message"
    heard = await people["Bea"].inbox()
    assert [screen.text for screen in heard] == ["for all"]
    assert "for Ana" not in str(heard[0].message)


async def test_a_deferred_answer_is_the_edit_that_follows(panel: SmallBot, people: People) -> None:
    ana = people["Ana"]
    screen = await ana.press(await ana.command("panel"), "Later")
    assert (screen.kind, screen.text, screen.private) == ("edit", "Now it is later", True)


async def test_a_disabled_button_cannot_be_pressed(panel: SmallBot, people: People) -> None:
    with pytest.raises(NothingHappened, match="disabled"):
        await people["Ana"].press(await people["Ana"].command("panel"), "Off")


async def test_selects_bring_what_was_chosen(panel: SmallBot, people: People) -> None:
    ana = people["Ana"]
    screen = await ana.command("pick")
    assert (await ana.choose(screen, "One")).text == "chose 1"
    assert (await ana.choose(screen, "Bea", "Robin", menu="Who")).text == "Bea Robin"
    assert (await ana.choose(screen, "Facilitators", menu="Role")).text == "Facilitators"
    assert (await ana.choose(screen, "welcome", menu="Where")).text == "welcome"
    with pytest.raises(NothingHappened) as error:
        await ana.choose(screen, "Bea", "Eli", "Gus", menu="Who")
    assert error.value.code == 50035


async def test_no_answer_is_said_on_the_screen(rehearsal: Rehearsal, panel: SmallBot, people: People) -> None:
    rehearsal.world.answer_limit = 0.05
    with pytest.raises(NothingHappened, match="The application did not respond"):
        await people["Ana"].command("silent")


async def test_late_and_second_answers_are_refused(rehearsal: Rehearsal, bot: SmallBot, people: People) -> None:
    codes: asyncio.Queue[int] = asyncio.Queue()

    @bot.tree.command(description="Twice")
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("one")
        interaction.response._response_type = None
        try:
            await interaction.response.send_message("two")
        except discord.HTTPException as error:
            codes.put_nowait(error.code)

    @bot.tree.command(description="Late")
    async def late(interaction: discord.Interaction) -> None:
        await given_up.wait()
        try:
            await interaction.response.send_message("late")
        except discord.HTTPException as error:
            codes.put_nowait(error.code)

    given_up = asyncio.Event()
    await bot.tree.sync()
    assert (await people["Ana"].command("twice")).text == "one"
    async with asyncio.timeout(5):
        assert await codes.get() == 40060
        rehearsal.world.answer_limit = 0.05
        with pytest.raises(NothingHappened):
            await people["Ana"].command("late")
        given_up.set()
        assert await codes.get() == 10062


async def test_options_are_checked_and_resolved(bot: SmallBot, people: People) -> None:
    @bot.tree.command(description="Options")
    async def give(
        interaction: discord.Interaction, who: discord.Member, count: discord.app_commands.Range[int, 1, 5]
    ) -> None:
        await interaction.response.send_message(f"{who.display_name} {count} {interaction.locale}")

    @give.autocomplete("count")
    async def offered(_: discord.Interaction, current: str) -> list[discord.app_commands.Choice[int]]:
        return [discord.app_commands.Choice(name=f"{current}!", value=3)]

    await bot.tree.sync()
    ana = people["Ana"]
    await ana.set(locale="es-ES")
    assert (await ana.command("give", options={"who": "Bea", "count": 2})).text == "Bea 2 es-ES"
    assert await ana.complete("give", "count", "4") == [{"name": "4!", "value": 3}]
    for wrong in ({"who": "Bea"}, {"who": "Bea", "count": 9}, {"who": "Bea", "count": "2"}):
        with pytest.raises(NothingHappened) as error:
            await ana.command("give", options=wrong)
        assert error.value.code == 50035
