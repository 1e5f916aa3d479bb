// Long lists of checkboxes get a search box. Without it the whole list is there.
"use strict";

const ENOUGH = 12;

for (const form of document.querySelectorAll("form[data-choices]")) {
  form.querySelectorAll("fieldset").forEach((fieldset, number) => {
    const options = [...fieldset.querySelectorAll(".form-check")];
    if (options.length < ENOUGH) return;
    const id = `zoek-${number}`;
    const box = document.createElement("div");
    box.className = "choices-search";
    const label = document.createElement("label");
    label.htmlFor = id;
    label.textContent = form.dataset.choicesLabel;
    const input = document.createElement("input");
    input.type = "search";
    input.id = id;
    input.className = "form-control";
    const count = document.createElement("p");
    count.className = "meta";
    count.setAttribute("role", "status");
    box.append(label, input, count);
    const list = document.createElement("div");
    list.className = "choices-list";
    options[0].before(box, list);
    list.append(...options);
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const tell = () => {
      const chosen = options.filter((option) => option.querySelector("input").checked).length;
      const shown = options.filter((option) => !option.hidden).length;
      count.textContent = `${form.dataset.choicesChosen}: ${chosen}. ${form.dataset.choicesShown}: ${shown}.`;
    };
    input.addEventListener("input", (event) => {
      event.stopPropagation();  // searching changes nothing in the form
      const wanted = plain(input.value.trim());
      for (const option of options) option.hidden = !plain(option.textContent).includes(wanted);
      tell();
    });
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    fieldset.addEventListener("change", tell);
    tell();
  });
}
