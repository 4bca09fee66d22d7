// Every page: the error summary takes the focus, a lost session is told, an idle page is left.
"use strict";

(() => {
  const summary = document.getElementById("error-summary");
  if (summary) summary.focus();

  // A request after the session ended is answered by the sign-in page: never show that inside a page.
  const signedOut = (xhr) => xhr && /\/sign-in\/?(\?|$)/.test(xhr.responseURL || "");
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (!signedOut(event.detail.xhr)) return;
    event.detail.shouldSwap = false;
    document.body.dispatchEvent(new CustomEvent("careplan:signed-out"));
    const told = document.getElementById("signed-out");
    if (told) told.hidden = false;
  });

  // Leave the page when the server has ended the session, so that nobody reads it over an empty chair.
  const seconds = Number(document.body.dataset.idleSeconds || 0);
  let timer = 0;
  const wait = () => {
    window.clearTimeout(timer);
    if (seconds) timer = window.setTimeout(() => window.location.reload(), (seconds + 2) * 1000);
  };
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!signedOut(event.detail.xhr)) wait();
  });
  wait();

  // In a group of radio buttons the first letter of an answer, or its digit, chooses it.
  document.addEventListener("keydown", (event) => {
    const radio = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if (!(radio instanceof HTMLInputElement) || radio.type !== "radio" || event.key === " ") return;
    const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(radio.name)}"]`)];
    const begins = (item) => item.value !== ""
      && item.parentElement.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase());
    // Pressed again, the letter goes on to the next answer that begins with it.
    const at = group.indexOf(radio.checked ? radio : group.find((item) => item.checked));
    const wanted = [...group.slice(at + 1), ...group.slice(0, at + 1)].find(begins);
    if (!wanted || wanted.checked) return;
    event.preventDefault();
    wanted.focus();
    wanted.click();
  });

  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
