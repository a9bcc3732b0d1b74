// Run by tests/web/test_scripts.py: node --test
import assert from "node:assert/strict";
import { test } from "node:test";
import { isMisread, keyOf } from "../src/codes.js";
import { makeReader } from "../src/scanner.js";

// Keys so many milliseconds apart: what the last one is.
function read(keys, gap) {
  const reader = makeReader();
  return keys.map((key, place) => reader(key, 1000 + place * gap)).at(-1);
}

test("a burst that ends in Enter or Tab is a scan", () => {
  assert.deepEqual(read([..."8901", "Enter"], 5), { kind: "scan", code: "8901" });
  assert.deepEqual(read([..."8901", "Tab"], 5), { kind: "scan", code: "8901" });
  assert.deepEqual(read(["Shift", "A", "b", "Shift", "C", "1", "Enter"], 5), { kind: "scan", code: "AbC1" });
});

test("what a person types is none", () => {
  assert.equal(read([..."8901", "Enter"], 80).kind, "none");
  assert.equal(read([..."890", "Enter"], 5).kind, "none");
  assert.equal(read([..."89", "Backspace", ..."01", "Enter"], 5).kind, "none");
  assert.equal(read(["Enter"], 5).kind, "none");
});

test("codes of a GTIN's length compare padded, others in any case", () => {
  assert.equal(keyOf("036000291452"), keyOf("0036000291452"));
  assert.equal(keyOf("ab12"), keyOf("AB12"));
  assert.notEqual(keyOf("12345"), keyOf("012345"));
});

test("a wrong check digit is a misread code, where the length is a GTIN's", () => {
  for (const code of ["8901063000018", "036000291452", "96385074", "10036000291459"]) assert.equal(isMisread(code), false, code);
  for (const code of ["8901063000019", "036000291453", "96385075"]) assert.equal(isMisread(code), true, code);
  assert.equal(isMisread("12345"), false);
  for (const code of ["04963406", "01234565", "01234133", "01234543"]) assert.equal(isMisread(code), false, code); // UPC-E
  assert.equal(isMisread("04963407"), true);
});
