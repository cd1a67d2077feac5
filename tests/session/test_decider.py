"""Who may what, and when at all."""

import pytest

from orchestrator.agenda.commands import AddPhase, Advance, EditPhase, Pause, RemovePhase, Resume, SetEnd, Start
from orchestrator.agenda.state import Kind
from orchestrator.messages import Command, Role
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
from orchestrator.recordings.state import Status
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
    NoteTrouble,
    Pseudonymise,
    ReopenSession,
    SeekRecordings,
    SetNotice,
    SetRetention,
    SetRoles,
)
from orchestrator.session.decider import MAY
from tests.given import (
    announced,
    answered,
    asked,
    called,
    drafted,
    entered,
    finished,
    given,
    given_nothing,
    linked,
    revoked,
    roles_set,
    speaks,
    t,
    voted,
)
from tests.strategies import OPEN

HOSTS, MODERATORS, PANELISTS = {"host", "hana"}, {"moderator", "mo"}, {"panel", "pia"}
MEMBERS = {"ana"}
LATE = {"stage", "watch"}
OUTSIDE = {"zoe", "rex"}  # somebody unknown, somebody revoked

# docs/protocol.md section 3
WHO: list[tuple[Command, set[str]]] = [
    (Start(), HOSTS),
    (Advance(from_phase="ph1"), HOSTS),
    (SetEnd(phase_id="ph1", ends_at=t("20:00")), HOSTS),
    (Pause(), HOSTS),
    (Resume(), HOSTS),
    (EditPhase(phase_id="ph1", title="Together"), HOSTS),
    (AddPhase(kind=Kind.BREAK, title="Air", duration=1), HOSTS),
    (RemovePhase(phase_id="ph3"), HOSTS),
    (Finish(), HOSTS),
    (ReopenSession(), HOSTS),
    (SeekRecordings(), HOSTS),
    (NoteTrouble(place="r1"), HOSTS),
    (EraseParticipant(participant_id="ben"), HOSTS),
    (Pseudonymise(), HOSTS),
    (DeleteSession(), HOSTS),
    (SetRetention(days=30), HOSTS),
    (SetRoles(participant_id="ben", roles=frozenset()), HOSTS),
    (Add(theme="Homework"), HOSTS),
    (EditRoom(room_id="r1", theme="Homework"), HOSTS),
    (Choose(room_id="r4"), MEMBERS),
    (Assign(participant_id="ben", room_id="r4"), HOSTS),
    (Appoint(room_id="r1", participant_id="ben", seat="deputy"), HOSTS),
    (Balance(by="size"), HOSTS),
    (SetGroup(participant_id="ben", people=12), HOSTS),
    (Volunteer(), MEMBERS),
    (MarkAbsent(participant_id="ana"), HOSTS),
    (MarkPresent(participant_id="ana"), HOSTS | MEMBERS),
    (CallForHelp(room_id="r1"), MEMBERS),
    (TakeHelp(room_id="r1"), HOSTS),
    (EndHelp(room_id="r1"), HOSTS | MEMBERS),
    (Announce(text="Listen"), HOSTS),
    (Dismiss(announcement_id="a1"), HOSTS | MEMBERS | MODERATORS | PANELISTS),
    (Draft(text="Why?"), MEMBERS),
    (Prepare(text="Why?", room_id="r1"), HOSTS | MEMBERS),
    (Edit(question_id="q1", text="How?"), HOSTS | MEMBERS | MODERATORS),
    (Withdraw(question_id="q1"), HOSTS | MEMBERS),
    (Submit(question_id="q1"), HOSTS | MEMBERS),
    (OrderRoom(room_id="r1", order=("q1",)), HOSTS | MEMBERS),
    (CastVote(question_id="q1"), MEMBERS),
    (WithdrawVote(question_id="q1"), MEMBERS),
    (CountHands(question_id="q1", hands=2), MEMBERS),
    (SetModeration(on=True), HOSTS),
    (ReleaseWaiting(), HOSTS | MODERATORS),
    (Approve(question_id="q1"), HOSTS | MODERATORS),
    (Reject(question_id="q1", reason="Asked already"), HOSTS | MODERATORS),
    (SendBack(question_id="q1"), HOSTS | MODERATORS),
    (Merge(question_id="q1", into="q2"), HOSTS | MODERATORS),
    (Unmerge(question_id="q1"), HOSTS | MODERATORS),
    (Move(question_id="q1", seen_version=1), HOSTS),
    (Reorder(order=("q1",), seen=("q1",)), HOSTS),
    (DropOverrides(), HOSTS),
    (SetRanking(rule=Rule.BY_VOTES), HOSTS),
    (HandOver(), HOSTS),
    (Call(question_id="q1"), HOSTS),
    (GiveAnswer(question_id="q1"), HOSTS | PANELISTS),
    (Skip(question_id="q1"), HOSTS),
    (Hold(question_id="q1"), HOSTS | PANELISTS),
    (Release(question_id="q1"), HOSTS | PANELISTS),
    (FollowUp(question_id="q1"), HOSTS),
    (Promise(question_id="q1", owner="Pia"), HOSTS | PANELISTS),
    (WriteAnswer(question_id="q1", text="Yes"), HOSTS | PANELISTS),
    (Reopen(question_id="q1"), HOSTS),
    (Link(url="https://video.example.org/1"), HOSTS),
    (EditRecording(recording_id="rec1"), HOSTS),
    (SetSegments(recording_id="rec1", segments=()), HOSTS),
    (SetAnchor(recording_id="rec1", instant=1, offset=1), HOSTS),
    (DropAnchor(recording_id="rec1", instant=1), HOSTS),
    (SetClock(provider="manual", offset=1), HOSTS),
    (Remove(recording_id="rec1"), HOSTS),
    (Report(provider="zoom", external_id="z1", status=Status.EXPECTED), HOSTS),
    (AddCaptions(recording_id="rec1", captions_id="cap1", language="en", cues=1), HOSTS),
    (RemoveCaptions(recording_id="rec1", captions_id="cap1"), HOSTS),
    (EditDetails(title="Another"), HOSTS),
    (SetNotice(recorded=False), HOSTS),
    (Consent(notice=1), HOSTS | MODERATORS | PANELISTS | MEMBERS),
    (Claim(question_id="q1"), PANELISTS),
    (Unclaim(question_id="q1"), HOSTS | PANELISTS),
    (WriteNote(text="Look"), HOSTS | MODERATORS | PANELISTS),
    (AcknowledgeNote(note_id="n1"), HOSTS | MODERATORS | PANELISTS),
    (Admit(name="Zoe", role=Role.PARTICIPANT, ticket_hash="hash"), HOSTS),
]
EVERYBODY = HOSTS | MODERATORS | PANELISTS | MEMBERS | LATE | OUTSIDE


@pytest.mark.parametrize(("command", "who"), WHO, ids=lambda value: type(value).__name__)
def test_only_those_who_may_are_listened_to(command: Command, who: set[str]) -> None:
    evening = given(revoked("rex"), entered("ph1"), speaks("ana", "r1"), drafted("q1", by="ana"), announced("a1"), linked("rec1"))
    refused = {actor for actor in EVERYBODY if code(evening, command, actor) == "session.forbidden"}
    assert refused == EVERYBODY - who


def code(evening: object, command: Command, by: str) -> str | None:
    outcome = evening.when(command, by=by).outcome
    return getattr(outcome, "code", None)


def test_roles_are_those_of_the_moment_of_deciding() -> None:
    promoted = given(entered("ph3"), asked("q1", by="dee"), roles_set("ana", "host"))
    promoted.when(Call(question_id="q1"), by="ana").then(called("q1"))
    given(entered("ph3"), asked("q1", by="dee"), revoked("hana")).when(Call(question_id="q1"), by="hana").then_refused(
        "session.forbidden"
    )


def test_a_revoked_link_is_no_longer_listened_to() -> None:
    given(revoked("host")).when(Start(), by="host").then_refused("session.forbidden")


def test_a_person_with_two_roles_may_what_either_may() -> None:
    both = given(roles_set("ana", "participant", "panelist"), entered("ph3"), asked("q1", by="ana"), called("q1"))
    both.when(GiveAnswer(question_id="q1"), by="ana").then(answered("q1"))
    given(roles_set("ana", "participant", "panelist"), entered("ph2"), asked("q1", by="dee")).when(
        CastVote(question_id="q1"), by="ana"
    ).then(voted("q1", "ana"))


def test_whose_roles_are_told_is_every_command_there_is() -> None:
    assert {type(command) for command, _ in WHO} == MAY.keys()


@pytest.mark.parametrize("command", [command for command, _ in WHO], ids=lambda value: type(value).__name__)
def test_nothing_happens_in_a_session_that_does_not_exist(command: Command) -> None:
    given_nothing().when(command).then_refused("session.unknown")


AFTER_THE_END = (
    *(Finish, SetRoles, EditDetails, Dismiss),
    *(Link, EditRecording, SetSegments, SetAnchor, DropAnchor, SetClock, Remove, Report, AddCaptions, RemoveCaptions),
    *(ReopenSession, EraseParticipant, Pseudonymise, DeleteSession, SetRetention),
    *(Edit, Approve, Reject, SendBack, ReleaseWaiting, Merge, Unmerge),
    *(Promise, WriteAnswer),
    *(SeekRecordings, NoteTrouble),
)


@pytest.mark.parametrize(("command", "who"), WHO, ids=lambda value: type(value).__name__)
def test_after_the_end_only_curation_goes_on(command: Command, who: set[str]) -> None:
    over = given(entered("ph3"), asked("q1", by="ana"), announced("a1"), linked("rec1"), finished())
    by = next(actor for actor in ("host", "ana", "pia") if actor in who)
    assert (code(over, command, by) == "session.finished") == (not isinstance(command, AFTER_THE_END))


def test_a_command_of_the_future_is_refused() -> None:
    class Sing(Command, frozen=True, tag="choir.sing"):
        pass

    given().when(Sing()).then_refused("session.forbidden")


def test_opening_an_open_session_is_refused() -> None:
    given().when(OPEN).then_refused("session.exists")


def test_deciding_changes_nothing() -> None:
    evening = given(entered("ph2"), asked("q1", by="ana"))
    before = evening.seen_by("host")
    evening.when(CastVote(question_id="q1"), by="dee").then(voted("q1", "dee"))
    assert evening.seen_by("host") == before
