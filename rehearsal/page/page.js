// The rehearsal page: ten people's view of one small Discord, in plain modules without a build step.

import { $, remember, roving } from "./base.js";
import { state } from "./state.js";
import { begin, lookAround, lost } from "./world.js";
import { drawClock, openDm } from "./places.js";
import { listenToTools } from "./time.js";
import { showStories, watchStory } from "./story.js";
import { refreshRelative } from "./markdown.js";
import { watchScrolling } from "./messages.js";
import { cancelCommand, closePalette, toggleCommands } from "./commands.js";
import { chooseLanguage, closeSide, composerKey, keepDraft, openSide, problem, send, typed } from "./composer.js";

function listen() {
  roving($("people"));
  roving($("channels"));
  roving($("dms"));
  listenToTools();
  watchScrolling();
  $("composer-text").addEventListener("input", typed);
  $("composer-text").addEventListener("keydown", composerKey);
  $("composer-text").addEventListener("blur", () => setTimeout(() => {
    const { activeElement } = document;
    if (![$("commands"), $("composer-text")].includes(activeElement) && !$("palette").contains(activeElement)) closePalette();
  }, 150));
  $("palette").addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the composer
  $("composer").addEventListener("submit", send);
  $("command-form").addEventListener("keydown", (event) => { if (event.key === "Escape") cancelCommand(); });
  $("commands").addEventListener("click", toggleCommands);
  $("open-stories").addEventListener("click", showStories);
  $("open-dm").addEventListener("click", () => openDm().catch((error) => problem(error.message)));
  $("language").addEventListener("change", chooseLanguage);
  $("open-side").addEventListener("click", openSide);
  $("close-side").addEventListener("click", closeSide);
  $("veil").addEventListener("click", closeSide);
  $("side").addEventListener("keydown", (event) => { if (event.key === "Escape") closeSide(); });
  $("dismiss-note").addEventListener("click", () => {
    remember("localStorage", "rehearsal.note", "seen");
    $("note").hidden = true;
    $("commands").focus();
  });
  window.addEventListener("pagehide", () => keepDraft()); // bare, the event itself would become the draft
  setInterval(() => { if (state.me) { refreshRelative(); drawClock(); } }, 20000);
}

listen();
$("note").hidden = remember("localStorage", "rehearsal.note") === "seen";
try {
  await begin();
} catch {
  lost();
}
document.documentElement.dataset.ready = "true"; // tests wait for this
watchStory().catch(() => null); // without a server there is none; lost() looks for it
lookAround();
