"""Who is in a session, over all workers. Pure: what each worker knows of its own sockets is put together here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from orchestrator.messages import LINKS, ActorId, Millis, RoomId, SessionId


class Standing(Struct, frozen=True, array_like=True):
    """Somebody at one worker: the room they see, and when each of their sockets came in, the oldest first."""

    room_id: RoomId | None
    since: list[Millis]


Crowd = dict[ActorId, Standing]  # who is in a session at one worker
Crowds = dict[SessionId, Crowd]


class Presence(Struct, frozen=True):
    """``rooms``: how many sit in each; ``people``: their ids in order. Shared links are nobody."""

    rooms: dict[RoomId, int]
    people: list[ActorId]


def presence(crowds: Iterable[Crowd]) -> Presence:
    """Whoever has sockets at several workers counts once, in the room that the last of the crowds says."""
    rooms = {person: standing.room_id for crowd in crowds for person, standing in crowd.items()}
    counts = Counter(rooms.values())
    return Presence(
        rooms={room_id: count for room_id, count in counts.items() if room_id is not None},
        people=sorted(person for person in rooms if person not in LINKS),
    )


def vanished(before: Mapping[str, Crowds], now: Mapping[str, Crowds]) -> Iterator[tuple[SessionId, ActorId]]:
    """Who was at a worker and is there no more, by name of worker."""
    for worker, crowds in before.items():
        after = now.get(worker, {})
        if after is crowds:
            continue
        for session_id, crowd in crowds.items():
            for person in crowd.keys() - after.get(session_id, {}).keys():
                yield session_id, person


def surplus(worker: str, mine: Crowd, theirs: Mapping[str, Crowd], most: int, most_of_link: int) -> Iterator[tuple[ActorId, int]]:
    """Of whom this worker has to let go how many of the oldest sockets, so that nobody has more than allowed over all.

    All workers come to the same: the oldest of all go, and ``worker`` decides between two that came in the same instant.
    """
    for person in mine.keys() & {person for crowd in theirs.values() for person in crowd.keys() & mine.keys()}:
        crowds = {**theirs, worker: mine}
        sockets = sorted((at, name) for name, crowd in crowds.items() if person in crowd for at in crowd[person].since)
        too_many = len(sockets) - (most_of_link if person in LINKS else most)
        ours = sum(name == worker for _, name in sockets[: max(0, too_many)])
        if ours:
            yield person, ours
