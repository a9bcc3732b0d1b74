import { makeNumbers } from "../numbers.js";

// Amounts are integers in the currency's minor unit, quantities integers in thousandths: no floats are added up.
export function makeMoney(locale, currency) {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const decimals = format.resolvedOptions().maximumFractionDigits;
  const plain = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const numbers = makeNumbers(locale);
  const scale = 10 ** decimals;
  const text = (minor) => (minor / scale).toFixed(decimals);
  return {
    full: (minor) => format.format(minor / scale),
    plain: (minor) => plain.format(minor / scale),
    // "1,250.5" as a person types it → 125050; null when it isn't an amount
    read: (typed) => scaled(numbers.read(typed), decimals, 12),
    // "12.50" as the API writes it → 1250
    parse: (amount) => scaled(String(amount).split("."), decimals, 12),
    // 1250 → "12.50", the form in which the API takes it, and as a field shows it
    text,
    field: (minor) => numbers.write(text(minor)),
    // "1.25" → 1250 thousandths; null when it isn't a quantity above zero
    readQuantity: (typed) => scaled(numbers.read(typed), 3, 9) || null,
    quantityField: (thousandths) => numbers.write(quantityText(thousandths)),
    unread: (typed) => `“${typed}” could be meant in two ways. Write a number like ${numbers.example}.`,
  };
}

function scaled(parts, decimals, longest) {
  if (!parts) return null;
  const [whole, fraction = ""] = parts;
  if (!/^\d+$/.test(whole) || whole.length > longest || fraction.length > decimals) return null;
  return Number(whole) * 10 ** decimals + Number(fraction.padEnd(decimals, "0") || 0);
}

// 1250 → "1.25", the form in which the API takes it
export function quantityText(thousandths) {
  return String(thousandths / 1000);
}
