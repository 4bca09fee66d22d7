// The intake: nothing typed is lost, the body chart can be tapped, units switch, holds are timed.
"use strict";

(() => {
  const form = document.getElementById("intake");
  if (!form) return;
  const key = `careplan:${document.body.dataset.user}:${form.dataset.localKey}`;
  const state = document.getElementById("save-state");
  const questions = () => form.querySelectorAll(".f[id^=f_]");
  const nameOf = (question) => question.id.slice(2);

  // --- a copy on this device of what the server does not have yet ---------------------------------
  const read = () => {
    try { return JSON.parse(window.localStorage.getItem(key)) || { values: {} }; } catch { return { values: {} }; }
  };
  const write = (kept) => {
    try {
      if (Object.keys(kept.values).length) window.localStorage.setItem(key, JSON.stringify(kept));
      else window.localStorage.removeItem(key);
    } catch { /* no room or no permission: the server still gets every answer */ }
  };
  const controls = (question) => [...question.querySelectorAll("input, select, textarea")];
  const snapshot = (question) => controls(question).map((control) =>
    [control.name, control.value, control.type === "checkbox" || control.type === "radio" ? control.checked : null]);
  const restore = (question, values) => {
    const left = controls(question);
    for (const [name, value, checked] of values) {
      const at = left.findIndex((control) => control.name === name && (checked === null || control.value === value));
      if (at < 0) continue;
      const [control] = left.splice(at, 1);
      if (checked === null) control.value = value; else control.checked = checked;
    }
  };
  const keep = (question) => {
    const kept = read();
    kept.values[nameOf(question)] = snapshot(question);
    delete kept.sent;
    write(kept);
  };
  const say = (name, words) => { if (state) { state.dataset.state = name; state.textContent = words; } };
  const clock = () => new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });

  form.addEventListener("input", (event) => {
    const question = event.target.closest(".f[id^=f_]");
    if (!question) return;
    keep(question);
    question.classList.add("typing");
  });
  form.addEventListener("focusout", (event) => event.target.closest(".f")?.classList.remove("typing"));
  form.addEventListener("change", (event) => event.target.closest(".f")?.classList.remove("typing"), true);

  const sent = new WeakMap();
  form.addEventListener("htmx:beforeRequest", (event) => {
    const question = event.detail.elt;
    if (!question.matches(".f[id^=f_]")) return;
    sent.set(question, JSON.stringify(snapshot(question)));
    say("saving", "Saving…");
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const question = event.detail.elt;
    if (!question.matches(".f[id^=f_]")) return;
    const lost = /\/sign-in\/?(\?|$)/.test(event.detail.xhr.responseURL || "");
    if (!event.detail.successful || lost) {
      keep(question);
      say("waiting", lost ? "Signed out: kept on this device" : "Not saved yet: kept on this device");
      return;
    }
    const kept = read();
    const name = nameOf(question);
    if (JSON.stringify(kept.values[name] || null) === sent.get(question)) delete kept.values[name];
    write(kept);
    question.classList.toggle("bad", Boolean(question.querySelector(".msg .error")));
    const waiting = Object.keys(kept.values).length;
    if (waiting) say("waiting", `${waiting} not saved yet`); else say("saved", `Saved ${clock()}`);
  });

  const sendAgain = () => {
    for (const question of questions()) {
      if (read().values[nameOf(question)] && !question.contains(document.activeElement)) {
        window.htmx.trigger(question, "change");
      }
    }
  };
  window.addEventListener("online", sendAgain);
  window.setInterval(sendAgain, 15000);

  form.addEventListener("submit", () => {
    const kept = read();
    if (!Object.keys(kept.values).length) return;
    kept.sent = form.elements.revision ? form.elements.revision.value : "";
    write(kept);
  });

  window.addEventListener("load", () => {
    const kept = read();
    const arrived = kept.sent !== undefined && form.elements.revision && form.elements.revision.value !== kept.sent;
    if (arrived) { write({ values: {} }); return; }
    let count = 0;
    for (const question of questions()) {
      const values = kept.values[nameOf(question)];
      if (!values) continue;
      restore(question, values);
      window.htmx.trigger(question, "change");
      count += 1;
    }
    const told = document.getElementById("restored");
    if (count && told) {
      const words = told.querySelector("[data-text]");
      words.textContent = `${count} ${words.dataset.text}`;
      told.hidden = false;
    }
  });

  // --- "asked: none" and the other boxes exclude each other ------------------------------------------
  // Before the copy on this device is taken, which must be what is sent.
  form.addEventListener("input", (event) => {
    const list = event.target.closest("[data-choices]");
    if (!list || !event.target.checked) return;
    const isNone = event.target.matches("[data-none]");
    for (const box of list.querySelectorAll("input[type=checkbox]")) {
      if (box !== event.target && (isNone || box.matches("[data-none]"))) box.checked = false;
    }
    colour();
  }, true);

  form.addEventListener("input", (event) => {
    if (!event.target.matches("[data-others]") || !event.target.value.trim()) return;
    for (const none of event.target.closest(".f").querySelectorAll("[data-none]")) none.checked = false;
  }, true);

  // In a long list one box at a time is reached by Tab; arrows move, Space ticks, a letter jumps.
  for (const list of form.querySelectorAll("[data-choices]")) {
    const boxes = [...list.querySelectorAll("input[type=checkbox]:not([data-none])")];
    if (boxes.length < 5) continue;
    const words = boxes.map((box) => box.parentElement.textContent.trim().toLowerCase());
    const stop = (at) => boxes.forEach((box, index) => { box.tabIndex = index === at ? 0 : -1; });
    stop(0);
    list.addEventListener("focusin", (event) => {
      if (boxes.includes(event.target)) stop(boxes.indexOf(event.target));
    });
    list.addEventListener("keydown", (event) => {
      const at = boxes.indexOf(event.target);
      if (at < 0 && event.target.matches("[data-none]") && event.key === "ArrowDown") {
        event.preventDefault();
        boxes.find((box) => box.tabIndex === 0).focus();
      }
      if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      let next = step ? (at + step + boxes.length) % boxes.length : -1;
      if (event.key === "Home") next = 0;
      if (event.key === "End") next = boxes.length - 1;
      if (/^[a-z0-9]$/i.test(event.key)) {
        const turned = [...words.keys()].map((index) => (at + 1 + index) % boxes.length);
        next = turned.find((index) => words[index].startsWith(event.key.toLowerCase())) ?? -1;
      }
      if (next < 0) return;
      event.preventDefault();
      boxes[next].focus();
    });
  }

  // --- body chart --------------------------------------------------------------------------------------
  const chart = form.querySelector("[data-body-chart]");
  const boxOf = (region) => chart.closest(".f").querySelector(`input[value="${region.dataset.region}"]`);
  const colour = () => {
    for (const region of chart ? chart.querySelectorAll("[data-region]") : []) {
      region.classList.toggle("on", Boolean(boxOf(region)?.checked));
    }
  };
  if (chart) {
    chart.addEventListener("click", (event) => {
      const region = event.target.closest("[data-region]");
      if (region) boxOf(region)?.click();
    });
    form.addEventListener("change", colour);
    colour();
  }

  // --- another unit: the number is converted, what is stored stays the same -------------------------------
  for (const pick of form.querySelectorAll("[data-unit-of]")) {
    let factor = Number(pick.selectedOptions[0].dataset.perStored);
    pick.addEventListener("change", () => {
      const control = document.getElementById(pick.dataset.unitOf);
      const wanted = Number(pick.selectedOptions[0].dataset.perStored);
      const number = Number(control.value);
      if (control.value.trim() && Number.isFinite(number)) {
        control.value = String(Math.round((number / factor) * wanted * 10) / 10);
      }
      factor = wanted;
    }, true);
  }

  // --- stop-watch beside measured times -----------------------------------------------------------------------
  const minute = 60000;
  for (const control of form.querySelectorAll("[data-timer]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet btn-sm timer";
    const label = document.querySelector(`label[for="${CSS.escape(control.id)}"]`)?.firstChild?.textContent.trim() || "";
    const rest = () => { button.textContent = "Start"; button.setAttribute("aria-label", `Start the timer: ${label}`); };
    let started = 0;
    let ticking = 0;
    rest();
    button.addEventListener("click", () => {
      if (!started) {
        started = Date.now();
        button.setAttribute("aria-label", `Stop the timer: ${label}`);
        const show = () => {
          const seconds = Math.floor((Date.now() - started) / 1000);
          button.textContent = `Stop ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
        };
        show();
        ticking = window.setInterval(show, 250);
        return;
      }
      window.clearInterval(ticking);
      const past = Date.now() - started;
      control.value = String(Math.floor(past / (control.dataset.timer === "min" ? minute : 1000)));
      started = 0;
      rest();
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
    });
    control.closest(".f-in").append(button);
  }
})();
