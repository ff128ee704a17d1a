// Commands: their list, their form, and the menus on messages and people.

import { $, clip, freshId, h, idOf, refill } from "./base.js";
import { FLAG, botId, isDm, me, otherIn, place, roleNamed, shownName, state } from "./state.js";
import { readWorld } from "./world.js";
import { plainText } from "./messages.js";
import { choicesOf } from "./components.js";
import { act } from "./acts.js";
import { suggestingInput } from "./suggesting.js";
import { typed } from "./composer.js";

export function commandsFor(type) {
  const person = me();
  const channel = place();
  return state.world.commands.filter((one) => (one.type || 1) === type && mayUse(person, one) && fits(one, channel))
    .map((one) => ({
      command: one,
      options: one.options || [],
      name: one.name_localizations?.[person.locale] || one.name,
      description: one.description_localizations?.[person.locale] || one.description || "",
    })).sort((a, b) => a.name.localeCompare(b.name));
}

/** Permission filter, when the world says what roles may do; otherwise the server alone decides. */
function mayUse(person, command) {
  const needed = command.default_member_permissions;
  if (needed === null || needed === undefined || state.world.roles.every((role) => role.permissions === undefined)) return true;
  const held = [state.world.guild.id, ...person.roles.map(idOf)]
    .reduce((sum, id) => sum | BigInt(roleNamed(id)?.permissions ?? 0), 0n);
  const administrator = 8n;
  return (held & administrator) !== 0n || (needed !== "0" && (held & BigInt(needed)) === BigInt(needed));
}

/** Contexts: 0 the server, 1 direct messages with the bot, 2 other direct messages. */
function fits(command, channel) {
  if (!channel) return false;
  const context = !isDm(channel) ? 0 : otherIn(channel)?.id === botId() ? 1 : 2;
  if (context !== 0 && command.guild_id) return false;
  if (command.contexts) return command.contexts.includes(context);
  return context === 0 || (context === 1 && command.dm_permission !== false);
}

export const palette = { lines: [], active: 0 };

export function openPalette() {
  const text = $("composer-text").value;
  const typed = text.startsWith("/") ? text.slice(1).toLowerCase() : "";
  palette.lines = commandsFor(1).filter((line) => line.name.toLowerCase().startsWith(typed));
  palette.active = Math.min(palette.active, Math.max(0, palette.lines.length - 1));
  $("palette-note").textContent = paletteNote(typed);
  $("palette-list").replaceChildren(...palette.lines.map((line, at) => h("li", {
    role: "option", id: `command-${at}`, "data-command": line.name, "aria-selected": String(at === palette.active),
    onclick: () => chooseCommand(line), onpointermove: () => { if (palette.active !== at) { palette.active = at; markActive(); } },
  }, h("strong", {}, `/${line.name}`), h("span", { class: "option-about" }, line.description))));
  $("palette").hidden = false;
  $("commands").setAttribute("aria-expanded", "true");
  markActive();
}

function paletteNote(typed) {
  if (palette.lines.length) return `What ${me().name} can use here`;
  if (typed) return `Nothing ${me().name} can use here begins with /${typed}.`;
  return state.world.commands.length ? `There is nothing ${me().name} can use here.` : "No commands yet: the bot may still be starting.";
}

export function markActive() {
  [...$("palette-list").children].forEach((row, at) => row.setAttribute("aria-selected", String(at === palette.active)));
  const row = $("palette-list").children[palette.active];
  if (row) {
    $("composer-text").setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  } else $("composer-text").removeAttribute("aria-activedescendant");
}

export function closePalette() {
  $("palette").hidden = true;
  palette.active = 0;
  $("composer-text").removeAttribute("aria-activedescendant");
  $("commands").setAttribute("aria-expanded", "false");
}

export async function toggleCommands() {
  if (!$("palette").hidden) { closePalette(); return; }
  $("composer-text").focus();
  openPalette();
  await readWorld().catch(() => null); // a feature switched on a moment ago brings a command
  if (!$("palette").hidden) openPalette();
}

export function chooseCommand(line) {
  const input = $("composer-text");
  if (input.value.startsWith("/")) { input.value = ""; typed(); }
  closePalette();
  me().command = line.options.length ? { line, inputs: new Map() } : null;
  if (line.options.length) { drawCommandForm(); $("command-form").querySelector("input, select, button")?.focus(); }
  else runCommand(line, []);
}

function runCommand(line, given, files = []) {
  // A restarted bot registers its commands anew, with new ids, while a form may still be open.
  const command = state.world.commands.find((one) => one.name === line.command.name && (one.type || 1) === 1) || line.command;
  const data = { id: command.id, name: command.name, type: 1, version: command.version, guild_id: command.guild_id, options: given };
  return act(me(), { type: 2, channel_id: me().place, data }, { label: `/${line.name}`, files });
}

/** The form that takes the composer's place while a command asks for its options. */
export function drawCommandForm() {
  const person = me();
  const form = $("command-form");
  form.hidden = !person.command;
  $("composer").hidden = $("composer-hint").hidden = Boolean(person.command);
  if (!person.command) { form.replaceChildren(); return; }
  const { line, inputs } = person.command;
  const fields = line.options.map((option) => optionField(option, inputs));
  form.replaceChildren(
    h("p", { class: "command-name" }, h("strong", {}, `/${line.name}`), h("span", { class: "option-about" }, line.description)),
    h("div", { class: "command-fields" }, fields.map((field) => field.node)),
    h("div", { class: "buttons" }, h("button", { type: "submit", class: "primary", id: "run-command" }, "Run"),
      h("button", { type: "button", class: "quiet", onclick: cancelCommand }, "Cancel")));
  form.onsubmit = (event) => {
    event.preventDefault();
    if (!fields.map((field) => field.check()).every(Boolean)) return;
    const given = fields.map((field) => field.read()).filter(Boolean);
    const files = numberFiles(given, inputs);
    cancelCommand();
    runCommand(line, given, files).then(({ sent }) => { if (!sent) reopenForm(person.name, { line, inputs }); });
  };
}

/** A command that never reached the server gives its words back, unless another form is open by now. */
function reopenForm(name, command) {
  const person = state.persons.get(name);
  if (person.command) return;
  person.command = command;
  if (person === state.me) drawCommandForm();
}

export function cancelCommand() {
  me().command = null;
  drawCommandForm();
  $("composer-text").focus();
}

const SELECT_FOR = { 6: 5, 7: 8, 8: 6, 9: 7 }; // option type -> the select that offers the same things

function optionField(option, inputs) {
  const id = freshId("option");
  const { node: control, input } = optionControl(option, id, inputs);
  const value = () => String(inputs.get(option.name) ?? "");
  const error = h("p", { class: "problem", id: `${id}-error`, hidden: true });
  input.setAttribute("aria-describedby", `${id}-about ${id}-error`);
  const about = h("span", { class: "option-about", id: `${id}-about` }, option.description || "");
  const name = option.name_localizations?.[me().locale] || option.name;
  const wish = option.required ? null : h("span", { class: "optional" }, " (if you like)");
  const node = h("div", { class: "option-field" }, h("label", { for: id }, name, wish), about, control, error);
  const check = () => {
    const words = option.required && !value() ? "This one is needed." : numberProblem(option, value());
    error.textContent = words;
    error.hidden = !words;
    input.setAttribute("aria-invalid", String(Boolean(words)));
    if (words) input.focus();
    return !words;
  };
  const read = () => (value() ? { type: option.type, name: option.name, value: optionValue(option, value()) } : null);
  return { node, check, read };
}

/** What an option lets one choose from; nothing for one that is typed. */
function offeredFor(option) {
  const truth = [{ name: "yes", value: "true" }, { name: "no", value: "false" }];
  const choices = option.choices?.length ? option.choices : option.type === 5 ? truth : null;
  if (choices) return choices.map((one) => ({ value: String(one.value), label: one.name }));
  const kind = SELECT_FOR[option.type];
  return kind ? choicesOf({ type: kind, channel_types: option.channel_types }).options : null;
}

/** The control of one option; what it would send stands in `inputs`. */
function optionControl(option, id, inputs) {
  const kept = inputs.get(option.name) ?? "";
  const change = (value) => inputs.set(option.name, value);
  if (option.autocomplete) return suggestingInput({ id, kept, ask: () => suggestions(option, inputs), change });
  if (option.type === 11) {
    const input = h("input", { id, type: "file" });
    input.addEventListener("change", () => { inputs.set(option.name, input.files.length ? "file" : ""); inputs.set(`${option.name}:file`, input.files[0]); });
    return { node: input, input };
  }
  const input = optionInput(option, id, kept);
  input.addEventListener("input", () => change(input.value));
  return { node: input, input };
}

function optionInput(option, id, kept) {
  const offered = offeredFor(option);
  if (!offered) {
    return h("input", { id, type: "text", inputmode: option.type === 3 ? null : "decimal", autocomplete: "off", set: { value: kept } });
  }
  const select = h("select", { id }, h("option", { value: "" }, "—"), offered.map((one) => h("option", { value: one.value }, one.label)));
  select.value = kept;
  return select;
}

/** Give every file among the options its number in the body; returns the files in that order. */
function numberFiles(given, inputs) {
  const handed = given.filter((one) => one.type === 11);
  return handed.map((one, at) => {
    one.value = String(at);
    return inputs.get(`${one.name}:file`);
  });
}

function numberProblem(option, text) {
  if (text === "" || ![4, 10].includes(option.type) || option.choices) {
    if (option.max_length && text.length > option.max_length) return `At most ${option.max_length} characters.`;
    return text && option.min_length && text.length < option.min_length ? `At least ${option.min_length} characters.` : "";
  }
  const number = Number(text);
  if (Number.isNaN(number) || (option.type === 4 && !Number.isInteger(number))) return "A number is needed here.";
  if (option.min_value !== undefined && number < option.min_value) return `At least ${option.min_value}.`;
  return option.max_value !== undefined && number > option.max_value ? `At most ${option.max_value}.` : "";
}

function optionValue(option, text) {
  if (option.type === 4 || option.type === 10) return Number(text);
  return option.type === 5 ? text === "true" : text;
}

/** Ask the bot what it suggests for an option; what was filled in before travels with it. */
async function suggestions(option, inputs) {
  const person = me();
  if (!person.command) return null;
  const { line } = person.command;
  const given = line.options.filter((one) => one === option || inputs.get(one.name)).map((one) => ({
    type: one.type, name: one.name, value: inputs.get(one.name) ?? "", ...(one === option ? { focused: true } : {}),
  }));
  const data = { id: line.command.id, name: line.command.name, type: 1, guild_id: line.command.guild_id, options: given };
  const { choices } = await act(person, { type: 4, channel_id: person.place, data }, { label: `/${line.name}`, quiet: true });
  return choices || null;
}

/** Commands on a message or its author, for those who would right-click in Discord. */
export function menuButton(message) {
  const own = message.flags & FLAG.private;
  const available = own ? [] : [...commandsFor(3), ...aboutPerson(message)];
  if (!available.length) return null;
  return h("button", { type: "button", class: "quiet menu-button", "aria-label": `More for this message of ${shownName(message.author)}`,
    "data-menu": message.id, onclick: () => openMenu(message) }, "More");
}

/** Menus on people are for members: a webhook has none. */
const aboutPerson = (message) => (message.webhook_id && !message.interaction_metadata ? [] : commandsFor(2));

function group(title, entries) {
  if (!entries.length) return null;
  const id = freshId("group");
  return h("section", { "aria-labelledby": id }, h("h3", { id }, title), h("div", { class: "menu-list" }, entries));
}

function openMenu(message) {
  const dialog = $("menu");
  const person = me();
  const author = shownName(message.author);
  const entry = (line, target, label) => h("button", { type: "button", class: "press secondary", onclick: () => {
    const { id, name, type, guild_id } = line.command;
    dialog.close();
    const data = { id, name, type, guild_id, target_id: target };
    act(person, { type: 2, channel_id: message.channel_id, data }, { label: line.name });
  } }, label);
  refill(dialog,
    h("h2", { id: "menu-title" }, `A message of ${author}`),
    h("p", { class: "hint" }, clip(plainText(message), 120)),
    group("On this message", commandsFor(3).map((line) => entry(line, message.id, line.name))),
    group(`On ${author}`, aboutPerson(message).map((line) => entry(line, message.author.id, line.name))),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close")));
  dialog.showModal();
}
