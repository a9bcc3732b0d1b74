// Run by tests/web/test_scripts.py: node --test
import assert from "node:assert/strict";
import { test } from "node:test";
import { added, balance, changed, gross, net, provisionalTotal, repriced, without } from "../src/till/cart.js";
import { makeMoney, quantityText } from "../src/till/money.js";
import { askAgain, newId } from "../src/client.js";
import { makeServer } from "../src/till/server.js";

const urls = { catalogue: "/tiles/", quote: "/quote/", sale: "/sales/" };
globalThis.document = Object.assign(new EventTarget(), { cookie: "csrf=token" });
globalThis.window = new EventTarget();

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

test("a line says what it cost when it was added, until it costs that again", () => {
  const once = repriced(added([], tea), new Map([[1, 20000]]));
  assert.deepEqual([once[0].price, once[0].was], [20000, 18000]);
  const twice = repriced(once, new Map([[1, 21000]]));
  assert.deepEqual([twice[0].price, twice[0].was], [21000, 18000]);
  assert.equal("was" in repriced(twice, new Map([[1, 18000]]))[0], false);
});

test("what is due and what comes back", () => {
  assert.deepEqual(balance(1000, []), { due: 1000, change: 0 });
  assert.deepEqual(balance(1000, [{ amount: 400 }]), { due: 600, change: 0 });
  assert.deepEqual(balance(1000, [{ amount: 400 }, { amount: 1000 }]), { due: 0, change: 400 });
});

test("a question that was taken back while its answer arrived is no problem of the server's", async (t) => {
  const asking = new AbortController();
  const text = () => {
    asking.abort();
    return Promise.reject(asking.signal.reason);
  };
  t.mock.method(globalThis, "fetch", async () => ({ status: 200, text }));
  await assert.rejects(makeServer(urls, 1).quote({}, asking.signal), { name: "AbortError" });
});

// A page's globals, as far as the client uses them, and answers in their order; `null` is one that never came.
function serverThat(t, ...answers) {
  const sent = [];
  t.mock.method(globalThis, "fetch", async (url, { method = "GET", body }) => {
    sent.push([method, url, body && JSON.parse(body)]);
    setImmediate(askAgain);
    const [status, said] = answers.shift() ?? [0];
    if (!status) throw new TypeError("Failed to fetch");
    return { status, redirected: false, text: async () => (typeof said === "string" ? said : JSON.stringify(said)) };
  });
  return sent;
}

const told = [];
const sell = (body = { id: "a" }, before = false) => {
  told.length = 0;
  return makeServer(urls, 1).sell(body, (words) => told.push(words), before);
};

test("a sale whose answer was lost is asked for again under its id, and said to be unknown", async (t) => {
  const sent = serverThat(t, null, [502, "<html>"], [201, { id: "a", number: "1" }]);
  assert.equal((await sell()).number, "1");
  assert.deepEqual(sent, Array(3).fill(["POST", "/sales/", { id: "a" }]));
  assert.match(told[0], /isn't known yet whether this sale is recorded/);
});

test("a refusal settles, and is the answer", async (t) => {
  serverThat(t, [409, { code: "insufficient_stock", detail: "Short", lines: [{}] }]);
  await assert.rejects(sell(), { message: "Short", code: "insufficient_stock" });
  assert.deepEqual(told, []);
});

test("an id that has a receipt shows it, whatever was sent now", async (t) => {
  for (const code of ["idempotency_key_reused", "sale_exists"]) {
    const sent = serverThat(t, [422, { code }], [200, { id: "a", number: "7" }]);
    const { number, found } = await sell();
    assert.deepEqual([number, found], ["7", true]);
    assert.deepEqual(sent[1], ["GET", "/sales/a/", undefined]);
    t.mock.reset();
  }
});

test("who is signed out is told so; a sale that may be recorded goes on being asked for", async (t) => {
  serverThat(t, [401, { code: "not_authenticated" }]);
  await assert.rejects(sell(), { code: "signed_out" });
  t.mock.reset();
  serverThat(t, null, [401, { code: "not_authenticated" }], [201, { id: "a" }]);
  assert.equal((await sell()).id, "a");
  assert.match(told[1], /signed out/);
  t.mock.reset();
  serverThat(t, [401, { code: "authentication_failed" }], [201, { id: "a" }]);
  await sell({ id: "a" }, true);
  assert.match(told[0], /Somebody else/);
});

test("a server that fails again and again is asked whether the sale is there", async (t) => {
  const failed = [500, { code: "error" }];
  serverThat(t, failed, failed, failed, [404, { code: "not_found" }]);
  await assert.rejects(sell(), { code: "not_recorded" });
});

test("an id that was made by hand is a UUID of version 4", (t) => {
  t.mock.method(crypto, "randomUUID");
  Object.defineProperty(crypto, "randomUUID", { value: undefined });
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
