// Messages of the server are in the page already; they leave after a while unless they carry an action under the pointer.
const STAYS = 6000;

export function startToasts() {
  for (const toast of document.querySelectorAll(".toasts > div")) {
    let timer = setTimeout(() => toast.remove(), STAYS);
    toast.addEventListener("pointerenter", () => clearTimeout(timer));
    toast.addEventListener("pointerleave", () => {
      timer = setTimeout(() => toast.remove(), STAYS);
    });
    toast.querySelector("[data-dismiss]")?.addEventListener("click", () => toast.remove());
  }
}
