/** The evening line under the player: the present moment moves along it. */
import { kindAt, shareOf } from "./moments.js";

/** A function of an instant (UTC ms, or undefined where none is known). */
export function movingOn(line) {
  const mark = line.querySelector(".line__moment");
  const { from, to } = line.dataset;
  const phases = [...line.querySelectorAll("[data-from][data-to][data-kind]")].map(({ dataset }) => (
    { kind: dataset.kind, from: Number(dataset.from), to: Number(dataset.to) }));
  return (at) => {
    const share = shareOf(at, Number(from), Number(to));
    mark.toggleAttribute("hidden", share === undefined);
    if (share === undefined) return;
    mark.setAttribute("x", `${share.toFixed(3)}%`);
    mark.dataset.kind = kindAt(phases, at);
  };
}
