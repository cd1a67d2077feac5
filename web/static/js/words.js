/** Every sentence that is looked up by a key. Plain English; one table per kind of key. */

const KINDS = {
  plenary: "All together",
  breakout: "In the rooms",
  break: "Break",
  panel: "Panel",
  wrap_up: "Wrap-up",
};

const QUESTION_STATUS = {
  draft: "draft",
  open: "submitted",
  on_air: "on air",
  answered: "answered",
  promised: "answer promised",
  pending: "waiting for review",
  rejected: "not accepted",
  withdrawn: "withdrawn",
  merged: "merged with another",
};

const ROLES = {
  host: "host",
  moderator: "moderator",
  panelist: "panelist",
  participant: "participant",
  stage: "stage",
  viewer: "viewer",
  representative: "representative",
  deputy: "deputy",
  facilitator: "facilitator",
};

const CONFIDENCE = {
  exact: "to the second",
  derived: "within seconds",
  anchored: "set by hand",
  unknown: "no start time yet",
};

/** The one table from refusal codes to sentences: what happened, and what to do now. */
const REFUSALS = {
  "agenda.already_started": "The session has already started.",
  "agenda.already_running": "The session has already started.",
  "agenda.not_started": "The session has not started yet.",
  "agenda.not_running": "That phase is no longer running. Look again before you move on.",
  "agenda.phase_not_running": "That phase is no longer running. Look again before you move on.",
  "agenda.last_phase": "This is the last phase. Finish the session instead.",
  "agenda.already_paused": "The clock is already paused.",
  "agenda.paused": "The clock is paused. Resume it first.",
  "agenda.not_paused": "The clock is not paused.",
  "agenda.end_changed": "Somebody else changed the end just now. Check the time and try again.",
  "agenda.stale_end": "Somebody else changed the end just now. Check the time and try again.",
  "agenda.end_in_past": "That time has already passed.",
  "agenda.unknown_phase": "That phase does not exist any more.",
  "session.finished": "The session is finished.",
  "session.not_live": "This works only while the session is running.",
  "session.not_allowed": "Your role does not allow this.",
  "session.forbidden": "Your role does not allow this.",
  "session.unknown": "This session does not exist, or the link is no longer valid.",
  "session.unknown_person": "That person is not in this session.",
  "session.unknown_participant": "That person is not in this session.",
  "rooms.unknown_room": "That room does not exist.",
  "rooms.no_room": "Choose a room first.",
  "rooms.not_a_member": "Only people of that room can do this.",
  "rooms.taken": "Somebody else already speaks for your room.",
  "rooms.already_represented": "Somebody else already speaks for your room.",
  "rooms.not_open": "Rooms cannot be changed now.",
  "rooms.unknown_announcement": "That message is gone.",
  "qa_queue.drafting_closed": "Writing questions is closed now.",
  "qa_queue.submitting_closed": "Submitting questions is closed now.",
  "qa_queue.voting_closed": "Voting is closed now.",
  "qa_queue.not_open": "This question is not open any more.",
  "qa_queue.not_a_draft": "This question has already been submitted.",
  "qa_queue.not_draft": "This question has already been submitted.",
  "qa_queue.too_long": "That is too long. A question has at most 500 characters.",
  "qa_queue.empty": "Write the question first.",
  "qa_queue.not_yours": "Only the person who wrote it can do this.",
  "qa_queue.not_author": "Only the person who wrote it can do this.",
  "qa_queue.not_representative": "Only the representative of your room can submit.",
  "qa_queue.not_your_room": "You can support only questions of your own room now.",
  "qa_queue.unknown_question": "This question is gone.",
  "qa_queue.on_air": "This question is on air.",
  "qa_queue.too_many": "Slow down a little, then try again.",
  "panel.occupied": "Another question is on air. End that one first.",
  "panel.on_air": "Another question is on air. End that one first.",
  "panel.busy": "Another question is on air. End that one first.",
  "panel.not_on_air": "This question is not on air.",
  "panel.closed": "Questions can be called in the panel only.",
  "panel.answering_closed": "Questions can be called in the panel only.",
  "recordings.bad_url": "That is not a link we can use. It must begin with https://",
  "recordings.unsafe_url": "That is not a link we can use. It must begin with https://",
  "recordings.unknown_recording": "That recording is gone.",
  "server.draining": "The server is restarting. Your page reconnects by itself.",
  "server.too_fast": "Slow down a little, then try again.",
  "server.rate_limited": "Slow down a little, then try again.",
  "server.busy": "The server is busy. Try again in a moment.",
  "server.storage_full": "The server cannot store anything right now. The host has been told.",
  "client.unanswered": "No answer came in time. Look whether it happened, then try again.",
  "client.unreachable": "The server cannot be reached. Check your connection and try again.",
  "client.not_https": "That is not a link we can use. It must begin with https://",
};

export const kindWord = (kind) => KINDS[kind] ?? "Phase";
export const statusWord = (status) => QUESTION_STATUS[status] ?? status;
export const roleWord = (role) => ROLES[role] ?? role;
export const confidenceWord = (confidence) => CONFIDENCE[confidence] ?? "";

/** A refusal as a sentence: ours, else the server's, else a plain one. */
export function refusalWords(refusal) {
  const known = Object.hasOwn(REFUSALS, refusal?.code ?? "") ? REFUSALS[refusal.code] : undefined;
  return known ?? (refusal?.message || "That did not work. Try again.");
}

/** What a person can do now, from what is open. */
export function invitation(session) {
  if (session.status === "lobby") return "The host starts the session. This page changes by itself.";
  if (session.status === "finished" || session.status === "archived") return "The session is over. Thank you.";
  const open = new Set(session.open ?? []);
  if (open.has("drafting")) {
    return "Talk in your room. Write questions and support the good ones; your representative submits them.";
  }
  if (open.has("answering")) return "The panel answers. Representatives are called by name and ask their question.";
  if (open.has("voting")) return "Read the questions of all rooms and support those you want to hear answered.";
  return "";
}

/** 1 vote, 2 votes. */
export const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** Why a question stands where it stands, from the data the ranking gives. */
export function reasonWords(reason) {
  if (!reason) return "";
  const parts = [];
  if (reason.turn !== undefined) parts.push(`${ordinal(reason.turn)} question of its room`);
  if (reason.support !== undefined) parts.push(`support from other rooms: ${reason.support}`);
  if (reason.airtime) parts.push(`${Math.round(reason.airtime / 1000)} s on air so far`);
  return parts.join(" · ");
}

function ordinal(n) {
  const tens = n % 100;
  if (tens >= 11 && tens <= 13) return `${n}th`;
  return `${n}${["th", "st", "nd", "rd"][n % 10] ?? "th"}`;
}

/** "Ana", "Ana and Ben", "Ana, Ben and Cleo". */
export function listWords(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
