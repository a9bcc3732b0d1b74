// Every signed-in and public page: htmx, menus, forms, toasts. No page needs more to be usable than its own HTML.
import htmx from "htmx.org";
import { startCopying } from "./copy.js";
import { startForms } from "./forms.js";
import { startMenus } from "./menus.js";
import { startMoving } from "./moving.js";
import { startRows } from "./rows.js";
import { startScans } from "./scans.js";
import { startToasts } from "./toasts.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
window.htmx = htmx;

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});

startMenus();
startCopying();
startForms();
startMoving();
startRows();
startToasts();
startScans();
