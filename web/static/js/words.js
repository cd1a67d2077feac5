/** Every sentence that is looked up by a key. Plain English; one table per kind of key. */

const KINDS = {
  plenary: "Together",
  breakout: "Rooms",
  break: "Break",
  panel: "Panel",
  wrap_up: "Wrap-up",
};

const PHASE_STATUS = { planned: "to come", running: "now", paused: "paused", done: "over", left_out: "left out" };

/** What is said as the end comes near; by `urgency` of clock.js. */
const WARNINGS = { soon: "Less than 5 minutes left", last: "Last minute", over: "Over time" };

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

const RECORDING_STATUS = {
  expected: "The call is recorded. It appears here by itself.",
  processing: "It is being made ready. That can take hours.",
  failed: "It was not recorded, or got lost. Ask who runs the calls.",
};

const VISIBILITY = {
  public: "whoever has the link to watch later",
  session: "everybody who was there",
  room: "the people of its room",
};

/** The one table from refusal codes to sentences: what happened, and what to do now. */
const REFUSALS = {
  "unknown_command": "This page is out of date. Reload it.",
  "invalid_command": "That was not filled in right. Look again at what you wrote.",
  "server.too_large": "That is too long.",
  "server.slow_down": "That was too fast. Wait a moment and try again.",
  "server.full": "The server is full. Try again in a moment.",
  "server.draining": "The server is restarting. It will be back in a moment.",
  "server.store_unavailable": "This cannot be saved right now. Nothing was lost; try again.",
  "server.internal": "Something went wrong on our side. Nothing was changed.",
  "auth.no_ticket": "You need a link or a join code to get in here.",
  "auth.bad_ticket": "Your link does not work any more.",
  "auth.bad_key": "That key is not right. Ask who runs this server.",
  "auth.wrong_code": "This join code does not work.",
  "auth.too_many_codes": "Too many wrong codes. Wait a minute and try again.",
  "calls.no_tool": "This server makes no calls by itself. Paste links instead.",
  "calls.no_call": "There is no call here yet. The host adds it.",
  "calls.unreachable": "The conferencing tool does not answer. Try again in a minute, or use another link.",
  "calls.busy": "The conferencing tool is busy. Try again in a minute, or use another link.",
  "calls.refused": "The conferencing tool refused this. Ask who runs this server, or use another link.",
  "auth.replaced": "You opened this page on more devices than we can serve, so this one was let go. Reload it to use it here.",
  "session.unknown": "This session does not exist.",
  "session.forbidden": "Your role does not allow this.",
  "session.not_live": "The session has not started yet.",
  "session.finished": "The session is over.",
  "session.not_finished": "The session is not over yet.",
  "session.archived": "The names of this session are forgotten, so nobody could come back. It stays closed.",
  "session.unknown_participant": "That person is not in this session.",
  "session.last_host": "Somebody has to stay host.",
  "session.started": "The session has started already.",
  "session.no_notice": "Nothing is said yet about a recording.",
  "session.stale_notice": "What is said about the recording has changed. Read it again.",
  "session.notice_incomplete": "Say who keeps the recording, and for how many days.",
  "session.consent_needed": "This session is recorded. You can join if you agree to that.",
  "session.damaged": "The record of this session is damaged. Who runs this server has to repair it.",
  "session.newer_version": "The server is being updated. Try again in a minute.",
  "agenda.unknown_phase": "That part of the plan does not exist.",
  "agenda.stale_phase": "It has already moved on. Look where you are before you press again.",
  "agenda.same_phase": "This part is running already.",
  "agenda.last_phase": "This is the last part. Finish the session instead.",
  "agenda.not_running": "The session has not started yet, or is over.",
  "agenda.phase_done": "This part is over.",
  "agenda.phase_running": "This part is running. Move its end instead.",
  "agenda.only_phase": "This is the only part of the plan. Add another one first.",
  "agenda.too_many_phases": "The plan has 24 parts already. Remove one first.",
  "agenda.paused": "The clock is paused. Resume it first.",
  "agenda.stale_end": "The end has just been changed, by somebody else or by you. Look at the clock and press again.",
  "agenda.bad_end": "The end has to lie ahead, and within a day.",
  "rooms.unknown_room": "That room does not exist.",
  "rooms.no_room": "Choose a room first.",
  "rooms.not_a_member": "That person is not in this room.",
  "rooms.seats_taken": "Your room has a representative and a deputy already.",
  "rooms.no_help_call": "This room does not call for help any more.",
  "rooms.help_taken": "Somebody else is on the way to this room already.",
  "rooms.unknown_announcement": "That message is gone.",
  "rooms.not_a_speaker": "That person speaks for no room.",
  "rooms.no_rooms": "Add a room first.",
  "qa_queue.no_room": "Choose a room first. Questions belong to a room.",
  "qa_queue.unknown_question": "This question is gone.",
  "qa_queue.asking_closed": "Asking is closed now.",
  "qa_queue.voting_closed": "Voting on this question is closed now.",
  "qa_queue.not_open": "This question is no longer open.",
  "qa_queue.not_yours": "This is somebody else's question.",
  "qa_queue.already_open": "It is submitted. Your representative can still change the words.",
  "qa_queue.not_representative": "Only who speaks for the room can do this.",
  "qa_queue.bad_order": "The questions have just changed. Look again and order them again.",
  "qa_queue.not_submitted": "This question was not submitted yet.",
  "qa_queue.decided": "Somebody else has decided on this question meanwhile.",
  "qa_queue.merged": "This question is part of another one now. Change that one.",
  "qa_queue.not_merged": "This question stands by itself already.",
  "qa_queue.merge_circle": "A question cannot become part of itself.",
  "qa_queue.unlike_merge": "These two cannot be merged: one waits for its turn and the other does not.",
  "qa_queue.stale_order": "The order has changed meanwhile. Look at it and move again.",
  "qa_queue.locked": "What is next stays next. You can still call another question now.",
  "qa_queue.no_group": "The host has not said that this device stands for a group.",
  "qa_queue.too_many_hands": "That is more hands than there are people in your group.",
  "panel.answering_closed": "The panel is not answering now.",
  "panel.busy": "Another question is on air. End that one first.",
  "panel.already_heard": "This question was answered already.",
  "panel.not_on_air": "This question is not on air any more.",
  "panel.not_answered": "This question was not answered yet.",
  "panel.claimed": "Somebody else has claimed this question.",
  "panel.unknown_note": "That note is gone.",
  "panel.on_air": "This question is on air. Wait until it is answered.",
  "panel.bad_due": "The date has to lie ahead.",
  "panel.not_promised": "Nobody has promised a written answer to this question.",
  "recordings.unknown_recording": "That recording is gone.",
  "recordings.bad_duration": "A recording lasts more than nothing and at most a day.",
  "recordings.other_session": "This file belongs to another session.",
  "recordings.bad_expiry": "The day until which it is kept has to lie ahead.",
  "recordings.no_room": "What only a room may see must be a recording of that room.",
  "recordings.too_many": "No more recordings can be linked to this session.",
  "recordings.removed": "This recording was removed. Bring it back first.",
  "recordings.bad_segments": "A recording goes on after it has begun, between pauses too, and lasts at most a day. Look at the times.",
  "recordings.segments_overlap": "Each pause begins after the one before it has ended. Look at the times.",
  "recordings.has_segments": "This recording has pauses. Change those instead.",
  "recordings.anchor_outside": "The recording has no such second.",
  "recordings.anchors_stretch": "Another second that was set says otherwise: far more would be heard between the two than happened. Drop that one first.",
  "recordings.anchors_cross": "Another second that was set says otherwise: what was asked later must be heard later. Drop that one first.",
  "recordings.too_many_anchors": "This recording has as many seconds set as it may have. Drop one first.",
  "recordings.unknown_anchor": "That second was dropped already.",
  "recordings.unknown_captions": "Those captions are gone already.",
  "recordings.too_many_captions": "This recording has as many captions as it may have. Delete some first.",
  "recordings.too_few_chapters": "There are too few questions in this recording for chapters.",
  "viewing.bad_ranges": "What was played here could not be counted.",
  "viewing.too_many_ranges": "What was played here could not be counted.",
  "viewing.too_many_viewers": "More people watch this than can be told apart. Try again another day.",
  "viewing.too_many_follow_ups": "You have written as many as one person may. Take one back first.",
  "viewing.unknown_follow_up": "That is gone already.",
  "client.unanswered": "No answer came in time. Look whether it happened, then try again.",
  "client.unreachable": "The server cannot be reached. Check your connection and try again.",
  "client.not_https": "That is not a link we can use. It must begin with https://",
};

export const kindWord = (kind) => KINDS[kind] ?? "Phase";
export const phaseStatusWord = (status) => PHASE_STATUS[status] ?? status;
export const warningWords = (urgency) => WARNINGS[urgency] ?? "";
export const statusWord = (status) => QUESTION_STATUS[status] ?? status;
export const roleWord = (role) => ROLES[role] ?? role;
export const recordingStatusWords = (status) => RECORDING_STATUS[status] ?? "";
export const VISIBILITIES = Object.entries(VISIBILITY);
export const visibilityWords = (visibility = "public") => VISIBILITY[visibility] ?? visibility;
export const confidenceWord = (confidence) => CONFIDENCE[confidence] ?? "";

/** A refusal as a sentence: ours, else the server's, else a plain one. */
export function refusalWords(refusal) {
  if (refusal?.code === "invalid_command" && refusal.message) return fieldWords(refusal.message);
  const known = Object.hasOwn(REFUSALS, refusal?.code ?? "") ? REFUSALS[refusal.code] : undefined;
  return known ?? (fieldWords(refusal?.message) || "That did not work. Try again.");
}

/** Fields as the forms call them. */
const FIELDS = {
  title: "The title",
  rooms: "The themes",
  theme: "The theme",
  prompt: "The text to discuss",
  questions: "A question",
  call_url: "The call link",
  plenary_call_url: "The call link for everybody",
  recording_notice: "What is said about the recording",
  keeper: "Who keeps the recording",
  days: "The days",
  minutes: "The minutes",
  text: "The text",
  addressed_to: "The name of the panelist",
  url: "The address",
  started_at: "The beginning",
  duration: "The length",
  language: "The language",
};

/** A refusal names fields as the wire does ("rooms.1.call_url: must …; title: must …"). Other sentences stay as they are. */
function fieldWords(message = "") {
  return message.replace(/(?:^|; )(?:(rooms|agenda)\.(\d+)\.|recording_notice\.)?(\w+)(?:\.\d+)?: ([^;]+)/g, (whole, group, index, field, reason) => {
    if (!Object.hasOwn(FIELDS, field)) return whole;
    const where = group ? ` of ${group === "rooms" ? "room" : "part"} ${Number(index) + 1}` : "";
    return `${whole.startsWith(";") ? " " : ""}${FIELDS[field]}${where} ${reason}.`;
  });
}

/** What a person can do now, from what is open; `me` says whether they speak for their room. */
export function invitation(session, me = {}) {
  if (session.status === "lobby") return "The host starts the session. This page changes by itself.";
  if (session.status === "finished" || session.status === "archived") return "The session is over. What was asked and answered stays here.";
  const open = new Set(session.open ?? []);
  if (open.has("drafting")) {
    return me.speaks_as
      ? "Talk in your room. Collect questions, and submit those your room agrees on."
      : "Talk in your room. Write questions and support the good ones; your representative submits them.";
  }
  if (open.has("answering")) return "The panel answers. Representatives are called by name and ask their question.";
  if (open.has("voting")) return "Read the questions of all rooms and support those you want to hear answered.";
  return "";
}

/** The same for the panel. */
export function panelInvitation(view) {
  const { session } = view;
  if (session.status === "lobby") return "The session has not started. This page changes by itself.";
  if (session.status !== "live") return "The session is over. What was asked and answered stays here.";
  const open = new Set(session.open ?? []);
  if (open.has("answering")) return "The host calls a question, its representative asks it aloud, one of you answers.";
  return "The rooms are preparing their questions. Read along, and say which ones you will answer.";
}

/** What is recorded, who keeps it and for how long; `notice` as in the view. */
export function noticeWords(notice) {
  if (!notice) return "The host has not said whether this session is recorded. Ask before you speak about others.";
  if (!notice.recorded) return "This session is not recorded.";
  const days = notice.days % 365 === 0 ? count(notice.days / 365, "year") : count(notice.days, "day");
  return `The calls are recorded. The recordings are kept by ${notice.keeper} for ${days}, and with them names, questions and answers.`;
}

/** Why no question is in a list of those that wait. */
export const noneWaiting = (view) =>
  (Object.values(view.questions ?? {}).some((q) => q.number) ? "No question is waiting." : "No question is submitted yet.");

/** "1 question still waits for review.", after whatever else is told. "" for none. */
export const stillToReview = (n) => (n ? ` ${count(n, "question still waits", "questions still wait")} for review.` : "");

/** "German" for "de"; a tag that names no language stays as it is. */
export function languageWord(tag, locale) {
  try { return new Intl.DisplayNames(locale ?? "en", { type: "language" }).of(tag) ?? tag; } catch { return tag; }
}

/** Languages that are proposed: those of most evenings. */
const COMMON = ["en", "de", "fr", "es", "it", "nl", "pt", "pl", "uk", "ru", "cs", "ro", "el", "sv", "tr", "ar", "fa", "zh"];

export const LANGUAGES = COMMON.map((tag) => languageWord(tag));

/** "de" for "German" and "Deutsch"; what is no such name is taken as a code. */
export function languageTag(text) {
  const typed = text.trim();
  const named = (tag) => [languageWord(tag), languageWord(tag, tag)].some((name) => name.toLowerCase() === typed.toLowerCase());
  return COMMON.find(named) ?? typed;
}

/** 1 vote, 2 votes. */
export const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** The first letter large, for the beginning of a sentence. */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** "Ana", "Ana and Ben", "Ana, Ben and Cleo". */
export function listWords(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
