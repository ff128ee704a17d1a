// A field that suggests while somebody types: the bot's choices, shown by name and sent by value.

import { freshId, h } from "./base.js";

const PAUSE = 250; // milliseconds after the last key before the bot is asked

/**
 * Make an input with a list of suggestions below it; `ask` returns [{name, value}] for what is typed, or null.
 * `change` hears what would be sent: the value of a chosen suggestion, or the typed words themselves.
 */
export function suggestingInput({ id, kept, ask, change }) {
  const listId = freshId("suggestions");
  let offered = [];
  let active = -1;
  let waiting = 0;
  const input = h("input", {
    id, type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": listId, set: { value: kept },
  });
  const list = h("ul", { id: listId, role: "listbox", class: "suggestions", hidden: true, "aria-label": "Suggestions" });
  const status = h("span", { class: "unseen", role: "status" });

  function draw() {
    const rows = offered.map((one, at) => h("li", {
      role: "option", id: `${listId}-${at}`, "aria-selected": String(at === active), class: at === active ? "active" : null,
      onpointerdown: (event) => { event.preventDefault(); choose(at); },
    }, one.name));
    list.replaceChildren(...rows);
    list.hidden = !offered.length;
    input.setAttribute("aria-expanded", String(offered.length > 0));
    if (rows[active]) input.setAttribute("aria-activedescendant", rows[active].id);
    else input.removeAttribute("aria-activedescendant");
    rows[active]?.scrollIntoView({ block: "nearest" });
  }
  function choose(at) {
    input.value = offered[at].name;
    change(offered[at].value);
    close();
  }
  function close() {
    offered = [];
    active = -1;
    draw();
  }
  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const words = input.value;
      const found = await ask(words);
      if (!found || input.value !== words || document.activeElement !== input) return; // typed on meanwhile
      offered = found;
      active = -1;
      status.textContent = found.length === 1 ? "1 suggestion" : `${found.length || "No"} suggestions`;
      draw();
    }, PAUSE);
  }
  input.addEventListener("input", () => { change(input.value); soon(); });
  input.addEventListener("focus", soon);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (!offered.length) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      active = (active + step + offered.length) % offered.length;
      draw();
    } else if (event.key === "Enter" && active >= 0) choose(active);
    else if (event.key === "Escape") { event.stopPropagation(); close(); }
    else return;
    event.preventDefault();
  });
  return { node: h("div", { class: "suggesting" }, input, list, status), input };
}
