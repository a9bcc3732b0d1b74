// What a tab keeps: it is there after a reload, and in no other tab. Duplicating a tab copies what it keeps; the copy
// finds the tab's name taken and begins anew.
import { newId } from "../client.js";

const TAB = "tab";
const ANSWERED_WITHIN = 2000;

// Holds the tab's name while the page is there; resolves to whether it was free.
function hold(name) {
  const forEver = () => new Promise(() => {});
  return new Promise((answer) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      answer(lock !== null);
      return lock ? forEver() : navigator.locks.request(name, forEver);
    });
  });
}

// A name that isn't free may be that of this tab's last page, which lets go of it a moment late. Only a page that is
// there answers, and one that answers too late still counts.
function isElsewhere(name, channel) {
  const me = newId();
  return new Promise((answer) => {
    setTimeout(() => answer(false), ANSWERED_WITHIN);
    channel.addEventListener("message", ({ data }) => {
      if (data.here !== me) return;
      answer(true);
      if (sessionStorage[TAB] === name) beginAnew();
    });
    channel.postMessage({ asks: name, by: me });
  });
}

function beginAnew() {
  sessionStorage.clear();
  sessionStorage[TAB] = newId();
  location.reload();
}

export async function claimTab() {
  if (!navigator.locks) return;
  const name = (sessionStorage[TAB] ??= newId());
  const channel = new BroadcastChannel("tabs");
  const free = await hold(`tab:${name}`);
  if (!free && (await isElsewhere(name, channel))) await new Promise(() => {}); // the page is loaded anew
  channel.addEventListener("message", ({ data }) => {
    if (data.asks === name) channel.postMessage({ here: data.by });
  });
}

// One person's, of one outlet: who signs in next in this tab finds their own.
export function makeKeep(person, outlet) {
  const name = `cart:${person}:${outlet}`;
  return {
    put: (cart) => sessionStorage.setItem(name, JSON.stringify(cart)),
    get() {
      try {
        return JSON.parse(sessionStorage.getItem(name));
      } catch {
        return null;
      }
    },
  };
}
