"""All that somebody may want on an evening, and how often they want it in which phase."""

from collections.abc import Callable

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
from tests.given import MINUTE
from tests.simulation.draws import Draws

SYSTEM = "system"
HOSTS = ("host", "host", "hana")
CREW = ("mo", "moderator", "pia", "panel", *HOSTS)


def vote(draw: Draws) -> Command:
    draw.by(*sorted(draw.now.rooms.members))
    kind = CastVote if draw.random.random() < 0.7 else WithdrawVote
    everywhere = draw.now.agenda.allows(Activity.VOTING_ALL)
    room_id = None if everywhere else draw.now.rooms.room_of(draw.who)
    return kind(question_id=draw.open(room_id))


def draft(draw: Draws) -> Command:
    draw.by(*sorted(draw.now.rooms.members))
    return Draft(text=draw.text(), anonymous=draw.random.random() < 0.3)


def edit(draw: Draws) -> Command:
    question_id = draw.question()
    question = draw.now.queue.questions.get(question_id)
    draw.by("mo", "host" if question is None else question.author_id)
    return Edit(question_id=question_id, text=draw.text())


def by_author(draw: Draws) -> Command:
    question_id = draw.question(Stage.DRAFT, Stage.OPEN, Stage.PENDING)
    question = draw.now.queue.questions.get(question_id)
    draw.by("host", "host" if question is None else question.author_id)
    return Withdraw(question_id=question_id)


def submit(draw: Draws) -> Command:
    question_id = draw.question(Stage.DRAFT)
    question = draw.now.queue.questions.get(question_id)
    room = None if question is None else draw.now.rooms.rooms[question.room_id]
    draw.by("host", *(who for who in (room and room.representative, room and room.deputy) if who))
    return Submit(question_id=question_id)


def order_room(draw: Draws) -> Command:
    draw.speaker()
    room, questions = draw.now.rooms.room_of(draw.who) or draw.room(), draw.now.queue.questions
    theirs = [each for each in sorted(questions) if questions[each].room_id == room]
    return OrderRoom(room_id=room, order=draw.some(theirs))


def hands(draw: Draws) -> Command:
    draw.by(*sorted(draw.now.rooms.groups), "ana")
    return CountHands(question_id=draw.question(Stage.DRAFT, Stage.OPEN), hands=draw.random.randrange(6))


def prepare(draw: Draws) -> Command:
    draw.by("ana", "host")
    return Prepare(text=draw.text(), room_id=draw.room() if draw.who == "host" else None)


def choose(draw: Draws) -> Command:
    draw.member()
    return Choose(room_id=draw.room())


def volunteer(draw: Draws) -> Command:
    draw.member()
    return Volunteer()


def help(draw: Draws) -> Command:
    room = draw.room()
    members = draw.now.rooms.members
    kind = draw.random.choice((CallForHelp, EndHelp, TakeHelp))
    draw.by(*(["gus", "hana"] if kind is TakeHelp else [who for who in sorted(members) if members[who] == room]), "host")
    return kind(room_id=room)


def dismiss(draw: Draws) -> Command:
    draw.by(*draw.everybody(), "host")
    return Dismiss(announcement_id=draw.one(sorted(draw.now.rooms.announcements)))


def consent(draw: Draws) -> Command:
    draw.by(*draw.everybody())
    return Consent(notice=draw.random.choice((1, 1, 2)))


def review(draw: Draws) -> Command:
    draw.by("mo", "moderator", "host")
    question_id = draw.question(Stage.PENDING, Stage.OPEN, Stage.REJECTED)
    kind = draw.random.choice((Approve, Approve, SendBack, Reject, ReleaseWaiting))
    if kind is ReleaseWaiting:
        return ReleaseWaiting()
    return Reject(question_id=question_id, reason=draw.text()) if kind is Reject else kind(question_id=question_id)


def merge(draw: Draws) -> Command:
    draw.by("mo", "host")
    if draw.random.random() < 0.3:
        return Unmerge(question_id=draw.question(Stage.MERGED))
    return Merge(question_id=draw.question(Stage.OPEN), into=draw.question(Stage.OPEN))


def rank(draw: Draws) -> Command:
    waiting = sorted(draw.now.queue.questions)
    kind = draw.random.randrange(5)
    if kind == 0:
        return SetRanking(rule=draw.random.choice(list(Rule)))
    if kind == 1:
        return DropOverrides(question_id=draw.random.choice((None, draw.waiting())))
    if kind == 2:
        ranked = [each for each in waiting if draw.now.queue.questions[each].stage is Stage.OPEN and draw.now.panel.waits(each)]
        return Reorder(order=tuple(draw.random.sample(ranked, len(ranked))), seen=tuple(ranked), reason=draw.text())
    return Move(question_id=draw.waiting(), before=draw.random.choice((None, draw.waiting())), seen_version=10**6)


def call(draw: Draws) -> Command:
    return Call(question_id=draw.waiting(), reason=draw.random.choice((None, draw.text())))


def answer(draw: Draws) -> Command:
    draw.by("pia", "panel", "host")
    return GiveAnswer(question_id=draw.on_air(), text=draw.random.choice((None, draw.text())))


def on_stage(draw: Draws) -> Command:
    kind = draw.random.choice((Skip, Reopen, FollowUp, Hold, Release))
    return kind(question_id=draw.on_air() if kind is Skip else draw.heard() if kind in (Reopen, FollowUp) else draw.waiting())


def promise(draw: Draws) -> Command:
    draw.by("pia", "host")
    if draw.random.random() < 0.5:
        return Promise(question_id=draw.on_air(), owner=draw.text())
    return WriteAnswer(question_id=draw.heard(), text=draw.text())


def claim(draw: Draws) -> Command:
    draw.by("pia", "panel")
    return draw.random.choice((Claim, Claim, Unclaim))(question_id=draw.waiting())


def note(draw: Draws) -> Command:
    draw.by(*CREW)
    if draw.random.random() < 0.4:
        return AcknowledgeNote(note_id=draw.one(sorted(draw.now.panel.notes)))
    return WriteNote(text=draw.text(), question_id=draw.random.choice((None, draw.question())))


def advance(draw: Draws) -> Command:
    agenda = draw.now.agenda
    if agenda.phase is agenda.phases[-1] and draw.random.random() < 0.7:
        return Advance(from_phase=agenda.phases[-1].id, to_phase=draw.one(each.id for each in agenda.phases))
    return Advance(from_phase=draw.phase(), to_phase=None if draw.random.random() < 0.8 else draw.phase())


def set_end(draw: Draws) -> Command:
    phase = draw.now.agenda.phase
    ends_at = draw.now.last_at if phase is None or phase.ends_at is None else phase.ends_at
    moved = ends_at + draw.random.choice((5 * MINUTE, MINUTE, 5_000, -MINUTE, -20 * MINUTE))
    return SetEnd(phase_id=draw.phase(), ends_at=max(0, moved), expected_ends_at=draw.random.choice((None, ends_at)))


def plan(draw: Draws) -> Command:
    kind = draw.random.randrange(3)
    if kind == 0:
        return RemovePhase(phase_id=draw.phase())
    if kind == 1:
        at_end = draw.random.choice((None, AtEnd.WAIT, AtEnd.ADVANCE))
        return EditPhase(phase_id=draw.phase(), title=draw.text(), at_end=at_end)
    return AddPhase(kind=draw.random.choice(list(Kind)), title=draw.text(), duration=2 * MINUTE, after=draw.phase())


def clock(draw: Draws) -> Command:
    return draw.random.choice((Pause, Resume))()


def announce(draw: Draws) -> Command:
    draw.by(*HOSTS)
    return Announce(text=draw.text(), room_id=draw.random.choice((None, draw.room())))


def rooms(draw: Draws) -> Command:
    kind = draw.random.randrange(5)
    if kind == 0:
        return Add(theme=draw.random.choice(("Law", "Music")), call_url=draw.random.choice((None, draw.text())))
    if kind == 1:
        return EditRoom(room_id=draw.room(), call_url=draw.text())
    if kind == 2:
        return Balance(by=draw.random.choice(("size", "mixed", "affiliation")))
    if kind == 3:
        return SetGroup(participant_id=draw.one(draw.with_role(Role.PARTICIPANT)), people=draw.random.choice((1, 4)))
    return Assign(participant_id=draw.one(draw.with_role(Role.PARTICIPANT)), room_id=draw.room())


def appoint(draw: Draws) -> Command:
    seat = draw.random.choice(("representative", "representative", "deputy", "facilitator"))
    return Appoint(room_id=draw.room(), participant_id=draw.one(draw.with_role(Role.PARTICIPANT)), seat=seat)


def roles(draw: Draws) -> Command:
    somebody = draw.random.random() < 0.7
    roles = draw.random.choice((frozenset(), frozenset(), {Role.PARTICIPANT}, {Role.MODERATOR}, {Role.PARTICIPANT, Role.VIEWER}))
    return SetRoles(participant_id=draw.one(draw.everybody() if somebody else LINKS), roles=frozenset(roles))


def admit(draw: Draws) -> Command:
    draw.who = SYSTEM
    number = draw.random.randrange(10**9)
    role = draw.random.choice((Role.PARTICIPANT, Role.PARTICIPANT, Role.PANELIST))
    room = draw.room() if role is Role.PARTICIPANT and draw.random.random() < 0.8 else None
    return Admit(name=draw.text(), role=role, ticket_hash=f"hash {number}", room_id=room, affiliation=draw.text())


def notice(draw: Draws) -> Command:
    if draw.random.random() < 0.5:
        return EditDetails(title=draw.text(), plenary_call_url=draw.text())
    return SetNotice(recorded=True, keeper=draw.text(), days=90)


def recording(draw: Draws) -> Command:
    recordings = sorted(draw.now.recordings.recordings)
    kind = draw.random.randrange(4)
    if kind == 0:
        return Remove(recording_id=draw.one(recordings))
    if kind == 1:
        return SetAnchor(recording_id=draw.one(recordings), instant=draw.now.last_at, offset=MINUTE)
    return Link(url="https://video.example.org/1", room_id=draw.random.choice((None, draw.room())), started_at=draw.now.opened_at)


def end(draw: Draws) -> Command:
    return draw.random.choice((Finish, ReopenSession, ReopenSession))()


def forget(draw: Draws) -> Command:
    if draw.random.random() < 0.15:
        return Pseudonymise()
    if draw.random.random() < 0.3:
        return SetRetention(days=1)
    return EraseParticipant(participant_id=draw.one(draw.with_role(Role.PARTICIPANT)), keep_texts=draw.random.random() < 0.3)


Make = Callable[[Draws], Command]
Group = tuple[tuple[Make, ...], tuple[int, ...]]


def _group(wishes: dict[Make, int]) -> Group:
    return tuple(wishes), tuple(wishes.values())


VOTING = _group({vote: 1})
ASKING = _group({draft: 6, edit: 2, by_author: 1, submit: 6, order_room: 2, hands: 1, prepare: 1})
TALKING = _group({choose: 1, volunteer: 3, help: 3, dismiss: 2, consent: 1, announce: 3})
REVIEWING = _group({review: 4, merge: 3, rank: 3, note: 2, claim: 2})
PANEL = _group({call: 6, answer: 4, on_stage: 3, promise: 2})
STEERING = _group({advance: 6, set_end: 3, clock: 4, plan: 2})
HOSTING = _group({rooms: 4, appoint: 4, roles: 2, admit: 4, notice: 1, recording: 3})
ENDING = _group({end: 6, forget: 2})
START: Group = ((lambda draw: Start(),), (1,))
HAND_OVER: Group = ((lambda draw: HandOver(), lambda draw: SetModeration(on=draw.random.random() < 0.5)), (2, 1))
EVERYTHING = {VOTING: 10, ASKING: 10, TALKING: 6, REVIEWING: 6, PANEL: 4, STEERING: 4, HOSTING: 6, ENDING: 1, HAND_OVER: 1}
BY_KIND: dict[Kind | None, dict[Group, int]] = dict.fromkeys((*Kind, None), EVERYTHING) | {
    None: {START: 10, TALKING: 5, ASKING: 5, HOSTING: 8, ENDING: 2, STEERING: 2},
    Kind.BREAKOUT: {**EVERYTHING, ASKING: 30, VOTING: 20},
    Kind.BREAK: {**EVERYTHING, ASKING: 2, VOTING: 30, REVIEWING: 12, HAND_OVER: 4},
    Kind.PANEL: {**EVERYTHING, PANEL: 30, ASKING: 3, VOTING: 15},
}
AFTER = {_group({end: 6, forget: 1, promise: 6, recording: 6, review: 2, notice: 1, vote: 1, draft: 1}): 1}
