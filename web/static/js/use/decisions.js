/**
 * What this device has decided in review, the latest last, so that it can be taken back; the same for every part of the page.
 * `useDecision()` is `useAction()` whose settled commands are kept there.
 */
import { useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import { useSession } from "../context.js";
import { decision } from "../undo.js";
import { useAction } from "./action.js";
import { read, write } from "./kept-text.js";

const MOST = 50;
const REVIEWS = new Set(["qa_queue.approve", "qa_queue.reject", "qa_queue.send_back"]); // refused where somebody else was faster
const known = new WeakMap(); // session -> what was decided in it

/**
 * `taken`: signal of decisions; `keep` and `drop` one. `settled`: signal of id -> question as it was when it was decided; until
 * the view tells the change, the page goes by this. `own`: ids this device is deciding: their change is no news to it.
 */
export function useDecisions() {
  const session = useSession();
  if (!known.has(session)) known.set(session, decisionsOf(session.id));
  return known.get(session);
}

function decisionsOf(sessionId) {
  const key = `decided:${sessionId}`;
  const taken = signal(JSON.parse(read(key) ?? "[]"));
  const change = (next) => { taken.value = next.slice(-MOST); write(key, next.length ? JSON.stringify(taken.value) : ""); };
  return {
    taken,
    settled: signal(new Map()),
    own: new Set(),
    keep: (decided) => change([...taken.peek(), decided]),
    drop: (decided) => change(taken.peek().filter((each) => each !== decided)),
  };
}

export function useDecision() {
  const { view } = useSession();
  const { settled, own, keep } = useDecisions();
  const { run, busy, refusal } = useAction();
  const running = useRef(false);
  async function decide(name, data) {
    const id = data.question_id;
    const was = view.peek().questions?.[id];
    if (running.current || !was) return { ok: false };
    const decided = decision(view.peek(), name, data);
    const stays = name === "qa_queue.edit";
    running.current = true;
    if (!stays) own.add(id);
    const answer = await run(name, REVIEWS.has(name) ? { ...data, seen: was.status } : data);
    running.current = false;
    if (!answer.ok) own.delete(id);
    if (answer.ok && !stays) settled.value = new Map(settled.peek()).set(id, was);
    if (answer.ok) keep(decided);
    return answer;
  }
  return { decide, busy, refusal };
}
