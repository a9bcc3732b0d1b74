// The left side of the till: tiles, search, categories, scans.
import { unknownText } from "../codes.js";
import { beep } from "../sounds.js";

const SEARCH_PAUSE = 120;
const SAME_SCAN = 400;
const BUSY = "The sale is being recorded. Scan that again for the next one.";
const MORE_TO_PAY = "Added to the sale: what is to pay has changed.";

// A code read twice within a moment is one scan.
function makeGuard() {
  let last = { code: "", at: 0 };
  return (code) => {
    const again = last.code === code && performance.now() - last.at < SAME_SCAN;
    last = { code, at: performance.now() };
    return again;
  };
}

export function searchPart({ set, shelf }) {
  const isEcho = makeGuard();
  let searchTimer;

  return {
    items: set.items,
    more: set.more,
    page: 1,
    query: "",
    category: "",
    searching: false,
    // What is said where the person looks: of a code that is unknown, of a thing that can't be sold.
    said: "",
    asked: "",

    async load(page) {
      this.searching = true;
      try {
        const found = await shelf.search(this.query.trim(), this.category, page);
        if (!found) return;
        this.items = page > 1 ? [...this.items, ...found.items] : found.items;
        [this.more, this.page] = [found.more, page];
        if (!this.waiting) this.answered();
      } catch (problem) {
        this.problem = problem.message;
      }
      this.searching = false;
    },
    typed() {
      this.said = "";
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
    refuse(text) {
      beep(false);
      this.said = text;
    },
    // The thing with exactly this code; null for none, undefined when the server couldn't be asked.
    async exactly(code) {
      this.dropPassing(); // "No connection" of an earlier one would have this one scanned a second time
      try {
        return await shelf.scan(code);
      } catch (problem) {
        beep(false);
        this.problem = problem.message;
        return undefined;
      }
    },
    // A scan, whatever has the focus and whatever is open: it goes into the sale, or begins the next one.
    async scan(code) {
      if (isEcho(code)) return;
      if (this.selling) return this.refuse(BUSY);
      this.said = "";
      this.$refs.ask.close();
      this.$refs.done.close();
      const item = await this.exactly(code);
      if (item === null) return this.refuse(unknownText(code));
      if (!item) return;
      const paying = this.$refs.pay.open;
      this.$refs.pay.close();
      this.addSounding(item);
      if (paying) this.said ||= MORE_TO_PAY;
    },
    // Enter in the search field: a whole code is added; else the first tile found has the focus. Enter once more while
    // the same text is looked up adds nothing.
    async entered() {
      const text = this.query.trim();
      if (!text || text === this.asked) return;
      clearTimeout(searchTimer);
      this.asked = text;
      const item = await this.exactly(text);
      this.asked = "";
      if (item === undefined) return;
      if (item) {
        this.query = "";
        this.addSounding(item);
      }
      await this.load(1);
      if (!item) this.offer(text);
    },
    offer(text) {
      const count = this.items.length;
      if (!count) {
        this.$refs.search.select();
        return this.refuse(unknownText(text));
      }
      this.said = `${count}${this.more ? " or more" : ""} found: arrows choose, Enter adds.`;
      this.$nextTick(() => this.$root.querySelector(".tile").focus());
    },
    addSounding(item) {
      this.add(item);
      beep(!this.said);
    },
  };
}
