// The messages of a place.

import { $, clip, h } from "./base.js";
import { FLAG, as, findPlace, me, placeName, shownName } from "./state.js";
import { avatar, openThread } from "./places.js";
import { inline, link, markdown, onLoopback, safeUrl, spoiler } from "./markdown.js";
import { component } from "./components.js";
import { failureNode } from "./acts.js";
import { menuButton } from "./commands.js";
import { clockTime } from "./composer.js";

// Scrolling: a new message comes into view from its first line, unless the reader has gone elsewhere meanwhile.
const view = { follow: true, target: 0 };

export function showNewest() {
  const scroller = $("scroller");
  const last = $("failures").childElementCount ? null : $("messages").lastElementChild;
  const bottom = scroller.scrollHeight - scroller.clientHeight;
  view.target = Math.max(0, Math.min(bottom, last ? last.offsetTop - 16 : bottom));
  view.follow = true;
  scroller.scrollTop = view.target;
}

export function watchScrolling() {
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

export function drawMessages(fresh = false) {
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
  const signature = JSON.stringify([message, follows, busy, failure?.text, placesNamed(me(), message)]);
  const kept = drawn.get(message.id);
  if (kept?.signature === signature) return kept.node;
  const node = buildMessage(message, follows, failure);
  drawn.set(message.id, { node, signature });
  return node;
}

/** The names of the places a message speaks of, null for those not seen (yet): some were made a moment ago. */
export function placesNamed(person, message) {
  const ids = [...JSON.stringify(message).matchAll(/<#(\d+)>/g)].map(([, id]) => id);
  return ids.map((id) => findPlace(person, id)).map((one) => one && placeName(one));
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

/** What the platform itself says in a channel, as a client words it. */
const SYSTEM = {
  1: (message) => [`added ${named(message)} to the thread`],
  2: (message) => [`took ${named(message)} out of the thread`],
  4: (message) => ["named the thread ", h("strong", {}, message.content)],
  18: (message) => ["started a thread: ", threadButton(message.message_reference?.channel_id, message.content)],
};

const named = (message) => message.mentions?.map(shownName).join(", ") || "somebody";

function threadButton(id, name, count) {
  const words = count ? `Thread: ${name} (${count})` : `Thread: ${name}`;
  return h("button", { type: "button", class: "quiet thread-link", "data-thread": id, onclick: () => openThread(id) }, words);
}

function messageContent(message) {
  if (message.flags & FLAG.loading) return [h("p", { class: "thinking" }, `${shownName(message.author)} is thinking…`)];
  const edited = message.edited_timestamp ? h("span", { class: "edited" }, "(edited)") : null;
  if (message.type in SYSTEM) return [h("p", { class: "small" }, SYSTEM[message.type](message))];
  if (message.type === 21) return messageContent({ ...(message.referenced_message || { content: "The first message is gone.", flags: 0 }), thread: null });
  if (message.type === 7) return [h("p", { class: "small" }, "is here now")];
  const parts = [];
  if (message.content) parts.push(h("div", { class: "text" }, markdown(message.content)));
  parts.push(...looseFiles(message).map(attachment), ...(message.embeds || []).map((one) => embed(one, message)));
  parts.push(...(message.components || []).map((one) => component(one, message)));
  if (message.thread) {
    parts.push(threadButton(message.thread.id, message.thread.name, message.thread.message_count));
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
export function plainText(message) {
  if (message.flags & FLAG.loading) return "is thinking…";
  if (message.type === 1 || message.type === 2) return SYSTEM[message.type](message).join("");
  const texts = [message.content];
  const walk = (one) => {
    if (one.type === 10) texts.push(one.content);
    for (const inner of one.components || []) walk(inner);
    if (one.accessory) walk(one.accessory);
  };
  for (const one of message.embeds || []) texts.push(one.title, one.description);
  for (const one of message.components || []) walk(one);
  for (const one of message.attachments || []) texts.push(one.description ? `Picture: ${one.description}` : one.filename);
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
  return fileLink(file);
}

/** A file to take away, whatever is in it. */
export function fileLink(file) {
  const name = file.title || file.filename || "file";
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
export function fileOf(media, message) {
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
  const said = alt && here ? h("details", { class: "alt" }, h("summary", {}, "Description"), h("p", {}, alt)) : null;
  return h("figure", { class: "picture" }, hidden ? spoiler("div", [inside]) : inside, said);
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

export function media(one, message, about = one.description, hidden = false) {
  const file = fileOf(one, message);
  return picture(file.url, about || file.description || file.filename, hidden, file);
}

export function coloured(box, colour) {
  if (Number.isInteger(colour)) box.style.setProperty("--edge", `#${colour.toString(16).padStart(6, "0")}`);
  return box;
}
