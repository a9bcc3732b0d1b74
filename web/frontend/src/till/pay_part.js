// Paying: one tender or several, then the sale itself.
import { balance, notesFor } from "./cart.js";

const NIL = "00000000-0000-0000-0000-000000000000";

export function payPart({ set, money, server, shelf }) {
  return {
    tenders: [],
    method: set.methods[0].value,
    amount: "",
    selling: false,
    receipt: null,
    last: null,
    payWanted: false,

    // Pressed before the server has said the price: it opens when that is there.
    pay() {
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
    quickCash() {
      return this.method === "cash" && this.quote ? notesFor(this.due(), set.notes) : [];
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
    due() {
      return this.quote ? balance(this.quote.total, this.tenders).due : 0;
    },
    missingAmount() {
      return this.quote ? balance(this.quote.total, this.allTenders()).due : 0;
    },
    changeDue() {
      return this.quote ? balance(this.quote.total, this.allTenders()).change : 0;
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
    async sell() {
      [this.selling, this.problem] = [true, ""];
      const payments = this.allTenders().map(({ method, amount }) => ({ method, amount: money.text(amount) }));
      try {
        const sale = await server.sell({ ...this.body(), payments }, this.key);
        this.$refs.pay.close();
        this.$refs.done.showModal();
        this.last = this.receipt = { ...sale, url: set.urls.receipt.replace(NIL, sale.id), total: money.parse(sale.total), change: money.parse(sale.change) };
        shelf.forget();
        this.empty();
        this.load(1);
      } catch (problem) {
        this.refused(problem);
        if (this.short.length) {
          this.$refs.pay.close();
          this.cartShown = true;
        }
      }
      this.selling = false;
    },
    focusOn(element) {
      requestAnimationFrame(() => element.focus());
    },
    next() {
      this.receipt = null;
      [this.query, this.category, this.method] = ["", "", set.methods[0].value];
      this.focusOn(this.$refs.search);
    },
  };
}
