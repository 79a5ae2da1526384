/* Keys of the desk. Everything they do, a link or a button does as well.

   j k      the next, the previous letter of a list; Enter opens it, as any link
   r t e    the form marked data-key="r" … of a letter
   n        presses the button of the form marked data-key="n"
   /        the field marked data-key="/"
   ?        what the keys are
   Ctrl+Enter  hands in the form in which one types

   A single key does nothing in a field, and nothing at all once it is switched off
   (WCAG 2.1.4); Escape leaves every field. */
(() => {
  "use strict";
  const OFF = "mingbai.keys";
  const TYPING =
    "textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=submit])";
  const FIELD = "textarea, select, input:not([type=hidden])";
  // A Chinese keyboard gives the wide sign.
  const WIDE = { "？": "?", "、": "/", "／": "/" };
  const help = document.getElementById("keys-help");
  const toggle = document.querySelector("[data-keys-switch]");

  const marked = (key) => document.querySelector(`[data-key="${key}"]`);

  function move(step) {
    const rows = [...document.querySelectorAll("[data-row]")];
    const links = rows.map((row) => row.querySelector("a[href]")).filter(Boolean);
    if (!links.length) return false;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1);
    links[next].focus();
    return true;
  }

  function open(key) {
    const form = marked(key);
    if (!form) return false;
    const folded = form.closest("details");
    if (folded) folded.open = true;
    if (form instanceof HTMLDetailsElement) form.open = true;
    const field = form.matches(FIELD) ? form : form.querySelector(FIELD);
    if (!field) return false;
    field.focus();
    if (field instanceof HTMLInputElement) field.select();
    field.scrollIntoView({ block: "center" });
    return true;
  }

  function press(key) {
    const form = marked(key);
    if (!form) return false;
    form.requestSubmit();
    return true;
  }

  function explain() {
    if (!help) return false;
    help.showModal();
    return true;
  }

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    r: () => open("r"),
    t: () => open("t"),
    e: () => open("e"),
    n: () => press("n"),
    "/": () => open("/"),
    "?": explain,
  };

  function handIn(target) {
    const form = target.closest("form");
    // The first button is the one that Enter presses; it may be the harmless one.
    const main = form && form.querySelector("[data-hand-in]");
    if (form) form.requestSubmit(main || form.querySelector("[type=submit]"));
    return Boolean(form);
  }

  function isOff() {
    return localStorage.getItem(OFF) === "off";
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.ctrlKey) {
      if (event.key === "Enter" && handIn(target)) event.preventDefault();
      return;
    }
    if (target.matches(TYPING)) {
      if (event.key === "Escape") target.blur();
      return;
    }
    if (isOff() || (help && help.open)) return;
    const act = KEYS[WIDE[event.key] || event.key];
    if (act && act()) event.preventDefault();
  });

  for (const link of document.querySelectorAll("[data-keys-help]")) {
    link.addEventListener("click", (event) => {
      if (explain()) event.preventDefault();
    });
  }

  if (toggle) {
    toggle.checked = !isOff();
    toggle.addEventListener("change", () => {
      if (toggle.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "off");
    });
  }

  /* htmx changes the queue alone. Whatever else comes back, such as the way in once a
     session has ended, is opened as a whole page. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    const isWanted = target.id && xhr.responseText.includes(`id="${target.id}"`);
    if (xhr.status === 200 && isWanted) return;
    event.detail.shouldSwap = false;
    location.assign(event.detail.pathInfo.requestPath);
  });
  document.addEventListener("htmx:sendError", (event) => {
    location.assign(event.detail.pathInfo.requestPath);
  });
  document.addEventListener("htmx:afterSettle", () => {
    const current = document.querySelector("#queue [aria-current]");
    if (current && document.activeElement === document.body) current.focus();
  });
})();
