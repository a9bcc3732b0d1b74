// Paying: one tender or several, then the sale itself.
import { balance } from "./cart.js";

const NIL = "00000000-0000-0000-0000-000000000000";

export function payPart({ set, money, server, shelf }) {
  return {
    tenders: [],
    method: set.methods[0].value,
    amount: "",
    selling: false,
    receipt: null,

    pay() {
      if (!this.quote || !this.lines.length) return;
      [this.tenders, this.problem, this.cartShown] = [[], "", false];
      this.amount = money.text(this.quote.total);
      this.$refs.pay.showModal();
      this.$refs.amount.focus();
      this.$refs.amount.select();
    },
    // A second tender takes what the first one leaves.
    split() {
      const amount = money.parse(this.amount);
      if (!amount || amount >= this.due()) return;
      this.tenders = [...this.tenders, { method: this.method, amount }];
      this.amount = money.text(this.due());
      this.method = set.methods.find((method) => method.value !== this.method).value;
    },
    unsplit(index) {
      this.tenders = this.tenders.filter((_, at) => at !== index);
      this.amount = money.text(this.due());
    },
    allTenders() {
      const amount = money.parse(this.amount) ?? 0;
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
    overpaidWithoutCash() {
      return this.changeDue() > 0 && this.method !== "cash";
    },
    canFinish() {
      return !this.selling && this.quote && this.missingAmount() === 0 && !this.overpaidWithoutCash();
    },
    async finish() {
      if (!this.canFinish()) return;
      [this.selling, this.problem] = [true, ""];
      const payments = this.allTenders().map(({ method, amount }) => ({ method, amount: money.text(amount) }));
      try {
        const sale = await server.sell({ ...this.body(), payments }, this.key);
        this.$refs.pay.close();
        this.$refs.done.showModal();
        this.receipt = { ...sale, url: set.urls.receipt.replace(NIL, sale.id), total: money.parse(sale.total), change: money.parse(sale.change) };
        shelf.forget();
        this.empty();
        this.load(1);
      } catch (problem) {
        this.refused(problem);
        if (this.short.length) this.$refs.pay.close();
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
