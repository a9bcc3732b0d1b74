// The cart: lines of {id, name, price, thousandths, discount, onHand}. Pure functions: a new list for every change.
// What a line comes to before tax rules is price × quantity − discount; totals and tax are the server's (quote).
export const ONE = 1000;

export function gross(line) {
  return Math.floor((line.price * line.thousandths + 500) / 1000);
}

export function net(line) {
  return gross(line) - line.discount;
}

export function provisionalTotal(lines, discount) {
  return lines.reduce((sum, line) => sum + net(line), 0) - discount;
}

export function added(lines, item) {
  if (lines.some((line) => line.id === item.id)) {
    return lines.map((line) => (line.id === item.id ? { ...line, thousandths: line.thousandths + ONE } : line));
  }
  const { id, name, price, onHand } = item;
  return [...lines, { id, name, price, onHand, thousandths: ONE, discount: 0 }];
}

export function changed(lines, id, change) {
  return lines.map((line) => (line.id === id ? { ...line, ...change } : line));
}

export function without(lines, id) {
  return lines.filter((line) => line.id !== id);
}

// What is still due and what comes back. The server decides which tender settles what (only cash may be over).
export function balance(total, tenders) {
  const given = tenders.reduce((sum, tender) => sum + tender.amount, 0);
  return { due: Math.max(total - given, 0), change: Math.max(given - total, 0) };
}
