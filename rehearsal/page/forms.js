// The forms a bot opens.

import { $, freshId, h, idOf } from "./base.js";
import { me, state } from "./state.js";
import { drawPeople } from "./places.js";
import { markdown } from "./markdown.js";
import { choicesOf, picker } from "./components.js";
import { act } from "./acts.js";

export function openModalFor(person, event) {
  person.modals.push({ ...event.modal, channel: idOf(event.channel) || person.place });
  if (person === state.me) showNextModal();
  else drawPeople();
}

export function showNextModal() {
  const dialog = $("modal");
  const person = me();
  if (dialog.open || !person.modals.length) return;
  buildModal(dialog, person, person.modals[0]);
  dialog.showModal();
  dialog.querySelector("input, textarea, .picker-toggle")?.focus();
}

/** Put away forms that were sent from elsewhere: while a story is told, its people do not type here. */
export function forgetForms(person) {
  person.modals = [];
  if (person !== state.me || !$("modal").open) return;
  $("modal").close();
  $("modal").replaceChildren();
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
  const files = [];
  const components = fields.map((field) => field.read(files)).filter(Boolean);
  const data = { id: modal.id, custom_id: modal.custom_id, components };
  const { result, words } = await act(person, { type: 5, channel_id: modal.channel, data }, { label: modal.title, quiet: true, files });
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
  return { ...field, read: (files) => ({ type: 18, ...numbered(part), component: field.read(files) }) };
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
  const read = (files) => ({ type: one.type, ...numbered(one), custom_id: one.custom_id, ...input.value(files) });
  return { node, read, check, touched: () => JSON.stringify(input.value()) !== first };
}

function modalInput(one, id, label) {
  if (one.type === 4) return textInput(one, id);
  if (one.type === 21 || one.type === 22) return groupInput(one, id);
  if (one.type === 23) return checkboxInput(one, id);
  if ([3, 5, 6, 7, 8].includes(one.type)) return selectInput(one, id, label);
  if (one.type === 19) return uploadInput(one, id);
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

/** Files for the bot: `files` is the list of the whole form, in which each answer names its own by number. */
function uploadInput(one, id) {
  const max = one.max_values ?? 1;
  const input = h("input", { type: "file", id, multiple: max > 1 });
  const problem = (needed) => {
    const { length } = input.files;
    if (needed && length < Math.max(1, one.min_values ?? 1)) return "A file is needed here.";
    return length > max ? `At most ${max}.` : "";
  };
  const value = (files) => ({ values: [...input.files].map((file) => (files ? String(files.push(file) - 1) : file.name)) });
  return { node: input, focusable: input, value, problem };
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
