// What every part of the page stands on: making elements, remembering, announcing.
// Every text that came from outside becomes a text node; nothing here ever assigns innerHTML (reading it is harmless).

export const $ = (id) => document.getElementById(id);
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Make an element: keys starting with "on" are listeners, `set` holds properties, the rest are attributes. */
export function h(tag, options = {}, ...children) {
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

/** Fill an element anew, leaving out what is not there. */
export function refill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
}

export const unseen = (text) => h("span", { class: "unseen" }, text);
export const clip = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
export const idOf = (thing) => (thing && typeof thing === "object" ? thing.id : thing) || null;
let counter = 0;
export const freshId = (stem) => `${stem}-${++counter}`;

/** Say a text to screen readers without moving the focus. */
export function announce(text) {
  const line = h("p", {}, text);
  $("live").append(line);
  setTimeout(() => line.remove(), 8000);
}

/** Storage that may be forbidden by the browser: then the page simply remembers less. */
export function remember(store, key, value) {
  try {
    if (value === undefined) return window[store].getItem(key);
    window[store].setItem(key, value);
  } catch { /* private windows may refuse */ }
  return null;
}

/** Make the buttons of a list one tab stop, moved by the arrow keys. */
export function roving(list) {
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
export function fill(list, rows) {
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
