// One more row below a row, without saving first. Without JavaScript every save gives an empty row.
"use strict";

for (const section of document.querySelectorAll("[data-rows]")) {
  const line = section.querySelector("[data-add]");
  const template = section.querySelector("template");
  if (!line || !template) continue;
  line.hidden = false;
  line.querySelector("button").addEventListener("click", () => {
    const total = section.querySelector(`[name="${section.dataset.rows}-TOTAL_FORMS"]`);
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    template.before(holder.content);
    template.previousElementSibling.querySelector("input:not([type=hidden]), select, textarea").focus();
  });
}
