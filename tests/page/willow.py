"""A small bot that shows every kind of thing."""

import asyncio
import base64
import io

import discord
from discord import app_commands, ui

# A picture of one green dot.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNQSouuBwAEIgGhVxBbPwAAAABJRU5ErkJggg=="
)


class Letter(ui.Modal, title="A letter"):
    """One of each kind of question a modal can ask."""

    words = ui.Label(
        text="Your words",
        description="As few as you like.",
        component=ui.TextInput(style=discord.TextStyle.long, max_length=20, default="Dear all"),
    )
    wish = ui.Label(
        text="Wish",
        component=ui.Select(
            options=[discord.SelectOption(label="listen"), discord.SelectOption(label="ask first")]
        ),
    )
    people = ui.Label(text="Not for", component=ui.UserSelect(required=False, max_values=2))
    reach = ui.Label(
        text="Who sees it",
        component=ui.RadioGroup(
            options=[
                discord.RadioGroupOption(label="only me", value="me"),
                discord.RadioGroupOption(label="the circle", value="all"),
            ]
        ),
    )
    signed = ui.Label(text="With my name", component=ui.Checkbox())

    async def on_submit(self, interaction: discord.Interaction) -> None:
        parts = {label.text: label.component for label in self.walk_children() if isinstance(label, ui.Label)}
        people = [str(user) for user in getattr(parts["Not for"], "values", [])]
        answers = [
            getattr(parts["Your words"], "value", None),
            getattr(parts["Wish"], "values", None),
            people,
            getattr(parts["Who sees it"], "value", None),
            getattr(parts["With my name"], "value", None),
        ]
        await interaction.response.send_message(f"Letter: {answers}", ephemeral=True)


class Doors(ui.View):
    """Buttons and selects under one private message."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Step out", style=discord.ButtonStyle.primary, custom_id="step")
    async def step(self, interaction: discord.Interaction, _: ui.Button["Doors"]) -> None:
        await interaction.response.edit_message(content="Breathe out slowly.", view=self)

    @ui.button(label="Write", custom_id="write")
    async def write(self, interaction: discord.Interaction, _: ui.Button["Doors"]) -> None:
        await interaction.response.send_modal(Letter())

    @ui.button(label="Slow", custom_id="slow")
    async def slow(self, interaction: discord.Interaction, _: ui.Button["Doors"]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await asyncio.sleep(0.3)
        await interaction.followup.send("It took a while.", ephemeral=True)

    @ui.select(
        placeholder="How is it?",
        custom_id="mood",
        options=[discord.SelectOption(label=one) for one in ("steady", "wobbly", "stormy")],
    )
    async def mood(self, interaction: discord.Interaction, select: ui.Select["Doors"]) -> None:
        await interaction.response.send_message(f"Chosen: {select.values}", ephemeral=True)

    @ui.select(cls=ui.UserSelect, placeholder="Whom?", custom_id="whom", min_values=1, max_values=2)
    async def whom(self, interaction: discord.Interaction, select: ui.UserSelect["Doors"]) -> None:
        names = sorted(user.display_name for user in select.values)
        await interaction.response.send_message(f"People: {names}", ephemeral=True)


class Rooms(ui.View):
    """A menu of channels."""

    @ui.select(
        cls=ui.ChannelSelect, placeholder="Which room?", custom_id="room", channel_types=[discord.ChannelType.text]
    )
    async def room(self, interaction: discord.Interaction, select: ui.ChannelSelect["Rooms"]) -> None:
        await interaction.response.send_message(f"Room: {select.values[0].name}", ephemeral=True)


class Post(ui.View):
    """A public message with one button."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Count me in", custom_id="in")
    async def join(self, interaction: discord.Interaction, _: ui.Button["Post"]) -> None:
        await interaction.response.send_message("You are in.", ephemeral=True)


class Parts(ui.LayoutView):
    """A message of parts: text, a picture with its description, a file, a button."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        section = ui.Section(
            "## The spread", accessory=ui.Thumbnail("attachment://dot.png", description="A small dot")
        )
        gallery = ui.MediaGallery(
            discord.MediaGalleryItem("attachment://dot.png", description="Steady 3, wobbly 3")
        )
        inside = (section, ui.Separator(), gallery, ui.File("attachment://dot.png"))
        self.add_item(ui.Container(*inside, accent_colour=0x22665A))


class Handing(ui.Modal, title="Something to keep"):
    """A form with a file."""

    kept = ui.Label(text="A file", component=ui.FileUpload(custom_id="kept"))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.kept.component, ui.FileUpload)
        file = self.kept.component.values[0]
        words = f"{file.filename}: {(await file.read()).decode()}"
        await interaction.response.send_message(words, ephemeral=True)


def later_commands(tree: app_commands.CommandTree) -> None:
    """Put suggestions, a picture, a form with a file, and a menu on people into a tree."""

    @tree.command(description="Walk somewhere")
    async def walk(interaction: discord.Interaction, place: str) -> None:
        await interaction.response.send_message(f"Walk to {place}", ephemeral=True)

    @walk.autocomplete("place")
    async def places(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        del interaction
        there = (("Forest", "f1"), ("Field", "f2"), ("River", "r1"))
        fitting = [one for one in there if one[0].lower().startswith(typed.lower())]
        return [app_commands.Choice(name=name, value=value) for name, value in fitting]

    @tree.command(description="A picture in parts")
    async def parts(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Parts(), file=discord.File(io.BytesIO(DOT), "dot.png"))

    @tree.command(description="Hand something over")
    async def hand(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Handing())

    @tree.context_menu(name="Say hello")
    async def hello(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(f"Hello {member.display_name}", ephemeral=True)


class Willow(discord.Client):
    """A small bot that shows every kind of thing; ``silent`` makes /doors go unanswered."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.01)
        self.tree = app_commands.CommandTree(self)
        self.silent = False
        self.ready = asyncio.Event()

    async def on_ready(self) -> None:
        self.ready.set()

    async def setup_hook(self) -> None:
        @self.tree.command(description="What waits")
        @app_commands.default_permissions(manage_messages=True)
        async def desk(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Nothing waits.", ephemeral=True)

        @self.tree.command(description="Ways out and in")
        async def doors(interaction: discord.Interaction) -> None:
            if not self.silent:
                await interaction.response.send_message("Doors", view=Doors(), ephemeral=True)

        @self.tree.command(description="Ask the room")
        async def ask(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Who comes?", view=Post())

        @self.tree.command(description="Choose a room")
        async def rooms(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Where to?", view=Rooms(), ephemeral=True)

        @self.tree.command(description="A line by direct message")
        async def line(interaction: discord.Interaction) -> None:
            await interaction.user.send("A line for you.")
            await interaction.response.send_message("Sent.", ephemeral=True)

        @self.tree.command(description="Plan an evening")
        @app_commands.choices(kind=[app_commands.Choice(name="quiet company", value="quiet")])
        async def plan(  # one parameter of each kind of option
            interaction: discord.Interaction,
            title: str,
            seats: app_commands.Range[int, 2, 12],
            leader: discord.User | None = None,
            room: discord.TextChannel | None = None,
            quiet: bool = False,
            kind: str = "circle",
        ) -> None:
            given = (title, seats, leader and leader.display_name, room and room.name, quiet, kind)
            await interaction.response.send_message(f"Plan: {given}", ephemeral=True)

        later_commands(self.tree)

        @self.tree.context_menu(name="Someone should look in")
        async def look(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(f"Seen {message.id}.", ephemeral=True)

        await self.tree.sync()
