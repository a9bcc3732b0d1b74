// What the till asks of the server. Every request may fail; a failure carries the problem's words.
function sentences(errors) {
  return Object.values(errors ?? {}).flat().join(" ");
}

export class Problem extends Error {
  constructor(body, status) {
    super(sentences(body.errors) || body.detail || body.title || `The server answered ${status}.`);
    this.status = status;
    this.code = body.code;
    this.errors = body.errors ?? {};
    this.short = body.code === "insufficient_stock" ? body.lines : [];
  }
}

const SIGNED_OUT = "You are signed out. Sign in again in another tab; this cart is kept.";
const OFFLINE = "No connection. Nothing was recorded; try again when the connection is back.";

async function answerOf(promise) {
  let response;
  try {
    response = await promise;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ detail: OFFLINE, code: "offline" }, 0);
  }
  if (response.status === 401 || response.redirected) throw new Problem({ detail: SIGNED_OUT, code: "signed_out" }, 401);
  const body = await response.json().catch((error) => {
    if (error.name === "AbortError") throw error;
    return {};
  });
  if (!response.ok) throw new Problem(body, response.status);
  return body;
}

export function makeServer({ catalogue, quote, sale, csrf }) {
  const post = (url, body, { signal, key } = {}) =>
    answerOf(
      fetch(url, {
        method: "POST",
        signal,
        credentials: "same-origin",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": csrf,
          ...(key && { "Idempotency-Key": key }),
        },
        body: JSON.stringify(body),
      }),
    );
  return {
    find: (search, signal) => answerOf(fetch(`${catalogue}?${new URLSearchParams(search)}`, { signal })),
    quote: (body, signal) => post(quote, body, { signal }),
    sell: (body, key) => post(sale, body, { key }),
  };
}
