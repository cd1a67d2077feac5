/** Facts in a line, "Ana · A · Mentoring". Each keeps its own direction, so a name in Arabic turns nothing around it. */
import { html } from "htm/preact";

export function Line({ of }) {
  return of.filter(Boolean).flatMap((fact, nth) => (nth ? [" · ", html`<bdi>${fact}</bdi>`] : [html`<bdi>${fact}</bdi>`]));
}
