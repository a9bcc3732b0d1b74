// Reading a number as people of a place write it, as kernel.numbers does on the server.
export function makeNumbers(locale) {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1234567.5);
  const symbol = (type) => parts.find((part) => part.type === type)?.value ?? "";
  const [group, point] = [symbol("group"), symbol("decimal")];
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const between = /\s/.test(group) ? "[ \\u00a0\\u202f]" : escaped(group);
  const thousands = `\\d{1,3}(?:${between}\\d{3})+`;
  const lakhs = locale === "en-IN" ? `|\\d{1,2}(?:${between}\\d{2})+${between}\\d{3}` : "";
  const shape = new RegExp(`^(?:(?:\\d+|${thousands}${lakhs})(?:${escaped(point)}\\d*)?|${escaped(point)}\\d+)$`);
  return {
    // "1,250.50" → ["1250", "50"] in en-IN; null for what could be meant otherwise
    read(text) {
      const written = String(text).trim();
      if (written.length > 30 || !shape.test(written)) return null;
      const [whole, decimals = ""] = written.replace(new RegExp(between, "g"), "").split(point);
      return [whole || "0", decimals];
    },
    // "1250.5" → "1250,5" where that is how it is written
    write: (text) => text.replace(".", point),
    example: `1250${point}50`,
  };
}
