// The till. Tiles, search and scan at the left, the cart at the right; prices, tax and stock are the server's.
import Alpine from "@alpinejs/csp";
import { gross, net, provisionalTotal, shortText } from "./till/cart.js";
import { cartPart } from "./till/cart_part.js";
import { makeMoney } from "./till/money.js";
import { payPart } from "./till/pay_part.js";
import { searchPart } from "./till/search_part.js";
import { makeServer } from "./till/server.js";
import { makeShelf } from "./till/shelf.js";
import { claimTab, makeKeep } from "./till/tab.js";
import { startMenus } from "./menus.js";
import { startMoving } from "./moving.js";
import { startScanner } from "./scanner.js";

function till() {
  const set = JSON.parse(document.getElementById("till-data").textContent);
  const money = makeMoney(set.locale, set.currency);
  const server = makeServer(set.urls, set.person);
  const parts = { set, money, server, shelf: makeShelf(server, set.items), keep: makeKeep(set.person, set.outlet) };

  return {
    ...searchPart(parts),
    ...cartPart(parts),
    ...payPart(parts),
    cartShown: false,
    question: "",
    yes: null,

    init() {
      claimTab().then(() => this.recallCart());
      document.addEventListener("keydown", (event) => this.keyPressed(event));
      startScanner((code) => this.scan(code));
      // A sale that isn't settled is kept for this tab alone.
      window.addEventListener("beforeunload", (event) => this.unsure && event.preventDefault());
      if (matchMedia("(pointer: fine)").matches) this.$refs.search.focus();
    },

    // ---- keys: F2 search, F4 quantity of the line last touched, F8 pay; arrows walk through the tiles; Enter finishes
    keyPressed(event) {
      const paying = this.$refs.pay.open || this.$refs.done.open;
      const does = { F2: () => this.$refs.search.focus(), F4: () => this.editTouched(), F8: () => this.pay() }[event.key];
      // Enter belongs to the sum to pay, which is about to open.
      if (this.payWanted && event.key === "Enter") event.preventDefault();
      if (does && !paying) {
        event.preventDefault();
        does();
      } else if (!paying && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
        // Letters that fall on no field belong to the search; a space presses the button that has the focus.
        const elsewhere = event.key === " " ? "input, textarea, select, button" : "input, textarea, select";
        if (!event.target.closest(elsewhere)) this.$refs.search.select();
      }
    },
    editTouched() {
      this.lineOf(this.touched)?.querySelector("[data-quantity]").select();
    },
    lineOf(id) {
      return this.$root.querySelector(`[data-line="${id}"]`);
    },
    ask(question, yes) {
      [this.question, this.yes] = [question, yes];
      this.$refs.ask.showModal();
    },
    agree() {
      this.$refs.ask.close();
      this.yes();
    },

    // ---- words and figures
    methods: set.methods,
    categories: set.categories,
    mayDiscount: set.mayDiscount,
    full: (minor) => money.full(minor),
    plain: (minor) => money.plain(minor),
    text: (minor) => money.field(minor),
    quantity: (line) => money.quantityField(line.thousandths),
    lineTotal: (line) => money.plain(net(line)),
    gross: (line) => money.plain(gross(line)),
    initials: (item) => item.name.slice(0, 2),
    left(item) {
      if (this.isOutOfStock(item)) return "Out";
      return item.unit === "piece" ? `${Number(item.onHand)} left` : `${Number(item.onHand)} ${item.unit} left`;
    },
    isOutOfStock: (item) => Number(item.onHand) <= 0,
    isShort(line) {
      return this.shortage(line) !== "";
    },
    // As the server said when it refused, else as the tile did when it was added.
    shortage(line) {
      return shortText(line, this.short.find((shortage) => shortage.variation_id === line.id)?.available ?? line.onHand);
    },
    priceNews(line) {
      return line.was === undefined ? "" : `Now ${money.plain(line.price)}, no longer ${money.plain(line.was)}`;
    },
    allNews() {
      const moved = this.lines.filter((line) => line.was !== undefined);
      return moved.map((line) => `${line.name}: ${this.priceNews(line)}.`).join(" ");
    },
    shortages() {
      return this.lines.filter((line) => this.isShort(line)).map((line) => `${line.name}: ${this.shortage(line)}`);
    },
    // What was to pay stays while the next price is fetched.
    total() {
      return this.shown ? this.shown.total : provisionalTotal(this.lines, this.discount);
    },
    lastText() {
      if (!this.last) return "";
      const back = this.last.change ? `, change ${money.full(this.last.change)}` : "";
      return `Last: ${this.last.number}${back}`;
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
startMoving();
Alpine.start();
