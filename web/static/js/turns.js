/** How the time of the panel is shared: how long a question may take, and when one's turn comes. Pure. */
import { remaining } from "./clock.js";
import { currentPhase, isOpen, onAir, questionsOf, roomsOf } from "./look.js";
import { byRank } from "./order.js";

const MINUTE = 60_000;
const TYPICAL_MS = 4 * MINUTE; // what a question takes, as long as none was heard
const BETWEEN_MS = 15_000; // until the next one is called and unmuted
const LEAST_MS = MINUTE; // in less nobody can answer, however near the end is
const SOON = 0.8; // of what a question should take: time to say the last sentence

/**
 * {perQuestion, left, remaining}: how long a question takes as it goes now (ms), how many are not finished (with the one on air), how long
 * the phase still lasts (ms). Undefined while nothing is answered, or the phase has no end.
 */
export function pace(view, now) {
  const phase = answeringPhase(view);
  if (!phase || (phase.status === "running" && phase.ends_at === undefined)) return undefined;
  const left = waiting(view).length + (onAir(view) ? 1 : 0);
  return { perQuestion: usualLength(view, phase, now), left, remaining: Math.max(0, remaining(phase, now)) };
}

/**
 * How long the question on air should take (ms): an equal share of the time that was left when it began, and always enough for an answer.
 * The same on all screens, without ticks.
 */
export function budget(view, question) {
  const ends = answeringPhase(view)?.ends_at;
  if (ends === undefined || question?.on_air_since === undefined) return undefined;
  return Math.max(LEAST_MS, (ends - question.on_air_since) / (1 + inTurn(view).length));
}

/** {gone, whole, state} of the question on air: ms so far, ms it should take (undefined: nobody knows), and quiet | soon | over. */
export function airStanding(view, question, now) {
  if (question?.on_air_since === undefined || currentPhase(view)?.status === "paused") return undefined;
  const gone = Math.max(0, now - question.on_air_since);
  const whole = budget(view, question);
  return { gone, whole, state: whole === undefined || gone < SOON * whole ? "quiet" : gone < whole ? "soon" : "over" };
}

/** Whole minutes until a waiting question is likely called, 0: now. Undefined where nobody can say, or the time may not reach it. */
export function minutesToTurn(view, question, now) {
  const known = pace(view, now);
  if (!known || question?.rank === undefined) return undefined;
  const perQuestion = Math.min(known.perQuestion, share(view, known));
  const before = inTurn(view).filter((other) => other.rank < question.rank).length;
  const wait = leftOnAir(view, { perQuestion }, now) + before * perQuestion;
  return wait < known.remaining ? Math.round(wait / MINUTE) : undefined;
}

/** Time goes on and the panel answers, but the part is likely over before this question is called. */
export const mayBeTooLate = (view, question, now) =>
  question?.rank !== undefined && pace(view, now) !== undefined && minutesToTurn(view, question, now) === undefined;

/** The rooms with a question in the queue that had no turn and will not get one at this pace. */
export function roomsWithoutTurn(view, now) {
  const known = pace(view, now);
  if (!known) return [];
  const queue = byRank(inTurn(view).filter((question) => question.rank !== undefined));
  const heardInTime = Math.max(0, Math.floor((known.remaining - leftOnAir(view, known, now)) / known.perQuestion));
  const inTime = speakingRooms(queue.slice(0, heardInTime));
  const late = speakingRooms(queue.slice(heardInTime));
  return roomsOf(view).filter((room) => late.has(room.id) && !inTime.has(room.id) && !room.turns);
}

/** The phase in which the panel answers now. */
const answeringPhase = (view) => (isOpen(view, "answering") ? currentPhase(view) : undefined);

const waiting = (view) => questionsOf(view).filter((question) => question.status === "open");

/** Those that are called in their turn: what is held is passed over. */
const inTurn = (view) => waiting(view).filter((question) => !question.held);

/** A merged question is a turn of every room it speaks for. */
const speakingRooms = (questions) => new Set(questions.flatMap((question) => [question.room_id, ...(question.credited ?? [])]));

/** The mean of what was heard in this phase, begun with one typical question; one that runs longer than that counts already. */
function usualLength(view, phase, now) {
  const heard = questionsOf(view).filter((question) => ["answered", "promised"].includes(question.status) && question.on_air_at >= phase.starts_at);
  const lengths = [TYPICAL_MS, ...heard.map(lengthOf).filter((length) => length > 0)];
  const usual = mean(lengths);
  const running = elapsed(view, now);
  return running > usual ? mean([...lengths, running]) : usual;
}

const lengthOf = (question) => (question.promised_at ?? question.answered_at) - question.on_air_at + BETWEEN_MS;

const mean = (lengths) => lengths.reduce((sum, length) => sum + length, 0) / lengths.length;

/** How long the question on air is on by now. */
function elapsed(view, now) {
  const since = onAir(view)?.on_air_since;
  return since === undefined ? 0 : Math.max(0, now - since);
}

/** What each question is told to take: as the one on air is, else an equal share of what is left. */
const share = (view, known) => budget(view, onAir(view)) ?? Math.max(LEAST_MS, known.remaining / Math.max(1, inTurn(view).length));

const leftOnAir = (view, { perQuestion }, now) => (onAir(view) ? Math.max(0, perQuestion - elapsed(view, now)) : 0);
