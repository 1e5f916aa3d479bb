// Small helps; every page works without them.
"use strict";

// The error summary gets the focus, so that it is read first.
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

// A form that must go once: the second click does nothing.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    // Signing in again in another tab gives a new token.
    const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    if (token && form.elements.csrfmiddlewaretoken) form.elements.csrfmiddlewaretoken.value = token[1];
    form.dataset.sent = "yes";
    const button = form.querySelector("button[type=submit]");
    if (button) button.setAttribute("aria-disabled", "true");
  });
}
// Coming back with the browser's back button opens the form again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) {
    delete form.dataset.sent;
    form.querySelector("button[type=submit]")?.removeAttribute("aria-disabled");
  }
});

// Leaving with unsaved text asks first.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  form.addEventListener("portal:saved", () => { changed = false; });  // autosave
  // Another language brings the text along (keep.js).
  document.querySelector("form.language")?.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}
