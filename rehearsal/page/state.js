// What the page knows of the world and its people, and how it asks the server.

import { clip, idOf } from "./base.js";
import { lost } from "./world.js";

export const state = {
  world: null,
  skew: 0, // how far the world's clock is ahead of this computer's, in milliseconds
  persons: new Map(),
  me: null,
  stopped: false,
  watching: false, // a story is being told in this world
  poll: null, // aborts the long poll of the person who was just left
};

export const FLAG = { private: 1 << 6, loading: 1 << 7, v2: 1 << 15 };
export const SILENT_ANSWER = 3500; // an answer that shows nothing tells the page nothing: stop waiting after Discord's 3 s

export function newPerson(raw) {
  return {
    ...raw, seq: 0, synced: false, place: null, locale: raw.locale || "en-US",
    channels: [], dms: [], messages: new Map(), loading: new Map(), unread: new Map(), dismissed: new Set(),
    pending: [], early: new Map(), modals: [], failures: [], lock: [], command: null,
  };
}

export const me = () => state.me;
export const place = () => me() && findPlace(me(), me().place);
export const now = () => Date.now() + state.skew;
export const botId = () => state.world.application.id;
export const findPlace = (person, id) => [...person.channels, ...person.dms].find((one) => one.id === id) || null;
export const isDm = (channel) => channel.type === 1;
export const isThread = (channel) => [10, 11, 12].includes(channel.type);
export const canRead = (channel) => [0, 1, 5, 10, 11, 12].includes(channel.type);

export function botName() {
  for (const person of state.persons.values()) {
    const dm = person.dms.find((one) => otherIn(one)?.id === botId());
    if (dm) return shownName(otherIn(dm));
  }
  return state.world.application.name || users.get(botId()) || "Willow";
}

export const users = new Map(); // names of everybody met in messages, the bot included
export const otherIn = (channel) => channel.recipients?.find((user) => user.id !== me()?.id) || channel.recipients?.[0];
export const shownName = (user) => user.global_name || user.username || user.name || "someone";

/** Name what a person is here, in words a newcomer understands. */
export function partOf(person) {
  if (person.about) return person.about;
  const names = person.roles.map((role) => roleNamed(idOf(role))?.name || String(role));
  if (names.some((name) => /^moderat/i.test(name))) return "moderator";
  if (names.some((name) => /^facilitat/i.test(name))) return "facilitating";
  // The last of the ten is the stranger who was let into the server but not into the circle.
  return person.id === state.world.people.at(-1).id ? "outsider" : "member";
}

export const roleNamed = (id) => state.world.roles.find((role) => role.id === id);

export function nameOfUser(id) {
  return state.world.people.find((one) => one.id === id)?.name || (id === botId() ? botName() : users.get(id));
}

export function placeName(channel) {
  if (isDm(channel)) return otherIn(channel) ? shownName(otherIn(channel)) : "direct message";
  return channel.name;
}

export class Refused extends Error {
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

/** The body as it travels: JSON, or with files in several parts. */
function packed(body, files) {
  if (body === undefined) return undefined;
  if (!files.length) return JSON.stringify(body);
  const form = new FormData();
  form.append("payload_json", JSON.stringify(body));
  files.forEach((file, at) => form.append(`files[${at}]`, file, file.name));
  return form;
}

export async function call(path, { method = "GET", body, person, signal, files = [] } = {}) {
  const headers = {};
  if (person) headers.Authorization = person.token;
  if (body !== undefined && !files.length) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, { method, headers, signal, body: packed(body, files) });
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

export const as = (person, path, options = {}) => call(`/api/v10${path}`, { ...options, person });
