// The one scanner layer of every page. A scanner is a keyboard that types faster than people and ends with Enter (or
// Tab): such a burst goes to the page's target, whatever has the focus. What it typed into fields is taken back, and
// its Enter neither submits nor presses anything.
const GAP = 60; // milliseconds between two keys; people are slower
const SHORTEST = 4;
export const PAUSE = 2 * GAP; // when nothing came for so long, what was typed was a person's

// Reads keys one by one. `first` and `more` are characters of what may be a burst, `scan` is its end, `none` is any
// other key.
export function makeReader() {
  let code = "";
  let last = -Infinity;
  return (key, at) => {
    const quick = at - last <= GAP;
    if (key.length > 1 && key !== "Enter" && key !== "Tab") {
      // Shift comes between the characters of a code; any other key is a person's.
      if (key !== "Shift") code = "";
      return { kind: "none" };
    }
    last = at;
    if (key.length > 1) {
      const whole = quick ? code.trim() : "";
      code = "";
      return whole.length >= SHORTEST ? { kind: "scan", code: whole } : { kind: "none" };
    }
    const more = quick && code !== "";
    code = more ? code + key : key;
    return { kind: more ? "more" : "first" };
  };
}

const FIELDS = "input, textarea, select";
const WRITTEN = "textarea, input:not([type=checkbox], [type=radio], [type=button], [type=submit])";

// A field as it was before the burst, with what was selected in it; fields for e-mail and dates don't tell.
function remember(field) {
  const { value, selectionStart, selectionEnd, selectionDirection } = field;
  return { field, value, selection: selectionStart == null ? null : [selectionStart, selectionEnd, selectionDirection] };
}

// What a person had typed before the scan counts as if they had left the field: `known` is what the page heard last.
function giveBack({ field, value, selection }, known) {
  const heard = known.get(field);
  const changed = field.value !== value;
  if (changed || field.matches("[type=date]")) field.value = value;
  if (selection) field.setSelectionRange(...selection);
  if (changed) field.dispatchEvent(new Event("input", { bubbles: true }));
  if (heard !== undefined && heard !== value) field.dispatchEvent(new Event("change", { bubbles: true }));
}

let reading = false;

// Whether keys are coming in that may be a scan: what a single key would set off waits for its end.
export const mayBeScan = () => reading;

export function startScanner(target) {
  const read = makeReader();
  const known = new WeakMap();
  let touched = [];
  let quiet;

  const hold = (field) => {
    if (!touched.some((each) => each.field === field)) touched.push(remember(field));
  };
  const begin = () => {
    touched = [];
    reading = true;
    clearTimeout(quiet);
    quiet = setTimeout(() => (reading = false), PAUSE);
  };

  const onKey = (event) => {
    if (event.isComposing) return;
    const chord = event.ctrlKey || event.metaKey || event.altKey;
    const { kind, code } = read(chord || event.repeat ? "Other" : event.key, event.timeStamp);
    if (kind === "none") return;
    const field = event.target.closest?.(FIELDS);
    if (kind === "first") begin();
    if (kind === "scan") {
      event.preventDefault();
      event.stopImmediatePropagation();
      const before = touched;
      [touched, reading] = [[], false];
      before.forEach((each) => giveBack(each, known));
      target(code);
    } else if (field?.matches(WRITTEN)) {
      hold(field);
    } else if (kind === "more") {
      event.preventDefault(); // a space would press a button, a letter choose from a list
    } else if (field) {
      hold(field);
    }
  };
  window.addEventListener("keydown", onKey, true);
  // The page may lead the first key into a field that had not the focus.
  window.addEventListener("beforeinput", (event) => reading && event.target.matches?.(WRITTEN) && hold(event.target), true);
  const hear = ({ target: field }) => {
    const ofTheBurst = reading && touched.some((each) => each.field === field);
    if (field.matches?.(FIELDS) && !ofTheBurst) known.set(field, field.value);
  };
  window.addEventListener("focusin", hear, true);
  window.addEventListener("change", hear, true);
}
