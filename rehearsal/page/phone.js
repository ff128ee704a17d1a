// This person's phone: what its lock screen shows to whoever picks it up. Many texts of the bot are plain for its sake.

import { $, clip, h } from "./base.js";
import { me } from "./state.js";
import { clockTime } from "./composer.js";

export const KEPT = 6; // newest notifications a lock screen has room for
const LONGEST = 160;

export function drawPhone() {
  const { name, lock } = me();
  $("phone-title").textContent = `${name}'s phone`;
  $("phone-list").replaceChildren(...lock.toReversed().map(notice));
  $("phone-none").hidden = lock.length > 0;
}

/** One notification, as a phone words it: who, and what can be read without unlocking. */
function notice(event) {
  const text = event.text || "";
  const at = text.indexOf(": ");
  const [author, words] = at < 0 ? ["", text] : [text.slice(0, at), text.slice(at + 2)];
  return h("li", { class: "notice" },
    h("p", { class: "notice-head" }, h("strong", {}, author), " ", h("time", { class: "when", datetime: event.at }, clockTime(event.at))),
    h("p", { class: "notice-words" }, clip(words, LONGEST) || "sent a picture or buttons"));
}
