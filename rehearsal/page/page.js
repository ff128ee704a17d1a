// The rehearsal page: ten people's view of one small Discord, in one file without a build step.
// Every text that came from outside becomes a text node; nothing here ever assigns innerHTML (reading it is harmless).

// Small helpers ---------------------------------------------------------------------------------------------

const $ = (id) => document.getElementById(id);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Make an element: keys starting with "on" are listeners, `set` holds properties, the rest are attributes. */
function h(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "set") Object.assign(element, value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const unseen = (text) => h("span", { class: "unseen" }, text);
const clip = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const idOf = (thing) => (thing && typeof thing === "object" ? thing.id : thing) || null;
let counter = 0;
const freshId = (stem) => `${stem}-${++counter}`;

/** Say a text to screen readers without moving the focus. */
function announce(text) {
  const line = h("p", {}, text);
  $("live").append(line);
  setTimeout(() => line.remove(), 8000);
}

/** Storage that may be forbidden by the browser: then the page simply remembers less. */
function remember(store, key, value) {
  try {
    if (value === undefined) return window[store].getItem(key);
    window[store].setItem(key, value);
  } catch { /* private windows may refuse */ }
  return null;
}

/** Make the buttons of a list one tab stop, moved by the arrow keys. */
function roving(list) {
  const stops = () => [...list.querySelectorAll("button:not([disabled])")];
  list.addEventListener("keydown", (event) => {
    const all = stops();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, to))].focus();
  });
  list.addEventListener("focusin", (event) => {
    for (const stop of stops()) stop.tabIndex = stop === event.target ? 0 : -1;
  });
}

/**
 * Fill a list anew only if something in it changed: a button replaced between press and release loses the click.
 * The focus stays on the same place, and one button always remains a tab stop.
 */
function fill(list, rows) {
  const fresh = h("ul", {}, rows);
  for (const stop of fresh.querySelectorAll("button")) stop.tabIndex = -1;
  const current = fresh.querySelector("button[aria-current]") || fresh.querySelector("button");
  if (current) current.tabIndex = 0;
  if (list.dataset.drawn === fresh.innerHTML) return;
  list.dataset.drawn = fresh.innerHTML;
  const at = [...list.querySelectorAll("button")].indexOf(document.activeElement);
  list.replaceChildren(...fresh.children);
  if (at >= 0) list.querySelectorAll("button")[at]?.focus();
}

// State -----------------------------------------------------------------------------------------------------

const state = {
  world: null,
  skew: 0, // how far the world's clock is ahead of this computer's, in milliseconds
  persons: new Map(),
  me: null,
  stopped: false,
  poll: null, // aborts the long poll of the person who was just left
};

const FLAG = { private: 1 << 6, loading: 1 << 7, v2: 1 << 15 };
const SILENT_ANSWER = 3500; // an answer that shows nothing tells the page nothing: stop waiting after Discord's 3 s

function newPerson(raw) {
  return {
    ...raw, seq: 0, synced: false, place: null, locale: raw.locale || "en-US",
    channels: [], dms: [], messages: new Map(), loading: new Map(), unread: new Map(), dismissed: new Set(),
    pending: [], early: new Map(), modals: [], failures: [], lock: [], command: null,
  };
}

const me = () => state.me;
const place = () => me() && findPlace(me(), me().place);
const now = () => Date.now() + state.skew;
const botId = () => state.world.application.id;
const findPlace = (person, id) => [...person.channels, ...person.dms].find((one) => one.id === id) || null;
const isDm = (channel) => channel.type === 1;
const isThread = (channel) => [10, 11, 12].includes(channel.type);
const canRead = (channel) => [0, 1, 5, 10, 11, 12].includes(channel.type);

function botName() {
  for (const person of state.persons.values()) {
    const dm = person.dms.find((one) => otherIn(one)?.id === botId());
    if (dm) return shownName(otherIn(dm));
  }
  return state.world.application.name || users.get(botId()) || "Willow";
}

const users = new Map(); // names of everybody met in messages, the bot included
const otherIn = (channel) => channel.recipients?.find((user) => user.id !== me()?.id) || channel.recipients?.[0];
const shownName = (user) => user.global_name || user.username || user.name || "someone";

/** Name what a person is here, in words a newcomer understands. */
function partOf(person) {
  if (person.about) return person.about;
  const names = person.roles.map((role) => roleNamed(idOf(role))?.name || String(role));
  if (names.some((name) => /^moderat/i.test(name))) return "moderator";
  if (names.some((name) => /^facilitat/i.test(name))) return "facilitating";
  // The last of the ten is the stranger who was let into the server but not into the circle.
  return person.id === state.world.people.at(-1).id ? "outsider" : "member";
}

const roleNamed = (id) => state.world.roles.find((role) => role.id === id);

function nameOfUser(id) {
  return state.world.people.find((one) => one.id === id)?.name || (id === botId() ? botName() : users.get(id));
}

function placeName(channel) {
  if (isDm(channel)) return otherIn(channel) ? shownName(otherIn(channel)) : "direct message";
  return channel.name;
}

// Talking to the server -------------------------------------------------------------------------------------

class Refused extends Error {
  constructor(status, body) {
    super(wordsOf(status, body));
    this.status = status;
    this.body = body;
  }
}

/** Turn Discord's nested form errors into one line. */
function wordsOf(status, body) {
  const lines = [];
  const walk = (node) => {
    for (const [key, value] of Object.entries(node || {})) {
      if (key === "_errors") lines.push(...value.map((fault) => fault.message));
      else walk(value);
    }
  };
  walk(body?.errors);
  return lines.join(" ") || body?.message || `The server answered ${status}.`;
}

async function call(path, { method = "GET", body, person, signal } = {}) {
  const headers = {};
  if (person) headers.Authorization = person.token;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (error.name !== "AbortError") lost();
    throw error;
  }
  const text = await answer.text();
  let data = null;
  try { data = text ? JSON.parse(text) : null; } catch { data = { message: clip(text, 200) }; }
  if (!answer.ok) throw new Refused(answer.status, data);
  return data ?? { interaction: answer.headers.get("X-Rehearsal-Interaction") };
}

const as = (person, path, options = {}) => call(`/api/v10${path}`, { ...options, person });

// Connection: the world, the inboxes, stop and return -------------------------------------------------------

async function readWorld() {
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

async function begin() {
  await readWorld();
  const names = state.world.people.map((one) => one.name);
  const moderator = [...state.persons.values()].find((one) => partOf(one) === "moderator");
  const last = state.me?.name || remember("sessionStorage", "rehearsal.me");
  await switchTo(names.includes(last) ? last : moderator?.name || names[0]);
}

/** Show that the server is gone and look for it until it answers; typed words stay where they are. */
async function lost() {
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
async function follow(person) {
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
async function lookAround() {
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
    person.lock = [...person.lock, event].slice(-4);
    if (person === state.me) drawLock();
  }
  if (!person.synced) return; // history: what is still visible is read with the channel itself
  settle(person, event);
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
  if (!findPlace(person, channel)) loadPlaces(person);
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

const isOpen = (person, channel) => person === state.me && person.place === channel;

function markUnread(person, channel, meant) {
  if (isOpen(person, channel) && !document.hidden) return;
  person.unread.set(channel, meant || person.unread.get(channel) || false);
  if (person === state.me) drawPlaces();
  drawPeople();
}

// People and places -----------------------------------------------------------------------------------------

async function switchTo(name) {
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
async function loadPlaces(person) {
  const [channels, dms] = await Promise.all([
    as(person, `/guilds/${state.world.guild.id}/channels`).catch(emptyIfRefused),
    as(person, "/users/@me/channels").catch(emptyIfRefused),
  ]);
  person.channels = channels.sort((a, b) => (a.position || 0) - (b.position || 0));
  person.dms = dms;
  const gone = !findPlace(person, person.place);
  if (gone) person.place = firstPlace(person);
  if (person !== state.me) return;
  drawPlaces();
  if (gone) await openPlace(person.place);
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

async function openPlace(id) {
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

async function openDm() {
  const person = me();
  const channel = await as(person, "/users/@me/channels", { method: "POST", body: { recipient_id: botId() } });
  if (!findPlace(person, channel.id)) person.dms.push(channel);
  if (state.me === person) await openPlace(channel.id);
  closeSide();
}

function drawPeople() {
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

function avatar(id, name) {
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
  drawLock();
  drawFailures();
  drawClock();
}

function drawPlaces() {
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
  fresh ? h("span", { class: person.unread.get(channel.id) ? "dot" : "dot faint" }, unseen("new")) : null));
}

/** What this person's phone shows without being unlocked: the reason many texts are as plain as they are. */
function drawLock() {
  const { lock } = me();
  $("lock").hidden = lock.length === 0;
  $("lock-title").textContent = `${me().name}'s lock screen`;
  $("lock-list").replaceChildren(...lock.toReversed().map((event) => h("li", {},
    h("span", { class: "lock-time" }, clockTime(event.at)), " ", clip(event.text || "", 200))));
}

function drawClock() {
  const date = new Date(now());
  $("clock").dateTime = date.toISOString();
  $("clock").textContent = momentWords(date);
  drawDue();
}

/** Write a moment as day and time; the year only where it is not this computer's. */
function momentWords(date) {
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat("en-GB", {
    weekday: "short", day: "numeric", month: "short", year, hour: "2-digit", minute: "2-digit",
  }).format(date);
}

// Time and mishaps ------------------------------------------------------------------------------------------

const leading = { busy: false, moves: 0, quiet: 0, shown: 0 };

function drawDue() {
  const due = state.world.next_due;
  const button = $("next-due");
  const words = due ? momentWords(new Date(due)) : "Nothing is due.";
  if ($("due-at").textContent !== words) $("due-at").textContent = words;
  button.title = words;
  if (leading.busy) return; // a button that goes out while it is pressed would lose the focus
  if (!due && document.activeElement === button) $("plus-10m").focus();
  button.disabled = !due;
}

/** Say beside the clock what time does; a last word goes away by itself. */
function timeNote(words, { trouble = false, stays = false } = {}) {
  clearTimeout(leading.quiet);
  $("time-note").textContent = words;
  $("time-note").classList.toggle("problem", trouble);
  $("time-note").hidden = !words;
  if (words && !stays) leading.quiet = setTimeout(() => timeNote(""), 12000);
}

/** Let time pass: the server walks from one due moment to the next, and the clock here walks with it. */
async function moveTime(body) {
  if (leading.busy || state.stopped) return;
  setBusy(true);
  timeNote("Time passes. Whatever is due on the way is delivered first.", { stays: true });
  const walking = watchTime();
  try {
    const moved = await call("/rehearsal/clock", { method: "POST", body });
    leading.moves += 1;
    leading.busy = false;
    await walking;
    tellTime(moved);
  } catch (error) {
    timeNote(error instanceof Refused ? error.message : "The rehearsal has stopped.", { trouble: true });
  }
  setBusy(false);
  drawClock();
  refreshRelative();
  drawMessages();
}

function tellTime(moved) {
  state.skew = Date.parse(moved.now) - Date.now();
  state.world.next_due = moved.next_due;
  const at = momentWords(new Date(moved.now));
  if (moved.settled) timeNote(`It is ${at}. Whatever was due has been delivered.`);
  else timeNote(`It is ${at}. The bot did not follow: what was due may still come, or not at all.`, { trouble: true });
}

function setBusy(busy) {
  leading.busy = busy;
  $("tools").setAttribute("aria-busy", String(busy));
  for (const button of document.querySelectorAll("#tools [data-forward], #next-due")) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

async function watchTime() {
  while (leading.busy && !state.stopped) {
    await sleep(300);
    if (!leading.busy) return;
    try {
      await readWorld();
      drawClock();
    } catch { return; } // lost() speaks when the server is gone
  }
}

const POSTS = { method: "POST", route: "/channels/{channel_id}/messages" };
const MISHAPS = {
  drop: { fault: { do: "close", code: 4000 } },
  fail: { fault: { do: "503", match: POSTS }, waits: "its next post fails" },
  lose: { fault: { do: "reset_after", match: POSTS }, waits: "the answer to its next post gets lost" },
};

async function mishap(name) {
  try {
    const made = await call("/rehearsal/faults", { method: "POST", body: MISHAPS[name].fault });
    await readMishaps();
    if (name === "drop") {
      $("mishaps-state").textContent = made.struck ? "The connection was dropped." : "The bot has no connection now.";
    }
  } catch (error) {
    $("mishaps-state").textContent = error.message;
  }
}

async function clearMishaps() {
  try {
    await call("/rehearsal/faults", { method: "DELETE" });
    await readMishaps();
    $("mishaps-state").textContent = "Nothing waits to go wrong.";
  } catch (error) {
    $("mishaps-state").textContent = error.message;
  }
}

/** Look what still waits to go wrong; others may have asked for it too. */
async function readMishaps() {
  const waiting = await call("/rehearsal/faults");
  $("mishap-dot").hidden = !waiting.length;
  $("mishap-dot").replaceChildren(unseen(waiting.length ? "something waits to go wrong" : ""));
  const ours = (one) => Object.values(MISHAPS).find(({ fault, waits }) => waits && fault.do === one.do && one.match.route === POSTS.route);
  const words = waiting.map((one) => ours(one)?.waits || `${one.do} on ${one.match.route || "everything"}`);
  const line = words.length ? `Waiting: ${words.join(", ")}.` : "Nothing waits to go wrong.";
  if (waiting.length || leading.shown) $("mishaps-state").textContent = line;
  leading.shown = waiting.length;
}

function showMishaps(open) {
  $("mishaps").hidden = !open;
  $("open-mishaps").setAttribute("aria-expanded", String(open));
  if (!open) { $("open-mishaps").focus(); return; }
  $("mishaps-state").textContent = "";
  readMishaps().catch(() => {});
  $("mishaps").querySelector("button").focus();
}

function listenToTools() {
  for (const button of document.querySelectorAll("[data-forward]")) {
    button.addEventListener("click", () => moveTime({ forward: button.dataset.forward }));
  }
  $("next-due").addEventListener("click", () => state.world.next_due && moveTime({ until: state.world.next_due }));
  for (const button of document.querySelectorAll("[data-mishap]")) {
    button.addEventListener("click", () => mishap(button.dataset.mishap));
  }
  $("clear-mishaps").addEventListener("click", clearMishaps);
  $("open-mishaps").addEventListener("click", () => showMishaps($("mishaps").hidden));
  $("close-mishaps").addEventListener("click", () => showMishaps(false));
  $("mishaps").addEventListener("keydown", (event) => { if (event.key === "Escape") showMishaps(false); });
}

// Small words -----------------------------------------------------------------------------------------------

const clockTime = (at) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date(at));

async function chooseLanguage() {
  const person = me();
  const locale = $("language").value;
  try {
    await as(person, "/users/@me/settings", { method: "PATCH", body: { locale } });
    person.locale = locale;
    drawMessages(true);
  } catch (error) {
    $("language").value = person.locale.startsWith("es") ? "es-ES" : "en-US";
    problem(`The language could not be changed. ${error.message}`);
  }
}

function openSide() {
  $("side").classList.add("open");
  $("veil").hidden = false;
  $("main").inert = true;
  $("open-side").setAttribute("aria-expanded", "true");
  $("close-side").focus();
}

function closeSide() {
  if (!$("side").classList.contains("open")) return;
  $("side").classList.remove("open");
  $("veil").hidden = true;
  $("main").inert = false;
  $("open-side").setAttribute("aria-expanded", "false");
  $("open-side").focus();
}

// Markdown: Discord's subset, from text to nodes ------------------------------------------------------------

const DEPTH = 12; // deeper nesting is shown as typed

/** Each rule is a pattern tried at the present place, and what it becomes. */
const INLINE = [
  [/^\\([^\sA-Za-z0-9])/, (m) => [m[1]]],
  [/^(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/, (m) => [h("code", {}, m[2].replace(/^ (.*\S.*) $/s, "$1"))]],
  [/^<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/, (m) => [timestamp(Number(m[1]), m[2] || "f")]],
  [/^<@!?(\d{1,22})>/, (m) => [h("span", { class: "mention" }, `@${nameOfUser(m[1]) || "somebody"}`)]],
  [/^<@&(\d{1,22})>/, (m) => [h("span", { class: "mention" }, `@${roleNamed(m[1])?.name || "a role"}`)]],
  [/^<#(\d{1,22})>/, (m) => [channelMention(m[1])]],
  [/^<\/([^:<>]{1,100}):(\d{1,22})>/, (m) => [commandMention(m[1], m[2])]],
  [/^<a?:(\w{2,32}):\d{1,22}>/, (m) => [`:${m[1]}:`]],
  [/^@(everyone|here)\b/, (m) => [h("span", { class: "mention" }, m[0])]],
  [/^<(https?:\/\/[^\s<>]+)>/, (m) => [link(m[1], [m[1]])]],
  [/^\[((?:\\.|[^[\]\\]){1,500})\]\(<?(https?:\/\/[^\s<>)]+)>?(?: "[^"\n]*")?\)/, (m, depth) => [link(m[2], inline(m[1], depth))]],
  [/^https?:\/\/[^\s<>]*[^\s<>.,:;"')\]*_~|]/, (m) => [link(m[0], [m[0]])]],
  [/^\|\|([\s\S]+?)\|\|/, (m, depth) => [spoiler("span", inline(m[1], depth))]],
  [/^\*\*([\s\S]+?)\*\*(?!\*)/, (m, depth) => [h("strong", {}, inline(m[1], depth))]],
  [/^__([\s\S]+?)__(?!_)/, (m, depth) => [h("u", {}, inline(m[1], depth))]],
  [/^~~([\s\S]+?)~~/, (m, depth) => [h("s", {}, inline(m[1], depth))]],
  [/^\*(?=\S)((?:\*\*|\s+(?:[^*\s]|\*\*)|[^\s*])+?)\*(?!\*)/, (m, depth) => [h("em", {}, inline(m[1], depth))]],
  [/^_(?!_)((?:__|[^_\\]|\\.)+?)_(?![\w])/s, (m, depth) => [h("em", {}, inline(m[1], depth))]],
];

const SPECIAL = /[\\`<@[h|*_~]/g; // where any rule can begin ("h" begins an address)

function inline(text, depth = 0) {
  const nodes = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    SPECIAL.lastIndex = at;
    const next = depth < DEPTH ? SPECIAL.exec(text)?.index ?? text.length : text.length;
    plain += text.slice(at, next);
    at = next;
    if (at >= text.length) break;
    const found = rule(text, at, depth);
    if (found) {
      if (plain) nodes.push(plain);
      plain = "";
      nodes.push(...found.nodes);
      at += found.length;
    } else {
      plain += text[at++];
    }
  }
  if (plain) nodes.push(plain);
  return nodes;
}

function rule(text, at, depth) {
  const inWord = at > 0 && /\w/.test(text[at - 1]);
  if (inWord && "_h".includes(text[at]) && text[at + 1] !== "_") return null; // snake_case and words are no markup
  const rest = text.slice(at);
  for (const [pattern, make] of INLINE) {
    const match = pattern.exec(rest);
    if (match) return { nodes: make(match, depth + 1), length: match[0].length };
  }
  return null;
}

/** Render a whole text; `depth` keeps quotes in quotes finite. */
function markdown(text, depth = 0) {
  const nodes = [];
  const fence = /```(?:([\w+#-]{1,20})\n)?\n?([\s\S]*?[^\n][\s\S]*?)\n?```/g;
  let at = 0;
  for (const match of text.matchAll(fence)) {
    nodes.push(...blocks(text.slice(at, match.index), depth));
    nodes.push(h("pre", { tabindex: "0" }, h("code", {}, match[2])));
    at = match.index + match[0].length;
  }
  nodes.push(...blocks(text.slice(at), depth));
  return nodes;
}

function blocks(text, depth) {
  if (!text.trim()) return [];
  const lines = text.split("\n");
  const nodes = [];
  let prose = [];
  const flush = () => {
    const joined = prose.join("\n").replace(/^\n+|\n+$/g, "");
    if (joined) nodes.push(h("p", {}, inline(joined)));
    prose = [];
  };
  for (let at = 0; at < lines.length;) {
    const block = blockAt(lines, at, depth);
    if (block) {
      flush();
      nodes.push(block.node);
      at = block.next;
    } else {
      prose.push(lines[at++]);
    }
  }
  flush();
  return nodes;
}

const ITEM = /^( *)([-*]|\d{1,9}\.) +(.+)$/;

function blockAt(lines, at, depth) {
  const line = lines[at];
  if (depth < DEPTH && line.startsWith(">>> ")) {
    const rest = [line.slice(4), ...lines.slice(at + 1)].join("\n");
    return { node: h("blockquote", {}, blocks(rest, DEPTH)), next: lines.length };
  }
  if (depth < DEPTH && line.startsWith("> ")) {
    let next = at;
    while (next < lines.length && /^>( |$)/.test(lines[next])) next++;
    const inner = lines.slice(at, next).map((one) => one.slice(2)).join("\n");
    return { node: h("blockquote", {}, blocks(inner, DEPTH)), next };
  }
  const heading = /^(#{1,3}) +(.+)$/.exec(line);
  if (heading) return { node: h(`h${heading[1].length + 2}`, {}, inline(heading[2])), next: at + 1 };
  const small = /^-# +(.+)$/.exec(line);
  if (small) return { node: h("p", { class: "small" }, inline(small[1])), next: at + 1 };
  return ITEM.test(line) ? listAt(lines, at, 0) : null;
}

/** Read a list and the deeper lists inside its items. */
function listAt(lines, at, depth) {
  const [, indent, sign] = ITEM.exec(lines[at]);
  const numbered = /\d/.test(sign);
  const list = h(numbered ? "ol" : "ul", numbered ? { start: parseInt(sign, 10) } : {});
  let next = at;
  while (next < lines.length) {
    const item = ITEM.exec(lines[next]);
    if (!item || item[1].length < indent.length) break;
    if (item[1].length <= indent.length + 1 && /\d/.test(item[2]) !== numbered) break;
    if (item[1].length > indent.length + 1 && depth < DEPTH && list.lastChild) {
      const inner = listAt(lines, next, depth + 1);
      list.lastChild.append(inner.node);
      next = inner.next;
    } else {
      list.append(h("li", {}, inline(item[3])));
      next++;
    }
  }
  return { node: list, next };
}

const TIME_STYLES = {
  t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" }, S: { dateStyle: "short", timeStyle: "medium" },
};

function timestamp(seconds, style) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `<t:${seconds}>`;
  const locale = me()?.locale || "en-US";
  const full = new Intl.DateTimeFormat(locale, TIME_STYLES.F).format(date);
  const words = style === "R" ? relative(date, locale) : new Intl.DateTimeFormat(locale, TIME_STYLES[style]).format(date);
  const attributes = { class: "stamp", datetime: date.toISOString(), title: full };
  if (style === "R") attributes["data-relative"] = String(seconds);
  return h("time", attributes, words);
}

function relative(date, locale) {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const seconds = Math.round((date - now()) / 1000);
  const units = [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) || ["second", 1];
  return format.format(Math.trunc(seconds / size), unit);
}

function refreshRelative() {
  for (const element of document.querySelectorAll("[data-relative]")) {
    element.textContent = relative(new Date(Number(element.dataset.relative) * 1000), me().locale);
  }
}

function channelMention(id) {
  const channel = findPlace(me(), id);
  const name = channel ? placeName(channel) : "a place you cannot see";
  if (!channel) return h("span", { class: "mention" }, `#${name}`);
  return h("button", { type: "button", class: "mention", onclick: () => openPlace(id) }, `#${name}`);
}

function commandMention(name, id) {
  const found = commandsFor(1).find((one) => one.command.id === id && one.name === name);
  if (!found) return h("span", { class: "mention" }, `/${name}`);
  return h("button", { type: "button", class: "mention", onclick: () => chooseCommand(found) }, `/${name}`);
}

/** Hidden until pressed; what is inside is out of reach until then, for the eye and for the screen reader. */
function spoiler(tag, children) {
  const inside = h(tag, { class: "spoiler-text", "aria-hidden": "true", set: { inert: true } }, children);
  const button = h("button", { type: "button", class: "spoiler-cover", "aria-label": "Hidden text: press to show" }, "show");
  const whole = h(tag, { class: "spoiler" }, inside, button);
  button.addEventListener("click", () => {
    whole.classList.add("shown");
    inside.inert = false;
    inside.removeAttribute("aria-hidden");
    inside.tabIndex = -1;
    inside.focus();
    button.remove();
  });
  return whole;
}

/** A link out asks first and names where it goes: the text of a masked link can say anything. */
function link(address, children) {
  const url = safeUrl(address);
  if (!url) return h("span", {}, children);
  return h("a", {
    href: url.href, rel: "noopener noreferrer nofollow", target: "_blank", title: url.href,
    onclick: (event) => { if (!onLoopback(url)) { event.preventDefault(); askToLeave(url); } },
  }, children);
}

function safeUrl(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

const onLoopback = (url) => url.host === location.host || ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);

function askToLeave(url) {
  const dialog = $("leaving");
  dialog.replaceChildren(
    h("h2", { id: "leaving-title" }, "This link leaves the rehearsal"),
    h("p", {}, "It goes to ", h("strong", {}, url.host), "."),
    h("p", { class: "address" }, url.href),
    h("div", { class: "buttons" },
      h("button", { type: "button", class: "primary", onclick: () => dialog.close() }, "Stay here"),
      h("a", { class: "button", href: url.href, rel: "noopener noreferrer nofollow", target: "_blank", onclick: () => dialog.close() }, "Open it")),
  );
  dialog.showModal();
}

// Messages --------------------------------------------------------------------------------------------------

// Scrolling: a new message comes into view from its first line, unless the reader has gone elsewhere meanwhile.
const view = { follow: true, target: 0 };

function showNewest() {
  const scroller = $("scroller");
  const last = $("failures").childElementCount ? null : $("messages").lastElementChild;
  const bottom = scroller.scrollHeight - scroller.clientHeight;
  view.target = Math.max(0, Math.min(bottom, last ? last.offsetTop - 16 : bottom));
  view.follow = true;
  scroller.scrollTop = view.target;
}

function watchScrolling() {
  const scroller = $("scroller");
  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  scroller.addEventListener("scroll", () => {
    if (Math.abs(scroller.scrollTop - view.target) > 2) view.follow = atEnd();
  });
  // Pictures arrive later and make their message taller; a list somebody opens does too, and must stay put.
  let touched = false;
  for (const kind of ["pointerdown", "keydown"]) scroller.addEventListener(kind, () => { touched = true; });
  new ResizeObserver(() => { if (view.follow && !touched) showNewest(); }).observe($("messages"));
  new MutationObserver(() => { touched = false; }).observe($("messages"), { childList: true });
}

const drawn = new Map(); // message id -> {node, signature}; unchanged messages keep their node, focus and open lists
let drawnPlace = "";

function drawMessages(fresh = false) {
  const person = me();
  const known = person.messages.get(person.place);
  const key = `${person.name} ${person.place}`;
  if (fresh || key !== drawnPlace) drawn.clear();
  const newest = $("messages").lastElementChild?.dataset.message;
  const moved = key !== drawnPlace;
  drawnPlace = key;
  const list = [...(known?.values() || [])].filter((one) => !person.dismissed.has(one.id)).sort(byId);
  const focus = focusInMessages();
  placeNodes($("messages"), list.map((message, at) => messageNode(message, list[at - 1])));
  restoreFocus(focus);
  $("empty").hidden = list.length > 0;
  $("empty").textContent = emptyWords(person, known);
  if (moved || (view.follow && list.at(-1)?.id !== newest)) showNewest();
}

const byId = (a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1);

function emptyWords(person, known) {
  if (!person.place) return `${person.name} sees nothing here yet.`;
  return known ? "Nothing has been said here yet." : "Opening…";
}

/** Put the nodes in order while moving as few as possible, so that focus and scroll stay where they are. */
function placeNodes(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => {
    if (parent.children[at] !== node) parent.insertBefore(node, parent.children[at] || null);
  });
}

/** Tell whether a message goes on where the one before left off, so that the name need not be said again. */
function goesOn(before, message) {
  if (before.author?.id !== message.author?.id || (before.flags ^ message.flags) & FLAG.private) return false;
  if (message.referenced_message || message.interaction_metadata) return false;
  return Date.parse(message.timestamp) - Date.parse(before.timestamp) < 420000;
}

function messageNode(message, before) {
  const follows = before && goesOn(before, message);
  const busy = me().pending.filter((one) => one.messageId === message.id).map((one) => one.customId).join();
  const failure = me().failures.find((one) => one.messageId === message.id);
  const signature = JSON.stringify([message, follows, busy, failure?.text]);
  const kept = drawn.get(message.id);
  if (kept?.signature === signature) return kept.node;
  const node = buildMessage(message, follows, failure);
  drawn.set(message.id, { node, signature });
  return node;
}

function buildMessage(message, follows, failure) {
  const own = Boolean(message.flags & FLAG.private);
  const name = shownName(message.author);
  const kind = `message${own ? " private" : ""}${follows ? " follows" : ""}`;
  const node = h("li", { class: kind, "data-message": message.id, tabindex: "-1" });
  node.append(
    follows ? h("span", { class: "gutter" }) : avatar(message.author.id, name),
    h("div", { class: "message-body" },
      origin(message),
      h("p", { class: follows ? "message-head unseen" : "message-head" },
        h("strong", { class: "author" }, name), message.author.bot ? h("span", { class: "tag" }, "bot") : null,
        timeSaid(message.timestamp)),
      ...messageContent(message),
      failure ? failureNode(failure) : null,
      own ? privateLine(message) : null),
  );
  const menu = menuButton(message);
  if (menu) node.append(menu);
  return node;
}

function timeSaid(at) {
  return h("time", { class: "when", datetime: at, title: new Date(at).toString() }, clockTime(at));
}

function origin(message) {
  const reply = message.referenced_message;
  if (reply) return h("p", { class: "origin" }, `↩ ${shownName(reply.author)}: ${clip(plainText(reply), 80)}`);
  const asked = message.interaction_metadata;
  if (asked?.type === 2 && asked.user && asked.name) return h("p", { class: "origin" }, `${shownName(asked.user)} used /${asked.name}`);
  return null;
}

function messageContent(message) {
  if (message.flags & FLAG.loading) return [h("p", { class: "thinking" }, `${shownName(message.author)} is thinking…`)];
  const edited = message.edited_timestamp ? h("span", { class: "edited" }, "(edited)") : null;
  if (message.type === 18) return [h("p", { class: "small" }, "started a thread: ", message.content)];
  if (message.type === 7) return [h("p", { class: "small" }, "is here now")];
  const parts = [];
  if (message.content) parts.push(h("div", { class: "text" }, markdown(message.content)));
  parts.push(...looseFiles(message).map(attachment), ...(message.embeds || []).map((one) => embed(one, message)));
  parts.push(...(message.components || []).map((one) => component(one, message)));
  if (message.thread) {
    const open = () => openPlace(message.thread.id);
    parts.push(h("button", { type: "button", class: "quiet", onclick: open }, `Thread: ${message.thread.name}`));
  }
  if (edited) parts.push(edited);
  return parts;
}

function privateLine(message) {
  const dismiss = () => {
    const person = me();
    person.dismissed.add(message.id);
    drawMessages();
    $("composer-text").focus();
    as(person, `/channels/${message.channel_id}/messages/${message.id}`, { method: "DELETE" }).catch(() => null);
  };
  const button = h("button", { type: "button", class: "link", onclick: dismiss }, "dismiss");
  return h("p", { class: "only-you" }, "Only you can see this · ", button);
}

/** What a message says, as one line for screen readers and replies. */
function plainText(message) {
  if (message.flags & FLAG.loading) return "is thinking…";
  const texts = [message.content];
  const walk = (one) => {
    if (one.type === 10) texts.push(one.content);
    for (const inner of one.components || []) walk(inner);
    if (one.accessory) walk(one.accessory);
  };
  for (const one of message.embeds || []) texts.push(one.title, one.description);
  for (const one of message.components || []) walk(one);
  const words = texts.filter(Boolean).join("\n").replace(/\|\|[\s\S]+?\|\|/g, "hidden text");
  return words.replace(/^-# /gm, "").replace(/[*_~`>#]|<[^<>]*>/g, "").replace(/\s+/g, " ").trim() || "a message without text";
}

/** Remember which control had the focus, to give it back when its message is drawn anew. */
function focusInMessages() {
  const active = document.activeElement;
  const node = active?.closest?.("[data-message]");
  if (!node) return null;
  return { active, message: node.dataset.message, control: active.dataset.control };
}

function restoreFocus(focus) {
  if (!focus || focus.active.isConnected) {
    if (focus && document.activeElement !== focus.active) focus.active.focus();
    return;
  }
  const node = document.querySelector(`[data-message="${CSS.escape(focus.message)}"]`);
  const same = focus.control && node?.querySelector(`[data-control="${CSS.escape(focus.control)}"]:not([disabled])`);
  (same || node?.querySelector("[data-control]:not([disabled])") || node || $("composer-text")).focus();
}

function attachment(file) {
  const name = file.title || file.filename || "file";
  if (/^image\//.test(file.content_type || "") || /\.(png|jpe?g|gif|webp)$/i.test(file.filename || "")) {
    return picture(file.url, file.description || name, (file.filename || "").startsWith("SPOILER_"), file);
  }
  const url = safeUrl(file.url);
  const size = file.size ? ` (${Math.ceil(file.size / 1024)} kB)` : "";
  const label = `📎 ${name}${size}`;
  return h("p", { class: "file" }, url && onLoopback(url) ? h("a", { href: url.href, download: name }, label) : label);
}

/** Files that no part of the message shows by itself ("attachment://name" in embeds and Components V2). */
function looseFiles(message) {
  const shown = JSON.stringify([message.embeds, message.components]);
  const loose = (file) => !shown.includes(`attachment://${file.filename}`) && !shown.includes(`"${file.url}"`);
  return (message.attachments || []).filter(loose);
}

/** The address behind "attachment://name", with what is known of that file. */
function fileOf(media, message) {
  const name = /^attachment:\/\/(.+)$/.exec(media?.url || "")?.[1];
  const file = name && message.attachments?.find((one) => one.filename === name);
  return { ...media, ...file };
}

/** Pictures from elsewhere are not fetched: nothing leaves this computer. */
function picture(address, alt, hidden, { width, height }) {
  const url = safeUrl(address || "");
  const here = url && onLoopback(url);
  const inside = here
    ? h("img", { src: url.href, alt: alt || "picture without a description", width, height, loading: "lazy" })
    : h("span", { class: "no-picture" }, `Picture not fetched${url ? ` from ${url.host}` : ""}: ${alt || "no description"}`);
  return h("div", { class: "picture" }, hidden ? spoiler("div", [inside]) : inside);
}

function embed(one, message) {
  const title = one.title ? h("p", { class: "embed-title" }, one.url ? link(one.url, inline(one.title)) : inline(one.title)) : null;
  const fields = (one.fields || []).map((field) => h("div", { class: field.inline ? "field beside" : "field" },
    h("p", { class: "field-name" }, inline(field.name)), h("div", {}, markdown(field.value))));
  const foot = [one.footer?.text, one.timestamp && new Date(one.timestamp).toLocaleString(me().locale)].filter(Boolean).join(" · ");
  const box = h("div", { class: "embed" },
    one.author ? h("p", { class: "small" }, one.author.name) : null, title,
    one.description ? h("div", { class: "text" }, markdown(one.description)) : null,
    fields.length ? h("div", { class: "fields" }, fields) : null,
    one.image ? media(one.image, message) : null, one.thumbnail ? media(one.thumbnail, message) : null,
    foot ? h("p", { class: "small" }, foot) : null);
  return coloured(box, one.color);
}

function media(one, message, about = one.description, hidden = false) {
  const file = fileOf(one, message);
  return picture(file.url, about || file.description || file.filename, hidden, file);
}

function coloured(box, colour) {
  if (Number.isInteger(colour)) box.style.setProperty("--edge", `#${colour.toString(16).padStart(6, "0")}`);
  return box;
}

// Components in messages ------------------------------------------------------------------------------------

const COMPONENTS = {
  1: (one, message) => h("div", { class: "row" }, one.components.map((inner) => component(inner, message))),
  2: button,
  3: messageSelect, 5: messageSelect, 6: messageSelect, 7: messageSelect, 8: messageSelect,
  9: (one, message) => h("div", { class: "section" },
    h("div", { class: "section-text" }, one.components.map((inner) => component(inner, message))), component(one.accessory, message)),
  10: (one) => h("div", { class: "text" }, markdown(one.content || "")),
  11: (one, message) => media(one.media, message, one.description, one.spoiler),
  12: (one, message) => h("div", { class: "gallery" },
    (one.items || []).map((item) => media(item.media, message, item.description, item.spoiler))),
  13: (one, message) => attachment({ filename: one.name || "file", size: one.size, ...fileOf(one.file, message) }),
  14: (one) => h("hr", { class: `${one.divider === false ? "bare" : ""}${one.spacing === 2 ? " wide" : ""}` }),
  17: (one, message) => {
    const box = coloured(h("div", { class: "container" }, one.components.map((inner) => component(inner, message))), one.accent_color);
    return one.spoiler ? spoiler("div", [box]) : box;
  },
};

function component(one, message) {
  if (!one) return null;
  const make = COMPONENTS[one.type];
  return make ? make(one, message) : h("p", { class: "hint" }, `The rehearsal page cannot show this part (type ${one.type}).`);
}

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "away" };
const emojiText = (emoji) => (emoji?.name ? (emoji.id ? `:${emoji.name}:` : emoji.name) : "");

function button(one, message) {
  const label = [emojiText(one.emoji), one.label].filter(Boolean).join(" ");
  if (one.style === 5) return h("span", { class: "press away" }, link(one.url, [`${label} ↗`]));
  const busy = me().pending.some((p) => p.messageId === message.id && p.customId === one.custom_id);
  return h("button", {
    type: "button", class: `press ${STYLES[one.style] || "secondary"}`, disabled: one.disabled, "data-control": one.custom_id,
    "aria-busy": busy ? "true" : null, onclick: () => press(message, one, {}),
  }, label || "…");
}

function messageSelect(one, message) {
  return picker({
    ...choicesOf(one), label: one.placeholder || "Choose", placeholder: one.placeholder || "Choose…", disabled: one.disabled,
    control: one.custom_id, min: one.min_values ?? 1, max: one.max_values ?? 1,
    onDone: (values) => press(message, one, { values, type: one.type }),
  });
}

/** A press on a part of a message; a second press waits until the first was answered. */
function press(message, one, more) {
  const person = me();
  if (person.pending.some((p) => p.messageId === message.id)) return;
  const data = { component_type: one.type, custom_id: one.custom_id, ...more };
  const body = { type: 3, channel_id: message.channel_id, message_id: message.id, message_flags: message.flags, data };
  act(person, body, { label: one.label || one.placeholder || "That", messageId: message.id, customId: one.custom_id });
}

/** The options of any select: given by the bot, or people, roles and channels of the world. */
function choicesOf(one) {
  const chosen = (one.default_values || []).map((value) => value.id);
  const { guild, people, roles } = state.world;
  const everybody = [...people.map((p) => ({ value: p.id, label: p.name })), { value: botId(), label: botName() }];
  const groups = roles.filter((role) => role.id !== guild.id).map((role) => ({ value: role.id, label: `@${role.name}` }));
  if (one.type === 5) return { options: everybody, chosen };
  if (one.type === 6) return { options: groups, chosen };
  if (one.type === 7) return { options: [...everybody, ...groups], chosen };
  if (one.type === 8) {
    const fitting = me().channels.filter((channel) => !one.channel_types?.length || one.channel_types.includes(channel.type));
    return { options: fitting.map((channel) => ({ value: channel.id, label: `#${channel.name}` })), chosen };
  }
  const options = (one.options || []).map((o) => ({ ...o, label: [emojiText(o.emoji), o.label].filter(Boolean).join(" ") }));
  return { options, chosen: options.filter((o) => o.default).map((o) => o.value) };
}

/**
 * A list to choose from that opens in place. Not the browser's own <select>: that one sends its change on every
 * arrow key, and here a change is already an answer to the bot.
 */
function picker({ label, placeholder, options, chosen = [], min = 1, max = 1, disabled, control, onDone, keep = false }) {
  const values = new Set(chosen);
  const listId = freshId("list");
  const many = max > 1;
  let active = 0;
  const toggle = h("button", {
    type: "button", class: "picker-toggle", disabled, "aria-haspopup": "listbox", "aria-expanded": "false",
    "aria-controls": listId, "data-control": control, onclick: () => (panel.hidden ? open() : close()),
  });
  const list = h("ul", { id: listId, role: "listbox", tabindex: "0", "aria-label": label, "aria-multiselectable": many ? "true" : null });
  const rows = options.map((option, at) => h("li", {
    role: "option", id: freshId("option"), "aria-selected": "false", "data-value": option.value,
    onclick: () => { active = at; choose(); },
  }, h("span", { class: "tick", "aria-hidden": "true" }), h("span", {}, option.label,
    option.description ? h("span", { class: "option-about" }, option.description) : null)));
  list.append(...rows);
  const done = h("button", { type: "button", class: "press secondary", onclick: finish }, "Done");
  const hint = h("span", { class: "hint", role: "status" });
  const nothing = h("p", { class: "hint" }, "Nothing to choose from.");
  const panel = h("div", { class: "picker-panel", hidden: true }, options.length ? list : nothing,
    many ? h("div", { class: "picker-foot" }, done, hint) : null);
  const whole = h("div", { class: "picker" }, toggle, panel);

  function draw() {
    const names = options.filter((option) => values.has(option.value)).map((option) => option.label);
    const shown = h("span", { class: names.length ? "" : "placeholder" }, names.join(", ") || placeholder);
    toggle.replaceChildren(shown, h("span", { "aria-hidden": "true" }, "▾"));
    toggle.setAttribute("aria-label", `${label}: ${names.join(", ") || "nothing chosen"}`);
    rows.forEach((row, at) => {
      row.setAttribute("aria-selected", String(values.has(options[at].value)));
      row.classList.toggle("active", at === active);
    });
    if (rows[active]) list.setAttribute("aria-activedescendant", rows[active].id);
    hint.textContent = min === max ? `Choose ${min}.` : `Choose ${min} to ${Math.min(max, options.length)}.`;
  }
  function open() {
    panel.hidden = false;
    toggle.setAttribute("aria-expanded", "true");
    active = Math.max(0, options.findIndex((option) => values.has(option.value)));
    draw();
    list.focus();
    panel.scrollIntoView({ block: "nearest" });
  }
  function close() {
    panel.hidden = true;
    toggle.setAttribute("aria-expanded", "false");
    toggle.focus();
  }
  function choose() {
    const value = options[active]?.value;
    if (value === undefined) return;
    if (!many) {
      const again = values.has(value) && keep && min === 0;
      values.clear();
      if (!again) values.add(value);
      draw();
      close();
      onDone?.([...values]);
      return;
    }
    if (values.has(value)) values.delete(value);
    else if (values.size < max) values.add(value);
    draw();
  }
  function finish() {
    if (values.size < min) { hint.textContent = `Choose at least ${min}.`; return; }
    close();
    onDone?.([...values]);
  }
  list.addEventListener("keydown", (event) => {
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) {
      active = Math.max(0, Math.min(rows.length - 1, to));
      draw();
      rows[active]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" || event.key === " ") choose();
    else if (event.key.length === 1) {
      const at = options.findIndex((option) => option.label.toLowerCase().startsWith(event.key.toLowerCase()));
      if (at >= 0) { active = at; draw(); }
    } else return;
    event.preventDefault();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // otherwise a dialog around the list would close too
    event.stopPropagation();
    close();
  });
  draw();
  return Object.assign(whole, { read: () => [...values], toggle });
}

// Acts and their answers ------------------------------------------------------------------------------------

/** Send an interaction as Discord's own client would, and wait for what comes of it. */
async function act(person, body, about) {
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
    const sent = await as(person, "/interactions", { method: "POST", body: whole });
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
function settle(person, event) {
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

function announceIfMe(person, words) {
  if (person === state.me) announce(words);
}

function redraw(person) {
  if (person !== state.me) return;
  drawFailures();
  drawMessages();
}

function drawFailures() {
  const loose = me().failures.filter((one) => !one.messageId);
  $("failures").replaceChildren(...loose.map((one) => h("li", {}, failureNode(one))));
  const waiting = me().pending.filter((one) => one.body.type === 2 && one.channel === me().place);
  $("failures").append(...waiting.map((one) => h("li", { class: "hint" }, `${one.label} …`)));
  if (loose.length || waiting.length) showNewest();
}

function failureNode(failure) {
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

// Commands --------------------------------------------------------------------------------------------------

function commandsFor(type) {
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

const palette = { lines: [], active: 0 };

function openPalette() {
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

function markActive() {
  [...$("palette-list").children].forEach((row, at) => row.setAttribute("aria-selected", String(at === palette.active)));
  const row = $("palette-list").children[palette.active];
  if (row) {
    $("composer-text").setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  } else $("composer-text").removeAttribute("aria-activedescendant");
}

function closePalette() {
  $("palette").hidden = true;
  palette.active = 0;
  $("composer-text").removeAttribute("aria-activedescendant");
  $("commands").setAttribute("aria-expanded", "false");
}

async function toggleCommands() {
  if (!$("palette").hidden) { closePalette(); return; }
  $("composer-text").focus();
  openPalette();
  await readWorld().catch(() => null); // a feature switched on a moment ago brings a command
  if (!$("palette").hidden) openPalette();
}

function chooseCommand(line) {
  const input = $("composer-text");
  if (input.value.startsWith("/")) { input.value = ""; typed(); }
  closePalette();
  me().command = line.options.length ? { line, inputs: new Map() } : null;
  if (line.options.length) { drawCommandForm(); $("command-form").querySelector("input, select, button")?.focus(); }
  else runCommand(line, []);
}

function runCommand(line, given) {
  // A restarted bot registers its commands anew, with new ids, while a form may still be open.
  const command = state.world.commands.find((one) => one.name === line.command.name && (one.type || 1) === 1) || line.command;
  const data = { id: command.id, name: command.name, type: 1, version: command.version, guild_id: command.guild_id, options: given };
  return act(me(), { type: 2, channel_id: me().place, data }, { label: `/${line.name}` });
}

/** The form that takes the composer's place while a command asks for its options. */
function drawCommandForm() {
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
    cancelCommand();
    runCommand(line, given).then(({ sent }) => { if (!sent) reopenForm(person.name, { line, inputs }); });
  };
}

/** A command that never reached the server gives its words back, unless another form is open by now. */
function reopenForm(name, command) {
  const person = state.persons.get(name);
  if (person.command) return;
  person.command = command;
  if (person === state.me) drawCommandForm();
}

function cancelCommand() {
  me().command = null;
  drawCommandForm();
  $("composer-text").focus();
}

const SELECT_FOR = { 6: 5, 7: 8, 8: 6, 9: 7 }; // option type -> the select that offers the same things

function optionField(option, inputs) {
  const id = freshId("option");
  const kept = inputs.get(option.name) ?? "";
  const input = optionInput(option, id, kept);
  input.addEventListener("input", () => {
    inputs.set(option.name, input.value);
    if (option.autocomplete) askChoices(option, inputs);
  });
  const error = h("p", { class: "problem", id: `${id}-error`, hidden: true });
  input.setAttribute("aria-describedby", `${id}-about ${id}-error`);
  const about = h("span", { class: "option-about", id: `${id}-about` }, option.description || "");
  const name = option.name_localizations?.[me().locale] || option.name;
  const wish = option.required ? null : h("span", { class: "optional" }, " (if you like)");
  const node = h("div", { class: "option-field" }, h("label", { for: id }, name, wish), about, input, error,
    option.autocomplete ? h("datalist", { id: `choices-${option.name}` }) : null);
  const check = () => {
    const words = option.required && input.value === "" ? "This one is needed." : numberProblem(option, input.value);
    error.textContent = words;
    error.hidden = !words;
    input.setAttribute("aria-invalid", String(Boolean(words)));
    if (words) input.focus();
    return !words;
  };
  const read = () => (input.value === "" ? null : { type: option.type, name: option.name, value: optionValue(option, input.value) });
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

function optionInput(option, id, kept) {
  const offered = offeredFor(option);
  if (!offered) {
    return h("input", { id, type: "text", inputmode: option.type === 3 ? null : "decimal", autocomplete: "off",
      list: option.autocomplete ? `choices-${option.name}` : null, set: { value: kept } });
  }
  const select = h("select", { id }, h("option", { value: "" }, "—"), offered.map((one) => h("option", { value: one.value }, one.label)));
  select.value = kept;
  return select;
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

let asking = 0;

/** Suggestions while typing: asked a moment after the last key. */
function askChoices(option, inputs) {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const person = me();
    if (!person.command) return;
    const { line } = person.command;
    const given = line.options.filter((one) => inputs.get(one.name)).map((one) => ({
      type: one.type, name: one.name, value: inputs.get(one.name), ...(one === option ? { focused: true } : {}),
    }));
    const data = { id: line.command.id, name: line.command.name, type: 1, options: given };
    const { choices } = await act(person, { type: 4, channel_id: person.place, data }, { label: `/${line.name}`, quiet: true });
    const list = $(`choices-${option.name}`);
    if (choices && list) list.replaceChildren(...choices.map((one) => h("option", { value: String(one.value) }, one.name)));
  }, 250);
}

/** Commands on a message or its author, for those who would right-click in Discord. */
function menuButton(message) {
  const own = message.flags & FLAG.private;
  const available = own ? [] : [...commandsFor(3), ...commandsFor(2)];
  if (!available.length) return null;
  return h("button", { type: "button", class: "quiet menu-button", "aria-label": `More for this message of ${shownName(message.author)}`,
    "data-menu": message.id, onclick: () => openMenu(message) }, "⋯");
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
  dialog.replaceChildren(
    h("h2", { id: "menu-title" }, `A message of ${author}`),
    h("p", { class: "hint" }, clip(plainText(message), 120)),
    h("div", { class: "menu-list" },
      commandsFor(3).map((line) => entry(line, message.id, line.name)),
      commandsFor(2).map((line) => entry(line, message.author.id, `${line.name} (${author})`))),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close")));
  dialog.showModal();
}

// Modals ----------------------------------------------------------------------------------------------------

function openModalFor(person, event) {
  person.modals.push({ ...event.modal, channel: idOf(event.channel) || person.place });
  if (person === state.me) showNextModal();
  else drawPeople();
}

function showNextModal() {
  const dialog = $("modal");
  const person = me();
  if (dialog.open || !person.modals.length) return;
  buildModal(dialog, person, person.modals[0]);
  dialog.showModal();
  dialog.querySelector("input, textarea, .picker-toggle")?.focus();
}

function buildModal(dialog, person, modal) {
  const fields = (modal.components || []).map(modalPart);
  const error = h("p", { class: "problem", role: "alert", hidden: true });
  const submit = h("button", { type: "submit", class: "primary" }, "Send");
  const form = h("form", { novalidate: true },
    h("h2", { id: "modal-title" }, modal.title || "A question"), fields.map((field) => field.node),
    h("div", { class: "buttons" }, error, submit, h("button", { type: "button", class: "quiet", onclick: () => closeModal(person) }, "Cancel")));
  const say = (words) => { error.textContent = words; error.hidden = !words; };
  let warned = false;
  dialog.oncancel = (event) => {
    if (warned || !fields.some((field) => field.touched())) { closeModal(person); return; }
    event.preventDefault();
    warned = true;
    say("Your words are still here. Press Esc once more to leave without them.");
  };
  form.onsubmit = async (event) => {
    event.preventDefault();
    say("");
    const bad = fields.map((field) => field.check()).find((one) => one);
    if (bad) { say("Please look at the marked answer."); bad.focus(); return; }
    submit.disabled = true;
    const problemWords = await submitModal(person, modal, fields);
    submit.disabled = false;
    if (problemWords) say(`${problemWords} Your words are still here; you can try again.`);
    else closeModal(person);
  };
  dialog.replaceChildren(form);
}

async function submitModal(person, modal, fields) {
  const components = fields.map((field) => field.read()).filter(Boolean);
  const data = { id: modal.id, custom_id: modal.custom_id, components };
  const { result, words } = await act(person, { type: 5, channel_id: modal.channel, data }, { label: modal.title, quiet: true });
  return result === "failed" ? words : "";
}

function closeModal(person) {
  person.modals.shift();
  $("modal").close();
  $("modal").replaceChildren();
  drawPeople();
  if (document.activeElement === document.body) $("composer-text").focus();
  showNextModal();
}

/** One top-level part of a modal: its node, what it submits, and what is wrong with it. */
function modalPart(part) {
  if (part.type === 10) {
    return { node: h("div", { class: "text" }, markdown(part.content || "")), read: () => null, check: () => null, touched: () => false };
  }
  if (part.type === 1) {
    const inner = part.components[0];
    const field = modalField(inner, inner.label || "", "");
    return { ...field, read: () => ({ type: 1, components: [field.read()] }) };
  }
  const field = modalField(part.component, part.label || "", part.description || "");
  return { ...field, read: () => ({ type: 18, ...numbered(part), component: field.read() }) };
}

const numbered = (one) => (one.id === undefined || one.id === null ? {} : { id: one.id });

function modalField(one, label, description) {
  const id = freshId("field");
  const input = modalInput(one, id, label);
  const needed = one.required ?? ![23].includes(one.type);
  const title = [label, needed && one.type !== 23 ? null : h("span", { class: "optional" }, one.type === 23 ? "" : " (if you like)")];
  const error = h("p", { class: "problem", id: `${id}-error`, hidden: true });
  const about = h("p", { class: "hint", id: `${id}-about` }, description);
  input.focusable.setAttribute("aria-describedby", `${id}-about ${id}-error`);
  const head = input.group ? h("legend", {}, title) : h("label", { for: id, id: `${id}-label` }, title);
  const children = [head, description ? about : null, input.node, input.count, error];
  const node = h(input.group ? "fieldset" : "div", { class: "modal-field" }, children);
  const first = JSON.stringify(input.value());
  const check = () => {
    const words = input.problem(needed);
    error.textContent = words;
    error.hidden = !words;
    input.focusable.setAttribute("aria-invalid", String(Boolean(words)));
    return words ? input.focusable : null;
  };
  const read = () => ({ type: one.type, ...numbered(one), custom_id: one.custom_id, ...input.value() });
  return { node, read, check, touched: () => JSON.stringify(input.value()) !== first };
}

function modalInput(one, id, label) {
  if (one.type === 4) return textInput(one, id);
  if (one.type === 21 || one.type === 22) return groupInput(one, id);
  if (one.type === 23) return checkboxInput(one, id);
  if ([3, 5, 6, 7, 8].includes(one.type)) return selectInput(one, id, label);
  const note = h("p", { class: "hint", id, tabindex: "-1" }, "The rehearsal page has no way to answer this part.");
  return { node: note, focusable: note, value: () => ({ values: [] }), problem: () => "" };
}

/** No maxlength here: it would cut a pasted text without a word. The counter says it, and nothing is lost. */
function textInput(one, id) {
  const long = one.style === 2;
  const max = one.max_length ?? 4000;
  const shape = long ? { rows: 5 } : { type: "text" };
  const input = h(long ? "textarea" : "input", {
    id, ...shape, placeholder: one.placeholder, autocomplete: "off", set: { value: one.value || "" },
  });
  const count = h("p", { class: "hint count", role: "status" });
  const draw = () => {
    const over = input.value.length - max;
    const near = input.value.length > max * 0.8 ? `${-over} characters left` : "";
    count.textContent = over > 0 ? `${over} too many of ${max} characters` : near;
    count.classList.toggle("over", over > 0);
  };
  input.addEventListener("input", draw);
  draw();
  const problem = (needed) => {
    const { length } = input.value;
    if (needed && !length) return "This one needs an answer.";
    if (length > max) return `This is ${length - max} characters too long. At most ${max} fit.`;
    return length && length < (one.min_length ?? 0) ? `At least ${one.min_length} characters are needed.` : "";
  };
  return { node: input, focusable: input, count, value: () => ({ value: input.value }), problem };
}

function groupInput(one, id) {
  const type = one.type === 21 ? "radio" : "checkbox";
  const boxes = (one.options || []).map((option, at) => h("input", {
    type, id: `${id}-${at}`, name: id, value: option.value, checked: option.default,
  }));
  const rows = (one.options || []).map((option, at) => h("label", { class: "box-row", for: `${id}-${at}` }, boxes[at],
    h("span", {}, option.label, option.description ? h("span", { class: "option-about" }, option.description) : null)));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const problem = (needed) => {
    const { length } = chosen();
    if (needed && !length) return "Please choose one.";
    if (type === "checkbox" && length && length < (one.min_values ?? 0)) return `Choose at least ${one.min_values}.`;
    return type === "checkbox" && length > (one.max_values ?? boxes.length) ? `Choose at most ${one.max_values}.` : "";
  };
  const value = () => (type === "radio" ? { value: chosen()[0] ?? null } : { values: chosen() });
  return { node: h("div", { class: "boxes" }, rows), focusable: boxes[0] || h("span"), group: true, value, problem };
}

function checkboxInput(one, id) {
  const box = h("input", { type: "checkbox", id, checked: one.default });
  return { node: box, focusable: box, value: () => ({ value: box.checked }), problem: () => "" };
}

function selectInput(one, id, label) {
  const min = one.required === false ? 0 : one.min_values ?? 1;
  const field = picker({
    ...choicesOf(one), label, placeholder: one.placeholder || "Choose…", min, max: one.max_values ?? 1,
    control: one.custom_id, keep: true,
  });
  field.toggle.id = id;
  const problem = (needed) => {
    const { length } = field.read();
    if (needed && !length) return "Please choose.";
    return length && length < min ? `Choose at least ${min}.` : "";
  };
  return { node: field, focusable: field.toggle, value: () => ({ values: field.read() }), problem };
}

// The composer ----------------------------------------------------------------------------------------------

const LONGEST = 2000;
let draftOf = null; // whose words stand in the composer, and where

/** Drafts are kept under names, not ids: they outlive a restart of the rehearsal, which makes new ids. */
function draftKey(person) {
  const channel = person && findPlace(person, person.place);
  return channel ? `rehearsal.draft.${person.name}.${isDm(channel) ? "@" : "#"}${placeName(channel)}` : null;
}

const drafts = new Map(); // beside the browser's storage, which may be forbidden

function keepDraft(text = $("composer-text").value, key = draftOf) {
  if (!key) return;
  drafts.set(key, text);
  remember("sessionStorage", key, text);
}

const draftAt = (key) => (key && (drafts.get(key) ?? remember("sessionStorage", key))) || "";

function drawPlace() {
  const channel = place();
  $("place-title").textContent = channel ? `${isDm(channel) ? "@" : "#"}${placeName(channel)}` : "…";
  $("composer-label").textContent = channel ? `Write in ${placeName(channel)}` : "Write a message";
  const input = $("composer-text");
  const key = draftKey(me());
  if (key !== draftOf) {
    draftOf = key;
    input.value = draftAt(key);
    problem("");
  }
  input.readOnly = !channel;
  input.placeholder = channel ? `Write as ${me().name}` : "";
  grow();
  drawCommandForm();
  drawMessages();
}

function problem(words) {
  $("composer-problem").textContent = words;
  $("composer-problem").hidden = !words;
}

/** React to a changed text: height, counter, command list, draft. */
function typed() {
  keepDraft();
  problem("");
  grow();
  const text = $("composer-text").value;
  if (/^\/[^\n]{0,40}$/.test(text)) openPalette();
  else closePalette();
}

function grow() {
  const input = $("composer-text");
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight + 2, 180)}px`;
  const left = LONGEST - input.value.length;
  $("composer-count").textContent = left < 0 ? `${-left} characters too many.` : left < 200 ? `${left} characters left.` : "";
}

function composerKey(event) {
  if (event.isComposing) return;
  const input = $("composer-text");
  const listed = !$("palette").hidden;
  if (listed && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    palette.active = (palette.active + step + palette.lines.length) % Math.max(1, palette.lines.length);
    markActive();
  } else if (listed && event.key === "Escape") {
    event.preventDefault();
    closePalette();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (listed && palette.lines[palette.active]) chooseCommand(palette.lines[palette.active]);
    else $("composer").requestSubmit();
  } else if (event.key === "ArrowUp" && !input.value && !listed) {
    event.preventDefault();
    [...$("messages").querySelectorAll("[data-message]")].reverse()
      .map((node) => node.querySelector("[data-control]:not([disabled])")).find(Boolean)?.focus();
  }
}

function whyNot(content) {
  const command = /^\/\S/.test(content) && !palette.lines.length;
  if (command) return "There is no such command here. Begin with a space to send it as text.";
  const over = content.length - LONGEST;
  return over > 0 ? `This is ${over} characters too long. At most ${LONGEST} fit.` : "";
}

/** Send what stands in the composer; it is cleared only after the server has taken it. */
async function send(event) {
  event.preventDefault();
  const person = me();
  const channel = person.place;
  const input = $("composer-text");
  const content = input.value;
  const key = draftOf;
  if (!content.trim() || !channel) return;
  const refusal = whyNot(content);
  if (refusal) { problem(refusal); return; }
  try {
    await as(person, `/channels/${channel}/messages`, { method: "POST", body: { content, nonce: String(Date.now()) } });
  } catch (error) {
    const stopped = "Not sent yet: the rehearsal has stopped. Your words are kept.";
    if (state.me === person) problem(error instanceof Refused ? `Not sent. ${error.message}` : stopped);
    return;
  }
  if (draftOf === key && input.value === content) { input.value = ""; typed(); }
  else if (draftAt(key) === content) keepDraft("", key);
  showNewest();
}

// Start -----------------------------------------------------------------------------------------------------

function listen() {
  roving($("people"));
  roving($("channels"));
  roving($("dms"));
  listenToTools();
  watchScrolling();
  $("composer-text").addEventListener("input", typed);
  $("composer-text").addEventListener("keydown", composerKey);
  $("composer-text").addEventListener("blur", () => setTimeout(() => {
    const { activeElement } = document;
    if (![$("commands"), $("composer-text")].includes(activeElement) && !$("palette").contains(activeElement)) closePalette();
  }, 150));
  $("palette").addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the composer
  $("composer").addEventListener("submit", send);
  $("command-form").addEventListener("keydown", (event) => { if (event.key === "Escape") cancelCommand(); });
  $("commands").addEventListener("click", toggleCommands);
  $("open-dm").addEventListener("click", () => openDm().catch((error) => problem(error.message)));
  $("language").addEventListener("change", chooseLanguage);
  $("open-side").addEventListener("click", openSide);
  $("close-side").addEventListener("click", closeSide);
  $("veil").addEventListener("click", closeSide);
  $("side").addEventListener("keydown", (event) => { if (event.key === "Escape") closeSide(); });
  $("dismiss-note").addEventListener("click", () => {
    remember("localStorage", "rehearsal.note", "seen");
    $("note").hidden = true;
    $("commands").focus();
  });
  window.addEventListener("pagehide", () => keepDraft()); // bare, the event itself would become the draft
  setInterval(() => { if (state.me) { refreshRelative(); drawClock(); } }, 20000);
}

listen();
$("note").hidden = remember("localStorage", "rehearsal.note") === "seen";
try {
  await begin();
} catch {
  lost();
}
document.documentElement.dataset.ready = "true"; // tests wait for this
lookAround();
