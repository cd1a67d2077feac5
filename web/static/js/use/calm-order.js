/**
 * A list that never moves under a finger: while a pointer or the keyboard is in it, what is shown keeps its place and
 * newcomers join at the end. `always`: it never moves at all. Spread the second value on the list element; the third is
 * called when the person has moved something themselves: the list then takes over the order, also one that is still on its way.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { keepOrder } from "../order.js";

const REST_MS = 1500; // a finger that has just lifted is about to come back
const IDLE_MS = 5000; // a pointer that lies still is not in use

export function useCalmOrder(wanted, { always = false } = {}) {
  const shown = useRef(wanted);
  const inside = useRef(new Set());
  const timer = useRef();
  const idle = useRef();
  const [resting, setResting] = useState(false);
  const [left, setLeft] = useState(undefined); // the order that the person has left by their own deed
  const order = wanted.join("\n");
  const held = left === undefined && (always || resting || inside.current.size > 0);
  shown.current = held ? keepOrder(shown.current, wanted) : wanted;
  useEffect(() => { if (left !== order) setLeft(undefined); }, [order, left]);
  useEffect(() => () => { clearTimeout(timer.current); clearTimeout(idle.current); }, []);

  const take = (what) => inside.current.add(what);
  const release = (what) => {
    if (!inside.current.delete(what)) return;
    clearTimeout(timer.current);
    setResting(true);
    timer.current = setTimeout(() => setResting(false), REST_MS);
  };
  const moving = () => {
    take("pointer");
    clearTimeout(idle.current);
    idle.current = setTimeout(release, IDLE_MS, "pointer");
  };
  return [shown.current, {
    onPointerEnter: moving,
    onPointerMove: moving,
    onPointerDown: moving,
    onPointerLeave: () => { clearTimeout(idle.current); release("pointer"); },
    onFocusIn: (event) => { if (event.target.matches(":focus-visible")) take("keyboard"); },
    onFocusOut: () => release("keyboard"),
  }, () => setLeft(order)];
}
