// Type-ahead on names of medicines: suggestions come from the server, arrows choose, Enter takes.
"use strict";

(() => {
  const input = document.querySelector("[data-names]");
  if (!input) return;
  const list = document.createElement("ul");
  list.id = "names-list";
  list.className = "plain names";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Medicines");
  list.hidden = true;
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
    ["aria-controls", list.id]]) input.setAttribute(name, value);

  let chosen = -1;
  let asked = 0;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) { chosen = -1; input.removeAttribute("aria-activedescendant"); }
  };
  const choose = (at) => {
    const all = options();
    chosen = all.length ? (at + all.length) % all.length : -1;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    if (chosen >= 0) {
      input.setAttribute("aria-activedescendant", all[chosen].id);
      all[chosen].scrollIntoView({ block: "nearest" });
    }
  };
  const take = (option) => {
    input.value = `${option.dataset.value} `;
    show(false);
    input.focus();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // Only the name is looked up: once an amount is typed, the line is the server's to read.
  const wanted = () => { const text = input.value.trimStart(); return /\s$|\d/.test(text) ? "" : text; };
  const ask = async () => {
    const text = wanted();
    const turn = ++asked;
    if (text.length < 2) { show(false); return; }
    const body = new URLSearchParams({ [input.name]: text });
    const headers = { "X-CSRFToken": input.form.elements.csrfmiddlewaretoken.value, "HX-Request": "true" };
    const answer = await fetch(input.dataset.names, { method: "POST", body, headers, redirect: "manual" });
    if (turn !== asked || !answer.ok) return;
    list.innerHTML = await answer.text();
    show(options().length > 0);
  };
  let timer = 0;
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => ask().catch(() => show(false)), 60);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen < 0 ? -1 : chosen - 1); }
    if (event.key === "Escape") { event.preventDefault(); show(false); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(options()[chosen]); }
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); take(option); }
  });
  input.addEventListener("blur", () => window.setTimeout(() => show(false), 100));
})();
