// What a person does, and what came of it.

import { $, announce, freshId, h } from "./base.js";
import { Refused, SILENT_ANSWER, as, botId, botName, findPlace, isDm, me, state } from "./state.js";
import { loadPlaces } from "./places.js";
import { drawMessages, showNewest } from "./messages.js";

/** Send an interaction as Discord's own client would, and wait for what comes of it. */
export async function act(person, body, about) {
  const nonce = `${Date.now()}${Math.floor(Math.random() * 1000)}`;
  const channel = findPlace(person, body.channel_id);
  const whole = { application_id: botId(), nonce, ...body };
  if (!channel || !isDm(channel)) whole.guild_id = state.world.guild.id;
  const pending = { ...about, nonce, body, channel: body.channel_id };
  pending.done = new Promise((done) => { pending.resolve = done; });
  person.pending.push(pending);
  person.failures = person.failures.filter((one) => one.messageId !== about.messageId || !about.messageId);
  redraw(person);
  try {
    const sent = await as(person, "/interactions", { method: "POST", body: whole, files: about.files });
    pending.interaction = sent.interaction;
    pending.timer = setTimeout(() => answered(person, pending, "silent"), SILENT_ANSWER);
    const early = person.early.get(pending.interaction);
    if (early) settle(person, early); // the answer came by the inbox before the press itself had returned
  } catch (error) {
    const words = error instanceof Refused ? error.message : "The rehearsal has stopped; nothing was sent.";
    answered(person, pending, "failed", words);
  }
  return pending.done;
}

/** Let an inbox event end the waiting of the act it answers. */
export function settle(person, event) {
  if (!event.interaction) return;
  const pending = person.pending.find((one) => one.interaction === event.interaction);
  if (!pending) {
    person.early.set(event.interaction, event);
    if (person.early.size > 50) person.early.delete(person.early.keys().next().value);
    return;
  }
  const words = event.kind === "error" ? `${botName()} did not respond.` : "";
  answered(person, pending, words ? "failed" : event.kind, words, event);
}

function answered(person, pending, result, words, event) {
  if (!person.pending.includes(pending)) return;
  clearTimeout(pending.timer);
  person.pending = person.pending.filter((one) => one !== pending);
  if (result === "failed" && !pending.quiet) addFailure(person, { ...pending, text: words });
  pending.resolve({ result, words, choices: event?.choices, sent: Boolean(pending.interaction) });
  loadPlaces(person).catch(() => null); // setting up makes channels, stepping away hides them
  redraw(person);
}

function addFailure(person, failure) {
  person.failures = [...person.failures, { ...failure, key: freshId("failure") }].slice(-5);
  announceIfMe(person, `${failure.label ? `${failure.label}: ` : ""}${failure.text}`);
  redraw(person);
}

export function announceIfMe(person, words) {
  if (person === state.me) announce(words);
}

function redraw(person) {
  if (person !== state.me) return;
  drawFailures();
  drawMessages();
}

export function drawFailures() {
  const loose = me().failures.filter((one) => !one.messageId);
  $("failures").replaceChildren(...loose.map((one) => h("li", {}, failureNode(one))));
  const waiting = me().pending.filter((one) => one.body.type === 2 && one.channel === me().place);
  $("failures").append(...waiting.map((one) => h("li", { class: "hint" }, `${one.label} …`)));
  if (loose.length || waiting.length) showNewest();
}

export function failureNode(failure) {
  const person = me();
  const drop = () => {
    person.failures = person.failures.filter((one) => one.key !== failure.key);
    redraw(person);
  };
  const again = () => { drop(); act(person, failure.body, failure); };
  return h("p", { class: "failure", role: "note" }, failure.label ? h("strong", {}, `${failure.label}: `) : null, `${failure.text} `,
    failure.body ? h("button", { type: "button", class: "link", onclick: again }, "try again") : null, " ",
    h("button", { type: "button", class: "link", onclick: drop }, "dismiss"));
}
