"""Who does what on an evening: mostly what makes sense just then, now and then what does not. Every text is a secret of its own."""

from collections.abc import Callable, Iterable
from random import Random

from orchestrator.agenda.commands import AddPhase, Advance, EditPhase, Pause, RemovePhase, Resume, SetEnd, Start
from orchestrator.agenda.state import Activity, AtEnd, Kind
from orchestrator.messages import LINKS, Command, Role
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
from orchestrator.qa_queue.state import Stage
from orchestrator.recordings.commands import Link, Remove, SetAnchor
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
    SetGroup,
    TakeHelp,
    Volunteer,
)
from orchestrator.session.commands import (
    Admit,
    Consent,
    EditDetails,
    EraseParticipant,
    Finish,
    Pseudonymise,
    ReopenSession,
    SetNotice,
    SetRetention,
    SetRoles,
)
from orchestrator.session.state import Session
from tests.given import MINUTE

SYSTEM = "system"
Wish = tuple[str, Command]


class People:
    """Draws what somebody wants in a session as it is. ``texts``: whose words each secret is."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.texts: dict[str, str] = {}
        self._who = ""
        self._session: Session | None = None

    def wish(self, session: Session) -> Wish:
        """Mostly sensible; of twenty one is whatever, by whomever."""
        self._session = session
        groups = AFTER if session.finished_at else BY_KIND[session.agenda.phase.kind if session.agenda.phase else None]
        group = self._random.choices(tuple(groups), tuple(groups.values()))[0]
        make = self._random.choices(*group)[0]
        self._who = ""
        command = make(self)
        who = self._who or self._one(HOSTS)
        if self._random.random() < 0.05:
            who = self._one((*LINKS, *self._everybody(), "zoe"))
        return who, command

    def vote(self, session: Session) -> Wish:
        self._session = session
        command = _vote(self)
        return self._who, command

    # Draws

    def _one(self, of: Iterable[str]) -> str:
        return self._random.choice(list(of) or ["x0"])

    def _by(self, *who: str) -> None:
        self._who = self._one(who)

    def _text(self) -> str:
        text = f"«{len(self.texts)}»"
        self.texts[text] = self._who
        return text

    def _everybody(self) -> list[str]:
        return sorted(self._now.people)

    def _with_role(self, role: Role) -> list[str]:
        return [who for who in self._everybody() if role in self._now.people[who].roles]

    def _member(self) -> None:
        self._who = self._one(self._with_role(Role.PARTICIPANT))

    def _speaker(self) -> None:
        rooms = self._now.rooms.rooms
        self._by(*[who for room in sorted(rooms) for who in (rooms[room].representative, rooms[room].deputy) if who], "host")

    def _question(self, *stages: Stage) -> str:
        questions = self._now.queue.questions
        return self._one(each for each in sorted(questions) if not stages or questions[each].stage in stages)

    def _waiting(self) -> str:
        panel = self._now.panel
        questions = self._now.queue.questions
        return self._one(each for each in sorted(questions) if questions[each].stage is Stage.OPEN and panel.waits(each))

    def _open(self, room_id: str | None) -> str:
        """Something one may vote for: of a room, or of all."""
        questions, panel = self._now.queue.questions, self._now.panel
        stages = (Stage.OPEN,) if room_id is None else (Stage.DRAFT, Stage.OPEN)
        found = (each for each in sorted(questions) if questions[each].stage in stages and panel.waits(each))
        return self._one(each for each in found if room_id in (None, questions[each].room_id))

    def _on_air(self) -> str:
        return self._now.panel.on_air or self._waiting()

    def _heard(self) -> str:
        return self._one(sorted(self._now.panel.hearings))

    def _room(self) -> str:
        return self._one(sorted(self._now.rooms.rooms))

    def _phase(self) -> str:
        phase = self._now.agenda.phase
        if phase is not None and self._random.random() < 0.8:
            return phase.id
        return self._one(each.id for each in self._now.agenda.phases)

    def _some(self, of: list[str]) -> tuple[str, ...]:
        return tuple(self._random.sample(of, self._random.randint(0, len(of))))

    @property
    def _now(self) -> Session:
        assert self._session is not None
        return self._session


HOSTS = ("host", "host", "hana")
CREW = ("mo", "moderator", "pia", "panel", *HOSTS)


def _vote(self: People) -> Command:
    self._by(*sorted(self._now.rooms.members))
    kind = CastVote if self._random.random() < 0.7 else WithdrawVote
    everywhere = self._now.agenda.allows(Activity.VOTING_ALL)
    room_id = None if everywhere else self._now.rooms.room_of(self._who)
    return kind(question_id=self._open(room_id))


def _draft(self: People) -> Command:
    self._by(*sorted(self._now.rooms.members))
    return Draft(text=self._text(), anonymous=self._random.random() < 0.3)


def _edit(self: People) -> Command:
    question_id = self._question()
    question = self._now.queue.questions.get(question_id)
    self._by("mo", "host" if question is None else question.author_id)
    return Edit(question_id=question_id, text=self._text())


def _by_author(self: People) -> Command:
    question_id = self._question(Stage.DRAFT, Stage.OPEN, Stage.PENDING)
    question = self._now.queue.questions.get(question_id)
    self._by("host", "host" if question is None else question.author_id)
    return Withdraw(question_id=question_id)


def _submit(self: People) -> Command:
    question_id = self._question(Stage.DRAFT)
    question = self._now.queue.questions.get(question_id)
    room = None if question is None else self._now.rooms.rooms[question.room_id]
    self._by("host", *(who for who in (room and room.representative, room and room.deputy) if who))
    return Submit(question_id=question_id)


def _order_room(self: People) -> Command:
    self._speaker()
    room, questions = self._now.rooms.room_of(self._who) or self._room(), self._now.queue.questions
    theirs = [each for each in sorted(questions) if questions[each].room_id == room]
    return OrderRoom(room_id=room, order=self._some(theirs))


def _hands(self: People) -> Command:
    self._by(*sorted(self._now.rooms.groups), "ana")
    return CountHands(question_id=self._question(Stage.DRAFT, Stage.OPEN), hands=self._random.randrange(6))


def _prepare(self: People) -> Command:
    self._by("ana", "host")
    return Prepare(text=self._text(), room_id=self._room() if self._who == "host" else None)


def _choose(self: People) -> Command:
    self._member()
    return Choose(room_id=self._room())


def _volunteer(self: People) -> Command:
    self._member()
    return Volunteer()


def _help(self: People) -> Command:
    room = self._room()
    members = self._now.rooms.members
    kind = self._random.choice((CallForHelp, EndHelp, TakeHelp))
    self._by(*(["gus", "hana"] if kind is TakeHelp else [who for who in sorted(members) if members[who] == room]), "host")
    return kind(room_id=room)


def _dismiss(self: People) -> Command:
    self._by(*self._everybody(), "host")
    return Dismiss(announcement_id=self._one(sorted(self._now.rooms.announcements)))


def _consent(self: People) -> Command:
    self._by(*self._everybody())
    return Consent(notice=self._random.choice((1, 1, 2)))


def _review(self: People) -> Command:
    self._by("mo", "moderator", "host")
    question_id = self._question(Stage.PENDING, Stage.OPEN, Stage.REJECTED)
    kind = self._random.choice((Approve, Approve, SendBack, Reject, ReleaseWaiting))
    if kind is ReleaseWaiting:
        return ReleaseWaiting()
    return Reject(question_id=question_id, reason=self._text()) if kind is Reject else kind(question_id=question_id)


def _merge(self: People) -> Command:
    self._by("mo", "host")
    if self._random.random() < 0.3:
        return Unmerge(question_id=self._question(Stage.MERGED))
    return Merge(question_id=self._question(Stage.OPEN), into=self._question(Stage.OPEN))


def _rank(self: People) -> Command:
    waiting = sorted(self._now.queue.questions)
    kind = self._random.randrange(5)
    if kind == 0:
        return SetRanking(rule=self._random.choice(list(Rule)))
    if kind == 1:
        return DropOverrides(question_id=self._random.choice((None, self._waiting())))
    if kind == 2:
        ranked = [each for each in waiting if self._now.queue.questions[each].stage is Stage.OPEN and self._now.panel.waits(each)]
        return Reorder(order=tuple(self._random.sample(ranked, len(ranked))), seen=tuple(ranked), reason=self._text())
    return Move(question_id=self._waiting(), before=self._random.choice((None, self._waiting())), seen_version=10**6)


def _call(self: People) -> Command:
    return Call(question_id=self._waiting(), reason=self._random.choice((None, self._text())))


def _answer(self: People) -> Command:
    self._by("pia", "panel", "host")
    return GiveAnswer(question_id=self._on_air(), text=self._random.choice((None, self._text())))


def _on_stage(self: People) -> Command:
    kind = self._random.choice((Skip, Reopen, FollowUp, Hold, Release))
    return kind(question_id=self._on_air() if kind is Skip else self._heard() if kind in (Reopen, FollowUp) else self._waiting())


def _promise(self: People) -> Command:
    self._by("pia", "host")
    if self._random.random() < 0.5:
        return Promise(question_id=self._on_air(), owner=self._text())
    return WriteAnswer(question_id=self._heard(), text=self._text())


def _claim(self: People) -> Command:
    self._by("pia", "panel")
    return self._random.choice((Claim, Claim, Unclaim))(question_id=self._waiting())


def _note(self: People) -> Command:
    self._by(*CREW)
    if self._random.random() < 0.4:
        return AcknowledgeNote(note_id=self._one(sorted(self._now.panel.notes)))
    return WriteNote(text=self._text(), question_id=self._random.choice((None, self._question())))


def _advance(self: People) -> Command:
    agenda = self._now.agenda
    if agenda.phase is agenda.phases[-1] and self._random.random() < 0.7:
        return Advance(from_phase=agenda.phases[-1].id, to_phase=self._one(each.id for each in agenda.phases))
    return Advance(from_phase=self._phase(), to_phase=None if self._random.random() < 0.8 else self._phase())


def _set_end(self: People) -> Command:
    phase = self._now.agenda.phase
    ends_at = self._now.last_at if phase is None or phase.ends_at is None else phase.ends_at
    moved = ends_at + self._random.choice((5 * MINUTE, MINUTE, 5_000, -MINUTE, -20 * MINUTE))
    return SetEnd(phase_id=self._phase(), ends_at=max(0, moved), expected_ends_at=self._random.choice((None, ends_at)))


def _plan(self: People) -> Command:
    kind = self._random.randrange(3)
    if kind == 0:
        return RemovePhase(phase_id=self._phase())
    if kind == 1:
        at_end = self._random.choice((None, AtEnd.WAIT, AtEnd.ADVANCE))
        return EditPhase(phase_id=self._phase(), title=self._text(), at_end=at_end)
    return AddPhase(kind=self._random.choice(list(Kind)), title=self._text(), duration=2 * MINUTE, after=self._phase())


def _clock(self: People) -> Command:
    return self._random.choice((Pause, Resume))()


def _announce(self: People) -> Command:
    self._by(*HOSTS)
    return Announce(text=self._text(), room_id=self._random.choice((None, self._room())))


def _rooms(self: People) -> Command:
    kind = self._random.randrange(5)
    if kind == 0:
        return Add(theme=self._random.choice(("Law", "Music")), call_url=self._random.choice((None, self._text())))
    if kind == 1:
        return EditRoom(room_id=self._room(), call_url=self._text())
    if kind == 2:
        return Balance(by=self._random.choice(("size", "mixed", "affiliation")))
    if kind == 3:
        return SetGroup(participant_id=self._one(self._with_role(Role.PARTICIPANT)), people=self._random.choice((1, 4)))
    return Assign(participant_id=self._one(self._with_role(Role.PARTICIPANT)), room_id=self._room())


def _appoint(self: People) -> Command:
    seat = self._random.choice(("representative", "representative", "deputy", "facilitator"))
    return Appoint(room_id=self._room(), participant_id=self._one(self._with_role(Role.PARTICIPANT)), seat=seat)


def _roles(self: People) -> Command:
    somebody = self._random.random() < 0.7
    roles = self._random.choice((frozenset(), frozenset(), {Role.PARTICIPANT}, {Role.MODERATOR}, {Role.PARTICIPANT, Role.VIEWER}))
    return SetRoles(participant_id=self._one(self._everybody() if somebody else LINKS), roles=frozenset(roles))


def _admit(self: People) -> Command:
    self._who = SYSTEM
    number = self._random.randrange(10**9)
    role = self._random.choice((Role.PARTICIPANT, Role.PARTICIPANT, Role.PANELIST))
    room = self._room() if role is Role.PARTICIPANT and self._random.random() < 0.8 else None
    return Admit(name=self._text(), role=role, ticket_hash=f"hash {number}", room_id=room, affiliation=self._text())


def _notice(self: People) -> Command:
    if self._random.random() < 0.5:
        return EditDetails(title=self._text(), plenary_call_url=self._text())
    return SetNotice(recorded=True, keeper=self._text(), days=90)


def _recording(self: People) -> Command:
    recordings = sorted(self._now.recordings.recordings)
    kind = self._random.randrange(4)
    if kind == 0:
        return Remove(recording_id=self._one(recordings))
    if kind == 1:
        return SetAnchor(recording_id=self._one(recordings), instant=self._now.last_at, offset=MINUTE)
    return Link(url="https://video.example.org/1", room_id=self._random.choice((None, self._room())), started_at=self._now.opened_at)


def _end(self: People) -> Command:
    return self._random.choice((Finish, ReopenSession, ReopenSession))()


def _forget(self: People) -> Command:
    if self._random.random() < 0.15:
        return Pseudonymise()
    if self._random.random() < 0.3:
        return SetRetention(days=1)
    return EraseParticipant(participant_id=self._one(self._with_role(Role.PARTICIPANT)), keep_texts=self._random.random() < 0.3)


Make = Callable[[People], Command]
Group = tuple[tuple[Make, ...], tuple[int, ...]]


def _group(**weights: int) -> Group:
    return tuple(globals()[f"_{name}"] for name in weights), tuple(weights.values())


VOTING = _group(vote=1)
ASKING = _group(draft=6, edit=2, by_author=1, submit=6, order_room=2, hands=1, prepare=1)
TALKING = _group(choose=1, volunteer=3, help=3, dismiss=2, consent=1, announce=3)
REVIEWING = _group(review=4, merge=3, rank=3, note=2, claim=2)
PANEL = _group(call=6, answer=4, on_stage=3, promise=2)
STEERING = _group(advance=6, set_end=3, clock=4, plan=2)
HOSTING = _group(rooms=4, appoint=4, roles=2, admit=4, notice=1, recording=3)
ENDING = _group(end=6, forget=2)
START: Group = ((lambda self: Start(),), (1,))
HAND_OVER: Group = ((lambda self: HandOver(), lambda self: SetModeration(on=self._random.random() < 0.5)), (2, 1))
EVERYTHING = {VOTING: 10, ASKING: 10, TALKING: 6, REVIEWING: 6, PANEL: 4, STEERING: 4, HOSTING: 6, ENDING: 1, HAND_OVER: 1}
BY_KIND: dict[Kind | None, dict[Group, int]] = dict.fromkeys((*Kind, None), EVERYTHING) | {
    None: {START: 10, TALKING: 5, ASKING: 5, HOSTING: 8, ENDING: 2, STEERING: 2},
    Kind.BREAKOUT: {**EVERYTHING, ASKING: 30, VOTING: 20},
    Kind.BREAK: {**EVERYTHING, ASKING: 2, VOTING: 30, REVIEWING: 12, HAND_OVER: 4},
    Kind.PANEL: {**EVERYTHING, PANEL: 30, ASKING: 3, VOTING: 15},
}
AFTER = {_group(end=6, forget=1, promise=6, recording=6, review=2, notice=1, vote=1, draft=1): 1}
