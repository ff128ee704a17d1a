// A small bot on discord.js: a command answered in private, a post with a button, and its press.
// The token and the server come from the environment.
import { ActionRowBuilder, ButtonBuilder, ButtonStyle, Client, Events, GatewayIntentBits, MessageFlags } from "discord.js";

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
  rest: { api: `${process.env.CLIENT_SERVER}/api`, version: "10" },
});

client.once(Events.ClientReady, async () => {
  await client.application.commands.set([{ name: "hello", description: "Say hello" }]);
});

client.on(Events.InteractionCreate, async (interaction) => {
  const name = interaction.user.displayName;
  if (interaction.isChatInputCommand()) {
    await interaction.reply({ content: `Hello ${name}`, flags: MessageFlags.Ephemeral });
    const knock = new ButtonBuilder().setCustomId("knock").setLabel("Knock").setStyle(ButtonStyle.Primary);
    const row = new ActionRowBuilder().addComponents(knock);
    await interaction.channel.send({ content: "A door", components: [row] });
  } else if (interaction.isButton()) {
    await interaction.reply({ content: `Come in, ${name}`, flags: MessageFlags.Ephemeral });
  }
});

process.on("SIGTERM", async () => {
  await client.destroy();
  process.exit(0);
});

await client.login(process.env.CLIENT_TOKEN);
