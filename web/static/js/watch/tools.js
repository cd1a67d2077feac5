/** What a late viewer can do with a question: "I have this too", "Helped me", and more of it once it is opened. */
import { linkToQuestion } from "./address.js";
import { countingOf } from "./counting.js";
import { button, element } from "./element.js";
import { ledger } from "./ledger.js";
import { copied } from "./share.js";

const WAYS = { too: "I have this too", helped: "Helped me" };

/** `relocate` is told what the server knows of the recordings after a host has corrected them. */
export async function toolsOf({ told, list, player, relocate }) {
  const server = ledger(told.session_id);
  const known = await server.read();
  countingOf({ host: told.host, known, server, player });
  for (const item of list.children) {
    const row = element("div", { className: "tools" });
    if (known) row.append(toggle(item, "too", known, server));
    if (known && item.querySelector(".log__answer, .log__place")) row.append(toggle(item, "helped", known, server));
    const [press, inside] = more(item, { told, server, known });
    row.append(press);
    item.querySelector(".log__body").append(row, inside);
  }
  if (told.host && player) (await import("./anchoring.js")).anchoring({ told, list, player, server, relocate });
  if (known && Object.keys(known.follow_ups ?? {}).length) (await import("./follow-ups.js")).showFollowUps({ list, known, server, told });
}

/** States what is wanted, so that two presses in a row mean what they say. */
function toggle(item, way, known, server) {
  const { id } = item.dataset;
  const words = WAYS[way];
  let on = known.mine?.[way]?.[id] === true;
  let count = known.questions?.[id]?.[way] ?? 0;
  const number = element("span", { className: "tools__count" });
  const press = button("button--plain tools__way", "", async () => {
    const answer = await server.say(`viewing.${way}`, { question_id: id, on: !on });
    if (answer.ok) {
      on = !on;
      count += on ? 1 : -1;
    }
    show(answer.ok ? "" : answer.message);
  });
  const refusal = element("span", { className: "refusal tools__refusal", role: "alert" });
  function show(message = "") {
    press.setAttribute("aria-pressed", on);
    number.textContent = [on ? "✓" : "", count > 0 ? count : ""].join("");
    refusal.textContent = message;
  }
  press.append(words, element("span", { className: "visually-hidden" }, ` ${item.id}`), number);
  show();
  return element("span", { className: "tools__one" }, press, refusal);
}

/** The rest waits until it is asked for: a press, and what it opens below the row, so that the row stays where it is. */
function more(item, { told, server, known }) {
  const inside = element("div", { className: "tools__more", id: `more-${item.dataset.id}`, hidden: true });
  const press = button("button--plain tools__way", "More", () => {
    inside.hidden = !inside.hidden;
    press.setAttribute("aria-expanded", !inside.hidden);
  });
  press.append(element("span", { className: "visually-hidden" }, ` about ${item.id}`));
  press.setAttribute("aria-expanded", false);
  press.setAttribute("aria-controls", inside.id);
  press.addEventListener("click", async () => {
    inside.append(button("button--quiet", "Copy link to this question", ({ currentTarget }) => copied(currentTarget, linkToQuestion(location.href, item.id))));
    if (known) inside.append((await import("./follow-ups.js")).followUpForm({ item, server, told }));
  }, { once: true });
  return [press, inside];
}
