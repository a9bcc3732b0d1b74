// What the till asks of the server.
import { Problem, Unsettled, attempt, untilSettled } from "../client.js";

const SIGNED_OUT = "You are signed out. Sign in again in another tab; this cart is kept.";
const SOMEBODY_ELSE = "Somebody else is signed in in this browser now. This cart waits until you are signed in again.";
const OFFLINE = "No connection. It is tried again.";
const UNKNOWN = "It isn't known yet whether this sale is recorded. The till asks until it knows: don't take the money twice.";
const NOT_RECORDED = "This sale isn't recorded: the server can't do it now. Try again in a moment.";
// What is over as soon as the server answers again.
export const PASSING = [SIGNED_OUT, SOMEBODY_ELSE, OFFLINE];
const READ_TRIES = 4;
const FAILURES = 3; // of the server's own, before it is asked whether the sale is there
const ABOUT_THE_CALLER = [401, 402, 403];

function isAbsent(answer) {
  return answer.redirected || answer.status === 401;
}

function absence(answer) {
  return answer.body?.code === "authentication_failed" ? SOMEBODY_ELSE : SIGNED_OUT;
}

// The body of a good answer; Problem for a refusal; Unsettled for what says nothing (a proxy's page, a busy server).
function bodyOf(answer) {
  if (answer.status < 300 && answer.body && !answer.redirected) return answer.body;
  if (isAbsent(answer)) throw new Problem({ detail: absence(answer), code: "signed_out" }, 401);
  if (answer.status === 429 || answer.status >= 500 || !answer.body?.code) throw new Unsettled(OFFLINE, answer.status);
  throw new Problem(answer.body, answer.status);
}

async function answered(url, options) {
  try {
    return await attempt(url, options);
  } catch (problem) {
    if (problem instanceof Unsettled) throw new Unsettled(OFFLINE);
    throw problem;
  }
}

export function makeServer({ catalogue, quote, sale }, person) {
  const headers = { "Content-Type": "application/json", "Counterfoil-Person": String(person) };
  const post = (url, body, signal) => answered(url, { method: "POST", headers, body: JSON.stringify(body), signal });

  const find = (search, signal) => {
    const url = `${catalogue}?${new URLSearchParams(search)}`;
    return untilSettled(async () => bodyOf(await answered(url, { signal })), { rounds: READ_TRIES, signal });
  };

  // Writes nothing, so it may be asked for as often as it takes, and goes on when the person is back.
  const price = (body, signal, told) =>
    untilSettled(async () => {
      const answer = await post(quote, body, signal);
      if (isAbsent(answer)) throw new Unsettled(absence(answer), 401);
      return bodyOf(answer);
    }, { told, signal });

  // The receipt of this id; null when there is none.
  const receiptOf = async (id) => {
    const answer = await answered(`${sale}${id}/`, { headers });
    return answer.status === 404 && answer.body?.code === "not_found" ? null : bodyOf(answer);
  };

  // Records the sale once, whatever happens to the answers: the id is its own, and nobody else's sale can have it.
  // `found` marks a receipt that was there before, of this cart as it was sent then.
  const sell = (body, told, sentBefore) => {
    let [unsure, failures] = [sentBefore, 0];
    return untilSettled(async () => {
      let answer;
      try {
        answer = await post(sale, body);
        return await settled(answer);
      } catch (problem) {
        if (!(problem instanceof Unsettled)) throw problem;
        unsure = true;
        throw new Unsettled(answer && isAbsent(answer) ? `${UNKNOWN} ${absence(answer)}` : UNKNOWN, problem.status);
      }
    }, { told });

    async function settled(answer) {
      if (["sale_exists", "idempotency_key_reused"].includes(answer.body?.code)) {
        const receipt = await receiptOf(body.id);
        if (receipt) return { ...receipt, found: true };
      }
      if (unsure && ABOUT_THE_CALLER.includes(answer.status)) throw new Unsettled(UNKNOWN, answer.status);
      if (answer.status >= 500 && (failures += 1) >= FAILURES && !(await receiptOf(body.id))) {
        throw new Problem({ detail: NOT_RECORDED, code: "not_recorded" }, answer.status);
      }
      return bodyOf(answer);
    }
  };

  return { find, quote: price, sell };
}
