// The world's time, and mishaps for the bot.

import { $, sleep, unseen } from "./base.js";
import { Refused, call, state } from "./state.js";
import { readWorld } from "./world.js";
import { drawClock, momentWords } from "./places.js";
import { refreshRelative } from "./markdown.js";
import { drawMessages } from "./messages.js";

export const leading = { busy: false, moves: 0, quiet: 0, shown: 0 };

export function drawDue() {
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
export async function readMishaps() {
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

export function listenToTools() {
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
