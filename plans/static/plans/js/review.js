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

  // A line of the day moves by five minutes a key (with Shift thirty) or along with the pointer; the form with
  // the typed time takes it, so the rules judge it like any other decision.
  const STEP = 5, LEAP = 30, PIXELS = 8, LAST = 24 * 60 - STEP;
  const minutes = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const clock = (at) => [Math.floor(at / 60), at % 60].map((part) => String(part).padStart(2, "0")).join(":");
  const say = (slot, key) => {
    const words = document.getElementById("moving-words");
    const name = slot.querySelector(".strong")?.textContent.trim() || "";
    words.textContent = words.dataset[key].replace("{name}", name).replace("{time}", slot.querySelector(".time").textContent);
  };
  const put = (slot, at) => {
    const time = clock(Math.min(LAST, Math.max(0, at)));
    slot.querySelector(".time").textContent = time;
    slot.classList.toggle("moving", time !== slot.dataset.time);
    say(slot, "words");
  };
  const leave = (slot) => {
    slot.querySelector(".time").textContent = slot.dataset.time;
    slot.classList.remove("moving");
    say(slot, "left");
  };
  const take = (slot) => {
    const field = slot.querySelector("input[name$='value.time']");
    if (!field) return;
    field.value = slot.querySelector(".time").textContent;
    field.form.requestSubmit();
  };
  document.addEventListener("keydown", (event) => {
    const slot = event.target;
    if (!slot.matches?.("[data-movable]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way) put(slot, minutes(slot.querySelector(".time").textContent) + way * (event.shiftKey ? LEAP : STEP));
    else if (event.key === "Enter" && slot.classList.contains("moving")) take(slot);
    else if (event.key === "Escape" && slot.classList.contains("moving")) leave(slot);
    else return;
    event.preventDefault();
  });

  let held = null;
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.(".grip");
    if (!grip) return;
    const slot = grip.closest(".slot");
    held = { slot, from: event.clientY, at: minutes(slot.querySelector(".time").textContent), id: event.pointerId };
    grip.setPointerCapture(event.pointerId);
    event.preventDefault();
    slot.focus();
  });
  document.addEventListener("pointermove", (event) => {
    if (held?.id !== event.pointerId) return;
    put(held.slot, held.at + Math.round((event.clientY - held.from) / PIXELS) * STEP);
  });
  const drop = (event) => {
    if (held?.id !== event.pointerId) return;
    const { slot } = held;
    held = null;
    if (event.type === "pointercancel") leave(slot);
    else if (slot.classList.contains("moving")) take(slot);
  };
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);

  const ready = () => {
    for (const words of document.querySelectorAll("#review [data-with-script]")) words.hidden = false;
    for (const slot of document.querySelectorAll("#review [data-movable]:not(:has(.grip))")) {
      const grip = document.createElement("span");
      grip.className = "grip";
      grip.setAttribute("aria-hidden", "true");
      slot.querySelector(".time").before(grip);
    }
  };
  ready();

  // After a decision the page is drawn again: the focus goes back to the line it was on.
  let back = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    back = event.target.dataset?.back || event.target.closest?.(".line, .slot")?.id || "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    ready();
    const summary = document.getElementById("error-summary");
    if (summary) { summary.focus(); return; }
    const line = back && document.getElementById(back);
    (line || document.getElementById("review")).focus();
  });
})();
