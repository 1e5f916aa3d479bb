// The chapter editor: Dutch words, an accessible name and autosave. Without it the form works with its buttons.
"use strict";

// --- the words of the editor ---------------------------------------------------------------------------------
// django-prose-editor asks window.gettext and has no Dutch of its own.
const dutch = {
  "Bullets": "Opsomming", "Cancel": "Annuleren", "Columns": "Kolommen", "Decimal numbers": "Cijfers",
  "Edit Link": "Link wijzigen", "Include header row": "Met kopregel", "Insert": "Invoegen",
  "Insert Table": "Tabel invoegen", "List properties": "Eigenschappen van de lijst", "List type": "Soort lijst",
  "Lowercase Roman numerals": "Kleine Romeinse cijfers", "Lowercase letters": "Kleine letters",
  "Open in new window": "In een nieuw venster openen", "Rows": "Rijen", "Start at": "Begin bij",
  "Table Properties": "Eigenschappen van de tabel", "Title": "Titel", "Update": "Overnemen", "URL": "Adres (URL)",
  "Uppercase Roman numerals": "Grote Romeinse cijfers", "Uppercase letters": "Grote letters",
};
const buttons = {
  nl: {
    bold: "Vet", italic: "Cursief", "heading:2": "Kop 2", "heading:3": "Kop 3", "heading:4": "Kop 4", paragraph: "Gewone tekst",
    bulletList: "Opsomming", orderedList: "Genummerde lijst", blockquote: "Citaat", table: "Tabel", link: "Link",
    addLink: "Link maken of wijzigen", removeLink: "Link weghalen", undo: "Ongedaan maken", redo: "Opnieuw",
    toolbar: "Opmaak",
  },
  en: { toolbar: "Formatting" },
};
const language = document.documentElement.lang === "nl" ? "nl" : "en";
if (language === "nl") window.gettext = (text) => dutch[text] || text;

// Tiptap would add an inline style sheet, which our Content-Security-Policy refuses; its rules are in portal.css.
// An element with its mark that is no style sheet tells it that there is nothing to add.
const mark = document.createElement("style");
mark.type = "text/plain";
mark.setAttribute("data-tiptap-style", "");
document.head.append(mark);

// --- an accessible name --------------------------------------------------------------------------------------
document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  const area = editor.view.dom;
  const label = document.getElementById(`${textarea.id}_label`);
  area.setAttribute("role", "textbox");
  area.setAttribute("aria-multiline", "true");
  if (label) {
    area.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => area.focus());
  }
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) area.setAttribute(name, textarea.getAttribute(name));
  }
  // The links of the error summary lead to what can have the focus.
  area.id = textarea.id;
  textarea.id = `${area.id}_source`;
  label?.removeAttribute("for");
});

// --- autosave ------------------------------------------------------------------------------------------------
const WAIT = 5000;
const LONGEST = 30000;

function autosave(form) {
  const status = form.querySelector("[data-autosave-status]");
  let timer = 0;
  let waitingSince = 0;
  let changed = false;
  let underway = null;

  const say = (text) => { if (status.textContent !== text) status.textContent = text; };

  async function save() {
    changed = false;
    waitingSince = 0;
    say(form.dataset.saving);
    const body = new FormData(form);
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, redirect: "manual", credentials: "same-origin", headers: { "X-Autosave": "1" },
      });
      const isJson = (answer.headers.get("Content-Type") || "").includes("json");
      if (!isJson) {
        // A redirect to the sign-in page, or a refusal because the session is gone.
        say(answer.status >= 500 ? form.dataset.offline : form.dataset.expired);
        return later();
      }
      const result = await answer.json();
      say(result.message);
      if (answer.ok) {
        form.elements.row_version.value = result.row_version;
        if (!changed) form.dispatchEvent(new Event("portal:saved"));
      } else if (answer.status === 409) {
        form.dataset.paused = "";  // the writer decides, with both texts on the page
      }
    } catch {
      say(form.dataset.offline);
      later();
    }
  }

  function later() {
    changed = true;
    schedule(WAIT * 3);
  }

  function schedule(wait) {
    clearTimeout(timer);
    if ("paused" in form.dataset) return;
    waitingSince ||= Date.now();
    const rest = Math.max(0, LONGEST - (Date.now() - waitingSince));
    timer = setTimeout(() => {
      if (underway) { schedule(WAIT); return; }
      underway = save().finally(() => { underway = null; });
    }, Math.min(wait, rest));
  }

  form.addEventListener("input", () => { changed = true; schedule(WAIT); });

  // A save by hand waits for one that is under way: both would start from the same version.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!underway) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    underway.then(() => { clearTimeout(timer); form.requestSubmit(button); });
  }, true);
}

for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form);
