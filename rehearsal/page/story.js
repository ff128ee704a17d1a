// Stories: a list to choose from, and watching one. A story plays in a world of its own, never in this one.

import { $, h, refill, sleep } from "./base.js";
import { call, findPlace, state } from "./state.js";
import { loadPlaces, openPlace, switchTo } from "./places.js";
import { forgetForms } from "./forms.js";

const told = { lines: 0, acting: "" };

export async function showStories() {
  const dialog = $("stories");
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  let offered = [];
  try {
    offered = await call("/rehearsal/stories");
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  }
  refill(dialog,
    h("h2", { id: "stories-title" }, "Watch a story"),
    h("p", {}, "It plays in a fresh world with a bot of its own, on a page of its own. Your world here stays as it is."),
    h("ul", { class: "story-list" }, offered.map((one) => storyRow(one, problem))),
    offered.length ? null : h("p", { class: "hint" }, "From this page no story can be played: it was opened without one."),
    problem,
    h("div", { class: "buttons" }, h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close")));
  dialog.showModal();
}

function storyRow(one, problem) {
  const button = h("button", {
    type: "button", class: "primary", "data-story": one.name, "aria-describedby": `about-${one.name}`,
    onclick: () => play(one.name, button, problem),
  }, `Play “${one.name}”`);
  return h("li", {}, h("p", { id: `about-${one.name}` }, one.about), button);
}

async function play(name, button, problem) {
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
  try {
    const { url } = await call("/rehearsal/stories", { method: "POST", body: { name } });
    window.location.assign(url);
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

/** If a story is played in this very world, show its lines as they are told and follow whoever acts. */
export async function watchStory() {
  const { story } = await call("/rehearsal/story");
  if (!story) return;
  $("open-stories").hidden = true;
  $("note").hidden = true;
  $("story").hidden = false;
  $("story-title").textContent = `Story: ${story.name}`;
  $("story-about").textContent = story.about;
  $("story-home").href = story.home;
  let now = story;
  while (now) {
    await show(now);
    if (now.state !== "playing") return;
    try {
      now = (await call(`/rehearsal/story?after=${told.lines}&acting=${told.acting}&wait=20`)).story;
    } catch {
      now = { ...now, lines: [], acting: null }; // the world of the story is gone, or away for a moment
      await sleep(1000);
    }
  }
}

const WORDS = {
  playing: "It is being told. Look around; what you press or write here meanwhile can break it.",
  ended: "It has ended. All of it stays here to look around in, until another story is played.",
  broken: "It broke. The last line says where.",
};

async function show(story) {
  state.watching = story.state === "playing";
  if (!state.watching && state.me) forgetForms(state.me);
  for (const line of story.lines) {
    told.lines = line.seq;
    $("story-lines").append(h("li", {}, line.text));
  }
  $("story-lines").lastElementChild?.scrollIntoView({ block: "nearest" });
  if ($("story-state").textContent !== WORDS[story.state]) $("story-state").textContent = WORDS[story.state];
  $("story").dataset.state = story.state;
  $("story-following").hidden = story.state !== "playing";
  const { acting } = story;
  if (!acting || String(acting.seq) === told.acting) return;
  told.acting = String(acting.seq);
  if ($("story-follow").checked) await follow(acting).catch(() => null); // a place that is gone by now
}

async function follow({ person, channel }) {
  if (state.me?.name !== person) {
    if (state.me) forgetForms(state.me);
    await switchTo(person);
  }
  if (!findPlace(state.me, channel)) await loadPlaces(state.me);
  if (state.me.name === person && state.me.place !== channel && findPlace(state.me, channel)) await openPlace(channel);
}
