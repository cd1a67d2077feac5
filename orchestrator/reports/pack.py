"""A group pack: what one room takes home from the evening, to read, to print and to talk about again."""

from collections.abc import Sequence

from msgspec import Struct

from orchestrator.local_time import clock, day
from orchestrator.messages import Audience, Millis, QuestionId, Role, RoomId
from orchestrator.qa_queue import merging
from orchestrator.qa_queue.state import Question, Stage
from orchestrator.recordings.state import Recording
from orchestrator.reports.entries import Entry, Hear, Reader
from orchestrator.reports.places import heard, link, playable
from orchestrator.reports.question_log import logged, order, question_log
from orchestrator.reports.rows import absolute
from orchestrator.rooms.state import Room
from orchestrator.session.state import Session

TAKEN = (Stage.OPEN, Stage.MERGED, Stage.PENDING)


class FollowUp(Struct, frozen=True):
    """What somebody who watched later wrote to the room."""

    text: str
    at: Millis
    question_id: QuestionId | None = None


class Said(Struct, frozen=True):
    """A text and when, in words, it was written; ``about``: the number of a question."""

    when: str
    text: str
    about: str = ""


class Pack(Struct, frozen=True):
    """``own``: the room's questions; ``credited``: those of other rooms that speak for it too. ``recordings``: of the room."""

    session_id: str
    title: str
    when: str
    room: Room
    own: list[Entry]
    credited: list[Entry]
    drafts: list[str]
    announcements: list[Said]
    follow_ups: list[Said]
    recordings: list[Hear]
    prompts: list[str]


def pack(session: Session, room_id: RoomId, follow_ups: Sequence[FollowUp], base: str) -> Pack:
    """As the people of the room may see it, whoever asks: it is theirs. Raises ``Rejected`` where there is no such room."""
    room, audience = session.rooms.room(room_id), Audience(Role.PARTICIPANT, room_id)
    log, plenary, own = question_log(session, audience), playable(session, None, audience), playable(session, room_id, audience)
    reader = Reader(session, log, plenary, base, room_id)
    questions = [question for question in session.queue.questions.values() if _belongs(session, question, room_id)]
    entries = sorted(((logged(session, question, plenary), question) for question in questions), key=lambda each: order(each[0]))
    numbers = {question.question_id: question.number for question in log.questions}
    return Pack(
        session_id=session.id,
        title=session.title,
        when=_day(session),
        room=room,
        own=[
            reader.entry(entry, _handed_in(reader, own, entry.submitted_at)) for entry, each in entries if each.room_id == room_id
        ],
        credited=[reader.entry(entry) for entry, each in entries if each.room_id != room_id],
        drafts=[question.text for question in _drafts(session, room_id)],
        announcements=[
            Said(clock(notice.at, session.timezone), notice.text)
            for notice in sorted(session.rooms.announcements.values(), key=lambda notice: notice.at)
            if notice.room_id == room_id
        ],
        follow_ups=[
            Said(day(each.at, session.timezone), each.text, numbers.get(each.question_id or QuestionId(""), ""))
            for each in sorted(follow_ups, key=lambda each: each.at)
        ],
        recordings=[Hear(_named(index, own), absolute(link(recording, 0), base)) for index, recording in enumerate(own, start=1)],
        prompts=prompts(room),
    )


def prompts(room: Room) -> list[str]:
    """Four questions for a talk among colleagues afterwards, the room's own first."""
    own = "Go back to your dilemma: what would you do now?" if room.prompt else f"Go back to your theme, “{room.theme}”."
    return [
        f"{own} Where did you stand when the evening began, and what moved you?",
        "Which answer does not fit what you see in your own classroom? What would you tell the expert about it?",
        "What will you try with one class in the next two weeks, and how will you notice whether it helped your pupils?",
        "Which of your questions is still open? Who at your school could think about it with you, and when will you ask them?",
    ]


def _belongs(session: Session, question: Question, room_id: RoomId) -> bool:
    """A question of the room, or one that speaks for it."""
    if question.stage not in TAKEN:
        return False
    if question.room_id == room_id:
        return True
    return question.published_at is not None and room_id in merging.whole(session.queue, question).credited


def _drafts(session: Session, room_id: RoomId) -> list[Question]:
    drafts = (each for each in session.queue.questions.values() if each.room_id == room_id and each.stage is Stage.DRAFT)
    return sorted(drafts, key=lambda question: question.sequence)


def _handed_in(reader: Reader, recordings: list[Recording], at: Millis | None) -> list[Hear]:
    """Where the room's own recording has the moment its question was submitted."""
    places = [] if at is None else [place for place in heard(recordings, [at]) if not place.snapped]
    return [reader.hear(place, "your room’s recording, when you submitted it") for place in places]


def _named(index: int, recordings: list[Recording]) -> str:
    return f"Your room’s recording{f' {index}' if len(recordings) > 1 else ''}"


def _day(session: Session) -> str:
    at = session.agenda.started_at or session.starts_at
    return "" if at is None else day(at, session.timezone)
