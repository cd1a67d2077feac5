/**
 * Which items this person has had before their eyes: at least half of one, for a second. Kept in this browser, sent nowhere.
 * Returns [seen: Set of ids, ref for the list]; the items are the list's children with `data-id`.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { read, write } from "./remembered.js";

const LOOK_MS = 1000;

export function useSeen(key, ids) {
  const list = useRef();
  const [seen, setSeen] = useState(() => new Set(read(key) ?? []));
  useEffect(() => {
    if (!list.current || typeof IntersectionObserver === "undefined") return undefined;
    const timers = new Map();
    const saw = (id) => setSeen((before) => {
      if (before.has(id)) return before;
      const after = new Set(before).add(id);
      write(key, [...after]);
      return after;
    });
    const observer = new IntersectionObserver((changes) => {
      for (const { target, isIntersecting } of changes) {
        clearTimeout(timers.get(target));
        if (isIntersecting) timers.set(target, setTimeout(saw, LOOK_MS, target.dataset.id));
      }
    }, { threshold: 0.5 });
    for (const item of list.current.children) observer.observe(item);
    return () => { observer.disconnect(); timers.forEach(clearTimeout); };
  }, [key, ids.join("\n")]);
  return [seen, list];
}
