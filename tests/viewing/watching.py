"""Viewing as sentences: an evening that was held and recorded, and what those who came later did with it.

On air in the plenary: q1 (of ana, room r1) 20:01 to 20:03, q2 (of dee, room r2) 20:05 to 20:06. q3 was never called, q4 is a
draft.
rec1 is the plenary from 20:00 on, 60 min; rec2 the room r1 from 19:00 on, for its people alone.
"""

from functools import cache

from orchestrator.messages import ActorId, Audience, Role, RoomId
from orchestrator.session.state import Session
from orchestrator.viewing.commands import AnyCommand, Count, FindHelpful, FollowUp, HaveToo, RemoveFollowUp, Watch
from orchestrator.viewing.decider import Limits, Viewer, decide, folded
from orchestrator.viewing.events import AnyViewing, RosterTaken
from orchestrator.viewing.state import Viewing
from tests.given import MINUTE, answered, called, drafted, entered, finished, given, linked, submitted, t

LATER, LIMITS = t("22:00"), Limits(ranges=3, viewers=4, follow_ups=2)


@cache
def held() -> Session:
    return given(
        *(drafted(question, by=who) for question, who in (("q1", "ana"), ("q2", "dee"), ("q3", "ben"), ("q4", "eli"))),
        *(submitted(question, at=t("19:30")) for question in ("q1", "q2", "q3")),
        entered("ph3", at=t("20:00")),
        called("q1", at=t("20:01")),
        answered("q1", at=t("20:03")),
        called("q2", at=t("20:05")),
        answered("q2", at=t("20:06")),
        finished(at=t("21:00")),
        linked("rec1", started_at=t("20:00"), duration=60 * MINUTE),
        linked("rec2", room_id=RoomId("r1"), started_at=t("19:00"), duration=45 * MINUTE, visibility="room"),
    ).session


def viewer(who: str = "w1", role: Role = Role.VIEWER, room: str | None = None) -> Viewer:
    return Viewer(ActorId(who), Audience(role, None if room is None else RoomId(room)))


def watched(*ranges: tuple[int, int], recording: str = "rec1") -> Watch:
    return Watch(recording_id=recording, ranges=ranges)


class Story:
    """What happened so far; ``when`` lets somebody do one more thing."""

    def __init__(self, viewing: Viewing | None = None, session: Session | None = None, limits: Limits = LIMITS) -> None:
        self.viewing = viewing or Viewing()
        self.session = session or held()
        self.limits = limits
        self.events: list[AnyViewing] = []

    def when(self, command: AnyCommand, by: Viewer | str = "w1", at: int = LATER) -> "Story":
        who = viewer(by) if isinstance(by, str) else by
        self.happened(*decide(self.viewing, self.session, who, command, at, self.limits))
        return self

    def happened(self, *events: AnyViewing) -> "Story":
        self.events += events
        self.viewing = folded(self.viewing, events)
        return self

    def roster(self, clock: str, *people: str) -> "Story":
        return self.happened(RosterTaken(people=tuple(ActorId(person) for person in people), at=t(clock)))

    def ranges(self, who: str = "w1", recording: str = "rec1") -> tuple[tuple[int, int], ...]:
        own = self.viewing.watched.get(who)
        return () if own is None else own.get(recording, ())


__all__ = [
    "LATER",
    "LIMITS",
    "Count",
    "FindHelpful",
    "FollowUp",
    "HaveToo",
    "RemoveFollowUp",
    "Story",
    "held",
    "viewer",
    "watched",
]
