/** What stands on a stage fits it: nobody scrolls a projector. Shrinks the text (`--fit`, 1 to 0.4) until the page is no taller than the screen. */
import { useLayoutEffect, useRef } from "preact/hooks";

const STEP = 0.93;
const SMALLEST = 0.4;

/** `changes`: what the height depends on. Returns a ref for the element that has to fit. */
export function useFit(...changes) {
  const place = useRef();
  useLayoutEffect(() => {
    const fit = () => {
      const root = document.documentElement;
      for (let size = 1; size >= SMALLEST; size *= STEP) {
        place.current.style.setProperty("--fit", size.toFixed(3));
        if (root.scrollHeight <= root.clientHeight) return;
      }
    };
    fit();
    document.fonts?.ready.then(() => place.current && fit()); // letters of another face are of another width
    addEventListener("resize", fit);
    return () => removeEventListener("resize", fit);
  }, changes);
  return place;
}
