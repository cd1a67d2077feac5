/** A small choice of this person in this browser, such as "sound on". Survives closing the tab; where storage is off, only the page. */
import { useState } from "preact/hooks";

export function useRemembered(key, initial) {
  const [value, setValue] = useState(() => read(key) ?? initial);
  const change = (next) => { setValue(next); write(key, next); };
  return [value, change];
}

export function read(key) {
  try { return JSON.parse(localStorage.getItem(key)) ?? undefined; } catch { return undefined; }
}

export function write(key, value) {
  try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* storage may be switched off */ }
}
