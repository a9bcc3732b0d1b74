// <details class="menu"> closes on Escape, on a click elsewhere; [data-opens] shows a <dialog>; [data-theme-toggle].
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

export function startMenus() {
  document.addEventListener("click", (event) => {
    const target = event.target;
    closeMenus(target.closest("details.menu"));
    if (target.closest("[data-theme-toggle]")) window.toggleTheme();
    const opener = target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    if (target.closest("[data-closes]")) target.closest("dialog").close();
    if (target instanceof HTMLDialogElement && target.dataset.dismissable !== undefined) target.close();
    if (target.closest("[data-print]")) window.print();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.matches?.("[data-closes-dialog]")) event.target.closest("dialog").close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.querySelector("details.menu[open]");
      closeMenus(null);
      open?.querySelector("summary").focus();
    }
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      const search = document.querySelector("[data-global-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
  });
}
