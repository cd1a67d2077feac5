/** An evening as the wire tells it: two rooms, 45-15-60, seen ten minutes into a phase. */
import { NOW } from "./time.mjs";

export const MINUTE = 60_000;
const START = NOW - 10 * MINUTE;
const PARTS = [["p1", "breakout", "Rooms", 45], ["p2", "break", "Break", 15], ["p3", "panel", "Panel", 60]];
const OPEN = { p1: ["drafting", "submitting", "voting"], p2: ["voting"], p3: ["voting", "answering"] };

/** The phases with `current` running for ten minutes; with none they are all to come, with "over" all done. */
function phases(current) {
  const nth = PARTS.findIndex(([id]) => id === current);
  return Object.fromEntries(PARTS.map(([id, kind, title, minutes], position) => {
    const part = { position, kind, title, duration: minutes * MINUTE, at_end: position === 2 ? "wait" : "advance" };
    if (current === "over" || position < nth) return [id, { ...part, status: "done", starts_at: START - minutes * MINUTE, ended_at: START }];
    return [id, position === nth ? { ...part, status: "running", starts_at: START, ends_at: START + part.duration } : { ...part, status: "planned" }];
  }));
}

export const ROOMS = {
  r1: { position: 0, letter: "A", theme: "Mentoring", seats: 3 },
  r2: { position: 1, letter: "B", theme: "Networks", seats: 2 },
};

/** `at`: lobby, rooms, break, panel or over. `more`: collections, and `session` with what it has besides. */
export function evening(at = "rooms", { session = {}, ...more } = {}) {
  const current = { rooms: "p1", break: "p2", panel: "p3", over: "over" }[at];
  const status = { lobby: "lobby", over: "finished" }[at] ?? "live";
  const scope = OPEN[current] ? { voting_scope: current === "p1" ? "room" : "all" } : {};
  return {
    session: { id: "s1", title: "Dilemmas", status, open: OPEN[current] ?? [], people: 5, ...scope, ...session },
    phases: phases(current), rooms: ROOMS, questions: {}, ...more,
  };
}

export const ANA = { id: "a1", name: "Ana", roles: ["participant"], room_id: "r1", votes: {}, questions: {}, dismissed: {} };
export const REP = { ...ANA, speaks_as: "representative" };
export const HOST = { id: "host", roles: ["host"], votes: {}, questions: {}, dismissed: {} };
export const EXPERT = { ...HOST, id: "e1", name: "Dr. Ode", roles: ["panelist"] };

export const draft = (text, more = {}) => ({ text, status: "draft", room_id: "r1", score: 0, support: 0, drafted_at: START, ...more });
export const question = (number, text, more = {}) => ({ ...draft(text), number, status: "open", submitted_at: START + MINUTE, room_id: number.startsWith("A") ? "r1" : "r2", ...more });
