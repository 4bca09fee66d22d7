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
  const sent = new WeakMap(); // what is on its way, by question
  form.addEventListener("focusout", (event) => {
    const question = event.target.closest(".f[id^=f_]");
    if (!question) return;
    question.classList.remove("typing");
    // What was typed anew as it stood brings no change event of the browser's own.
    const kept = read().values[nameOf(question)];
    const left = !question.contains(event.relatedTarget);
    if (kept && left && JSON.stringify(kept) !== sent.get(question)) window.htmx.trigger(question, "change");
  });
  form.addEventListener("change", (event) => event.target.closest(".f")?.classList.remove("typing"), true);

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
    sent.delete(question);
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
  // A finger is wider than a knee: a tap beside a region takes the nearest one within reach.
  const reach = 14;
  const beside = (box, event) => Math.hypot(
    Math.max(box.left - event.clientX, 0, event.clientX - box.right),
    Math.max(box.top - event.clientY, 0, event.clientY - box.bottom));
  const nearest = (event) => [...chart.querySelectorAll("[data-region]")]
    .map((region) => [beside(region.getBoundingClientRect(), event), region])
    .filter(([distance]) => distance <= reach)
    .sort(([one], [other]) => one - other)[0]?.[1];
  if (chart) {
    for (const region of chart.querySelectorAll("[data-region]")) {
      const name = document.createElementNS("http://www.w3.org/2000/svg", "title");
      name.textContent = boxOf(region)?.parentElement.textContent.trim() || "";
      region.append(name);
    }
    chart.addEventListener("click", (event) => {
      const region = event.target.closest("[data-region]") || nearest(event);
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

  // --- what follows from an answer stands beside it ---------------------------------------------------------
  const panel = document.getElementById("panel");
  let opened = new Set();
  const writeSum = (made) => {
    const says = document.getElementById(`s_${made.dataset.sumOf}`);
    const total = document.getElementById(`id_${made.dataset.sumOf}`);
    if (says) says.textContent = made.textContent;
    if (!total || total.value === (made.dataset.sum || "")) return;
    total.value = made.dataset.sum || "";
    keep(total.closest(".f"));
  };
  const spread = () => {
    const box = panel.querySelector("[data-besides]");
    if (!box) return;
    const found = new Map([...box.querySelectorAll("[data-beside]")].map((made) => [made.dataset.beside, made]));
    for (const place of form.querySelectorAll(".beside")) {
      const made = found.get(place.id.slice(2));
      if (place.innerHTML !== (made ? made.innerHTML : "")) place.replaceChildren(...(made ? made.childNodes : []));
    }
    box.querySelectorAll("[data-sum-of]").forEach(writeSum);
    box.remove();
    for (const domain of panel.querySelectorAll("details[data-keep]")) domain.open = opened.has(domain.dataset.keep);
  };
  panel.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== panel) return;
    opened = new Set([...panel.querySelectorAll("details[data-keep][open]")].map((domain) => domain.dataset.keep));
  });
  panel.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target === panel) spread(); });

  // The answers of a paper form make the total anew; a total typed by hand puts them aside.
  form.addEventListener("input", (event) => {
    const total = event.target.dataset.addsTo && document.getElementById(event.target.dataset.addsTo);
    if (total) { total.value = ""; return; }
    const adder = form.querySelector(`[data-adds-to="${CSS.escape(event.target.id)}"]`);
    if (adder) adder.value = "";
  }, true);

  // --- stop-watch beside measured times -----------------------------------------------------------------------
  // A trial goes on while other questions are answered, and after the page was left and opened again.
  const timersKey = `${key}:timers`;
  const readTimers = () => { try { return JSON.parse(window.localStorage.getItem(timersKey)) || {}; } catch { return {}; } };
  const noteTimer = (name, started) => {
    const all = readTimers();
    if (started) all[name] = started; else delete all[name];
    try { window.localStorage.setItem(timersKey, JSON.stringify(all)); } catch { /* it runs on this page only */ }
  };
  const longestKept = 12 * 3600 * 1000;
  const bar = form.querySelector(".bar");
  const element = (tag, className, words) => {
    const made = document.createElement(tag);
    if (tag === "button") made.type = "button";
    made.className = className;
    made.textContent = words;
    return made;
  };

  // Running trials stand together where they are always in sight.
  const inSight = element("div", "timers", "");
  if (bar) bar.prepend(inSight);

  const timer = (control) => {
    const label = document.querySelector(`label[for="${CSS.escape(control.id)}"]`)?.firstChild?.textContent.trim() || "";
    const inMinutes = control.dataset.timer === "min";
    const unit = inMinutes ? 60000 : 1000;
    const longest = control.dataset.longest ? Number(control.dataset.longest) : 0;
    const box = element("div", "timer", "");
    const go = element("button", "btn btn-quiet timer-go", "Start");
    const drop = element("button", "btn btn-quiet timer-drop", "Discard");
    const said = element("span", "small muted timer-said", "");
    const follows = element("button", "btn btn-primary timer-follows", "");
    said.setAttribute("role", "status");
    drop.hidden = true;
    let started = 0;
    let ticking = 0;
    const shown = (past) => `${Math.floor(past / 60000)}:${String(Math.floor(past / 1000) % 60).padStart(2, "0")}`;
    const rest = () => {
      window.clearInterval(ticking);
      started = 0;
      noteTimer(control.name, 0);
      go.textContent = "Start";
      go.classList.remove("running");
      go.setAttribute("aria-label", `Start the timer: ${label}`);
      drop.hidden = true;
      follows.remove();
    };
    const stop = () => {
      const parts = "tenths" in control.dataset ? 10 : 1;
      const value = Math.min(Math.floor(((Date.now() - started) / unit) * parts) / parts, longest || Infinity);
      rest();
      control.value = String(value);
      said.textContent = `${value} ${inMinutes ? "min" : "s"} written. Correct it if needed.`;
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const tick = () => {
      const past = Date.now() - started;
      if (longest && past >= longest * unit) { stop(); said.textContent = `Stopped at the longest, ${longest} ${inMinutes ? "min" : "s"}.`; return; }
      go.textContent = `Stop ${shown(past)}`;
      follows.textContent = `Stop ${label.toLowerCase()} ${shown(past)}`;
    };
    const run = (since) => {
      started = since;
      noteTimer(control.name, since);
      said.textContent = "";
      drop.hidden = false;
      drop.setAttribute("aria-label", `Discard the time: ${label}`);
      go.classList.add("running");
      go.setAttribute("aria-label", `Stop the timer: ${label}`);
      inSight.append(follows);
      ticking = window.setInterval(tick, 200);
      tick();
    };
    go.addEventListener("click", () => { if (started) stop(); else run(Date.now()); });
    follows.addEventListener("click", () => { stop(); control.focus(); });
    drop.addEventListener("click", () => { rest(); said.textContent = "Discarded."; go.focus(); });
    const since = readTimers()[control.name];
    const past = Date.now() - since;
    rest();
    // Whether a trial went on to its cap, nobody saw: the time is typed, never supposed.
    if (since && past >= (longest ? longest * unit : longestKept)) said.textContent = "Not stopped before the page was left: type the time.";
    else if (since) run(since);
    box.append(go, drop);
    control.closest(".f-in").append(box);
    control.closest(".f-in").after(said);
  };
  form.querySelectorAll("[data-timer]").forEach(timer);
})();
