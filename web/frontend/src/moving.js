// Moving with keys: where things are scanned, Enter in a field of a form goes on to the next one, and the button that
// ends the form is pressed by itself; signing in and signing up are sent by Enter, as everywhere. Arrows walk through
// [data-walks], a list or a grid of things to choose from.
const FIELDS = "input:not([type=hidden]), select, textarea, button[type=submit]";

function shown(elements) {
  return [...elements].filter((each) => !each.disabled && each.offsetParent !== null);
}

function moveOn(event) {
  const field = event.target;
  if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
  if (!field.matches("main form[method=post] :is(input, select)")) return;
  const fields = shown(field.form.elements).filter((each) => each.matches(FIELDS));
  // A form of one field and its button is sent by Enter, as everywhere.
  if (fields.filter((each) => !each.matches("button")).length < 2) return;
  event.preventDefault();
  const next = fields[fields.indexOf(field) + 1];
  next?.focus();
  next?.select?.();
}

// As many as stand in the first line of a grid.
function columns(items) {
  return items.filter((each) => each.offsetTop === items[0].offsetTop).length;
}

function walk(event) {
  const list = event.target.closest("[data-walks]");
  const ways = { ArrowRight: () => 1, ArrowLeft: () => -1, ArrowDown: columns, ArrowUp: (items) => -columns(items) };
  if (!list || !ways[event.key] || event.target.matches("input")) return;
  const items = shown(list.querySelectorAll("button"));
  const to = items.indexOf(event.target) + ways[event.key](items);
  event.preventDefault();
  if (to < 0) document.getElementById(list.dataset.walks)?.focus();
  else items[Math.min(to, items.length - 1)].focus();
}

// ArrowDown in the field that a list belongs to leads to the first of it.
function enter(event) {
  if (event.key !== "ArrowDown" || !event.target.id) return;
  const list = document.querySelector(`[data-walks="${event.target.id}"]`);
  const first = list?.querySelector("button");
  if (!first) return;
  event.preventDefault();
  first.focus();
}

export function startMoving() {
  if (document.querySelector("[data-scan-url]")) document.addEventListener("keydown", moveOn);
  for (const each of [walk, enter]) document.addEventListener("keydown", each);
}
