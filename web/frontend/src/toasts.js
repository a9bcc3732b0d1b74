// Messages of the server are in the page already, those of scripts are added. They leave after a while unless they
// carry an action under the pointer.
const STAYS = 6000;

function start(toast) {
  let timer = setTimeout(() => toast.remove(), STAYS);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => {
    timer = setTimeout(() => toast.remove(), STAYS);
  });
  toast.querySelector("[data-dismiss]")?.addEventListener("click", () => toast.remove());
}

// The page has a <template> of a toast. A newer message replaces what a script said before.
export function say(text, { bad = false, link = "" } = {}) {
  const list = document.querySelector(".toasts");
  const toast = document.getElementById("toast").content.firstElementChild.cloneNode(true);
  toast.querySelector("[data-said]").textContent = text;
  toast.querySelector(bad ? "[data-good]" : "[data-bad]").remove();
  const opens = toast.querySelector("a");
  if (link) opens.href = link;
  else opens.remove();
  list.querySelector("[data-of-script]")?.remove();
  list.append(toast);
  start(toast);
}

export function startToasts() {
  document.querySelectorAll(".toasts > div").forEach(start);
}
