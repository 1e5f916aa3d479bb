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
// The names of its buttons are fixed English; these take their place.
const buttons = {
  paragraph: "Gewone tekst", "Heading 2": "Kop", "Heading 3": "Tussenkop", "Heading 4": "Kleine kop",
  "heading 2": "Kop", "heading 3": "Tussenkop", "heading 4": "Kleine kop", Paragraph: "Gewone tekst",
  "unordered list": "Opsomming", "ordered list": "Genummerde lijst", blockquote: "Citaat", bold: "Vet",
  italic: "Cursief", "insert link": "Link maken", "remove link": "Link weghalen", "Insert table": "Tabel invoegen",
  "Add column": "Kolom toevoegen", "Delete column": "Kolom weghalen", "Add row": "Rij toevoegen",
  "Delete row": "Rij weghalen", "Merge cells": "Cellen samenvoegen", "Split cell": "Cel splitsen",
  "Toggle header cell": "Kopcel aan of uit", "Delete table": "Tabel weghalen", undo: "Ongedaan maken",
  redo: "Opnieuw doen",
};
const language = document.documentElement.lang === "nl" ? "nl" : "en";
const named = (text) => (language === "nl" && buttons[text]) || text;
if (language === "nl") window.gettext = (text) => dutch[text] || text;

// Tiptap would add an inline style sheet, which our Content-Security-Policy refuses; its rules are in portal.css.
// An element of that name that is no style sheet tells it that there is nothing to add.
const mark = document.createElementNS("urn:portal", "style");
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
  const box = area.closest(".prose-editor");
  const waiting = new MutationObserver(() => watch(box, waiting));
  waiting.observe(box, { childList: true });
  watch(box, waiting);
});

// The bar comes after the text, and redraws its buttons.
function watch(box, waiting) {
  const bar = box.querySelector(".prose-menubar");
  if (!bar) return;
  waiting.disconnect();
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", language === "nl" ? "Opmaak" : "Formatting");
  name(bar);
  new MutationObserver(() => name(bar)).observe(bar, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["class", "aria-label"],
  });
}

// Names in the language of the page, and states that can be heard.
function name(bar) {
  for (const button of bar.querySelectorAll("button")) {
    const text = named(button.getAttribute("aria-label") || "");
    if (text && text !== button.getAttribute("aria-label")) button.setAttribute("aria-label", text);
    if (text) button.title = text;
    // An option is written as a heading, which would be one of the page.
    if (button.firstElementChild?.matches("p, h1, h2, h3, h4")) button.textContent = named(button.textContent);
    if (button.closest(".prose-menubar__group")) {
      button.setAttribute("aria-pressed", String(button.classList.contains("active")));
      button.setAttribute("aria-disabled", String(button.classList.contains("disabled")));
    }
  }
}

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
    // Signing in again in another tab gives a new token.
    const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    if (token) form.elements.csrfmiddlewaretoken.value = token[1];
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
        form.elements.step_key.value = result.step_key;
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
