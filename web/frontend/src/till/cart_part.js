// The right side of the till: lines, discounts, what the server says they come to.
import { ONE, added, changed, gross, provisionalTotal, without } from "./cart.js";
import { quantityText } from "./money.js";

const QUOTE_PAUSE = 80;

function newKey() {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

// Amounts come as decimal strings; the taxes of the lines are summed by name and rate, those of nothing left out.
function readQuote(answer, money) {
  const taxes = new Map();
  for (const tax of answer.lines.flatMap((line) => line.taxes)) {
    const name = `${tax.name} ${Number(tax.percent)}%`;
    taxes.set(name, (taxes.get(name) ?? 0) + money.parse(tax.amount));
  }
  return {
    taxable: money.parse(answer.taxable),
    total: money.parse(answer.total),
    taxes: [...taxes].map(([name, amount]) => ({ name, amount })).filter((tax) => tax.amount),
  };
}

export function cartPart({ set, money, server }) {
  const store = `cart:${set.outlet}`;
  let quoteTimer, quoting;

  return {
    lines: [],
    discount: 0,
    open: 0,
    cleared: null,
    quote: null,
    shown: null,
    touched: 0,
    problem: "",
    short: [],
    key: newKey(),

    // With its key: a sale whose answer was lost is the same sale after a reload too.
    recallCart() {
      try {
        const kept = JSON.parse(localStorage.getItem(store) ?? "null");
        if (kept) [this.lines, this.discount, this.key] = [kept.lines, kept.discount, kept.key];
      } catch {
        localStorage.removeItem(store);
      }
      this.price();
    },
    add(item) {
      this.lines = added(this.lines, item);
      this.touched = item.id;
      this.cartChanged();
      this.keepInSight();
      const short = this.shortage(this.lines.find((line) => line.id === item.id));
      if (short) this.said = `${item.name}: ${short}`;
    },
    keepInSight() {
      this.$nextTick(() => this.lineOf(this.touched)?.scrollIntoView({ block: "nearest" }));
    },
    step(line, by) {
      const thousandths = line.thousandths + by * ONE;
      if (thousandths > 0) this.change(line.id, { thousandths });
      else this.remove(line);
    },
    // What can't be read is written back as it was, and said; a quantity that is hard to believe is asked about.
    setQuantity(line, field) {
      const thousandths = this.heard(money.readQuantity(field.value), field);
      field.value = money.quantityField(line.thousandths);
      if (!thousandths) return;
      const take = () => {
        field.value = money.quantityField(thousandths);
        this.change(line.id, { thousandths });
      };
      if (thousandths <= set.believable.quantity * ONE) take();
      else this.ask(`${money.quantityField(thousandths)} × ${line.name}? That is a lot for one sale.`, take);
    },
    setLineDiscount(line, field) {
      const amount = this.heard(money.read(field.value || "0"), field);
      const discount = amount === null ? line.discount : Math.min(amount, gross(line));
      field.value = money.field(discount);
      this.change(line.id, { discount });
    },
    setDiscount(field) {
      const amount = this.heard(money.read(field.value || "0"), field);
      if (amount !== null) this.discount = Math.min(amount, provisionalTotal(this.lines, 0));
      field.value = money.field(this.discount);
      this.cartChanged();
    },
    // The number that was read; what could be read in two ways is said where the person looks.
    heard(number, field) {
      this.said = number === null ? money.unread(field.value) : "";
      return number;
    },
    change(id, values) {
      this.lines = changed(this.lines, id, values);
      this.touched = id;
      this.cartChanged();
    },
    remove(line) {
      this.lines = without(this.lines, line.id);
      this.cartChanged();
    },
    clear() {
      this.cleared = { lines: this.lines, discount: this.discount };
      this.empty();
    },
    bringBack() {
      [this.lines, this.discount] = [this.cleared.lines, this.cleared.discount];
      this.cartChanged();
    },
    empty() {
      [this.lines, this.discount, this.open] = [[], 0, 0];
      this.cartChanged();
    },
    toggle(line) {
      this.open = this.open === line.id ? 0 : line.id;
    },
    // Another cart is another sale: a new key. The same cart sent again keeps its key, so it can't be recorded twice.
    cartChanged() {
      [this.problem, this.short, this.key] = ["", [], newKey()];
      if (this.lines.length) this.cleared = null;
      localStorage.setItem(store, JSON.stringify({ lines: this.lines, discount: this.discount, key: this.key }));
      this.price();
    },
    price() {
      clearTimeout(quoteTimer);
      quoting?.abort();
      this.quote = null;
      if (!this.lines.length) this.shown = null;
      if (this.lines.length) quoteTimer = setTimeout(() => this.askQuote(), QUOTE_PAUSE);
    },
    async askQuote() {
      quoting = new AbortController();
      try {
        this.quote = this.shown = readQuote(await server.quote(this.body(), quoting.signal), money);
        this.keepInSight();
        if (this.payWanted) this.pay();
      } catch (problem) {
        if (problem.name === "AbortError") return;
        this.shown = null;
        this.refused(problem);
      }
    },
    body() {
      return {
        outlet_id: set.outlet,
        discount: money.text(this.discount),
        lines: this.lines.map((line) => ({
          variation_id: line.id,
          quantity: quantityText(line.thousandths),
          discount: money.text(line.discount),
        })),
      };
    },
    refused(problem) {
      this.problem = problem.message;
      this.short = problem.short;
      if (this.short.length) this.load(1);
    },
  };
}
