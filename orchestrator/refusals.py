"""Every way to be refused: the code, the HTTP status, and one plain sentence for the person."""

from typing import NamedTuple


class Refusal(NamedTuple):
    status: int
    message: str


REFUSALS: dict[str, Refusal] = {
    # the request itself
    "unknown_command": Refusal(404, "There is no such command."),
    "invalid_command": Refusal(400, "This command is not well formed."),
    "server.bad_request": Refusal(400, "This request is not well formed."),
    "server.bad_json": Refusal(400, "This is not valid JSON."),
    "server.not_json": Refusal(415, "Send JSON, with Content-Type: application/json."),
    "server.too_large": Refusal(413, "This is too large."),
    "server.not_found": Refusal(404, "There is nothing here."),
    "server.bad_method": Refusal(405, "This address does not do that."),
    "server.bad_host": Refusal(421, "This server does not answer to that name."),
    "server.bad_origin": Refusal(403, "Another site may not do this."),
    "server.slow_down": Refusal(429, "That was too fast. Wait a moment and try again."),
    "server.full": Refusal(503, "The server is full. Try again in a moment."),
    "server.draining": Refusal(503, "The server is restarting. It will be back in a moment."),
    "server.store_unavailable": Refusal(503, "This cannot be saved right now. Nothing was lost; try again."),
    "server.internal": Refusal(500, "Something went wrong on our side. Nothing was changed."),
    # who you are
    "auth.no_ticket": Refusal(401, "You need a link or a join code to get in here."),
    "auth.bad_ticket": Refusal(401, "This ticket is not valid, or no longer."),
    "auth.bad_key": Refusal(403, "Creating sessions here needs the key of the operator."),
    "auth.wrong_code": Refusal(403, "This join code does not work."),
    "auth.too_many_codes": Refusal(429, "Too many wrong codes. Wait a minute and try again."),
    "auth.replaced": Refusal(409, "You opened this on too many devices; this one was let go."),
    # the session
    "session.unknown": Refusal(404, "There is no such session."),
    "session.not_planned": Refusal(409, "The session has no planned start yet."),
    "session.exists": Refusal(409, "This session exists already."),
    "session.forbidden": Refusal(403, "Your role may not do this."),
    "session.not_live": Refusal(409, "The session has not started yet."),
    "session.finished": Refusal(409, "The session is over."),
    "session.not_finished": Refusal(409, "The session is not over yet."),
    "session.archived": Refusal(409, "The names of this session are forgotten. It cannot be opened again."),
    "session.unknown_participant": Refusal(404, "There is no such participant."),
    "session.last_host": Refusal(409, "Somebody has to stay host."),
    "session.started": Refusal(409, "The session has started already."),
    "session.no_notice": Refusal(409, "There is no recording notice to agree to."),
    "session.stale_notice": Refusal(409, "The recording notice has changed. Read it again."),
    "session.notice_incomplete": Refusal(400, "Say who keeps the recording, and for how many days."),
    "session.consent_needed": Refusal(400, "This session is recorded. You can join if you agree to that."),
    "session.damaged": Refusal(503, "The log of this session is damaged. The operator has to repair it."),
    "session.newer_version": Refusal(503, "A newer version of the server wrote this session. It can only be changed there."),
    # the agenda
    "agenda.unknown_phase": Refusal(404, "There is no such phase."),
    "agenda.stale_phase": Refusal(409, "Somebody was faster: that phase is not the current one."),
    "agenda.same_phase": Refusal(409, "This phase is running already."),
    "agenda.last_phase": Refusal(409, "This is the last phase. Finish the session instead."),
    "agenda.not_running": Refusal(409, "No phase is running."),
    "agenda.phase_done": Refusal(409, "This phase is over."),
    "agenda.phase_running": Refusal(409, "This phase is running. Move its end instead."),
    "agenda.only_phase": Refusal(409, "This is the only phase. Add another one first."),
    "agenda.too_many_phases": Refusal(409, "There are 24 phases already. Remove one first."),
    "agenda.paused": Refusal(409, "The phase is paused. Resume it first."),
    "agenda.stale_end": Refusal(409, "Somebody changed the end of this phase meanwhile."),
    "agenda.bad_end": Refusal(409, "A phase can end from now on, within a day."),
    # the rooms
    "rooms.unknown_room": Refusal(404, "There is no such room."),
    "rooms.no_room": Refusal(409, "Choose a room first."),
    "rooms.not_a_member": Refusal(409, "This person is not a member of that room."),
    "rooms.seats_taken": Refusal(409, "This room has a representative and a deputy already."),
    "rooms.no_help_call": Refusal(409, "This room does not call for help any more."),
    "rooms.help_taken": Refusal(409, "Somebody else is on the way to this room already."),
    "rooms.unknown_announcement": Refusal(404, "This announcement is gone."),
    "rooms.not_a_speaker": Refusal(409, "This person speaks for no room."),
    "rooms.no_rooms": Refusal(409, "There is no room yet."),
    # the questions
    "qa_queue.no_room": Refusal(409, "Choose a room first: questions belong to a room."),
    "qa_queue.unknown_question": Refusal(404, "There is no such question."),
    "qa_queue.asking_closed": Refusal(409, "Asking is closed now."),
    "qa_queue.voting_closed": Refusal(409, "Voting on this question is closed now."),
    "qa_queue.not_open": Refusal(409, "This question is no longer open."),
    "qa_queue.not_yours": Refusal(403, "This is somebody else's question."),
    "qa_queue.already_open": Refusal(409, "It is submitted: your representative can still change the words."),
    "qa_queue.not_representative": Refusal(403, "Only the representative or the deputy of the room does this."),
    "qa_queue.bad_order": Refusal(409, "The questions changed meanwhile. Order them again."),
    "qa_queue.not_submitted": Refusal(409, "This question was not submitted yet."),
    "qa_queue.decided": Refusal(409, "Somebody else has decided on this question meanwhile."),
    "qa_queue.merged": Refusal(409, "This question is part of another one. Change that one."),
    "qa_queue.not_merged": Refusal(409, "This question stands by itself already."),
    "qa_queue.merge_circle": Refusal(409, "A question cannot become part of itself."),
    "qa_queue.unlike_merge": Refusal(409, "These two cannot be merged: one waits and the other does not."),
    "qa_queue.stale_order": Refusal(409, "The order has changed meanwhile. Look at it and move again."),
    "qa_queue.locked": Refusal(409, "What is next stays next. Call another question instead."),
    "qa_queue.no_group": Refusal(409, "This device does not stand for a group. The host can say that it does."),
    "qa_queue.too_many_hands": Refusal(409, "There are more hands than people in the group."),
    # the panel
    "panel.answering_closed": Refusal(409, "The panel is not answering now."),
    "panel.busy": Refusal(409, "Another question is on air. Finish that one first."),
    "panel.already_heard": Refusal(409, "This question was answered already."),
    "panel.not_on_air": Refusal(409, "This question is not on air."),
    "panel.not_answered": Refusal(409, "This question was not answered yet."),
    "panel.claimed": Refusal(409, "Somebody else has claimed this question."),
    "panel.unknown_note": Refusal(404, "There is no such note."),
    "panel.on_air": Refusal(409, "This question is on air."),
    "panel.bad_due": Refusal(400, "A promise is due in the future."),
    "panel.not_promised": Refusal(409, "Nobody promised an answer to this question."),
    # the recordings
    "recordings.unknown_recording": Refusal(404, "There is no such recording."),
    "recordings.other_session": Refusal(400, "This file belongs to another session."),
    "recordings.bad_duration": Refusal(400, "A recording lasts more than nothing and at most a day."),
    "recordings.bad_expiry": Refusal(400, "A recording expires in the future."),
    "recordings.no_room": Refusal(400, "What only a room may see must be a recording of a room."),
    "recordings.too_many": Refusal(409, "No more recordings can be linked to this session."),
    "recordings.removed": Refusal(409, "This recording was removed. Bring it back first."),
    "recordings.bad_segments": Refusal(400, "Each segment must end after it begins, and last at most a day."),
    "recordings.segments_overlap": Refusal(400, "Each segment must end before the next begins, in the recording too."),
    "recordings.has_segments": Refusal(409, "The pauses of this recording are known. Change its segments, or set an anchor."),
    "recordings.anchor_outside": Refusal(400, "The recording has no such second."),
    "recordings.anchors_cross": Refusal(409, "Another anchor says otherwise: what was asked later must be heard later."),
    "recordings.anchors_stretch": Refusal(
        409, "Another anchor says otherwise: more would be heard between the two than happened."
    ),
    "recordings.too_many_anchors": Refusal(409, "This recording has as many anchors as it may have."),
    "recordings.unknown_anchor": Refusal(404, "There is no such anchor."),
    "recordings.unknown_captions": Refusal(404, "There are no such captions."),
    "recordings.too_many_captions": Refusal(409, "This recording has as many captions as it may have."),
    "recordings.too_few_chapters": Refusal(409, "There are too few questions in this recording for chapters."),
    "recordings.bad_captions": Refusal(400, "These are no captions as we take them: WebVTT or SRT, in UTF-8."),
    # the calls, and what conferencing tools send
    "calls.no_tool": Refusal(400, "This server makes no calls by itself. Paste links instead."),
    "calls.no_call": Refusal(404, "There is no call here yet. The host adds it."),
    "calls.unreachable": Refusal(503, "The conferencing tool does not answer. Try again in a minute, or ask for another link."),
    "calls.busy": Refusal(503, "The conferencing tool is busy. Try again in a minute, or ask the host for another link."),
    "calls.refused": Refusal(502, "The conferencing tool refused this. Ask the host for another link."),
    "hooks.bad_signature": Refusal(401, "This is not signed with the secret we share."),
    "hooks.gone": Refusal(410, "This belongs to no session any more."),
    # those who watch later
    "viewing.bad_ranges": Refusal(400, "Each stretch that was watched must begin before it ends, from 0 on."),
    "viewing.too_many_ranges": Refusal(409, "This recording was watched in more pieces than are kept."),
    "viewing.too_many_viewers": Refusal(409, "More people watch this session than can be told apart."),
    "viewing.too_many_follow_ups": Refusal(409, "You have written as many follow-ups as one person may."),
    "viewing.unknown_follow_up": Refusal(404, "There is no such follow-up."),
}


# What a ``notice`` may say of a connection that is not refused.
NOTICES: dict[str, str] = {
    "server.clock_moved": "The clock of the server was wrong and has been set. Check the end of this phase.",
}
