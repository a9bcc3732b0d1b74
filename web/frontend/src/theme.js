// Loaded in <head> before the first paint: light or dark as this device chose, else as the system prefers.
const KEY = "theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");

function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is refused in some private windows
  }
}

function apply() {
  const theme = chosen() ?? (system.matches ? "dark" : "light");
  document.documentElement.classList.toggle("dark", theme === "dark");
  document.dispatchEvent(new CustomEvent("theme", { detail: theme }));
}

window.toggleTheme = () => {
  const next = document.documentElement.classList.contains("dark") ? "light" : "dark";
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // the choice then lasts until the page is left
    document.documentElement.classList.toggle("dark", next === "dark");
    return;
  }
  apply();
};

system.addEventListener("change", apply);
apply();
