// Amounts are integers in the currency's minor unit, quantities integers in thousandths: no floats are added up.
export function makeMoney(locale, currency) {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const decimals = format.resolvedOptions().maximumFractionDigits;
  const plain = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const scale = 10 ** decimals;
  return {
    full: (minor) => format.format(minor / scale),
    plain: (minor) => plain.format(minor / scale),
    // "12.5" → 1250; null when it isn't an amount
    parse: (text) => {
      const found = /^(\d{1,12})(?:[.,](\d*))?$/.exec(String(text).trim());
      if (!found || (found[2] ?? "").length > decimals) return null;
      return Number(found[1]) * scale + Number((found[2] ?? "").padEnd(decimals, "0") || 0);
    },
    // 1250 → "12.50", the form in which a field and the API take it
    text: (minor) => (minor / scale).toFixed(decimals),
  };
}

// "1.25" → 1250 thousandths; null when it isn't a quantity above zero
export function parseQuantity(text) {
  const found = /^(\d{1,9})(?:[.,](\d{0,3}))?$/.exec(String(text).trim());
  if (!found) return null;
  return Number(found[1]) * 1000 + Number((found[2] ?? "").padEnd(3, "0")) || null;
}

export function quantityText(thousandths) {
  return String(thousandths / 1000);
}
