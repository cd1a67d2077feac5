/** Where the focus goes when the question on air, or the call of it, goes with the button that was pressed: to what comes next, never to nowhere. */
import { useLayoutEffect } from "preact/hooks";

const FIELDS = "input, textarea";

/** `onAir`: the id of the question on air, undefined for none. */
export function useNextFocus(onAir) {
  const had = document.activeElement?.closest?.(".on-air, .just-answered") && document.activeElement; // as it is before the page changes
  useLayoutEffect(() => {
    if (!had || had.isConnected) return;
    const typed = had.matches(FIELDS); // the next letter, or space, is no press
    const place = (!typed && !onAir && document.querySelector(".on-air [data-shortcut='c']")) || headingFor(onAir);
    if (place?.matches("h2")) place.tabIndex = -1;
    place?.focus({ preventScroll: true });
  }, [onAir]);
}

const headingFor = (onAir) => (!onAir && document.getElementById("queue-title")) || document.querySelector(".on-air__label") || document.querySelector("h2");
