// The till. Tiles, search and scan at the left, the cart at the right; prices, tax and stock are the server's.
import Alpine from "@alpinejs/csp";
import { gross, net, provisionalTotal } from "./till/cart.js";
import { cartPart } from "./till/cart_part.js";
import { makeMoney, quantityText } from "./till/money.js";
import { payPart } from "./till/pay_part.js";
import { searchPart } from "./till/search_part.js";
import { makeServer } from "./till/server.js";
import { makeShelf } from "./till/shelf.js";
import { startMenus } from "./menus.js";

function till() {
  const set = JSON.parse(document.getElementById("till-data").textContent);
  const money = makeMoney(set.locale, set.currency);
  const server = makeServer({ ...set.urls, csrf: set.csrf });
  const parts = { set, money, server, shelf: makeShelf(server, set.items) };

  return {
    ...searchPart(parts),
    ...cartPart(parts),
    ...payPart(parts),
    cartShown: false,

    init() {
      this.recallCart();
      document.addEventListener("keydown", (event) => this.keyPressed(event));
      if (matchMedia("(pointer: fine)").matches) this.$refs.search.focus();
    },

    // ---- keys: F2 search, F4 quantity of the last line, F8 pay; Enter finishes
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
      if (this.isOutOfStock(item)) return "Out";
      return item.unit === "piece" ? `${Number(item.onHand)} left` : `${Number(item.onHand)} ${item.unit} left`;
    },
    isOutOfStock: (item) => Number(item.onHand) <= 0,
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
