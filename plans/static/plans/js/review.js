// The review page by keyboard: on a line in focus, letters open its why and its decisions.
"use strict";

(() => {
  const lines = () => [...document.querySelectorAll("#review .line[tabindex], #review .slot[tabindex]")].filter((line) => line.offsetParent);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const line = event.target.closest?.(".line, .slot");
    if (!line) return;
    if (event.key === "Escape") {
      for (const open of line.querySelectorAll("details.act[open]")) open.open = false;
      line.focus();
      return;
    }
    if (event.target !== line || (event.key.length !== 1 && !event.key.startsWith("Arrow"))) return;
    const all = lines();
    const at = all.indexOf(line);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const control = [...line.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find((item) => item.offsetParent);
    if (control) {
      event.preventDefault();
      if (control.tagName !== "SUMMARY") { control.click(); return; }
      const box = control.parentElement;
      box.open = !box.open;
      if (box.open) (box.querySelector("input:not([type=hidden]), select, textarea, button") || control).focus();
    } else if (step && all[at + step]) {
      event.preventDefault();
      all[at + step].focus();
    }
  });

  // After a decision the page is drawn again: the focus goes back to the line it was on.
  let back = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    back = event.target.dataset?.back || event.target.closest?.(".line, .slot")?.id || "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    const summary = document.getElementById("error-summary");
    if (summary) { summary.focus(); return; }
    const line = back && document.getElementById(back);
    (line || document.getElementById("review")).focus();
  });
})();
