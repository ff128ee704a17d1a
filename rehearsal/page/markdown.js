// Discord's markdown, from text to nodes; links out ask first.

import { $, h } from "./base.js";
import { findPlace, me, nameOfUser, now, placeName, roleNamed } from "./state.js";
import { openPlace } from "./places.js";
import { chooseCommand, commandsFor } from "./commands.js";

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

export function inline(text, depth = 0) {
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
export function markdown(text, depth = 0) {
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

export function refreshRelative() {
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
export function spoiler(tag, children) {
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
export function link(address, children) {
  const url = safeUrl(address);
  if (!url) return h("span", {}, children);
  return h("a", {
    href: url.href, rel: "noopener noreferrer nofollow", target: "_blank", title: url.href,
    onclick: (event) => { if (!onLoopback(url)) { event.preventDefault(); askToLeave(url); } },
  }, children);
}

export function safeUrl(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

export const onLoopback = (url) => url.host === location.host || ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);

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
