// What a scan does on a page: its target takes the code. Counting stock: a row; a product's form: one barcode more;
// elsewhere it opens the thing scanned, unless something typed would be lost by that.
import { isMisread, lookUp, unknownText } from "./codes.js";
import { scannedRow } from "./rows.js";
import { startScanner } from "./scanner.js";
import { beep } from "./sounds.js";
import { say } from "./toasts.js";

function refuse(text) {
  beep(false);
  say(text, { bad: true });
}

// Among the rows of a product's form, the one that has the focus, else the last.
function barcodesOf(form) {
  const row = document.activeElement.closest("[data-row]") ?? [...form.querySelectorAll("[data-row]")].at(-1);
  return row.querySelector("input[name$=barcodes]");
}

function addBarcode(form, code, found) {
  const field = barcodesOf(form);
  const codes = field.value.split(/[\s,]+/).filter(Boolean);
  if (codes.includes(code)) return refuse(`${code} is among the barcodes already.`);
  if (found) return refuse(`${found.name} has the code ${code} already.`);
  if (isMisread(code)) return refuse(unknownText(code));
  beep(true);
  field.value = [...codes, code].join(" ");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  say(`${code} is now among the barcodes.`);
}

let written = false;

function show(code, found) {
  if (!found) return refuse(unknownText(code));
  beep(true);
  if (written) say(found.name, { link: found.url });
  else location.assign(found.url);
}

async function scanned(code) {
  const form = document.getElementById("product-form");
  const rows = document.querySelector("[data-finder]");
  try {
    const found = await lookUp(code);
    if (rows) scannedRow(code, found);
    else if (form) addBarcode(form, code, found);
    else show(code, found);
  } catch (problem) {
    refuse(problem.message);
  }
}

// Pages of somebody who is signed in; before that nobody scans, and keys that type passwords are let in.
export function startScans() {
  if (!document.querySelector("[data-scan-url]")) return;
  document.addEventListener("input", (event) => {
    if (event.isTrusted && event.target.closest("form[method=post]")) written = true;
  });
  startScanner(scanned);
}
