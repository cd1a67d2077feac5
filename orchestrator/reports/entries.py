"""The questions of a log as people read them: words for what became of each, and links to where it can be heard."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from orchestrator.local_time import offset
from orchestrator.messages import RoomId
from orchestrator.recordings.state import Recording
from orchestrator.reports.deep_links import knows
from orchestrator.reports.fate import fate, lasted
from orchestrator.reports.places import Place
from orchestrator.reports.question_log import LoggedQuestion, QuestionLog
from orchestrator.reports.rows import absolute
from orchestrator.session.state import Session

AT_ITS_BEGINNING = "opens at its beginning"
GOES_ON = "asked while nothing was recorded; this is where it goes on"


class Hear(Struct, frozen=True):
    """A link into a recording; ``note`` is what a reader should know before following it."""

    words: str
    url: str
    note: str = ""


class Entry(Struct, frozen=True):
    """A question, and ``facts`` about it, each a phrase."""

    number: str
    text: str
    facts: tuple[str, ...]
    answer: str | None
    places: tuple[Hear, ...]


class Reader:
    """Puts the questions of one log into words. ``base``: what our own paths follow. ``home``: the room that reads them."""

    def __init__(
        self, session: Session, log: QuestionLog, recordings: Sequence[Recording], base: str, home: RoomId | None = None
    ) -> None:
        several = len(recordings) > 1
        self._names = {
            recording.id: f"recording {index}" if several else "the recording"
            for index, recording in enumerate(recordings, start=1)
        }
        self._session = session
        self._log = log
        self._base = base
        self._home = home

    def entry(self, question: LoggedQuestion, heard: Iterable[Hear] = ()) -> Entry:
        """``heard``: where else it can be heard. What is part of another question leaves its answer to that one."""
        whole = question.merged_into is None
        return Entry(
            number=question.number,
            text=question.text,
            facts=tuple(self._facts(question)),
            answer=question.answer if whole else None,
            places=(*(self._hear(question, place) for place in question.places if whole), *heard),
        )

    def hear(self, place: Place, name: str, call: str = "") -> Hear:
        """``call``: which one it was, where there were several."""
        notes = [GOES_ON] * place.snapped + [AT_ITS_BEGINNING] * (not knows(place.url))
        return Hear(f"{call}{offset(place.offset)} in {name}", absolute(place.url, self._base), "; ".join(notes))

    def _hear(self, question: LoggedQuestion, place: Place) -> Hear:
        return self.hear(place, self._names[place.recording_id], _call(question, place))

    def _facts(self, question: LoggedQuestion) -> Iterable[str]:
        rooms = self._session.rooms.rooms
        if question.room_id != self._home:
            yield f"{rooms[question.room_id].letter} · {rooms[question.room_id].theme}"
        if question.credited:
            yield f"also from {' and '.join(rooms[each].letter for each in question.credited)}"
        yield fate(question, self._log)
        if question.airtime is not None:
            yield f"{lasted(question.airtime)} on air"
        if question.addressed_to is not None:
            yield f"for {question.addressed_to}"
        if question.wordings > 1:
            yield f"reworded {'once' if question.wordings == 2 else f'{question.wordings - 1} times'}"


def _call(question: LoggedQuestion, place: Place) -> str:
    """Which call is heard there, where it is not only the one that led to the answer."""
    if all(each.at == question.on_air_at for each in question.places):
        return ""
    if place.at == question.on_air_at:
        return "asked at "
    if question.on_air_at is None:
        return "called at "
    return "called first at " if place.at == question.places[0].at else "called again at "
