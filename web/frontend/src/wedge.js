// A scanner is a keyboard that types fast and ends with Enter. A scan that falls on no field opens the thing scanned.
const GAP = 60; // milliseconds between two characters; people are slower
const SHORTEST = 4;

export function startWedge() {
  const search = document.querySelector("[data-global-search]");
  if (!search) return;
  let typed = "";
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.timeStamp - last > GAP) typed = "";
    last = event.timeStamp;
    if (event.key.length === 1) typed += event.key;
    if (event.key === "Enter" && typed.length >= SHORTEST) {
      event.preventDefault();
      search.value = typed;
      search.form.requestSubmit();
    }
  });
}
