/**
 * Which of a list stands before a person, one at a time: it stays while the list changes around it, and gives its place to the
 * next when it leaves. `held`: it stays whatever happens. Returns [id, stand(id), the id that has just left]. What is asked to
 * stand there and has not arrived yet stands as soon as it does.
 */
import { useRef, useState } from "preact/hooks";
import { standing } from "../review.js";

export function useStanding(ids, held) {
  const shown = useRef({ ids: [], at: undefined });
  const wanted = useRef();
  const [, redraw] = useState(0);
  const before = shown.current.at;
  const left = !held && before !== undefined && !ids.includes(before) ? before : undefined;
  if (!held) {
    const here = ids.includes(wanted.current);
    shown.current = { ids, at: here ? wanted.current : standing(shown.current, ids) };
    if (here) wanted.current = undefined;
  }
  const stand = (id) => { wanted.current = id; redraw((n) => n + 1); };
  return [shown.current.at, stand, left];
}
