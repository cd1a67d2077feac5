"""Any evening: what anybody might send, sensible or hostile, at any time; and any queue of questions."""

from collections.abc import Iterator
from typing import NamedTuple

from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from orchestrator.agenda.commands import AddPhase, Advance, EditPhase, Pause, RemovePhase, Resume, SetEnd, Start
from orchestrator.agenda.state import AtEnd, Kind
from orchestrator.messages import LINKS, SYSTEM, ActorId, Audience, Command, Event, Rejected, Role
from orchestrator.panel.commands import (
    AcknowledgeNote,
    Call,
    Claim,
    FollowUp,
    GiveAnswer,
    Hold,
    Promise,
    Release,
    Reopen,
    Skip,
    Unclaim,
    WriteAnswer,
    WriteNote,
)
from orchestrator.qa_queue.commands import (
    Approve,
    CastVote,
    CountHands,
    Draft,
    DropOverrides,
    Edit,
    HandOver,
    Merge,
    Move,
    OrderRoom,
    Prepare,
    Reject,
    ReleaseWaiting,
    Reorder,
    SendBack,
    SetModeration,
    SetRanking,
    Submit,
    Unmerge,
    Withdraw,
    WithdrawVote,
)
from orchestrator.qa_queue.ranking import Rule
from orchestrator.recordings.commands import (
    AddCaptions,
    DropAnchor,
    EditRecording,
    Link,
    Remove,
    RemoveCaptions,
    Report,
    SetAnchor,
    SetClock,
    SetSegments,
)
from orchestrator.recordings.state import Segment, Status, Visibility
from orchestrator.rooms.commands import (
    Add,
    Announce,
    Appoint,
    Assign,
    Balance,
    CallForHelp,
    Choose,
    Dismiss,
    EditRoom,
    EndHelp,
    MarkAbsent,
    MarkPresent,
    SetGroup,
    TakeHelp,
    Volunteer,
)
from orchestrator.session.commands import (
    Admit,
    Consent,
    DeleteSession,
    EditDetails,
    EraseParticipant,
    Finish,
    Open,
    PlannedPhase,
    PlannedRoom,
    Pseudonymise,
    ReopenSession,
    SetNotice,
    SetRetention,
    SetRoles,
)
from orchestrator.session.decider import decide, due
from orchestrator.session.evolve import evolve
from orchestrator.session.state import Session, Then
from tests.given import (
    EVENING,
    MINUTE,
    PEOPLE,
    Events,
    answered,
    asked,
    called,
    came_late,
    claimed,
    deputises,
    drafted,
    entered,
    followed_up,
    given,
    grouped,
    handed_over,
    help_called,
    help_taken,
    helps,
    linked,
    merged,
    moderated,
    moved,
    next_fixed,
    noted,
    notice_set,
    opened,
    promised,
    room_ordered,
    skipped,
    speaks,
    t,
    voted,
)

NEWCOMER = f"p{len([event for event in PEOPLE if hasattr(event, 'ticket_hash')]) + 1}"  # whom the next Admit makes
MEMBERS = ("ana", "ana", "ben", "cal", "dee", "dee", "fay", "gus")  # who does much does much here
PERSONS = ("ana", "ben", "cal", "dee", "eli", "fay", "gus", "hana", "mo", "pia", NEWCOMER)
ACTORS = (*PERSONS, *LINKS, "nobody", "zoe")
AUDIENCES = (
    *(Audience(role) for role in Role),
    *(Audience(Role.PARTICIPANT, f"r{number}") for number in range(1, 6)),
)

_rooms_filled = [speaks("ana", "r1"), deputises("ben", "r1"), speaks("dee", "r2"), helps("gus", "r3")]
_drafts = [drafted("q1", by="ana"), drafted("q2", by="dee", anonymous=True), voted("q1", "ben"), asked("q3", by="cal")]
_asked = [
    asked("q1", by="ana"),
    asked("q2", by="dee", anonymous=True),
    asked("q3", by="ana"),
    asked("q4", by="fay"),
    voted("q3", "ben"),
]
_breakout, _break, _panel = entered("ph1", at=t("19:00")), entered("ph2", at=t("19:45")), entered("ph3", at=t("20:00"))
_heard = [called("q1"), answered("q1"), called("q4"), skipped("q4"), called("q2"), next_fixed("q3")]
_busy = [
    *(asked("q5", by="dee"), asked("q6", by="fay", pending=True), asked("q7", by="eli"), asked("q8", by="ben")),
    *(voted("q7", "ana"), voted("q8", "ana", hands=5), merged("q5", into="q3"), moved({"q7": 3}, ahead=("q7",), reason="now")),
]
_second_round = [
    *(called("q1", at=t("20:01")), answered("q1", at=t("20:04")), called("q2"), answered("q2", at=t("20:06"))),
    *(followed_up("q1", at=t("20:07")), answered("q1", at=t("20:08")), came_late("r3", 1, 2 * MINUTE)),
    *(promised("q8", owner="Pia"), called("q3"), next_fixed("q7")),
]
_backstage = [notice_set(), claimed("q1", by="pia"), claimed("q4", by="panel"), noted("n1", by="mo", about="q3")]
_calls = [help_called("r1", by="cal"), help_called("r3", by="fay"), help_taken("r3", by="gus")]
_order = room_ordered("r1", "q3", "q1")
HAPPENED: dict[str, list[Events]] = {
    "lobby": EVENING,
    "planned": [opened(starts_at=t("19:00"), auto_start=True), *EVENING[1:]],
    "breakout": [*EVENING, _rooms_filled, _breakout, _drafts, _calls, _order, linked("rec1", started_at=t("18:55"))],
    "break": [*EVENING, _rooms_filled, _breakout, _asked, _break, _backstage, voted("q1", "dee"), voted("q4", "ana")],
    "panel": [*EVENING, _rooms_filled, _breakout, _asked, _order, _panel, _backstage, handed_over(), _heard],
    "busy": [
        *(*EVENING, _rooms_filled, grouped("ana", 9), _breakout, _asked, moderated(), _busy, _panel, _backstage),
        *(handed_over(), _second_round),
    ],
}
_last_minute: list[Events] = [*EVENING, _rooms_filled, _breakout, _asked, _calls, _order, _panel]
HAPPENED["end"] = [*_last_minute, given(evening=_last_minute).when(Finish()).outcome]
BEGINNINGS: dict[str, Session] = {name: given(evening=happened).session for name, happened in HAPPENED.items()}

# What anybody might send

_questions = st.sampled_from(["q1", "q1", "q2", "q2", "q3", "q3", "q4", "q5", "q6", "q7", "q8", "q99"])
_rooms = st.sampled_from(["r1", "r1", "r1", "r2", "r2", "r3", "r4", "r5", "r9"])
_phases = st.sampled_from(["ph1", "ph1", "ph2", "ph2", "ph3", "ph3", "ph4", "ph9"])
_persons = st.sampled_from([*MEMBERS, *MEMBERS, *PERSONS, *LINKS, "zoe"])
_texts = st.sampled_from(["Why?", "How?", "", "null", '"}', "\u202eabc", "\U0001f600", "<b>"])
_urls = st.sampled_from(["https://video.example.org/1", "https://meet.example.org/a", ""])
_ends = st.sampled_from([t("19:45"), t("19:50"), t("20:00"), t("20:30"), t("21:00"), t("23:59")])
_instants = st.sampled_from([0, 1, t("18:00"), t("19:45"), 2**53 - 1])
_roles = st.frozensets(st.sampled_from([Role.PARTICIPANT, *Role]), max_size=2)
_seats = st.sampled_from(["representative", "deputy", "facilitator"])
_orders = st.lists(st.sampled_from(["q1", "q2", "q3", "q4", "q5"]), max_size=3).map(tuple)
_durations = st.sampled_from([1, MINUTE, 15 * MINUTE, 45 * MINUTE])

OPEN = Open(
    session_id="s2",
    title="Another",
    join_code="OTHERONE",
    phases=(PlannedPhase("breakout", "In your rooms", 45 * MINUTE, "advance"),),
    rooms=(PlannedRoom("Mentoring"),),
    links={link: f"hash of {link}" for link in LINKS},
    language="en",
    timezone="UTC",
)


class Step(NamedTuple):
    """After ``wait`` ms, somebody wants something. Clocks sometimes go back."""

    wait: int
    by: ActorId
    command: Command


def _from(senders: tuple[str, ...], *commands: st.SearchStrategy[Command]) -> list[st.SearchStrategy[Step]]:
    """Commands as ``senders`` would send them, and one in eight times as anybody does."""
    waits = st.sampled_from([0, 0, 0, 0, 0, 0, 1, 1_000, 5 * MINUTE, 15 * MINUTE, -MINUTE])
    by = st.sampled_from([senders] * 7 + [ACTORS]).flatmap(st.sampled_from)
    return [st.builds(Step, wait=waits, by=by, command=command) for command in commands]


def _each(kinds: tuple[type[Command], ...]) -> list[st.SearchStrategy[Command]]:
    return [st.builds(kind, question_id=_questions) for kind in kinds]


_host, _table, _reviewers = ("host", "hana"), ("pia", "panel", "host"), ("mo", "moderator", "host")
_speakers = st.sampled_from(["ana", "ana", "ben", "dee", *PERSONS])
_versions = st.sampled_from([0, 1, 2, 10**6])
_crew = ("mo", "moderator", *_host, *_table)
_numbers = st.sampled_from([1, 1, 1, 2, 2, 3, 9])
_starts = st.sampled_from([UNSET, UNSET, None, t("18:00"), t("18:55"), t("19:00"), t("19:30")])
_any_role = st.sampled_from([Role.PARTICIPANT, *Role])
_maybe_text, _maybe_room, _maybe_instant = st.none() | _texts, st.none() | _rooms, st.none() | _instants
_no_text, _no_url = st.just(UNSET) | _maybe_text, st.just(UNSET) | st.none() | _urls
_recs, _captions = st.sampled_from(["rec1", "rec1", "rec1", "rec2", "rec9"]), st.sampled_from(["cap1", "cap1", "cap2"])
_visible = st.sampled_from(Visibility)
_segments = st.sampled_from(
    [
        (),
        (Segment(t("19:00"), None, 0),),
        (Segment(t("18:55"), t("19:30"), 0), Segment(t("19:40"), t("20:40"), 35 * MINUTE)),
        (Segment(2**53 - 2, 2**53 - 1, 2**53 - 1),),
        (Segment(t("19:00"), t("18:00"), 0),),
    ]
)
_maybe_at_end, _phase_kinds = st.none() | st.sampled_from(AtEnd), st.sampled_from(Kind)
_kinds = [
    *_from(MEMBERS, *_each((CastVote, CastVote, CastVote, WithdrawVote, Withdraw))),
    *_from(MEMBERS, *[st.builds(Draft, text=_texts, anonymous=st.booleans())] * 3),
    *_from((*MEMBERS, "mo"), st.builds(Edit, question_id=_questions, text=_texts)),
    *_from(MEMBERS, st.builds(Choose, room_id=_rooms), st.builds(Volunteer)),
    *_from(MEMBERS, st.builds(Dismiss, announcement_id=st.sampled_from(["a1", "a2"]))),
    *_from(("ana", "dee", "host"), *_each((Submit, Submit))),
    *_from(("ana", "ana", "dee", "host"), *[st.builds(OrderRoom, room_id=_rooms, order=_orders)] * 3),
    *_from((*MEMBERS, *MEMBERS, "host"), *[st.builds(kind, room_id=_rooms) for kind in (CallForHelp, CallForHelp, EndHelp)]),
    *_from(("ana", "ana", "ben"), *[st.builds(CountHands, question_id=_questions, hands=st.sampled_from([0, 1, 4, 9, 10]))] * 2),
    *_from((*MEMBERS, "host"), st.builds(Prepare, text=_texts, room_id=_maybe_room, addressed_to=_maybe_text)),
    *_from(_reviewers, *_each((Approve, Approve, SendBack, Unmerge, Unmerge)), st.builds(ReleaseWaiting)),
    *_from(_reviewers, *[st.builds(Reject, question_id=_questions, reason=_texts)] * 2),
    *_from(_reviewers, *[st.builds(Merge, question_id=_questions, into=_questions)] * 4),
    *_from(_host, st.builds(SetModeration, on=st.booleans()), st.builds(SetRanking, rule=st.sampled_from(Rule))),
    *_from(
        _host,
        *[st.builds(Move, question_id=_questions, before=st.none() | _questions, seen_version=_versions, reason=_maybe_text)] * 3,
    ),
    *_from(_host, st.builds(Reorder, order=_orders, seen=_orders), st.builds(DropOverrides, question_id=st.none() | _questions)),
    *_from((*_host, *_table), *_each((Hold, Hold, Release, FollowUp))),
    *_from(_table, st.builds(Promise, question_id=_questions, owner=_texts, due_at=_maybe_instant)),
    *_from(_table, st.builds(WriteAnswer, question_id=_questions, text=_texts)),
    *_from(_host, st.builds(Balance, by=st.sampled_from(["size", "mixed", "affiliation"]))),
    *_from(_host, st.builds(SetGroup, participant_id=_persons, people=st.sampled_from([1, 2, 12]))),
    *_from((*_host, "ana"), *[st.builds(kind, participant_id=_speakers) for kind in (MarkAbsent, MarkAbsent, MarkPresent)]),
    *_from(("gus", "gus", *_host), *[st.builds(TakeHelp, room_id=_rooms)] * 2),
    *_from(_host, *_each((Call, Call, Skip, Reopen)), st.builds(Call, question_id=_questions, reason=_maybe_text)),
    *_from(_table, *[st.builds(GiveAnswer, question_id=_questions, text=_maybe_text)] * 2),
    *_from(("pia", "panel"), *_each((Claim, Claim, Unclaim))),
    *_from(_crew, st.builds(WriteNote, text=_texts, question_id=st.none() | _questions)),
    *_from(_crew, st.builds(AcknowledgeNote, note_id=st.sampled_from(["n1", "n1", "n2", "n9"]))),
    *_from((*MEMBERS, "pia", "mo", *_host), *[st.builds(Consent, notice=_numbers)] * 2),
    *_from(_host, st.builds(SetNotice, recorded=st.booleans(), keeper=_maybe_text, days=st.none() | st.sampled_from([30, 90]))),
    *_from(
        _host,
        st.builds(
            EditDetails,
            title=st.sampled_from([UNSET, "An evening", "Another"]),
            plenary_call_url=st.just(UNSET) | st.none() | _urls,
            starts_at=_starts,
        ),
    ),
    *_from(_host, st.builds(Start), st.builds(Pause), st.builds(Resume), st.builds(HandOver)),
    *_from(_host, *[st.builds(Advance, from_phase=_phases, to_phase=st.none() | _phases)] * 2),
    *_from(_host, st.builds(SetEnd, phase_id=_phases, ends_at=_ends, expected_ends_at=st.none() | _ends)),
    *_from(
        _host,
        *[st.builds(EditPhase, phase_id=_phases, title=_maybe_text, duration=st.none() | _durations, at_end=_maybe_at_end)] * 2,
        *[st.builds(AddPhase, kind=_phase_kinds, title=_texts, duration=_durations, after=st.none() | _phases)] * 2,
        st.builds(RemovePhase, phase_id=_phases),
    ),
    *_from(_host, st.builds(Assign, participant_id=_persons, room_id=_rooms)),
    *_from(_host, *[st.builds(Appoint, room_id=_rooms, participant_id=_persons, seat=_seats)] * 2),
    *_from(_host, st.builds(Add, theme=_texts, prompt=_maybe_text, call_url=st.none() | _urls)),
    *_from(_host, st.builds(EditRoom, room_id=_rooms, theme=_texts, prompt=_no_text, call_url=_no_url)),
    *_from(_host, st.builds(Announce, text=_texts, room_id=_maybe_room)),
    *_from(_host, st.builds(SetRoles, participant_id=_persons, roles=_roles)),
    *_from(_host, st.builds(Link, url=_urls, room_id=_maybe_room, started_at=_maybe_instant, duration=_maybe_instant)),
    *_from(
        _host,
        st.builds(Link, url=_urls, room_id=_maybe_room, started_at=_maybe_instant, visibility=_visible),
        st.builds(
            EditRecording,
            recording_id=_recs,
            url=st.just(UNSET) | _urls,
            room_id=st.just(UNSET) | _maybe_room,
            started_at=st.just(UNSET) | _maybe_instant,
            duration=st.just(UNSET) | st.none() | _durations,
            visibility=st.just(UNSET) | _visible,
        ),
        st.builds(SetSegments, recording_id=_recs, segments=_segments),
        *[st.builds(SetAnchor, recording_id=_recs, instant=_instants, offset=st.sampled_from([0, 1, MINUTE, 2**53 - 1]))] * 2,
        st.builds(DropAnchor, recording_id=_recs, instant=_instants),
        st.builds(SetClock, provider=st.sampled_from(["manual", "bigbluebutton"]), offset=st.sampled_from([0, MINUTE, -MINUTE])),
        st.builds(Remove, recording_id=_recs),
        st.builds(AddCaptions, recording_id=_recs, captions_id=_captions, language=st.just("en"), cues=st.just(1)),
        st.builds(RemoveCaptions, recording_id=_recs, captions_id=_captions),
        st.builds(
            Report,
            provider=st.just("bigbluebutton"),
            external_id=st.sampled_from(["bbb-1", "bbb-2"]),
            status=st.sampled_from(Status),
            room_id=_maybe_room,
            url=st.none() | _urls,
            segments=st.none() | _segments,
        ),
    ),
    *_from(
        _host,
        st.builds(Admit, name=_texts, role=_any_role, ticket_hash=_texts, room_id=_maybe_room, consent=st.none() | _numbers),
    ),
    *_from(_host, st.sampled_from([OPEN, OPEN, Command(), Finish()])),
    *_from(_host, *[st.sampled_from([Finish(), ReopenSession(), ReopenSession(), Pseudonymise(), DeleteSession()])] * 2),
    *_from(
        _host,
        st.builds(EraseParticipant, participant_id=_persons, keep_texts=st.booleans()),
        st.builds(SetRetention, days=st.none() | st.just(1), then=st.sampled_from(Then)),
    ),
]
_step = st.sampled_from(_kinds).flatmap(lambda kind: kind)


def steps(most: int = 30) -> st.SearchStrategy[list[Step]]:
    """At least one. Two lists, since one alone is mostly short."""
    half = most // 2
    return st.builds(lambda first, then: first + then, st.lists(_step, min_size=1, max_size=half), st.lists(_step, max_size=half))


def beginnings() -> st.SearchStrategy[str]:
    """Where an evening is when we come in: a key of ``BEGINNINGS``."""
    return st.sampled_from(["breakout", "break", "panel", "busy"] * 3 + ["lobby", "planned", "end"])


# How it goes on


class Moment(NamedTuple):
    """One command was decided."""

    before: Session
    command: Command
    outcome: list[Event] | Rejected
    after: Session

    @property
    def events(self) -> list[Event]:
        return [] if isinstance(self.outcome, Rejected) else self.outcome

    def __repr__(self) -> str:
        return f"{self.command} -> {self.outcome!r}"


def play(beginning: str, evening: list[Step]) -> Iterator[Moment]:
    """What comes of it, decided as the handler does: what is due comes first, and time never goes back."""
    return goes_on(BEGINNINGS[beginning], evening)


def goes_on(session: Session, evening: list[Step]) -> Iterator[Moment]:
    now = session.last_at
    for wait, by, command in evening:
        now += wait
        while (waiting := due(session)) is not None and waiting.at <= now:
            moment = _decided(session, replace(waiting, at=max(waiting.at, session.last_at)))
            session = moment.after
            yield moment
        actor = SYSTEM if isinstance(command, Admit) and by == "host" else session.actor(by)
        moment = _decided(session, replace(command, actor=actor, at=max(now, session.last_at)))
        session = moment.after
        yield moment


def _decided(session: Session, command: Command) -> Moment:
    try:
        events = list(decide(session, command))
    except Rejected as refusal:
        return Moment(session, command, refusal, session)
    after = session
    for event in events:
        after = evolve(after, event)
    return Moment(session, command, events, after)
