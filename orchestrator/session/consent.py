"""What people are told of the recording, and who agreed to it."""

from collections.abc import Sequence

from orchestrator.messages import ActorId, Millis, Rejected
from orchestrator.session.commands import Consent, PlannedNotice, SetNotice
from orchestrator.session.events import ConsentGiven, NoticeSet, SessionEvent
from orchestrator.session.state import Session


def notice_set(notice: PlannedNotice | SetNotice, at: Millis) -> NoticeSet:
    """A recording has somebody who keeps it, for a time that is known."""
    if notice.recorded and (notice.keeper is None or notice.days is None):
        raise Rejected("session.notice_incomplete")
    return NoticeSet(recorded=notice.recorded, keeper=notice.keeper, days=notice.days, at=at)


def set_notice(session: Session, command: SetNotice) -> Sequence[SessionEvent]:
    """Other words are a new notice: nobody has agreed to it yet."""
    happened, known = notice_set(command, command.at), session.notice
    same = known is not None and (known.recorded, known.keeper, known.days) == (command.recorded, command.keeper, command.days)
    return [] if same else [happened]


def consent(session: Session, command: Consent) -> Sequence[SessionEvent]:
    """Only a person agrees: behind a shared link there is nobody in particular."""
    person = session.people.get(command.actor.id)
    if person is None:
        raise Rejected("session.unknown_participant")
    happened = given(session, person.id, command.notice, command.at)
    return [] if person.consented == command.notice else [happened]


def given(session: Session, person_id: ActorId, notice: int, at: Millis) -> ConsentGiven:
    """Nobody agrees to what they have not read."""
    if session.notice is None:
        raise Rejected("session.no_notice")
    if session.notice.number != notice:
        raise Rejected("session.stale_notice")
    return ConsentGiven(participant_id=person_id, notice=notice, at=at)
