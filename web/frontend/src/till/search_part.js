// The left side of the till: tiles, search, categories, scans.
import { beep } from "./sounds.js";

const SEARCH_PAUSE = 120;
const SAME_SCAN = 400;

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
    missing: "",

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
  };
}
