/**
 * A finger that draws a thing to the side. Up and down stays scrolling (`touch-action: pan-y`), a mouse keeps selecting text.
 * Returns [drag, props]: `drag` is {side: "left" | "right", far} while it is drawn, `far` once letting go means it. Spread `props`
 * on the element; how far it was drawn is its `--drag`. `of`: what lies there; if that changes under the finger, nothing is meant.
 */
import { useRef, useState } from "preact/hooks";

const FAR_PX = 96;
const SLOP_PX = 12; // less is a finger that lies still

/** Is it drawn to a side, and far enough? Undefined while it is neither: a scroll, or hardly moved. Pure. */
export function drawn(dx, dy) {
  if (Math.abs(dx) < SLOP_PX || Math.abs(dx) < 1.5 * Math.abs(dy)) return undefined;
  return { side: dx < 0 ? "left" : "right", far: Math.abs(dx) >= FAR_PX };
}

export function useSwipe({ of, off, onLeft, onRight }) {
  const [drag, setDrag] = useState(undefined);
  const start = useRef();
  const place = useRef();
  function at(event) {
    return drawn(event.clientX - start.current.x, event.clientY - start.current.y);
  }
  function end(event) {
    if (start.current?.id !== event.pointerId) return;
    const last = event.type === "pointerup" && start.current.of === of ? at(event) : undefined;
    start.current = undefined;
    place.current?.style.removeProperty("--drag");
    setDrag(undefined);
    if (last?.far) (last.side === "left" ? onLeft : onRight)();
  }
  function down(event) {
    if (off || !event.isPrimary || event.pointerType === "mouse" || event.target.closest("button, a, input, textarea, summary")) return;
    start.current = { of, id: event.pointerId, x: event.clientX, y: event.clientY };
  }
  function move(event) {
    if (start.current?.id !== event.pointerId) return;
    const now = at(event);
    place.current.style.setProperty("--drag", `${now ? event.clientX - start.current.x : 0}px`);
    setDrag((was) => (was?.side === now?.side && was?.far === now?.far ? was : now));
  }
  return [drag, { ref: place, onPointerDown: down, onPointerMove: move, onPointerUp: end, onPointerCancel: end }];
}
