import { PAUSE, mayBeScan } from "./scanner.js";

// Forms: a submit shows that it is under way and can't be sent twice; a select of class .auto submits its form;
// the subdomain is proposed from the business's name until somebody types one.
function slug(text) {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 40);
}

function markBusy(form, busy) {
  for (const button of form.querySelectorAll("button[type=submit][data-busy]")) {
    button.setAttribute("aria-busy", String(busy));
    if (busy) {
      button.dataset.idle = button.innerHTML;
      button.innerHTML = '<span class="spinner" aria-hidden="true"></span>';
      button.append(button.dataset.busy);
    } else if (button.dataset.idle) {
      button.innerHTML = button.dataset.idle;
    }
  }
}

function proposeSubdomain() {
  const name = document.querySelector("[data-proposes]");
  const subdomain = name && document.getElementById(name.dataset.proposes);
  if (!subdomain) return;
  let typed = subdomain.value !== "";
  subdomain.addEventListener("input", (event) => {
    if (event.isTrusted) typed = subdomain.value !== "";
  });
  name.addEventListener("input", () => {
    if (typed) return;
    subdomain.value = slug(name.value);
    subdomain.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// A letter chooses from a list, and may be the first of a scan, which takes the choice back.
function submitWhenChosen(field, value = field.value) {
  if (mayBeScan()) setTimeout(() => submitWhenChosen(field, value), PAUSE);
  else if (field.value === value) field.form.requestSubmit();
}

export function startForms() {
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("aria-busy") === "true") event.preventDefault();
    else if (event.target.querySelector("[data-busy]")) {
      event.target.setAttribute("aria-busy", "true");
      markBusy(event.target, true);
    }
  });
  // A page that the browser kept (back button) comes back with its form ready again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[aria-busy]")) {
      form.removeAttribute("aria-busy");
      markBusy(form, false);
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-auto-submit]")) submitWhenChosen(event.target);
  });
  document.querySelector("[aria-invalid=true]")?.focus();
  proposeSubdomain();
}
