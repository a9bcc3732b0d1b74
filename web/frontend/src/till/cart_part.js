// The right side of the till: lines, discounts, what the server says they come to.
import { newId } from "../client.js";
import { ONE, added, changed, gross, joined, provisionalTotal, repriced, without } from "./cart.js";
import { quantityText } from "./money.js";
import { PASSING } from "./server.js";

const QUOTE_PAUSE = 80;

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

export function cartPart({ set, money, server, shelf, keep }) {
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
    waiting: "",
    short: [],
    // The id of the sale that this cart becomes. It is the cart's until a receipt has it, whatever is changed meanwhile:
    // two sendings of one cart can't become two sales, and one that arrives late is found.
    id: newId(),
    ours: false, // once it is known that no other tab has this cart

    // With its id, with what was sent and isn't settled, and with the receipt that nobody has closed yet.
    // What was scanned before that stays.
    recallCart() {
      const [kept, early] = [keep.get(), this.lines];
      this.ours = true;
      if (kept) [this.lines, this.discount, this.id] = [kept.lines, kept.discount, kept.id];
      if (kept?.sent) this.resume(kept.sent);
      else this.lines = early.reduce(joined, this.lines);
      if (kept?.receipt) this.showSold(kept.receipt);
      this.keepCart();
      this.price();
    },
    keepCart() {
      if (this.ours) keep.put({ lines: this.lines, discount: this.discount, id: this.id, sent: this.sent, receipt: this.receipt });
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
      this.cleared = { lines: this.lines, discount: this.discount, id: this.id };
      this.empty();
    },
    bringBack() {
      [this.lines, this.discount, this.id] = [this.cleared.lines, this.cleared.discount, this.cleared.id];
      this.cartChanged();
    },
    empty() {
      [this.lines, this.discount, this.open, this.id] = [[], 0, 0, newId()];
      this.cartChanged();
    },
    toggle(line) {
      this.open = this.open === line.id ? 0 : line.id;
    },
    cartChanged() {
      [this.problem, this.short] = ["", []];
      if (this.lines.length) this.cleared = null;
      this.keepCart();
      this.price();
    },
    price() {
      clearTimeout(quoteTimer);
      quoting?.abort();
      [this.quote, this.waiting] = [null, ""];
      if (!this.lines.length) this.shown = null;
      if (this.lines.length) quoteTimer = setTimeout(() => this.askQuote(), QUOTE_PAUSE);
    },
    async askQuote() {
      quoting = new AbortController();
      try {
        const answer = await server.quote(this.body(), quoting.signal, (words) => (this.waiting = words));
        this.quote = this.shown = readQuote(answer, money);
        this.reprice(answer);
        this.answered();
        this.keepInSight();
        if (this.payWanted) this.pay();
      } catch (problem) {
        if (problem.name === "AbortError") return;
        this.shown = null;
        this.refused(problem);
      }
    },
    // A price that was changed since the line was added: the line says so, and the tiles are fetched anew.
    reprice(answer) {
      const prices = new Map(answer.lines.map((line) => [line.variation_id, money.parse(line.unit_price)]));
      if (this.lines.every((line) => line.price === prices.get(line.id))) return;
      this.lines = repriced(this.lines, prices);
      this.keepCart();
      shelf.forget();
      this.load(1);
    },
    answered() {
      this.waiting = "";
      this.dropPassing();
    },
    dropPassing() {
      if (PASSING.includes(this.problem)) this.problem = "";
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
