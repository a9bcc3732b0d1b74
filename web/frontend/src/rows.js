// Rows of a formset: [data-add-row] copies the <template> of its [data-rows], [data-remove-row] takes one away.
function renumber(list) {
  list.querySelector("input[name$=TOTAL_FORMS]").value = String(list.querySelectorAll("[data-row]").length);
}

export function startRows() {
  document.addEventListener("click", (event) => {
    const adder = event.target.closest("[data-add-row]");
    if (adder) {
      const list = adder.closest("[data-rows]");
      const count = list.querySelectorAll("[data-row]").length;
      const html = list.querySelector("template").innerHTML.replaceAll("__prefix__", String(count));
      list.querySelector("[data-row-list]").insertAdjacentHTML("beforeend", html);
      renumber(list);
      const row = list.querySelectorAll("[data-row]")[count];
      row.querySelector("input:not([type=hidden]), select").focus();
      window.htmx?.process(row);
    }
    const remover = event.target.closest("[data-remove-row]");
    if (remover) {
      // The numbers of the rows behind move up by one, so that the server sees no gap.
      const list = remover.closest("[data-rows]");
      remover.closest("[data-row]").remove();
      list.querySelectorAll("[data-row]").forEach((row, index) => {
        for (const field of row.querySelectorAll("[name], [id], [for]")) {
          for (const attribute of ["name", "id", "for"]) {
            const value = field.getAttribute(attribute);
            if (value) field.setAttribute(attribute, value.replace(/-\d+-/, `-${index}-`));
          }
        }
      });
      renumber(list);
    }
  });
}
