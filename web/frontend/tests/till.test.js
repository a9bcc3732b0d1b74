// Run by tests/web/test_scripts.py: node --test
import assert from "node:assert/strict";
import { test } from "node:test";
import { added, balance, changed, gross, net, provisionalTotal, without } from "../src/till/cart.js";
import { makeMoney, quantityText } from "../src/till/money.js";
import { makeServer } from "../src/till/server.js";

const rupees = makeMoney("en-IN", "INR");
const tea = { id: 1, name: "Tea", price: 18000, onHand: "5" };
const rice = { id: 2, name: "Rice", price: 6999, onHand: "5" };

test("amounts are read as typed and written back", () => {
  for (const [text, minor] of [["12.5", 1250], ["1,250", 125000], ["0", 0], ["1,23,456.05", 12345605], [" 7 ", 700], ["7.", 700]]) {
    assert.equal(rupees.read(text), minor, text);
  }
  for (const text of ["", "-1", "1.234", "abc", "1.2.3", "1e3", "95,50", "3,00", "1,2"]) assert.equal(rupees.read(text), null, text);
  assert.equal(rupees.parse("1234.05"), 123405);
  assert.equal(rupees.text(1250), "12.50");
  assert.equal(rupees.plain(128432000), "12,84,320.00");
  assert.equal(rupees.full(128432000), "₹12,84,320.00");
});

test("a currency without decimals has none", () => {
  const yen = makeMoney("en", "JPY");
  assert.equal(yen.read("1250"), 1250);
  assert.equal(yen.read("12.5"), null);
  assert.equal(yen.text(1250), "1250");
});

test("quantities are thousandths", () => {
  for (const [text, thousandths] of [["1", 1000], ["0.25", 250], ["1,500", 1500000], ["2.", 2000]]) {
    assert.equal(rupees.readQuantity(text), thousandths, text);
  }
  for (const text of ["", "0", "0.0001", "-1", "x", "1,5"]) assert.equal(rupees.readQuantity(text), null, text);
  assert.equal(quantityText(1500), "1.5");
  assert.equal(quantityText(2000), "2");
});

test("the same thing twice is one line of two", () => {
  const lines = added(added(added([], tea), rice), tea);
  assert.deepEqual(lines.map((line) => [line.id, line.thousandths]), [[1, 2000], [2, 1000]]);
  assert.deepEqual(without(lines, 1).map((line) => line.id), [2]);
});

test("a line is rounded half up, its discount comes off after", () => {
  const [line] = changed(added([], rice), 2, { thousandths: 250, discount: 100 });
  assert.equal(gross(line), 1750); // 69.99 × 0.25 = 17.4975
  assert.equal(net(line), 1650);
  assert.equal(provisionalTotal([line], 50), 1600);
});

test("what is due and what comes back", () => {
  assert.deepEqual(balance(1000, []), { due: 1000, change: 0 });
  assert.deepEqual(balance(1000, [{ amount: 400 }]), { due: 600, change: 0 });
  assert.deepEqual(balance(1000, [{ amount: 400 }, { amount: 1000 }]), { due: 0, change: 400 });
});

test("a question that was taken back while its answer arrived is no problem of the server's", async (t) => {
  const aborted = new DOMException("taken back", "AbortError");
  t.mock.method(globalThis, "fetch", async () => ({ ok: true, status: 200, json: () => Promise.reject(aborted) }));
  const server = makeServer({ catalogue: "/tiles/", quote: "/quote/", sale: "/sales/", csrf: "" });
  await assert.rejects(server.quote({}), { name: "AbortError" });
});
