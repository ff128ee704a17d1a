"""A small bot on hikari: a command answered in private, a post with a button, and its press.

It runs by its own Python, that of .venv-clients. The token and the server come from the environment.
"""

import os

import hikari  # pyright: ignore[reportMissingImports]  # it is not installed beside the bot

bot = hikari.GatewayBot(
    os.environ["CLIENT_TOKEN"],
    rest_url=os.environ["CLIENT_SERVER"] + "/api/v10",
    intents=hikari.Intents.ALL_UNPRIVILEGED,
    banner=None,
    suppress_optimization_warning=True,
)


@bot.listen(hikari.StartedEvent)
async def bring_commands(_: hikari.StartedEvent) -> None:
    """Register the one command."""
    application = await bot.rest.fetch_application()
    hello = bot.rest.slash_command_builder("hello", "Say hello")
    await bot.rest.set_application_commands(application.id, [hello])


@bot.listen(hikari.CommandInteractionCreateEvent)
async def answer(event: hikari.CommandInteractionCreateEvent) -> None:
    """Answer in private, then post a button for everyone."""
    interaction = event.interaction
    await interaction.create_initial_response(
        hikari.ResponseType.MESSAGE_CREATE,
        f"Hello {interaction.user.display_name}",
        flags=hikari.MessageFlag.EPHEMERAL,
    )
    row = bot.rest.build_message_action_row()
    row.add_interactive_button(hikari.ButtonStyle.PRIMARY, "knock", label="Knock")
    await bot.rest.create_message(interaction.channel_id, "A door", component=row)


@bot.listen(hikari.ComponentInteractionCreateEvent)
async def open_door(event: hikari.ComponentInteractionCreateEvent) -> None:
    """Answer a press in private."""
    await event.interaction.create_initial_response(
        hikari.ResponseType.MESSAGE_CREATE,
        f"Come in, {event.interaction.user.display_name}",
        flags=hikari.MessageFlag.EPHEMERAL,
    )


bot.run(check_for_updates=False)
