// The one way in which a page asks the server. Each attempt reads the CSRF token anew (signing in again in another tab
// changes it) and ends after a while. What got no answer may have been done or not: a write carries an id that was made
// before it was sent, and is sent again under this id, unchanged, until an answer settles it.
const TIMEOUT = 10_000;
const PAUSES = [500, 1000, 2000, 4000, 8000, 15_000];

// A UUID of version 4; `randomUUID` is missing where the page didn't come over TLS.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  [bytes[6], bytes[8]] = [(bytes[6] & 0x0f) | 0x40, (bytes[8] & 0x3f) | 0x80];
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export function token() {
  return /(?:^|; )(?:__Host-)?csrf=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

function sentences(errors) {
  return Object.values(errors ?? {}).flat().join(" ");
}

// An answer that refuses: nothing was done.
export class Problem extends Error {
  constructor(body, status) {
    super(sentences(body.errors) || body.detail || body.title || `The server answered ${status}.`);
    this.status = status;
    this.code = body.code;
    this.errors = body.errors ?? {};
    this.short = body.code === "insufficient_stock" ? body.lines : [];
  }
}

// No answer, or one that says nothing about what was asked: it has to be asked again. The message is for people.
export class Unsettled extends Problem {
  constructor(words, status = 0) {
    super({ detail: words, code: "unsettled" }, status);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// What came back, read to its end. Unsettled when nothing did; AbortError when the caller took it back.
export async function attempt(url, { headers, signal, ...options } = {}) {
  const late = AbortSignal.timeout(TIMEOUT);
  try {
    const response = await fetch(url, {
      credentials: "same-origin",
      ...options,
      headers: { ...headers, "X-CSRFToken": token() },
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
    const text = await response.text();
    const { status, redirected, url: from, headers: said } = response;
    return { status, redirected, url: from, headers: said, text, body: parsed(text) };
  } catch (error) {
    if (signal?.aborted) throw new DOMException("taken back", "AbortError");
    throw new Unsettled(`No answer: ${error.message}`);
  }
}

// Until the pause is over, or something happens after which an answer is more likely.
function rest(round, signal) {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const go = () => {
      over.abort();
      clearTimeout(timer);
      if (signal?.aborted) reject(new DOMException("taken back", "AbortError"));
      else resolve();
    };
    const timer = setTimeout(go, PAUSES[Math.min(round, PAUSES.length - 1)] * (0.75 + Math.random() / 2));
    for (const [target, event] of [[window, "online"], [window, "focus"], [document, "ask-again"], ...(signal ? [[signal, "abort"]] : [])]) {
      target.addEventListener(event, go, { signal: over.signal });
    }
  });
}

// Asks until something else than Unsettled comes of it; `told` hears why it isn't settled yet.
export async function untilSettled(ask, { told = () => {}, rounds = Infinity, signal } = {}) {
  for (let round = 0; ; round += 1) {
    try {
      return await ask(round);
    } catch (problem) {
      if (!(problem instanceof Unsettled) || round + 1 >= rounds) throw problem;
      told(problem.message);
      await rest(round, signal);
    }
  }
}

export function askAgain() {
  document.dispatchEvent(new Event("ask-again"));
}
