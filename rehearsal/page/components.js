// Buttons, menus and the other parts of a message.

import { freshId, h } from "./base.js";
import { botId, botName, me, state } from "./state.js";
import { link, markdown, spoiler } from "./markdown.js";
import { coloured, fileLink, fileOf, media } from "./messages.js";
import { act } from "./acts.js";

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
  13: (one, message) => fileLink({ filename: one.name || "file", size: one.size, ...fileOf(one.file, message) }),
  14: (one) => h("hr", { class: `${one.divider === false ? "bare" : ""}${one.spacing === 2 ? " wide" : ""}` }),
  17: (one, message) => {
    const box = coloured(h("div", { class: "container" }, one.components.map((inner) => component(inner, message))), one.accent_color);
    return one.spoiler ? spoiler("div", [box]) : box;
  },
};

export function component(one, message) {
  if (!one) return null;
  const make = COMPONENTS[one.type];
  return make ? make(one, message) : h("p", { class: "hint" }, `The rehearsal page cannot show this part (type ${one.type}).`);
}

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "away" };
const emojiText = (emoji) => (emoji?.name ? (emoji.id ? `:${emoji.name}:` : emoji.name) : "");

function button(one, message) {
  const label = [emojiText(one.emoji), one.label].filter(Boolean).join(" ");
  if (one.style === 5) return h("span", { class: "press away" }, link(one.url, [`${label} ↗`]));
  return h("button", {
    type: "button", class: `press ${STYLES[one.style] || "secondary"}`, disabled: one.disabled, "data-control": one.custom_id,
    "aria-busy": waits(one, message) ? "true" : null, onclick: () => press(message, one, {}),
  }, label || "…");
}

/** Tell whether a press or a choice still waits for its answer. */
const waits = (one, message) => me().pending.some((p) => p.messageId === message.id && p.customId === one.custom_id);

function messageSelect(one, message) {
  const select = picker({
    ...choicesOf(one), label: one.placeholder || "Choose", placeholder: one.placeholder || "Choose…", disabled: one.disabled,
    control: one.custom_id, min: one.min_values ?? 1, max: one.max_values ?? 1,
    onDone: (values) => press(message, one, { values, type: one.type }),
  });
  if (waits(one, message)) select.toggle.setAttribute("aria-busy", "true");
  return select;
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
export function choicesOf(one) {
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
export function picker({ label, placeholder, options, chosen = [], min = 1, max = 1, disabled, control, onDone, keep = false }) {
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
