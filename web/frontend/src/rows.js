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

function pick(found) {
  const row = addRow(document.querySelector("[data-rows]"));
  row.querySelector("input[name$=variation_id]").value = found.dataset.pick;
  row.querySelector("[data-name]").textContent = found.dataset.pickName;
  row.querySelector("[data-sku]").textContent = found.dataset.pickSku;
  row.querySelector("input[name$=quantity]").focus();
}

// Enter in the search field (a scanner sends it) takes the first thing found, once the answer is there.
function startFinder(field) {
  const answer = document.querySelector(field.getAttribute("hx-target"));
  let wanted = false;
  const take = () => {
    const first = answer.querySelector("[data-pick]");
    if (!wanted || answer.dataset.for !== field.value.trim()) return;
    wanted = false;
    first?.click();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    wanted = field.value.trim() !== "";
    take();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== answer) return;
    answer.dataset.for = new URLSearchParams(event.detail.pathInfo.finalRequestPath.split("?")[1]).get("find").trim();
    take();
  });
  answer.addEventListener("click", () => {
    field.value = "";
    answer.replaceChildren();
  });
}

export function startRows() {
  document.addEventListener("click", (event) => {
    const adder = event.target.closest("[data-add-row]");
    if (adder) addRow(adder.closest("[data-rows]")).querySelector("input:not([type=hidden])").focus();
    const remover = event.target.closest("[data-remove-row]");
    if (remover) removeRow(remover.closest("[data-row]"));
    const found = event.target.closest("[data-pick]");
    if (found) pick(found);
  });
  document.querySelectorAll("[data-finder]").forEach(startFinder);
  const first = document.querySelectorAll("[data-pick-at-start]");
  first.forEach(pick);
  if (first.length) document.querySelector("[data-row] input[name$=quantity]").focus();
}
