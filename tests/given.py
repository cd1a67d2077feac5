"""Tests as sentences: given what happened, when somebody wants something, then this happens.

    given(entered("ph1"), drafted("q1", by="ana")).when(CastVote(question_id="q1"), by="ben").then(voted("q1", "ben"))

Every sentence begins with the same evening: rooms r1 to r4 (A to D), ph1 breakout (45 min), ph2 break (15), ph3 panel (60).
Members: ana, ben, cal in r1; dee, eli in r2; fay in r3; nobody in r4. gus has no room. hana is a host, mo a moderator, pia
a panelist; the shared links are host, moderator, panel, stage, watch. Whoever is not named is the host's link.
An event without an instant happens when the one before it did, an expected one when the command did.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeAlias

import msgspec
from msgspec.structs import replace

from orchestrator.agenda.decider import planned
from orchestrator.agenda.events import (
    AgendaEnded,
    AgendaReopened,
    EndSet,
    PhaseAdded,
    PhaseEdited,
    PhaseEntered,
    PhasePaused,
    PhaseRemoved,
    PhaseResumed,
)
from orchestrator.messages import LINKS, Command, Event, Rejected, Role
from orchestrator.panel.events import (
    AnswerPromised,
    AnswerWritten,
    FollowUpOpened,
    NextFixed,
    NoteAcknowledged,
    NoteWritten,
    QuestionAnswered,
    QuestionCalled,
    QuestionClaimed,
    QuestionHeld,
    QuestionReleased,
    QuestionReopened,
    QuestionSkipped,
    QuestionUnclaimed,
)
from orchestrator.qa_queue.events import (
    HostOrdered,
    ModerationSet,
    OverridesDropped,
    QuestionApproved,
    QuestionDrafted,
    QuestionEdited,
    QuestionMerged,
    QuestionRejected,
    QuestionSentBack,
    QuestionsMoved,
    QuestionSubmitted,
    QuestionUnmerged,
    QuestionWithdrawn,
    QueueHandedOver,
    RankingSet,
    RoomCameLate,
    RoomOrdered,
    VoteCast,
    VoteWithdrawn,
)
from orchestrator.qa_queue.ranking import Candidate
from orchestrator.recordings.events import (
    AnchorDropped,
    AnchorSet,
    CaptionsAdded,
    CaptionsRemoved,
    ClockSet,
    RecordingEdited,
    RecordingLinked,
    RecordingRemoved,
    RecordingReported,
    SegmentsSet,
)
from orchestrator.recordings.state import Confidence, Segment, Status, Visibility
from orchestrator.rooms.events import (
    AnnouncementDismissed,
    AnnouncementMade,
    DeputyAppointed,
    FacilitatorAppointed,
    GroupSet,
    HelpCalled,
    HelpEnded,
    HelpTaken,
    MarkedAbsent,
    MarkedPresent,
    RepresentativeAppointed,
    RoomAdded,
    RoomEdited,
    SeatLeft,
    SeatTaken,
)
from orchestrator.session.decider import decide, due
from orchestrator.session.events import (
    CallTroubled,
    ConsentGiven,
    DetailsEdited,
    NoticeSet,
    ParticipantErased,
    ParticipantJoined,
    RecordingsSought,
    RetentionSet,
    RolesSet,
    SessionFinished,
    SessionOpened,
    SessionPseudonymised,
    SessionReopened,
)
from orchestrator.session.evolve import evolve
from orchestrator.session.me import me
from orchestrator.session.state import Session, Then
from orchestrator.session.view import audience_of, view

MIDNIGHT = 1_795_564_800_000  # UTC ms, 25 November 2026
SECOND, MINUTE = 1_000, 60_000
UNSAID = 0

Events: TypeAlias = "Event | Iterable[Events]"


def t(clock: str) -> int:
    """The instant (UTC ms) a clock shows this on the evening of every test: ``t("19:45")``, ``t("19:45:30")``."""
    hours, minutes, seconds = [*map(int, clock.split(":")), 0][:3]
    return MIDNIGHT + hours * 60 * MINUTE + minutes * MINUTE + seconds * SECOND


# What can have happened, in words


def opened(**details: Any) -> SessionOpened:
    links = {link: f"hash of {link}" for link in LINKS}
    basics = {"session_id": "s1", "title": "An evening", "join_code": "JOINCODE", "language": "en", "timezone": "Europe/Brussels"}
    return SessionOpened(**{**basics, "links": links, "at": t("18:50"), **details})


def room_added(room: str, theme: str, prompt: str | None = None, call_url: str | None = None, at: int = UNSAID) -> RoomAdded:
    return RoomAdded(room_id=room, theme=theme, prompt=prompt, call_url=call_url, at=at)


def room_edited(room: str, theme: str, prompt: str | None = None, call_url: str | None = None, at: int = UNSAID) -> RoomEdited:
    return RoomEdited(room_id=room, theme=theme, prompt=prompt, call_url=call_url, at=at)


def joined(who: str, room: str | None = None, role: str = "participant", at: int = UNSAID, **details: Any) -> list[Event]:
    person = {"name": who.title(), "ticket_hash": f"hash of {who}", **details}
    arrival = ParticipantJoined(participant_id=who, role=Role(role), at=at, **person)
    return [arrival] if room is None else [arrival, seated(who, room, at=at)]


def roles_set(who: str, *roles: str, at: int = UNSAID) -> RolesSet:
    return RolesSet(participant_id=who, roles=tuple(Role(role) for role in roles), at=at)


def revoked(who: str, at: int = UNSAID) -> RolesSet:
    return roles_set(who, at=at)


def finished(at: int = UNSAID) -> list[Event]:
    return [AgendaEnded(at=at), SessionFinished(at=at)]


def session_reopened(at: int = UNSAID) -> list[Event]:
    return [AgendaReopened(at=at), SessionReopened(at=at)]


def kept_for(days: int | None, then: str = "pseudonymise", at: int = UNSAID) -> RetentionSet:
    """So many days after the end."""
    return RetentionSet(days=days, then=Then(then), at=at)


def erased(who: str, keep_texts: bool = False, at: int = UNSAID) -> ParticipantErased:
    return ParticipantErased(participant_id=who, keep_texts=keep_texts, at=at)


def pseudonymised(at: int = UNSAID) -> SessionPseudonymised:
    return SessionPseudonymised(at=at)


def details(title: str = "An evening", at: int = UNSAID, **others: Any) -> DetailsEdited:
    """The title, the call of the plenary and the planned start as they are now."""
    return DetailsEdited(title=title, at=at, **others)


def notice_set(recorded: bool = True, keeper: str | None = "The school", days: int | None = 90, at: int = UNSAID) -> NoticeSet:
    return NoticeSet(recorded=recorded, keeper=keeper, days=days, at=at)


def consented(who: str, notice: int = 1, at: int = UNSAID) -> ConsentGiven:
    return ConsentGiven(participant_id=who, notice=notice, at=at)


def phase_added(
    phase: str, kind: str, duration: int, title: str = "", at_end: str = "advance", after: str | None = None, at: int = UNSAID
) -> PhaseAdded:
    """Called as its kind is, unless said otherwise."""
    return planned(phase, kind, title or kind.title(), duration, at_end, at, after=after)


def phase_edited(phase: str, title: str, duration: int, at_end: str = "advance", at: int = UNSAID) -> PhaseEdited:
    return PhaseEdited(phase_id=phase, title=title, duration=duration, at_end=at_end, at=at)


def phase_removed(phase: str, at: int = UNSAID) -> PhaseRemoved:
    return PhaseRemoved(phase_id=phase, at=at)


def entered(phase: str, at: int = UNSAID, ends_at: int = UNSAID) -> PhaseEntered:
    """Without ``ends_at`` it lasts as long as it was planned."""
    return PhaseEntered(phase_id=phase, ends_at=ends_at, at=at)


def end_set(phase: str, ends_at: int, at: int = UNSAID) -> EndSet:
    return EndSet(phase_id=phase, ends_at=ends_at, at=at)


def paused(phase: str, remaining: int, at: int = UNSAID) -> PhasePaused:
    return PhasePaused(phase_id=phase, remaining=remaining, at=at)


def resumed(phase: str, ends_at: int, at: int = UNSAID) -> PhaseResumed:
    return PhaseResumed(phase_id=phase, ends_at=ends_at, at=at)


def seated(who: str, room: str, at: int = UNSAID) -> SeatTaken:
    return SeatTaken(participant_id=who, room_id=room, at=at)


def left(who: str, at: int = UNSAID) -> SeatLeft:
    return SeatLeft(participant_id=who, at=at)


def speaks(who: str, room: str, at: int = UNSAID) -> RepresentativeAppointed:
    return RepresentativeAppointed(room_id=room, participant_id=who, at=at)


def deputises(who: str, room: str, at: int = UNSAID) -> DeputyAppointed:
    return DeputyAppointed(room_id=room, participant_id=who, at=at)


def helps(who: str, room: str, at: int = UNSAID) -> FacilitatorAppointed:
    return FacilitatorAppointed(room_id=room, participant_id=who, at=at)


def away(who: str, at: int = UNSAID) -> MarkedAbsent:
    return MarkedAbsent(participant_id=who, at=at)


def back(who: str, at: int = UNSAID) -> MarkedPresent:
    return MarkedPresent(participant_id=who, at=at)


def grouped(who: str, people: int, at: int = UNSAID) -> GroupSet:
    """From now on the device of ``who`` stands for so many people."""
    return GroupSet(participant_id=who, people=people, at=at)


def help_called(room: str, by: str, at: int = UNSAID) -> HelpCalled:
    return HelpCalled(room_id=room, participant_id=by, at=at)


def help_taken(room: str, by: str, at: int = UNSAID) -> HelpTaken:
    return HelpTaken(room_id=room, actor_id=by, at=at)


def help_ended(room: str, by: str, at: int = UNSAID) -> HelpEnded:
    return HelpEnded(room_id=room, actor_id=by, at=at)


def announced(announcement: str, text: str = "Listen", room: str | None = None, at: int = UNSAID) -> AnnouncementMade:
    return AnnouncementMade(announcement_id=announcement, text=text, room_id=room, at=at)


def dismissed(announcement: str, by: str | None = None, at: int = UNSAID) -> AnnouncementDismissed:
    """By nobody in particular: for everybody."""
    return AnnouncementDismissed(announcement_id=announcement, participant_id=by, at=at)


def drafted(
    question: str, by: str, text: str | None = None, room: str | None = None, at: int = UNSAID, **details: Any
) -> QuestionDrafted:
    """In the room where ``by`` sits at the beginning, unless said otherwise."""
    words, place = text or f"Text of {question}", room or SEATS[by]
    return QuestionDrafted(question_id=question, room_id=place, author_id=by, text=words, at=at, **details)


def submitted(question: str, number: str = "", pending: bool = False, at: int = UNSAID) -> QuestionSubmitted:
    """Under the next number of its room, unless said otherwise."""
    return QuestionSubmitted(question_id=question, number=number, pending=pending, at=at)


def asked(question: str, by: str, pending: bool = False, at: int = UNSAID, **details: Any) -> list[Event]:
    """Drafted and submitted."""
    return [drafted(question, by, at=at, **details), submitted(question, pending=pending, at=at)]


def edited(question: str, text: str, by: str, addressed_to: str | None = None, at: int = UNSAID) -> QuestionEdited:
    return QuestionEdited(question_id=question, text=text, editor_id=by, addressed_to=addressed_to, at=at)


def withdrawn(question: str, at: int = UNSAID) -> QuestionWithdrawn:
    return QuestionWithdrawn(question_id=question, at=at)


def room_ordered(room: str, *order: str, at: int = UNSAID) -> RoomOrdered:
    return RoomOrdered(room_id=room, order=order, at=at)


def voted(question: str, who: str, room: str | None = None, hands: int = 1, at: int = UNSAID) -> VoteCast:
    """From the seat ``who`` has at the beginning, unless said otherwise."""
    return VoteCast(question_id=question, voter_id=who, room_id=room or SEATS.get(who), hands=hands, at=at)


def unvoted(question: str, who: str, at: int = UNSAID) -> VoteWithdrawn:
    return VoteWithdrawn(question_id=question, voter_id=who, at=at)


def moderated(on: bool = True, at: int = UNSAID) -> ModerationSet:
    return ModerationSet(on=on, at=at)


def approved(question: str, at: int = UNSAID) -> QuestionApproved:
    return QuestionApproved(question_id=question, at=at)


def rejected(question: str, reason: str = "Asked already", at: int = UNSAID) -> QuestionRejected:
    return QuestionRejected(question_id=question, reason=reason, at=at)


def sent_back(question: str, at: int = UNSAID) -> QuestionSentBack:
    return QuestionSentBack(question_id=question, at=at)


def merged(question: str, into: str, at: int = UNSAID) -> QuestionMerged:
    return QuestionMerged(question_id=question, into=into, at=at)


def unmerged(question: str, at: int = UNSAID) -> QuestionUnmerged:
    return QuestionUnmerged(question_id=question, at=at)


def moved(slots: dict[str, int], by: str = "host", version: int = 1, at: int = UNSAID, **details: Any) -> QuestionsMoved:
    """``slots``: where each question the host ever moved stands, counted in turns of the evening."""
    return QuestionsMoved(slots=slots, actor_id=by, version=version, at=at, **details)


def overrides_dropped(question: str | None = None, at: int = UNSAID) -> OverridesDropped:
    return OverridesDropped(question_id=question, at=at)


def ranking_set(rule: str, *order: str, at: int = UNSAID) -> RankingSet:
    return RankingSet(rule=rule, order=order, at=at)


def host_ordered(*order: str, version: int = 1, at: int = UNSAID) -> HostOrdered:
    return HostOrdered(order=order, version=version, at=at)


def came_late(room: str, turns: int, airtime: int, at: int = UNSAID) -> RoomCameLate:
    return RoomCameLate(room_id=room, turns=turns, airtime=airtime, at=at)


def handed_over(at: int = UNSAID) -> QueueHandedOver:
    return QueueHandedOver(at=at)


def called(question: str, override: str | None = None, reason: str | None = None, at: int = UNSAID) -> QuestionCalled:
    """``override``: who called it out of turn."""
    return QuestionCalled(question_id=question, override_by=override, reason=reason, at=at)


def next_fixed(question: str, at: int = UNSAID) -> NextFixed:
    return NextFixed(question_id=question, at=at)


def followed_up(question: str, at: int = UNSAID) -> FollowUpOpened:
    return FollowUpOpened(question_id=question, at=at)


def held(question: str, at: int = UNSAID) -> QuestionHeld:
    return QuestionHeld(question_id=question, at=at)


def released(question: str, at: int = UNSAID) -> QuestionReleased:
    return QuestionReleased(question_id=question, at=at)


def answered(question: str, text: str | None = None, at: int = UNSAID) -> QuestionAnswered:
    return QuestionAnswered(question_id=question, text=text, at=at)


def skipped(question: str, at: int = UNSAID) -> QuestionSkipped:
    return QuestionSkipped(question_id=question, at=at)


def reopened(question: str, at: int = UNSAID) -> QuestionReopened:
    return QuestionReopened(question_id=question, at=at)


def promised(question: str, owner: str = "host", due_at: int | None = None, at: int = UNSAID) -> AnswerPromised:
    return AnswerPromised(question_id=question, owner=owner, due_at=due_at, at=at)


def answer_written(question: str, text: str = "In short: yes.", by: str = "host", at: int = UNSAID) -> AnswerWritten:
    return AnswerWritten(question_id=question, text=text, author_id=by, at=at)


def claimed(question: str, by: str, at: int = UNSAID) -> QuestionClaimed:
    return QuestionClaimed(question_id=question, panelist_id=by, at=at)


def unclaimed(question: str, at: int = UNSAID) -> QuestionUnclaimed:
    return QuestionUnclaimed(question_id=question, at=at)


def noted(note: str, by: str, text: str = "Look at this", about: str | None = None, at: int = UNSAID) -> NoteWritten:
    return NoteWritten(note_id=note, author_id=by, text=text, question_id=about, at=at)


def acknowledged(note: str, by: str, at: int = UNSAID) -> NoteAcknowledged:
    return NoteAcknowledged(note_id=note, actor_id=by, at=at)


def linked(recording: str, at: int = UNSAID, **details: Any) -> RecordingLinked:
    return RecordingLinked(recording_id=recording, at=at, **{"url": "https://video.example.org/1", **details})


def removed(recording: str, at: int = UNSAID) -> RecordingRemoved:
    return RecordingRemoved(recording_id=recording, at=at)


def relinked(recording: str, visibility: str = "public", at: int = UNSAID, **details: Any) -> RecordingEdited:
    """All as it is from now on; the address stays unless said otherwise."""
    told = {"url": "https://video.example.org/1", **details}
    return RecordingEdited(recording_id=recording, visibility=Visibility(visibility), at=at, **told)


def segment(start: str, end: str | None, media_start: int) -> Segment:
    """From one clock time to another the media runs on from ``media_start`` ms."""
    return Segment(t(start), None if end is None else t(end), media_start)


def segments_set(recording: str, *segments: Segment, confidence: str = "anchored", at: int = UNSAID) -> SegmentsSet:
    return SegmentsSet(recording_id=recording, segments=segments, confidence=Confidence(confidence), at=at)


def anchored(recording: str, instant: int, offset: int, at: int = UNSAID) -> AnchorSet:
    """What happened at ``instant`` is heard at ``offset``."""
    return AnchorSet(recording_id=recording, instant=instant, offset=offset, at=at)


def anchor_dropped(recording: str, instant: int, at: int = UNSAID) -> AnchorDropped:
    return AnchorDropped(recording_id=recording, instant=instant, at=at)


def clock_set(provider: str, offset: int, at: int = UNSAID) -> ClockSet:
    return ClockSet(provider=provider, offset=offset, at=at)


def reported(
    recording: str, status: str = "available", name: str = "bbb-1", at: int = UNSAID, **details: Any
) -> RecordingReported:
    """What BigBlueButton says of the recording it calls ``name``."""
    basics = {"provider": "bigbluebutton", "external_id": name, "confidence": Confidence.DERIVED}
    return RecordingReported(recording_id=recording, status=Status(status), at=at, **{**basics, **details})


def sought(at: int = UNSAID) -> RecordingsSought:
    return RecordingsSought(at=at)


def troubled(place: str, trouble: str | None = "calls.unreachable", at: int = UNSAID) -> CallTroubled:
    return CallTroubled(place=place, trouble=trouble, at=at)


def captions_added(recording: str, captions: str, at: int = UNSAID, **details: Any) -> CaptionsAdded:
    basics = {"language": "en", "cues": 2, "source": "host"}
    return CaptionsAdded(recording_id=recording, captions_id=captions, at=at, **{**basics, **details})


def captions_removed(recording: str, captions: str, at: int = UNSAID) -> CaptionsRemoved:
    return CaptionsRemoved(recording_id=recording, captions_id=captions, at=at)


# The evening before it starts

SEATS = {"ana": "r1", "ben": "r1", "cal": "r1", "dee": "r2", "eli": "r2", "fay": "r3"}
LASTS = {"ph1": 45 * MINUTE, "ph2": 15 * MINUTE, "ph3": 60 * MINUTE}


def agenda(*kinds: str, at_end: str = "advance") -> list[Event]:
    """Phases ph1, ph2, … of these kinds, each as long as in the evening of every test."""
    return [
        planned(f"ph{index}", kind, kind.title(), LASTS.get(f"ph{index}", 30 * MINUTE), at_end, t("18:50"))
        for index, kind in enumerate(kinds, start=1)
    ]


THEMES = ("Mentoring", "Assessment", "Inclusion", "Languages")
PEOPLE: list[Event] = [
    *(event for who, room in SEATS.items() for event in joined(who, room)),
    *joined("gus"),
    *joined("hana", role="host"),
    *joined("mo", role="moderator"),
    *joined("pia", role="panelist"),
]
ROOMS: list[Event] = [room_added(f"r{index}", theme) for index, theme in enumerate(THEMES, start=1)]
EVENING: list[Events] = [opened(), *agenda("breakout", "break", "panel"), *ROOMS, *PEOPLE]


# The grammar


class Sentence:
    """What has happened so far, and the outcome of the last command."""

    def __init__(self, before: Session | None, at: int, outcome: list[Event] | Rejected) -> None:
        self._before, self._at, self.outcome = before, at, outcome

    def when(self, command: Command, by: str = "host", at: int | None = None) -> "Sentence":
        """``by`` wants something, at the instant of the last event unless said otherwise."""
        session = self._after
        instant = at or (session.last_at if session else t("18:50"))
        actor = session.actor(by) if session else command.actor
        return Sentence(session, instant, _outcome(session, replace(command, actor=actor, at=instant)))

    def when_time_passes(self, until: int) -> "Sentence":
        """Nobody does anything until then: what is due happens."""
        session, happened = self.session, []
        while (command := due(session)) is not None and command.at <= until:
            for event in decide(session, replace(command, at=max(command.at, session.last_at))):
                session = evolve(session, event)
                happened.append(event)
        return Sentence(self.session, until, happened)

    def then(self, *expected: Events) -> "Sentence":
        session, events = self._before, []
        for event in _flat(expected):
            events.append(_complete(session, event, self._at))
            session = evolve(session, events[-1])
        assert self.outcome == events
        return self

    def then_nothing(self) -> "Sentence":
        assert self.outcome == []
        return self

    def then_refused(self, code: str) -> Rejected:
        assert isinstance(self.outcome, Rejected), f"it was not refused: {self.outcome}"
        assert self.outcome.code == code
        return self.outcome

    @property
    def session(self) -> Session:
        session = self._after
        assert session is not None
        return session

    @property
    def _after(self) -> Session | None:
        assert not isinstance(self.outcome, Rejected), f"it was refused: {self.outcome.code}"
        session = self._before
        for event in self.outcome:
            session = evolve(session, event)
        return session

    def seen_by(self, who: str) -> dict[str, Any]:
        """The view of a person, or of a shared link, as the wire has it."""
        audience = audience_of(self.session, who)
        assert audience is not None, f"{who} sees nothing"
        return as_json(view(self.session, audience))

    def me(self, who: str) -> dict[str, Any]:
        return as_json(me(self.session, who))


def given(*events: Events, evening: Iterable[Events] = EVENING) -> Sentence:
    """What happened, after the evening was set up."""
    session = _before() if evening is EVENING else _told(None, evening)
    session = _told(session, events)
    return Sentence(session, session.last_at if session else UNSAID, [])


@cache
def _before() -> Session | None:
    """The evening of every test, set up once."""
    return _told(None, EVENING)


def _told(session: Session | None, events: Iterable[Events]) -> Session | None:
    for event in _flat(events):
        session = evolve(session, _complete(session, event, session.last_at if session else UNSAID))
    return session


def history(*events: Events) -> list[Event]:
    """These events with all that was left unsaid, from the first on."""
    session: Session | None = None
    told = []
    for event in _flat(events):
        told.append(_complete(session, event, session.last_at if session else UNSAID))
        session = evolve(session, told[-1])
    return told


def given_nothing() -> Sentence:
    """No session yet."""
    return Sentence(None, UNSAID, [])


def as_json(value: object) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


def _outcome(session: Session | None, command: Command) -> list[Event] | Rejected:
    try:
        return list(decide(session, command))
    except Rejected as refusal:
        return refusal


def _flat(events: Iterable[Events]) -> Iterable[Event]:
    for event in events:
        yield from (event,) if isinstance(event, Event) else _flat(event)


def _complete(session: Session | None, event: Event, at: int) -> Event:
    """With what the sentence left unsaid."""
    if event.at == UNSAID:
        event = replace(event, at=at)
    if isinstance(event, PhaseEntered) and event.ends_at == UNSAID:
        return replace(event, ends_at=event.at + LASTS[event.phase_id])
    if isinstance(event, QuestionSubmitted) and not event.number and session is not None:
        room_id = session.queue.questions[event.question_id].room_id
        return replace(event, number=f"{session.rooms.room(room_id).letter}-{session.queue.numbered.get(room_id, 0) + 1}")
    return event


def by_id(waiting: Iterable[Candidate]) -> dict[str, Candidate]:
    """As the ranking takes them."""
    return {each.question_id: each for each in waiting}
