// What somebody typed outlives what comes in between: signing in again, another language, an error of the server.
// It stays in this tab (sessionStorage), for this person and this page, until another page has been reached.
"use strict";

{
  const KEY = "portal-keep";
  const main = document.querySelector("main");
  const user = document.body.dataset.user || "";
  const NOT_TYPED = new Set(["password", "file", "submit", "button", "reset", "image", "fieldset", "output"]);

  const read = () => {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; }
  };
  const write = (kept) => {
    try {
      if (kept) sessionStorage.setItem(KEY, JSON.stringify(kept));
      else sessionStorage.removeItem(KEY);
    } catch { /* no room, or not allowed: then as without this script */ }
  };

  const forms = () => [...main.querySelectorAll("form[method=post]")];
  const controls = (form) => [...form.elements].filter(
    (control) => control.name && control.name !== "csrfmiddlewaretoken" && !NOT_TYPED.has(control.type),
  );
  const isChoice = (control) => control.type === "radio" || control.type === "checkbox";

  function save(form, returning) {
    const rows = controls(form).map((control) => ({
      name: control.name, value: control.value, checked: control.checked,
      chosen: control.multiple ? [...control.selectedOptions].map((option) => option.value) : null,
    }));
    if (!controls(form).some((control) => control.type !== "hidden")) return;
    write({ path: location.pathname, user, form: forms().indexOf(form), rows, returning });
  }

  function restore(form, rows) {
    // The hidden version number comes back too: who was overtaken by somebody else hears it from the server.
    const left = [...rows];
    for (const control of controls(form)) {
      const found = left.findIndex(
        (row) => row.name === control.name && (!isChoice(control) || row.value === control.value),
      );
      if (found < 0) continue;
      const [row] = left.splice(found, 1);
      if (isChoice(control)) control.checked = row.checked;
      else if (row.chosen) for (const option of control.options) option.selected = row.chosen.includes(option.value);
      else control.value = row.value;
    }
  }

  // The lines that were added to a budget come first, then what was in them.
  function addLines(form, rows) {
    const total = form.querySelector("input[name$=TOTAL_FORMS]");
    const wanted = Number(rows.find((row) => row.name === total?.name)?.value || 0);
    const add = form.querySelector("button[type=button][name=add]");
    for (let count = Number(total?.value || 0); add && count < wanted; count += 1) add.click();
  }

  function tell(form) {
    const notice = document.createElement("div");
    notice.className = "notice notice-warn";
    notice.setAttribute("role", "status");
    const texts = [main.dataset.kept, form.querySelector("input[type=file]") ? main.dataset.keptFiles : ""];
    notice.append(...texts.filter(Boolean).map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }));
    form.before(notice);
  }

  function bring(kept) {
    const form = forms()[kept.form];
    if (!form || !kept.rows.some((row) => form.elements[row.name])) return;
    const byLine = "budget" in form.dataset;
    // Before the text editor starts, which reads its text once; a budget after its script, which adds lines.
    if (!byLine) restore(form, kept.rows);
    window.addEventListener("load", () => {
      if (byLine) {
        addLines(form, kept.rows);
        restore(form, kept.rows);
      }
      tell(form);
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  const betweenPages = "keep" in main.dataset;
  const kept = read();
  if (kept && betweenPages) {
    write({ ...kept, returning: true });
  } else if (kept) {
    write(null);
    const [navigation] = performance.getEntriesByType("navigation");
    const returning = kept.returning || ["back_forward", "reload"].includes(navigation?.type);
    const answered = document.querySelector(".error-summary, .notice-success");
    if (returning && !answered && kept.path === location.pathname && kept.user === user) bring(kept);
  }

  let changed = document.querySelector(".error-summary") ? forms()[0] : null;
  main.addEventListener("input", (event) => {
    const form = event.target.closest("form[method=post]");
    if (form) changed = form;
  });
  document.addEventListener("submit", (event) => {
    if (betweenPages) return;
    const form = event.target;
    if (form.matches("form.language")) {
      if (changed) save(changed, true);
    } else if (main.contains(form) && form.method === "post") {
      save(form, false);
    }
  });
}
