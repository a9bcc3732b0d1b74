// [data-copies] puts the value of the field with that id on the clipboard, and says so; where the browser won't, the
// value is selected for the person to copy.
export function startCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copies);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.querySelector("span").textContent = "Copied";
    } catch {
      field.focus();
    }
  });
}
