"""What each person did in an evening and afterwards, and the same for groups of them. Pure."""

from collections.abc import Callable, Iterable
from statistics import median_low

from msgspec import Struct

from orchestrator.messages import ActorId, Millis, Role, RoomId
from orchestrator.panel.state import Outcome
from orchestrator.qa_queue.state import SUBMITTED, Question
from orchestrator.reports.suppression import FEWEST, unsafe
from orchestrator.session.state import Person, Session
from orchestrator.viewing.ranges import length
from orchestrator.viewing.state import ViewerId, Viewing

STAFF = frozenset({Role.HOST, Role.MODERATOR, Role.PANELIST, Role.STAGE})
MINUTE = 60_000


class Taker(Struct, frozen=True):
    """Somebody who took part, or watched later. ``minutes``: present; ``None`` where nobody wrote that down, or may not."""

    id: ViewerId
    live: bool
    room_id: RoomId | None = None
    affiliation: str | None = None
    minutes: int | None = None
    voted: bool = False
    watched: Millis = 0


class Asked(Struct, frozen=True):
    """A question, as far as it is counted."""

    author_id: ActorId
    room_id: RoomId
    submitted: bool
    answered: bool


class Group(Struct, frozen=True):
    """People and questions that are told of together."""

    name: str
    people: tuple[Taker, ...] = ()
    questions: tuple[Asked, ...] = ()
    room_id: RoomId | None = None

    @property
    def joined(self) -> int:
        return sum(taker.live for taker in self.people)

    @property
    def voted(self) -> int:
        return sum(taker.voted for taker in self.people)

    @property
    def watched(self) -> int:
        return sum(taker.watched > 0 for taker in self.people)

    @property
    def minutes(self) -> int | None:
        """Half of those of whom it is known were there for so long, or longer."""
        known = [taker.minutes for taker in self.people if taker.minutes is not None]
        return median_low(known) if len(known) >= FEWEST else None

    @property
    def watched_minutes(self) -> int:
        return round(sum(taker.watched for taker in self.people) / MINUTE)


def takers(session: Session, viewing: Viewing) -> list[Taker]:
    """Participants, whoever they were; and those who came later, from whom nothing is known but what they played."""
    present = viewing.present
    live = [_participant(session, viewing, present, person) for person in session.people.values() if _took_part(session, person)]
    known = session.people
    return live + [
        Taker(id=viewer_id, live=False, watched=_played(viewing, viewer_id))
        for viewer_id in viewing.watched
        if viewer_id not in known and _played(viewing, viewer_id)
    ]


def _took_part(session: Session, person: Person) -> bool:
    """A participant, also one who was sent away after they did something."""
    if person.roles:
        return person.roles.isdisjoint(STAFF)
    return person.id in session.rooms.members or person.id in session.queue.authored


def _participant(session: Session, viewing: Viewing, present: dict[ActorId, int], person: Person) -> Taker:
    unknown = not viewing.rosters or viewing.declined(person.id)
    return Taker(
        id=person.id,
        live=True,
        room_id=session.rooms.room_of(person.id),
        affiliation=person.affiliation,
        minutes=None if unknown else present.get(person.id, 0),
        voted=bool(session.queue.ballots.get(person.id)),
        watched=_played(viewing, person.id),
    )


def _played(viewing: Viewing, viewer_id: ViewerId) -> Millis:
    own = viewing.watched.get(viewer_id)
    return 0 if own is None else sum(length(ranges) for ranges in own.values())


def asked(session: Session) -> list[Asked]:
    """Everything that was ever drafted."""
    return [
        Asked(question.author_id, question.room_id, question.stage in SUBMITTED, _answered(session, question))
        for question in session.queue.questions.values()
    ]


def _answered(session: Session, question: Question) -> bool:
    return session.panel.hearing(session.queue.root(question).id).outcome is Outcome.ANSWERED


def by_room(session: Session, people: Iterable[Taker], questions: Iterable[Asked]) -> list[Group]:
    """Of those who were there: every room in order, and who had none."""
    there, drafted = [taker for taker in people if taker.live], list(questions)
    groups = [
        Group(
            name=f"{room.letter} · {room.theme}",
            people=tuple(taker for taker in there if taker.room_id == room.id),
            questions=tuple(question for question in drafted if question.room_id == room.id),
            room_id=room.id,
        )
        for room in sorted(session.rooms.rooms.values(), key=lambda room: room.position)
    ]
    without = tuple(taker for taker in there if taker.room_id is None)
    return pooled(groups + ([Group("Without a room", without)] if without else []), lambda names: "Together: " + "; ".join(names))


def by_affiliation(people: Iterable[Taker], questions: Iterable[Asked]) -> list[Group]:
    """Of those who were there: each affiliation by name where it had enough people; not which the others were."""
    live = [taker for taker in people if taker.live]
    whose = {taker.id: taker.affiliation for taker in live}
    written = [question for question in questions if question.author_id in whose]
    groups = [
        Group(
            name="Not given" if affiliation is None else affiliation,
            people=tuple(taker for taker in live if taker.affiliation == affiliation),
            questions=tuple(question for question in written if whose[question.author_id] == affiliation),
        )
        for affiliation in sorted({taker.affiliation for taker in live}, key=lambda name: (name is None, name or ""))
    ]
    return pooled(groups, lambda _: "Others")


def pooled(groups: list[Group], named: Callable[[list[str]], str]) -> list[Group]:
    """The groups, but those with too few people, and what would give them away, as one."""
    small = unsafe([group.joined for group in groups])
    together = [group for place, group in enumerate(groups) if small is None or place in small]
    if not together:
        return groups
    one = Group(
        name=named([group.name for group in together]),
        people=tuple(taker for group in together for taker in group.people),
        questions=tuple(question for group in together for question in group.questions),
    )
    return [group for place, group in enumerate(groups) if small is not None and place not in small] + [one]
