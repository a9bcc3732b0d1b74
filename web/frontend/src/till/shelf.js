import { keyOf } from "../codes.js";

// Search, categories, scanning: what is on the tiles and which thing a code means.
export function makeShelf(server, first) {
  const known = new Map();
  const learn = (items) => {
    for (const item of items) for (const code of [item.sku, ...item.codes]) known.set(keyOf(code), item);
  };
  learn(first);
  let running = null;
  return {
    // The tiles of a search; null when a newer search has overtaken this one.
    async search(query, category, page) {
      running?.abort();
      running = new AbortController();
      try {
        const found = await server.find({ q: query, category, page }, running.signal);
        learn(found.items);
        return found;
      } catch (error) {
        if (error.name === "AbortError") return null;
        throw error;
      }
    },
    // The thing with exactly this barcode or SKU, from memory if it was seen before; null when there is none.
    async scan(code) {
      const seen = known.get(keyOf(code));
      if (seen) return seen;
      const { items } = await server.find({ code });
      learn(items);
      return items[0] ?? null;
    },
    // After a sale the tiles' stock is stale.
    forget: () => known.clear(),
  };
}
