// Comforts on top of pages that work without them: nothing here is needed to do anything.
"use strict";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// Rows of a table field: add, remove, number again.
for (const field of all("[data-table]")) {
  const rows = field.querySelector(".rows");
  const blank = field.querySelector("template");
  const add = field.querySelector(".add-row");
  let next = rows.children.length;
  const renumber = () => {
    [...rows.children].forEach((row, place) => {
      row.querySelector(".row-number").textContent = String(place + 1);
      row.querySelector(".remove-row").hidden = rows.children.length < 2;
    });
  };
  add.hidden = false;
  add.addEventListener("click", () => {
    const box = document.createElement("div");
    box.append(blank.content.cloneNode(true));
    for (const part of all("[name], [id], [for], [aria-describedby]", box)) {
      for (const name of ["name", "id", "for", "aria-describedby"]) {
        const value = part.getAttribute(name);
        if (value) part.setAttribute(name, value.replaceAll("__baris__", String(next)));
      }
    }
    next += 1;
    const row = box.firstElementChild;
    rows.append(row);
    renumber();
    row.querySelector("input, select, textarea")?.focus();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  rows.addEventListener("click", (event) => {
    const button = event.target.closest(".remove-row");
    if (!button) return;
    const row = button.closest(".row");
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    renumber();
    (neighbour?.querySelector("input, select, textarea") ?? add).focus();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  renumber();
}

// A known model of server fills in what is still empty beside it.
document.addEventListener("change", (event) => {
  const input = event.target.closest('input[list="model-server"]');
  const row = input?.closest(".row");
  if (!row) return;
  const model = all("#model-server option").find((one) => one.value === input.value);
  for (const [key, value] of Object.entries(model?.dataset ?? {})) {
    const field = row.querySelector(`[name$=".${key}"]`);
    if (field && !field.value) field.value = value;
  }
});

// Fields that only matter after a certain answer.
const valueOf = (form, name) => {
  const parts = all(`[name="${CSS.escape(name)}"]`, form);
  const checks = parts.filter((part) => part.type === "checkbox" || part.type === "radio");
  if (checks.length === 0) return parts[0]?.value ?? "";
  const chosen = checks.find((part) => part.checked);
  if (chosen) return chosen.value;
  return checks[0].type === "checkbox" ? "tidak" : "";
};
for (const form of all("form")) {
  const dependents = all("[data-show-if]", form);
  if (dependents.length === 0) continue;
  const settle = () => {
    for (const field of dependents) {
      field.hidden = valueOf(form, field.dataset.showIf) !== field.dataset.showValue;
    }
  };
  form.addEventListener("change", settle);
  settle();
}

// The names of chosen files, so that a wrong one is seen before it is sent.
// The browser's own button speaks the browser's language; ours speaks the page's.
for (const input of all("input[type=file]")) {
  let last = input;
  if (input.dataset.choose) {
    const label = document.createElement("label");
    label.className = "button file-choose";
    label.htmlFor = input.id;
    label.textContent = input.dataset.choose;
    label.setAttribute("aria-hidden", "true");
    input.classList.add("covered");
    input.after(label);
    last = label;
  }
  const list = document.createElement("ul");
  list.className = "file-list help";
  list.setAttribute("aria-live", "polite");
  last.after(list);
  input.addEventListener("change", () => {
    list.replaceChildren(
      ...[...input.files].map((file) => {
        const item = document.createElement("li");
        const size = Math.max(1, Math.round(file.size / 1024));
        const shown = size < 1024 ? `${size} kB` : `${(size / 1024).toFixed(1).replace(".", ",")} MB`;
        item.textContent = `${file.name} (${shown})`;
        return item;
      }),
    );
  });
}

// One click is one act: a second one waits for the answer to the first.
for (const form of all('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
}
addEventListener("pageshow", () => {
  for (const form of all("form[data-sent]")) delete form.dataset.sent;
  for (const busy of all('[aria-busy="true"]')) busy.removeAttribute("aria-busy");
});

// Leaving a form with words that are not saved yet asks first.
for (const form of all("form[data-guard]")) {
  const ask = (event) => event.preventDefault();
  form.addEventListener("change", () => addEventListener("beforeunload", ask), { once: true });
  form.addEventListener("submit", () => removeEventListener("beforeunload", ask));
}

// The sheet opens at the place where the case is.
for (const scroll of all(".sheet-scroll")) {
  const here = scroll.querySelector(".symbol-current, .symbol-waiting");
  if (!here) continue;
  const place = here.getBoundingClientRect();
  const frame = scroll.getBoundingClientRect();
  scroll.scrollLeft += place.left + place.width / 2 - frame.left - frame.width / 2;
}

// Where there is room, the papers to decide on lie open.
if (matchMedia("(width > 60rem)").matches) {
  for (const paper of all("details[data-open-wide]")) paper.open = true;
}

// A menu closes when one looks elsewhere.
for (const menu of all("details.menu")) {
  addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// What is wrong is read first, and nothing that is wrong stays folded.
for (const wrong of all(".error")) {
  for (let around = wrong.closest("details"); around; around = around.parentElement.closest("details")) {
    around.open = true;
  }
}
document.querySelector("#galat")?.focus();
