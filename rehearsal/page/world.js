// The connection: the world, everybody's inbox, losing the server and finding it again.

import { $, announce, clip, idOf, remember, sleep } from "./base.js";
import { FLAG, Refused, call, findPlace, newPerson, partOf, shownName, state, users } from "./state.js";
import { drawClock, drawPeople, drawPlaces, loadPlaces, switchTo } from "./places.js";
import { KEPT, drawPhone } from "./phone.js";
import { leading, readMishaps } from "./time.js";
import { drawMessages, placesNamed, plainText } from "./messages.js";
import { announceIfMe, settle } from "./acts.js";
import { forgetForms, openModalFor } from "./forms.js";

export async function readWorld() {
  const moves = leading.moves;
  const world = await call("/rehearsal/world");
  if (moves !== leading.moves) { await readWorld(); return; } // read before the clock was moved
  state.world = world;
  state.skew = Date.parse(world.now) - Date.now() || 0;
  for (const raw of world.people) {
    const known = state.persons.get(raw.name);
    if (known && known.token === raw.token) Object.assign(known, { roles: raw.roles, about: raw.about });
    // A new world: nothing of the old one is true any more but the words somebody is typing into a command.
    else state.persons.set(raw.name, { ...newPerson(raw), command: known?.command ?? null });
  }
}

export async function begin() {
  await readWorld();
  const names = state.world.people.map((one) => one.name);
  const moderator = [...state.persons.values()].find((one) => partOf(one) === "moderator");
  const last = state.me?.name || remember("sessionStorage", "rehearsal.me");
  await switchTo(names.includes(last) ? last : moderator?.name || names[0]);
}

/** Show that the server is gone and look for it until it answers; typed words stay where they are. */
export async function lost() {
  if (state.stopped) return; // one search is enough
  state.stopped = true;
  state.poll?.abort();
  $("stopped").textContent = "The rehearsal has stopped. What you typed is kept; looking for it again…";
  $("stopped").hidden = false;
  while (state.stopped) {
    await sleep(600);
    try {
      const answer = await fetch("/rehearsal/world");
      if (!answer.ok) continue;
      await begin();
      state.stopped = false;
    } catch { /* not back yet */ }
  }
  $("stopped").hidden = true;
  announce("The rehearsal is back.");
  follow(state.me);
}

/** Follow the chosen person's inbox until somebody else is chosen. */
export async function follow(person) {
  state.poll?.abort();
  const poll = (state.poll = new AbortController());
  while (!poll.signal.aborted && state.me === person) {
    try {
      await readInbox(person, person.synced ? 25 : 0, poll.signal);
    } catch (error) {
      if (!(error instanceof Refused)) return; // aborted, or lost() is already looking
      await sleep(1500);
    }
  }
}

/** Look in on the nine others one after the other: a browser holds only six connections to one server. */
export async function lookAround() {
  for (let round = 0; ; round++) {
    try {
      if (!state.stopped && !document.hidden && state.me) await lookOnce(round);
    } catch { /* lost() speaks when the server is gone */ }
    await sleep(2000);
  }
}

async function lookOnce(round) {
  if (round % 2 === 1) await readWorld();
  if (!$("mishaps").hidden || leading.shown) await readMishaps();
  for (const person of state.persons.values()) if (person !== state.me) await readInbox(person, 0);
  await loadPlaces(state.me);
  drawPeople();
  drawClock();
}

async function readInbox(person, wait, signal) {
  const query = `after=${person.seq}${wait ? `&wait=${wait}` : ""}`;
  const events = await call(`/rehearsal/inbox/${encodeURIComponent(person.name)}?${query}`, { signal });
  for (const event of events) {
    if (event.seq <= person.seq) continue; // a second reader of the same inbox was faster
    person.seq = event.seq;
    receive(person, event);
  }
  person.synced = true;
}

/** Let one inbox event change what is known of that person's screen. */
function receive(person, event) {
  if (event.kind === "notification") {
    person.lock = [...person.lock, event].slice(-KEPT);
    if (person === state.me) drawPhone();
  }
  if (!person.synced) return; // history: what is still visible is read with the channel itself
  if (state.watching && event.interaction) forgetForms(person);
  const asked = event.interaction && person.pending.some((one) => one.interaction === event.interaction);
  settle(person, event);
  // A press often changes the message it stands on: whoever cannot see that hears it.
  if (asked && event.kind === "edit" && event.message) announceIfMe(person, clip(plainText(event.message), 300));
  const channel = idOf(event.channel) || event.message?.channel_id;
  const arrived = { message: showMessage, private: showMessage, edit: showMessage, delete: dropMessage }[event.kind];
  if (arrived && event.message) arrived(person, channel, event);
  if (event.kind === "modal") openModalFor(person, event);
  if (event.kind === "notification") markUnread(person, channel, true);
}

function showMessage(person, channel, event) {
  const message = event.message;
  if (message.author) users.set(message.author.id, shownName(message.author));
  person.loading.get(channel)?.push(event);
  const known = person.messages.get(channel);
  const isNew = !known?.has(message.id) && event.kind !== "edit";
  if (known) known.set(message.id, message);
  if (!findPlace(person, channel) || placesNamed(person, message).includes(null)) loadPlaces(person);
  if (isNew && message.author?.id !== person.id) {
    markUnread(person, channel, event.kind === "private" || Boolean(message.flags & FLAG.private));
    if (isOpen(person, channel)) announce(`${shownName(message.author)}: ${clip(plainText(message), 300)}`);
  }
  if (isOpen(person, channel)) drawMessages();
}

function dropMessage(person, channel, event) {
  person.loading.get(channel)?.push(event);
  person.messages.get(channel)?.delete(event.message.id);
  if (isOpen(person, channel)) drawMessages();
}

export const isOpen = (person, channel) => person === state.me && person.place === channel;

function markUnread(person, channel, meant) {
  if (isOpen(person, channel) && !document.hidden) return;
  person.unread.set(channel, meant || person.unread.get(channel) || false);
  if (person === state.me) drawPlaces();
  drawPeople();
}
