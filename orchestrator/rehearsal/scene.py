"""What a client of the rehearsal knows: the view and ``me`` of ``docs/protocol.md`` section 4, as far as anybody acts on them."""

from typing import TypeAlias

from msgspec import Struct

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Object: TypeAlias = dict[str, Json]


class Session(Struct, frozen=True):
    status: str
    open: tuple[str, ...] = ()
    voting_scope: str | None = None
    phase_id: str | None = None
    handed_over_at: int | None = None


class Phase(Struct, frozen=True):
    position: int
    kind: str
    title: str
    status: str
    duration: int
    starts_at: int | None = None
    ends_at: int | None = None
    ended_at: int | None = None
    remaining: int | None = None

    def moment(self, share: float) -> float | None:
        """When that share of the phase (0 to 1) has passed; ``None`` while it stands still or has not begun."""
        if self.starts_at is None or self.remaining is not None:
            return None
        ends_at = self.starts_at + self.duration if self.ends_at is None else self.ends_at
        return self.starts_at + share * (ends_at - self.starts_at)


class Help(Struct, frozen=True):
    at: int
    taken_by: str | None = None


class Room(Struct, frozen=True):
    position: int
    theme: str
    representative_id: str | None = None
    deputy_id: str | None = None
    help: Help | None = None


class Somebody(Struct, frozen=True):
    name: str
    roles: tuple[str, ...] = ()
    room_id: str | None = None
    group: int | None = None


class Question(Struct, frozen=True):
    text: str
    status: str
    room_id: str
    score: int = 0
    rank: int | None = None
    drafted_at: int = 0
    prepared: bool = False
    room_order: int | None = None
    submitted_at: int | None = None
    sources: tuple[str, ...] = ()
    held: str | None = None
    answered_at: int | None = None
    written_at: int | None = None
    owner: str | None = None
    claimed_by_id: str | None = None


class Recording(Struct, frozen=True):
    url: str
    room_id: str | None = None


class Announcement(Struct, frozen=True):
    text: str


class Scene(Struct, frozen=True):
    """One view."""

    session: Session
    phases: dict[str, Phase] = {}
    rooms: dict[str, Room] = {}
    people: dict[str, Somebody] = {}
    questions: dict[str, Question] = {}
    announcements: dict[str, Announcement] = {}
    recordings: dict[str, Recording] = {}

    def running(self) -> str | None:
        """The id of the phase that runs (or is paused)."""
        phase_id = self.session.phase_id
        return phase_id if self.session.status == "live" and phase_id in self.phases else None

    def on_air(self) -> str | None:
        """The id of the question that is on air."""
        return next((question_id for question_id, question in self.questions.items() if question.status == "on_air"), None)

    def votes(self) -> int:
        """How many people support a question, over all questions; those of a merged one count where it is merged into."""
        return sum(question.score for question in self.questions.values() if question.status != "merged")

    def waiting(self) -> list[str]:
        """The open questions by rank; those of unknown rank last, oldest first."""
        open_ones = [question_id for question_id, question in self.questions.items() if question.status == "open"]
        return sorted(open_ones, key=lambda each: (self.questions[each].rank or 10_000, self.questions[each].drafted_at, each))


class MyQuestion(Struct, frozen=True):
    status: str
    text: str


class Me(Struct, frozen=True):
    id: str
    name: str | None = None
    roles: tuple[str, ...] = ()
    room_id: str | None = None
    group: int | None = None
    speaks_as: str | None = None
    votes: dict[str, bool] = {}
    questions: dict[str, MyQuestion] = {}
    dismissed: dict[str, bool] = {}


def as_object(value: Json) -> Object:
    """What has to be an object. Raises ``TypeError`` where the server sent something else."""
    if not isinstance(value, dict):
        raise TypeError(f"an object was expected, not {type(value).__name__}")
    return value


def merge(target: Json, patch: Json) -> Json:
    """A JSON Merge Patch applied (RFC 7396); ``target`` stays as it is."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged
