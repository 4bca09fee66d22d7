// The handout beside the review: made when it is opened, and again after each decision while it is open.
"use strict";

(() => {
  const pane = document.getElementById("preview");
  if (!pane) return;
  const frame = pane.querySelector("iframe");
  const state = pane.querySelector("[data-preview-state]");
  let times = 0;
  const show = () => {
    if (!pane.open) return;
    state.textContent = state.dataset.making;
    frame.hidden = false;
    times += 1;
    frame.src = `${pane.dataset.address}?${times}`;
  };
  frame.addEventListener("load", () => { if (frame.src) state.textContent = state.dataset.made; });
  pane.addEventListener("toggle", show);
  document.body.addEventListener("htmx:afterSwap", (event) => { if (event.target.id === "review") show(); });
})();
