/** All submitted questions that still wait, with what can be done about them now. */
import { html } from "htm/preact";
import { useSession } from "../../context.js";
import { isOpen, isOver, questionsOf } from "../../look.js";
import { count } from "../../words.js";
import { QuestionList } from "../questions/question-list.js";

export function Submitted() {
  const { view, me } = useSession();
  const { session } = view.value;
  if (isOver(view.value) || session.status === "lobby") return null;
  const voting = isOpen(view.value, "voting");
  const everywhere = voting && session.voting_scope === "all";
  const handed = session.handed_over_at !== undefined;
  const desk = me.value.speaks_as && !everywhere; // the own room's stand on the desk already
  const all = questionsOf(view.value).filter((q) => q.status === "open" && !(desk && q.room_id === me.value.room_id));
  const votes = all.filter((q) => me.value.votes?.[q.id]).length;
  const list = everywhere ? "all" : "room"; // when all rooms may vote it begins anew: in the person's own order, not as it grew
  return html`<${QuestionList} key=${list} questions=${all} counted=${everywhere && !handed}
    title=${everywhere && !handed ? "Questions from all rooms" : handed ? "Waiting for the panel" : desk ? "Submitted by other rooms" : "Submitted so far"}
    hint=${hint(all.length, votes, voting, everywhere)}
    empty=${everywhere || isOpen(view.value, "answering") ? "No question is waiting." : ""} />`;
}

function hint(n, votes, voting, everywhere) {
  if (!n) return "";
  if (everywhere) return `${count(n, "question")}, you support ${votes}. Support as many as you like.`;
  return voting ? "You can support these in the break." : `${count(n, "question")}.`;
}
