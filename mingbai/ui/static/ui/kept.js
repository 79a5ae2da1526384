/* What was typed into a large field of the desk survives a lost page or session.

   It stays in this browser, under the official's own key, until it has been handed in,
   is thrown away, is seven days old, or the official signs out. A form says by
   data-keep="26-0000001:reply" which text it holds; without it the page's path does. */
(() => {
  "use strict";
  const PREFIX = "mingbai.kept.";
  const DAYS = 7;
  const user = document.currentScript.dataset.user;
  const own = `${PREFIX}${user}.`;
  const note = document.getElementById("kept-note");

  const names = () => Object.keys(localStorage).filter((one) => one.startsWith(PREFIX));
  const read = (name) => JSON.parse(localStorage.getItem(name));
  const forget = (name) => localStorage.removeItem(name);

  function write(name, entry) {
    try {
      localStorage.setItem(name, JSON.stringify(entry));
    } catch {
      // The browser keeps no more; the field itself still has the text.
    }
  }

  function nameOf(field) {
    const form = field.form;
    if (!form || form.method !== "post" || form.dataset.keep === "off") return "";
    return `${own}${form.dataset.keep || location.pathname}.${field.name}`;
  }

  function wasHandedIn(entry) {
    // A form that was taken is answered by a redirect away from its own page. After a
    // new sign-in one comes from there, and a form with errors comes without.
    const [arrival] = performance.getEntriesByType("navigation");
    const from = document.referrer && new URL(document.referrer).pathname;
    return entry.sent && arrival?.redirectCount > 0 && from === entry.path;
  }

  function giveBack(field, name, entry) {
    field.value = entry.text;
    const folded = field.closest("details");
    if (folded) folded.open = true;
    const said = note.content.firstElementChild.cloneNode(true);
    said.querySelector("time").textContent = new Date(entry.at).toLocaleString("zh-CN");
    said.querySelector("button").addEventListener("click", () => {
      forget(name);
      field.value = field.defaultValue;
      said.remove();
      field.focus();
    });
    field.before(said);
  }

  const oldest = Date.now() - DAYS * 24 * 3600 * 1000;
  for (const name of names()) {
    const entry = read(name);
    if (entry.at < oldest || (name.startsWith(own) && wasHandedIn(entry))) forget(name);
  }

  for (const field of document.querySelectorAll("main textarea")) {
    const name = nameOf(field);
    const entry = name && read(name);
    if (!entry) continue;
    if (entry.text === field.defaultValue) write(name, { ...entry, sent: false });
    else giveBack(field, name, entry);
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    const name = field instanceof HTMLTextAreaElement && nameOf(field);
    if (!name) return;
    if (field.value === field.defaultValue) forget(name);
    else write(name, { text: field.value, at: Date.now() });
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-sign-out]")) {
      names().filter((name) => name.startsWith(own)).forEach(forget);
      return;
    }
    for (const field of form.querySelectorAll("textarea")) {
      const name = nameOf(field);
      const entry = name && read(name);
      if (entry) write(name, { ...entry, sent: true, path: location.pathname });
    }
  });
})();
