/** Text being written. It survives a reload of the tab and is forgotten once sent. */
import { useState } from "preact/hooks";

export function useKeptText(key, initial = "") {
  const [text, setText] = useState(() => read(key) ?? initial);
  const change = (next) => { setText(next); write(key, next === initial ? "" : next); };
  const clear = () => { setText(initial); write(key, ""); };
  return [text, change, clear];
}

export function read(key) {
  try { return sessionStorage.getItem(key) ?? undefined; } catch { return undefined; }
}

export function write(key, text) {
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch { /* storage may be switched off: then it does not survive */ }
}
