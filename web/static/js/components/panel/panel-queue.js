/** What follows, as an expert sees it: what is addressed to them first, then the queue. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOver, questionsOf } from "../../look.js";
import { fold } from "../../order.js";
import { noneWaiting } from "../../words.js";
import { QuestionList } from "../questions/question-list.js";

export function PanelQueue() {
  const { view, me } = useSession();
  const open = questionsOf(view.value).filter((q) => q.status === "open");
  const mine = open.filter((q) => isFor(q, me.value));
  const rest = open.filter((q) => !mine.includes(q));
  const title = view.value.session.handed_over_at ? "The queue" : "Questions so far";
  return html`<${QuestionList} key="mine" questions=${mine} title="For you" />
    <${QuestionList} key="rest" questions=${rest} title=${mine.length ? `${title}, the others` : title} empty=${mine.length || isOver(view.value) ? "" : noneWaiting(view.value)} />`;
}

/** Names are written by hand: "dr ode" is Dr. Ode as well. */
function isFor({ addressed_to = "" }, { name = "" }) {
  const plain = (words) => fold(words).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const [wanted, own] = [plain(addressed_to), plain(name)];
  return Boolean(wanted && own) && (` ${own} `.includes(` ${wanted} `) || ` ${wanted} `.includes(` ${own} `));
}
