// People and the places they can see, on the left.

import { $, fill, h, remember, unseen } from "./base.js";
import {
  Refused, as, botId, botName, canRead, findPlace, isThread, me, now, otherIn, partOf, place, placeName,
  shownName, state, users,
} from "./state.js";
import { follow, isOpen } from "./world.js";
import { drawPhone } from "./phone.js";
import { drawDue } from "./time.js";
import { drawMessages } from "./messages.js";
import { drawFailures } from "./acts.js";
import { closePalette } from "./commands.js";
import { showNextModal } from "./forms.js";
import { clockTime, closeSide, drawPlace, keepDraft, problem } from "./composer.js";

export async function switchTo(name) {
  const person = state.persons.get(name);
  keepDraft();
  closePalette();
  state.me = person;
  remember("sessionStorage", "rehearsal.me", name);
  drawPeople();
  drawWho();
  drawPlace();
  follow(person);
  const known = person.place; // a place opened by loadPlaces itself is fresh already
  await Promise.allSettled([loadPlaces(person), loadLocale(person)]);
  if (state.me !== person) return; // somebody else was chosen meanwhile
  if (person.place && person.place === known) await openPlace(known);
  if (person.modals.length) showNextModal();
}

/** Read what this person can see; who may see a channel changes without any message that says so. */
export async function loadPlaces(person) {
  const [channels, threads, dms] = await Promise.all([
    as(person, `/guilds/${state.world.guild.id}/channels`).catch(emptyIfRefused),
    as(person, `/guilds/${state.world.guild.id}/threads/active`).then((found) => found.threads).catch(emptyIfRefused),
    as(person, "/users/@me/channels").catch(emptyIfRefused),
  ]);
  const before = namesIn(person);
  person.channels = [...channels.sort((a, b) => (a.position || 0) - (b.position || 0)), ...threads.concat(visited(person, threads))];
  person.dms = dms;
  const gone = !findPlace(person, person.place);
  if (gone) person.place = firstPlace(person);
  if (person !== state.me) return;
  drawPlaces();
  if (namesIn(person) !== before) drawMessages(); // what speaks of a place says its name
  if (gone) await openPlace(person.place);
}

const namesIn = (person) => person.channels.map((one) => `${one.id} ${placeName(one)}`).join();

/** An archived thread somebody has open stays in the list until they go elsewhere. */
function visited(person, active) {
  const open = findPlace(person, person.place);
  return open && isThread(open) && open.archivedHere && !active.some((one) => one.id === open.id) ? [open] : [];
}

/** Open a thread from a post, whether it is active or archived. */
export async function openThread(id) {
  const person = me();
  if (!findPlace(person, id)) {
    try {
      const thread = await as(person, `/channels/${id}`);
      person.channels.push({ ...thread, archivedHere: true });
    } catch (error) {
      problem(`This thread cannot be opened. ${error.message}`);
      return;
    }
  }
  if (state.me === person) await openPlace(id);
}

const emptyIfRefused = (error) => {
  if (error instanceof Refused) return [];
  throw error;
};

function firstPlace(person) {
  const wanted = remember("sessionStorage", `rehearsal.place.${person.name}`);
  const all = [...person.channels, ...person.dms].filter(canRead);
  return (all.find((one) => placeName(one) === wanted) || all[0])?.id || null;
}

async function loadLocale(person) {
  const user = await as(person, "/users/@me");
  if (user.locale) person.locale = user.locale;
  if (person === state.me) $("language").value = person.locale.startsWith("es") ? "es-ES" : "en-US";
}

export async function openPlace(id) {
  const person = me();
  if (person.place !== id) keepDraft();
  person.place = id;
  person.unread.delete(id);
  const channel = place();
  if (channel) remember("sessionStorage", `rehearsal.place.${person.name}`, placeName(channel));
  drawPlaces();
  drawPeople();
  drawPlace();
  if (channel) await loadMessages(person, id);
}

/** Read a channel whole; events that arrive meanwhile are newer than the answer and are laid on top of it. */
async function loadMessages(person, id) {
  const meanwhile = [];
  person.loading.set(id, meanwhile);
  try {
    const list = await as(person, `/channels/${id}/messages?limit=100`);
    for (const message of list) users.set(message.author.id, shownName(message.author));
    const known = new Map(list.map((message) => [message.id, message]));
    for (const event of meanwhile) {
      if (event.kind === "delete") known.delete(event.message.id);
      else known.set(event.message.id, event.message);
    }
    person.messages.set(id, known);
  } catch (error) {
    if (error instanceof Refused && isOpen(person, id)) problem(error.message);
  }
  if (person.loading.get(id) === meanwhile) person.loading.delete(id);
  if (isOpen(person, id)) drawMessages();
}

export async function openDm() {
  const person = me();
  const channel = await as(person, "/users/@me/channels", { method: "POST", body: { recipient_id: botId() } });
  if (!findPlace(person, channel.id)) person.dms.push(channel);
  if (state.me === person) await openPlace(channel.id);
  closeSide();
}

export function drawPeople() {
  fill($("people"), state.world.people.map((raw) => personRow(state.persons.get(raw.name))));
  const waiting = [...state.persons.values()].some((one) => one !== state.me && one.unread.size);
  $("side-dot").hidden = !waiting;
}

function personRow(person) {
  const current = person === state.me;
  const meant = [...person.unread.values()].some(Boolean) || person.modals.length > 0;
  const dot = person.unread.size || person.modals.length
    ? h("span", { class: meant ? "dot" : "dot faint" }, unseen(meant ? "something for them" : "something new in a channel"))
    : null;
  const button = h("button", {
    type: "button", class: "person", "data-person": person.name, "aria-current": current ? "true" : null,
    onclick: () => { switchTo(person.name); closeSide(); },
  }, avatar(person.id, person.name),
  h("span", { class: "person-name" }, person.name, " "), h("span", { class: "person-part" }, partOf(person)), dot);
  return h("li", {}, button);
}

export function avatar(id, name) {
  const bot = id === botId();
  const face = h("span", { class: bot ? "avatar bot" : "avatar", "aria-hidden": "true" }, [...name][0] || "?");
  const at = state.world.people.findIndex((one) => one.id === id);
  face.style.setProperty("--hue", String((20 + Math.max(0, at) * 36) % 360));
  return face;
}

function drawWho() {
  const person = me();
  $("guild-name").textContent = state.world.guild.name;
  $("face").replaceChildren(avatar(person.id, person.name));
  $("you-are").replaceChildren("You are ", h("strong", {}, person.name), `, ${partOf(person)}`);
  document.title = `${person.name} · Rehearsal`;
  $("language").value = person.locale.startsWith("es") ? "es-ES" : "en-US";
  drawPhone();
  drawFailures();
  drawClock();
}

export function drawPlaces() {
  const person = me();
  const top = person.channels.filter((one) => !isThread(one) && canRead(one));
  const rows = top.flatMap((one) => [
    placeRow(person, one, "#"),
    ...person.channels.filter((thread) => isThread(thread) && thread.parent_id === one.id).map((t) => placeRow(person, t, "↳")),
  ]);
  const none = h("li", { class: "hint" }, `${person.name} sees no channel here.`);
  fill($("channels"), rows.length ? rows : [none]);
  fill($("dms"), person.dms.map((one) => placeRow(person, one, "@")));
  const hasBot = person.dms.some((one) => otherIn(one)?.id === botId());
  $("open-dm").hidden = hasBot;
  $("open-dm").textContent = `Write to ${botName()}`;
}

function placeRow(person, channel, sign) {
  const current = channel.id === person.place;
  const fresh = person.unread.has(channel.id);
  return h("li", {}, h("button", {
    type: "button", class: isThread(channel) ? "place thread" : "place", "data-channel": placeName(channel), "data-id": channel.id,
    "aria-current": current ? "page" : null,
    onclick: () => { openPlace(channel.id); closeSide(); },
  }, h("span", { class: "sign", "aria-hidden": "true" }, sign), h("span", { class: "place-name" }, placeName(channel)),
  channel.type === 12 ? h("span", { class: "small" }, "private") : null,
  isThread(channel) && channel.type !== 12 ? unseen(" thread") : null,
  fresh ? h("span", { class: person.unread.get(channel.id) ? "dot" : "dot faint" }, unseen("new")) : null));
}

export function drawClock() {
  const date = new Date(now());
  $("clock").dateTime = date.toISOString();
  $("clock").textContent = momentWords(date);
  $("phone-clock").textContent = clockTime(date);
  drawDue();
}

/** Write a moment as day and time; the year only where it is not this computer's. */
export function momentWords(date) {
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat("en-GB", {
    weekday: "short", day: "numeric", month: "short", year, hour: "2-digit", minute: "2-digit",
  }).format(date);
}
