// Makes forms easier; every page works without it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".field-table").forEach(growTable);
  document.querySelectorAll("[data-show-if]").forEach(showWhenAsked);
  document.querySelectorAll("form[method=post]").forEach(sendOnce);
  document.querySelectorAll("form[data-guard]").forEach(guardUnsaved);
  document.querySelectorAll(".sheet-scroll").forEach(scrollToCurrent);
  const galat = document.getElementById("galat");
  if (galat) galat.focus();
});

// Rows of a table can be added and taken away; numbers in names stay as they were given.
function growTable(table) {
  const rows = table.querySelector(".rows");
  const blank = table.querySelector(":scope > template");
  const add = table.querySelector(".add-row");
  let next = rows.children.length;
  const number = () =>
    rows.querySelectorAll(".row-number").forEach((one, place) => (one.textContent = place + 1));
  add.hidden = false;
  add.addEventListener("click", () => {
    const row = blank.content.cloneNode(true);
    row.querySelectorAll("[name], [id], [for], [aria-describedby]").forEach((one) => {
      for (const name of ["name", "id", "for", "aria-describedby"]) {
        const value = one.getAttribute(name);
        if (value) one.setAttribute(name, value.replaceAll("__baris__", next));
      }
    });
    next += 1;
    rows.append(row);
    number();
    rows.lastElementChild.querySelector("input, select, textarea")?.focus();
  });
  rows.addEventListener("click", (event) => {
    const button = event.target.closest(".remove-row");
    if (!button) return;
    button.closest(".row").remove();
    number();
    add.focus();
  });
  rows.querySelectorAll(".remove-row").forEach((one) => (one.hidden = false));
}

// A field that hangs on another is shown only with the value that asks for it.
function showWhenAsked(field) {
  const form = field.closest("form");
  const sources = () => form.querySelectorAll(`[name="${CSS.escape(field.dataset.showIf)}"]`);
  const update = () => {
    let value = "";
    sources().forEach((one) => {
      if (one.type === "checkbox") value = one.checked ? "ya" : "tidak";
      else if (one.type !== "radio" || one.checked) value = one.value;
    });
    field.hidden = value !== field.dataset.showValue;
  };
  sources().forEach((one) => one.addEventListener("input", update));
  update();
}

// A second click does nothing; the server would recognise it anyway by the form's key.
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((one) => one.removeAttribute("aria-busy"));
  });
}

function guardUnsaved(form) {
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

function scrollToCurrent(area) {
  const current = area.querySelector(".is-current, .state-current");
  if (current && area.scrollWidth > area.clientWidth) {
    const box = current.getBoundingClientRect();
    area.scrollLeft = Math.max(0, box.left - area.getBoundingClientRect().left - 80);
  }
}
