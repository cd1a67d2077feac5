/** The notice that watching is counted, and its switch. */
import { button, element } from "./element.js";
import { countWatching } from "./watched.js";

const COUNTED = "Which seconds you watch is counted, and nobody is shown that it was you.";
const DECLINED = "What you watch is not counted.";

/** Hosts are not counted. */
export function countingOf({ host, known, server, player }) {
  const fold = document.getElementById("counting");
  if (!fold || !known || !player || host) {
    fold?.remove();
    return;
  }
  let on = known.mine?.counted !== false;
  const refusal = element("p", { className: "refusal", role: "alert" });
  const choose = button("button--quiet", "", async () => {
    const answer = await server.say("viewing.count", { on: !on });
    if (answer.ok) on = !on;
    refusal.textContent = answer.ok ? "" : answer.message;
    show();
  });
  function show() {
    fold.querySelector("summary").textContent = on ? COUNTED : DECLINED;
    choose.textContent = on ? "Do not count me" : "Count me";
  }
  fold.append(element("div", { className: "counting__choice" }, choose, refusal));
  show();
  countWatching(player, async (recording_id, ranges, leaving) =>
    (on ? server.say("viewing.watched", { recording_id, ranges }, { leaving }) : { ok: true }));
}
