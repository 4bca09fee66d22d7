// The tracker by keyboard: one key fills a cell and goes on, the space bar goes on from a number, arrows move.
"use strict";

(() => {
  const form = document.querySelector("[data-tracker]");
  if (!form) return;
  for (const words of form.querySelectorAll("[data-with-script]")) words.hidden = false;
  const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]);
  const cells = rows.flat();
  const go = (cell) => { if (cell) { cell.focus(); cell.select(); } };
  const beside = (cell, step) => cells[cells.indexOf(cell) + step];

  const below = (cell, step) => {
    const at = rows.findIndex((row) => row.includes(cell));
    return rows[at + step]?.[rows[at].indexOf(cell)];
  };

  form.addEventListener("input", (event) => {
    const keys = event.target.dataset?.keys;
    const typed = event.data?.toLowerCase();
    if (!keys || !typed || event.target.value.length > 2) return;
    if (keys.includes(typed)) go(beside(event.target, 1));
  });

  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cells.includes(cell) || event.ctrlKey || event.metaKey || event.altKey) return;
    const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const to = {
      " ": () => beside(cell, 1),
      ArrowRight: () => (whole || cell.selectionStart === cell.value.length) && beside(cell, 1),
      ArrowLeft: () => (whole || cell.selectionEnd === 0) && beside(cell, -1),
      ArrowDown: () => below(cell, 1),
      ArrowUp: () => below(cell, -1),
      Backspace: () => cell.value === "" && beside(cell, -1),
    }[event.key]?.();
    if (!to) return;
    event.preventDefault();
    go(to);
  });
})();
