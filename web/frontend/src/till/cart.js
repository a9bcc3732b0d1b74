// The cart: lines of {id, name, price, thousandths, discount, onHand, expired}. Pure functions: a new list for every change.
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
    const { onHand, expired } = item;
    return changed(lines, item.id, ({ thousandths }) => ({ onHand, expired, thousandths: thousandths + ONE }));
  }
  const { id, name, price, onHand, expired } = item;
  return [...lines, { id, name, price, onHand, expired, thousandths: ONE, discount: 0 }];
}

export function joined(lines, line) {
  const there = lines.find((each) => each.id === line.id);
  return there ? changed(lines, line.id, { thousandths: there.thousandths + line.thousandths }) : [...lines, line];
}

export function changed(lines, id, change) {
  const made = (line) => ({ ...line, ...(typeof change === "function" ? change(line) : change) });
  return lines.map((line) => (line.id === id ? made(line) : line));
}

// With the server's prices. What a line cost when it was added stays with it, to be said.
export function repriced(lines, prices) {
  return lines.map(({ was, ...line }) => {
    const [first, price] = [was ?? line.price, prices.get(line.id) ?? line.price];
    return price === first ? { ...line, price } : { ...line, price, was: first };
  });
}

export function without(lines, id) {
  return lines.filter((line) => line.id !== id);
}

// Why the line can't be sold in full when only so much is there; "" when it can.
export function shortText(line, available) {
  if (available === undefined || line.thousandths <= Number(available) * ONE) return "";
  if (Number(available) > 0) return `Only ${Number(available)} left`;
  return line.expired ? "Expired: it can't be sold" : "None left";
}

// What a customer is likely to hand over: the next whole number of each note, the exact amount left out.
export function notesFor(due, notes) {
  const amounts = notes.map((note) => Math.ceil(due / note) * note).filter((amount) => amount > due);
  return [...new Set(amounts)].sort((one, other) => one - other).slice(0, 4);
}

// What is still due and what comes back. The server decides which tender settles what (only cash may be over).
export function balance(total, tenders) {
  const given = tenders.reduce((sum, tender) => sum + tender.amount, 0);
  return { due: Math.max(total - given, 0), change: Math.max(given - total, 0) };
}
