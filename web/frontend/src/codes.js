// How codes compare, as on the server (inventory.catalogue.rules.codes): digits of a GTIN's length padded to 14, others
// in any case.
const GTIN = /^(\d{8}|\d{12,14})$/;

export function keyOf(code) {
  return GTIN.test(code) ? code.padStart(14, "0") : code.toLowerCase();
}

function addsUp(code) {
  const sum = [...code.padStart(14, "0")].reduce((total, digit, place) => total + Number(digit) * (place % 2 ? 1 : 3), 0);
  return sum % 10 === 0;
}

// The UPC-A of a UPC-E: its seventh digit says where zeros were left out.
function unshortened(code) {
  const [system, digits, kind, check] = [code[0], code.slice(1, 6), code[6], code[7]];
  if ("012".includes(kind)) return `${system}${digits.slice(0, 2)}${kind}0000${digits.slice(2)}${check}`;
  const kept = { 3: 3, 4: 4 }[kind] ?? 5;
  const rest = kept < 5 ? digits.slice(kept) : kind;
  return `${system}${digits.slice(0, kept)}${rest.padStart(10 - kept, "0")}${check}`;
}

// A code of a GTIN's length whose last digit doesn't follow from the others was misread.
export function isMisread(code) {
  if (!GTIN.test(code)) return false;
  const isShort = /^[01]\d{7}$/.test(code);
  return !(addsUp(code) || (isShort && addsUp(unshortened(code))));
}

// What a person is told of a code that means nothing here.
export function unknownText(code) {
  return isMisread(code)
    ? `${code} was misread: its last digit doesn't fit the others. Scan it again.`
    : `Nothing is known under ${code}.`;
}

// The thing with exactly this barcode or SKU, as the server knows it; null when there is none.
export async function lookUp(code) {
  const { scanUrl } = document.querySelector("[data-scan-url]").dataset;
  const response = await fetch(`${scanUrl}?${new URLSearchParams({ code })}`, { credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error("That could not be looked up. Scan it again.");
  return (await response.json()).found;
}
