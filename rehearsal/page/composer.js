// Writing a message, and small things of the frame.

import { $, remember } from "./base.js";
import { Refused, as, findPlace, isDm, isThread, me, place, placeName, state } from "./state.js";
import { drawMessages, showNewest } from "./messages.js";
import { chooseCommand, closePalette, drawCommandForm, markActive, openPalette, palette } from "./commands.js";

const LONGEST = 2000;
let draftOf = null; // whose words stand in the composer, and where

/** Drafts are kept under names, not ids: they outlive a restart of the rehearsal, which makes new ids. */
function draftKey(person) {
  const channel = person && findPlace(person, person.place);
  return channel ? `rehearsal.draft.${person.name}.${isDm(channel) ? "@" : "#"}${placeName(channel)}` : null;
}

const drafts = new Map(); // beside the browser's storage, which may be forbidden

export function keepDraft(text = $("composer-text").value, key = draftOf) {
  if (!key) return;
  drafts.set(key, text);
  remember("sessionStorage", key, text);
}

const draftAt = (key) => (key && (drafts.get(key) ?? remember("sessionStorage", key))) || "";

function signOf(channel) {
  if (isThread(channel)) return `#${me().channels.find((one) => one.id === channel.parent_id)?.name || ""} ↳ `;
  return isDm(channel) ? "@" : "#";
}

export function drawPlace() {
  const channel = place();
  $("place-title").textContent = channel ? `${signOf(channel)}${placeName(channel)}` : "…";
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

export function problem(words) {
  $("composer-problem").textContent = words;
  $("composer-problem").hidden = !words;
}

/** React to a changed text: height, counter, command list, draft. */
export function typed() {
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

export function composerKey(event) {
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
export async function send(event) {
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

export const clockTime = (at) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date(at));

export async function chooseLanguage() {
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

export function openSide() {
  $("side").classList.add("open");
  $("veil").hidden = false;
  $("main").inert = true;
  $("open-side").setAttribute("aria-expanded", "true");
  $("close-side").focus();
}

export function closeSide() {
  if (!$("side").classList.contains("open")) return;
  $("side").classList.remove("open");
  $("veil").hidden = true;
  $("main").inert = false;
  $("open-side").setAttribute("aria-expanded", "false");
  $("open-side").focus();
}
