/** The desk of a moderator: one question after the other, and what is being written about it. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useSession } from "../context.js";
import { beside, waitingOf } from "../review.js";
import { meanwhileWords } from "../undo.js";
import { refusalWords } from "../words.js";
import { useDecision, useDecisions } from "./decisions.js";
import { useRemembered } from "./remembered.js";
import { useStanding } from "./standing.js";

const REST_MS = 800; // what was put there by somebody else has not been read yet: a press that comes now was meant for the one before

/**
 * `question`: what stands there; `ids`: all that waits; `open`: the form that is open about it (reject, edit, merge), during which
 * the question stays; `told`: a line about what happened last. `decide` resolves like `send`, and is remembered for undo.
 */
export function useDesk() {
  const { view } = useSession();
  const { settled, own } = useDecisions();
  const { decide, busy, refusal } = useDecision();
  const [newest, setNewest] = useRemembered("newest-first", false);
  const [open, setOpen] = useState(undefined);
  const [told, tell] = useState("");
  const replaced = useRef(-Infinity);
  const known = useRef(undefined);

  const questions = view.value.questions ?? {};
  const ids = waitingOf(view.value, newest).map((q) => q.id).filter((id) => settled.value.get(id) !== questions[id]);
  const [at, stand, left] = useStanding(ids, Boolean(open));
  const gone = left && known.current;
  if (at === undefined) known.current = undefined;
  else if (questions[at]) known.current = { ...questions[at], id: at };
  const question = known.current;
  const overtaken = open && questions[at]?.status !== "pending" && !own.has(at) ? meanwhileWords(view.value, at, question.number) : "";

  useLayoutEffect(() => {
    if (!gone || own.delete(gone.id)) return;
    replaced.current = Date.now();
    tell(meanwhileWords(view.peek(), gone.id, gone.number));
  }, [left]);
  useLayoutEffect(() => { own.delete(at); }, [at]); // before the next press, however soon it comes

  async function settle(name, data = {}) {
    if (name !== "qa_queue.edit" && Date.now() - replaced.current < REST_MS) return false;
    const answer = await decide(name, { question_id: at, ...data });
    if (answer.ok) setOpen(undefined);
    if (answer.ok || answer.code) tell(answer.ok ? "" : `${question.number}: ${refusalWords(answer)}`);
    return answer.ok;
  }
  function turn(newestFirst) {
    setNewest(newestFirst);
    stand(waitingOf(view.peek(), newestFirst)[0]?.id);
  }
  return {
    question, ids, told, tell, stand, busy, refusal, newest, turn, open, settle,
    overtaken: overtaken && `${overtaken} What you write here is kept.`,
    start: setOpen,
    close: () => setOpen(undefined),
    released: () => { if (at) own.add(at); tell(""); },
    look: (step) => { const id = beside(ids, at, step); if (id) stand(id); },
  };
}
