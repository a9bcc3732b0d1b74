// The till. Tiles, search and scan at the left, the cart at the right; prices, tax and stock are the server's.
import Alpine from "@alpinejs/csp";
import { ONE, added, balance, changed, gross, net, provisionalTotal, without } from "./till/cart.js";
import { makeMoney, parseQuantity, quantityText } from "./till/money.js";
import { makeServer } from "./till/server.js";
import { makeShelf } from "./till/shelf.js";
import { beep } from "./till/sounds.js";
import { startMenus } from "./menus.js";

const SEARCH_PAUSE = 120;
const QUOTE_PAUSE = 80;
const SAME_SCAN = 400;
const NIL = "00000000-0000-0000-0000-000000000000";

function newKey() {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

// A code read twice within a moment is one scan.
function makeGuard() {
  let last = { code: "", at: 0 };
  return (code) => {
    const again = last.code === code && performance.now() - last.at < SAME_SCAN;
    last = { code, at: performance.now() };
    return again;
  };
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

function till() {
  const set = JSON.parse(document.getElementById("till-data").textContent);
  const money = makeMoney(set.locale, set.currency);
  const server = makeServer({ ...set.urls, csrf: set.csrf });
  const shelf = makeShelf(server, set.items);
  const store = `cart:${set.outlet}`;
  const isEcho = makeGuard();
  let searchTimer, quoteTimer, quoting;

  return {
    items: set.items,
    more: set.more,
    page: 1,
    query: "",
    category: "",
    searching: false,
    missing: "",
    lines: [],
    discount: 0,
    open: 0,
    cleared: null,
    quote: null,
    problem: "",
    short: [],
    cartShown: false,
    tenders: [],
    method: set.methods[0].value,
    amount: "",
    key: newKey(),
    selling: false,
    receipt: null,

    init() {
      // With its key: a sale whose answer was lost is the same sale after a reload too.
      try {
        const kept = JSON.parse(localStorage.getItem(store) ?? "null");
        if (kept) [this.lines, this.discount, this.key] = [kept.lines, kept.discount, kept.key];
      } catch {
        localStorage.removeItem(store);
      }
      this.price();
      document.addEventListener("keydown", (event) => this.keyPressed(event));
      if (matchMedia("(pointer: fine)").matches) this.$refs.search.focus();
    },

    // ---- tiles, search, scan
    async load(page) {
      this.searching = true;
      try {
        const found = await shelf.search(this.query.trim(), this.category, page);
        if (!found) return;
        this.items = page > 1 ? [...this.items, ...found.items] : found.items;
        [this.more, this.page] = [found.more, page];
      } catch (problem) {
        this.problem = problem.message;
      }
      this.searching = false;
    },
    typed() {
      this.missing = "";
      clearTimeout(searchTimer);
      searchTimer = setTimeout(() => this.load(1), SEARCH_PAUSE);
    },
    choose(category) {
      this.category = category;
      this.load(1);
    },
    loadMore() {
      this.load(this.page + 1);
    },
    async scanned() {
      const code = this.query.trim();
      if (!code) return;
      if (isEcho(code)) {
        this.query = "";
        return;
      }
      clearTimeout(searchTimer);
      let item;
      try {
        item = await shelf.scan(code);
      } catch (problem) {
        this.problem = problem.message;
        return;
      }
      if (!item) {
        await this.load(1);
        if (this.items.length === 1) [item] = this.items;
      }
      beep(Boolean(item));
      if (item) {
        this.add(item);
        this.query = "";
        this.load(1);
      } else if (!this.items.length) {
        this.missing = code;
        this.$refs.search.select();
      }
    },

    // ---- cart
    add(item) {
      this.lines = added(this.lines, item);
      this.cartChanged();
      this.$nextTick(() => this.$root.querySelector(`[data-line="${item.id}"]`).scrollIntoView({ block: "nearest" }));
    },
    step(line, by) {
      const thousandths = line.thousandths + by * ONE;
      if (thousandths > 0) this.change(line.id, { thousandths });
      else this.remove(line);
    },
    // What can't be read is written back as it was.
    setQuantity(line, field) {
      const thousandths = parseQuantity(field.value);
      if (thousandths) this.change(line.id, { thousandths });
      else field.value = quantityText(line.thousandths);
    },
    setLineDiscount(line, field) {
      const amount = money.parse(field.value || "0");
      const discount = amount === null ? line.discount : Math.min(amount, gross(line));
      field.value = money.text(discount);
      this.change(line.id, { discount });
    },
    setDiscount(field) {
      const amount = money.parse(field.value || "0");
      if (amount !== null) this.discount = Math.min(amount, provisionalTotal(this.lines, 0));
      field.value = money.text(this.discount);
      this.cartChanged();
    },
    change(id, values) {
      this.lines = changed(this.lines, id, values);
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
      if (this.lines.length) quoteTimer = setTimeout(() => this.askQuote(), QUOTE_PAUSE);
    },
    async askQuote() {
      quoting = new AbortController();
      try {
        this.quote = readQuote(await server.quote(this.body(), quoting.signal), money);
      } catch (problem) {
        if (problem.name !== "AbortError") this.refused(problem);
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

    // ---- pay
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

    // ---- keys: F2 search, F4 quantity of the last line, F6 discount, F8 pay, Ctrl+Enter finish
    keyPressed(event) {
      const paying = this.$refs.pay.open || this.$refs.done.open;
      const does = { F2: () => this.$refs.search.focus(), F4: () => this.editLast(), F8: () => this.pay() }[event.key];
      if (does && !paying) {
        event.preventDefault();
        does();
      } else if (!paying && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
        // A scanner types wherever the focus is; letters that fall on no field belong to the search.
        if (!event.target.closest("input, textarea, select")) this.$refs.search.focus();
      }
    },
    editLast() {
      const fields = this.$root.querySelectorAll("[data-quantity]");
      fields[fields.length - 1]?.select();
    },

    // ---- words and figures
    methods: set.methods,
    categories: set.categories,
    mayDiscount: set.mayDiscount,
    full: (minor) => money.full(minor),
    plain: (minor) => money.plain(minor),
    text: (minor) => money.text(minor),
    quantity: (line) => quantityText(line.thousandths),
    lineTotal: (line) => money.plain(net(line)),
    gross: (line) => money.plain(gross(line)),
    initials: (item) => item.name.slice(0, 2),
    left(item) {
      if (this.isOut(item)) return "Out";
      return item.unit === "piece" ? `${Number(item.onHand)} left` : `${Number(item.onHand)} ${item.unit} left`;
    },
    isOut: (item) => Number(item.onHand) <= 0,
    isShort(line) {
      return this.short.some((shortage) => shortage.variation_id === line.id);
    },
    shortage(line) {
      const found = this.short.find((shortage) => shortage.variation_id === line.id);
      return found ? `Only ${Number(found.available)} left` : "";
    },
    total() {
      return this.quote ? this.quote.total : provisionalTotal(this.lines, this.discount);
    },
    count() {
      const count = this.lines.length;
      return `${count} ${count === 1 ? "item" : "items"}`;
    },
    label: (value) => set.methods.find((method) => method.value === value)?.label,
    isMethod(value) {
      return this.method === value;
    },
  };
}

document.addEventListener("alpine:init", () => Alpine.data("till", till));
startMenus();
Alpine.start();
