// Paying: one tender or several, then the sale itself.
import { askAgain, newId } from "../client.js";
import { balance, notesFor } from "./cart.js";

const NIL = "00000000-0000-0000-0000-000000000000";

export function payPart({ set, money, server, shelf }) {
  // What to say of a receipt that was there before: the cart or its payment was changed since, and isn't recorded.
  const noteOn = (sale, otherCart) => {
    if (otherCart) return "This is what was recorded before the sale was changed. What you sent now was not: bring it back to sell the rest.";
    const paid = sale.payments.map(({ method, amount }) => `${labelOf(method)} ${money.full(money.parse(amount))}`).join(", ");
    return sale.found ? `It was recorded before, paid by ${paid}.` : "";
  };
  const labelOf = (value) => set.methods.find((method) => method.value === value)?.label;

  return {
    tenders: [],
    method: set.methods[0].value,
    amount: "",
    selling: false,
    sent: null,
    unsure: "",
    receipt: null,
    last: null,
    payWanted: false,

    // Pressed before the server has said the price: it opens when that is there.
    pay() {
      if (this.sent || !this.ours) return;
      this.payWanted = this.lines.length > 0 && !this.quote;
      if (!this.quote || !this.lines.length) return;
      [this.tenders, this.problem, this.cartShown, this.said] = [[], "", false, ""];
      this.$refs.pay.showModal();
      this.fill(this.quote.total);
    },
    // The amount stands selected, so that what is typed replaces it.
    fill(minor) {
      this.amount = money.field(minor);
      this.$refs.amount.focus();
      this.$nextTick(() => this.$refs.amount.select());
    },
    // While a sale is sent, what was to pay for it; nothing changes that.
    toPay() {
      return this.sent ? this.sent.total : this.total();
    },
    quickCash() {
      return this.method === "cash" && this.quote && !this.sent ? notesFor(this.due(), set.notes) : [];
    },
    // A second tender takes what the first one leaves.
    split() {
      const amount = money.read(this.amount);
      if (!amount || amount >= this.due()) return;
      this.tenders = [...this.tenders, { method: this.method, amount }];
      this.fill(this.due());
      this.method = set.methods.find((method) => method.value !== this.method).value;
    },
    unsplit(index) {
      this.tenders = this.tenders.filter((_, at) => at !== index);
      this.fill(this.due());
    },
    allTenders() {
      const amount = money.read(this.amount) ?? 0;
      return amount > 0 ? [...this.tenders, { method: this.method, amount }] : this.tenders;
    },
    balanceOf(tenders) {
      return this.quote || this.sent ? balance(this.toPay(), tenders) : { due: 0, change: 0 };
    },
    due() {
      return this.balanceOf(this.tenders).due;
    },
    missingAmount() {
      return this.balanceOf(this.allTenders()).due;
    },
    changeDue() {
      return this.balanceOf(this.allTenders()).change;
    },
    unreadAmount() {
      return this.amount && money.read(this.amount) === null ? money.unread(this.amount) : "";
    },
    overpaidWithoutCash() {
      return this.changeDue() > 0 && this.method !== "cash";
    },
    canFinish() {
      return !this.unreadAmount() && !this.selling && this.quote && this.missingAmount() === 0 && !this.overpaidWithoutCash();
    },
    finish() {
      if (!this.canFinish()) return;
      if (this.changeDue() < set.believable.change) this.sell();
      else this.ask(`Give back ${money.full(this.changeDue())}? That is a note too many.`, () => this.sell());
    },
    sell() {
      const payments = this.allTenders().map(({ method, amount }) => ({ method, amount: money.text(amount) }));
      const sale = { ...this.body(), id: this.id, payments, expected_total: money.text(this.quote.total) };
      const { tenders, method, amount } = this;
      return this.send({ sale, total: this.quote.total, tenders: [...tenders], method, amount }, false);
    },
    // After a reload: the same sale under the same id, until it is known what became of it.
    resume(sent) {
      [this.tenders, this.method, this.amount] = [sent.tenders, sent.method, sent.amount];
      this.$refs.pay.showModal();
      this.send(sent, true);
    },
    // Cart and tenders stay as they are until the answer is there.
    async send(sent, sentBefore) {
      [this.sent, this.selling, this.problem] = [sent, true, ""];
      this.keepCart();
      let sale, refusal;
      try {
        sale = await server.sell(sent.sale, (words) => (this.unsure = words), sentBefore);
      } catch (problem) {
        refusal = problem;
      }
      [this.sent, this.selling, this.unsure] = [null, false, ""];
      this.keepCart();
      if (sale) this.sold(sale);
      else this.notSold(refusal);
    },
    sold(sale) {
      const total = money.parse(sale.total);
      // A cart that was changed since its receipt was made is another sale, if it is one.
      const other = sale.found && !this.isThis(sale) ? { lines: this.lines, discount: this.discount, id: newId() } : null;
      this.$refs.pay.close();
      const url = set.urls.receipt.replace(NIL, sale.id);
      this.showSold({ ...sale, url, total, change: money.parse(sale.change), note: noteOn(sale, Boolean(other)) });
      shelf.forget();
      this.empty();
      this.cleared = other;
      this.load(1);
    },
    showSold(receipt) {
      this.last = this.receipt = receipt;
      this.$refs.done.showModal();
    },
    isThis(sale) {
      const text = (lines) => lines.map((line) => `${line.variation_id} ${Number(line.quantity)}`).join();
      return text(sale.lines) === text(this.body().lines);
    },
    notSold(problem) {
      this.refused(problem);
      const moved = problem.code === "total_changed";
      if (moved) this.price();
      if (!moved && !this.short.length) return;
      this.$refs.pay.close();
      this.cartShown = true;
    },
    // A browser closes a dialog on the second Escape whatever the page says.
    stay(event) {
      if (!this.sent) return;
      if (event.type === "cancel") event.preventDefault();
      else this.$refs.pay.showModal();
    },
    askAgain: () => askAgain(),
    focusOn(element) {
      requestAnimationFrame(() => element.focus());
    },
    next() {
      this.receipt = null;
      this.keepCart();
      [this.query, this.category, this.method] = ["", "", set.methods[0].value];
      this.focusOn(this.$refs.search);
    },
  };
}
