import { lookUp, unknownText } from "./codes.js";
import { beep } from "./sounds.js";
import { say } from "./toasts.js";

// Rows of a formset: [data-add-row] copies the <template> of its [data-rows], [data-remove-row] takes one away,
// [data-pick] (a thing that was found) adds a row for that thing.
function rowsOf(list) {
  return list.querySelectorAll("[data-row]");
}

function renumber(list) {
  list.querySelector("input[name$=TOTAL_FORMS]").value = String(rowsOf(list).length);
  list.toggleAttribute("data-empty", rowsOf(list).length === 0);
}

function addRow(list) {
  const count = rowsOf(list).length;
  const html = list.querySelector("template").innerHTML.replaceAll("__prefix__", String(count));
  list.querySelector("[data-row-list]").insertAdjacentHTML("beforeend", html);
  renumber(list);
  return rowsOf(list)[count];
}

// The numbers of the rows behind move up by one, so that the server sees no gap.
function removeRow(row) {
  const list = row.closest("[data-rows]");
  row.remove();
  rowsOf(list).forEach((other, index) => {
    for (const field of other.querySelectorAll("[name], [id], [for]")) {
      for (const attribute of ["name", "id", "for"]) {
        const value = field.getAttribute(attribute);
        if (value) field.setAttribute(attribute, value.replace(/-\d+-/, `-${index}-`));
      }
    }
  });
  renumber(list);
}

function quantityOf(row) {
  return row.querySelector("input[name$=quantity]");
}

function pick({ id, name, sku }) {
  const row = addRow(document.querySelector("[data-rows]"));
  row.querySelector("input[name$=variation_id]").value = id;
  row.querySelector("[data-name]").textContent = name;
  row.querySelector("[data-sku]").textContent = sku;
  quantityOf(row).focus();
}

function pickFound({ dataset }) {
  pick({ id: dataset.pick, name: dataset.pickName, sku: dataset.pickSku });
}

// A thing that was scanned gets a row; the one that waits for its quantity already is not added twice.
export function scannedRow(code, found) {
  beep(Boolean(found));
  if (!found) return say(unknownText(code), { bad: true });
  const waiting = [...document.querySelectorAll("[data-row]")].find(
    (row) => row.querySelector("input[name$=variation_id]").value === String(found.id) && !quantityOf(row).value,
  );
  if (waiting) quantityOf(waiting).focus();
  else pick(found);
}

// Enter in the search field: a code finds its own thing; else the first one found has the focus, for arrows and Enter.
function startFinder(field) {
  const answer = document.querySelector(field.getAttribute("hx-target"));
  let wanted = false;
  const lead = () => {
    if (!wanted || answer.dataset.for !== field.value.trim()) return;
    wanted = false;
    answer.querySelector("[data-pick]")?.focus();
  };
  const forget = () => {
    field.value = "";
    answer.replaceChildren();
  };
  field.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    const found = await lookUp(text).catch(() => null);
    if (field.value.trim() !== text) return;
    wanted = !found;
    if (found) forget();
    if (found) scannedRow(text, found);
    else lead();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== answer) return;
    answer.dataset.for = new URLSearchParams(event.detail.pathInfo.finalRequestPath.split("?")[1]).get("find").trim();
    lead();
  });
  answer.addEventListener("click", forget);
}

export function startRows() {
  document.addEventListener("click", (event) => {
    const adder = event.target.closest("[data-add-row]");
    if (adder) addRow(adder.closest("[data-rows]")).querySelector("input:not([type=hidden])").focus();
    const remover = event.target.closest("[data-remove-row]");
    if (remover) removeRow(remover.closest("[data-row]"));
    const found = event.target.closest("[data-pick]");
    if (found) pickFound(found);
  });
  document.querySelectorAll("[data-finder]").forEach(startFinder);
  const first = document.querySelectorAll("[data-pick-at-start]");
  first.forEach(pickFound);
  if (first.length) quantityOf(document.querySelector("[data-row]")).focus();
}
