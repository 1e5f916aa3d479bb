// The budget: a new line without a round trip. Without it the button posts the form.
"use strict";

for (const form of document.querySelectorAll("form[data-budget]")) {
  const add = form.querySelector("button[name=add]");
  const body = form.querySelector("tbody");
  const template = form.querySelector("template");
  const total = form.querySelector("input[name$=TOTAL_FORMS]");
  const status = form.querySelector("[data-budget-status]");
  add.type = "button";
  add.addEventListener("click", () => {
    const index = Number(total.value);
    const line = template.content.cloneNode(true);
    for (const element of line.querySelectorAll("*")) {
      for (const attribute of [...element.attributes]) {
        if (attribute.value.includes("__prefix__")) {
          element.setAttribute(attribute.name, attribute.value.replaceAll("__prefix__", String(index)));
        } else if (attribute.name === "aria-label") {
          element.setAttribute("aria-label", attribute.value.replace(/\b0\b/, String(index + 1)));
        }
      }
    }
    body.append(line);
    total.value = String(index + 1);
    status.textContent = status.dataset.added;
    body.lastElementChild.querySelector("select, input")?.focus();
  });
}
