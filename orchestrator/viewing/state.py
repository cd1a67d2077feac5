"""Who was there and what became of the recordings, as facts. Live state never folds these."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from collections import Counter
from typing import NewType, TypeAlias

from msgspec import Struct
from rpds import HashTrieMap, HashTrieSet

from orchestrator.messages import ActorId, Millis, QuestionId, RecordingId, RoomId
from orchestrator.viewing.ranges import Ranges

ViewerId = ActorId  # a person's, or a random one that a browser was given
FollowUpId = NewType("FollowUpId", str)

MINUTE = 60_000


class Thought(Struct, frozen=True, eq=False):
    """A follow-up: what somebody who watched later writes to a room."""

    id: FollowUpId
    viewer_id: ViewerId
    room_id: RoomId
    text: str
    at: Millis
    question_id: QuestionId | None = None


class Viewing(Struct, frozen=True, eq=False):
    """``counted``: who said whether they may be counted. ``watched``: of whom, what, merged. ``rosters``: minute to who was
    there. ``seen``: everybody who ever sent anything. ``owed``: who declined while the log still holds what was counted."""

    counted: HashTrieMap[ViewerId, bool] = HashTrieMap()
    watched: HashTrieMap[ViewerId, HashTrieMap[RecordingId, Ranges]] = HashTrieMap()
    toos: Marks = HashTrieMap()
    helps: Marks = HashTrieMap()
    follow_ups: HashTrieMap[FollowUpId, Thought] = HashTrieMap()
    written: int = 0  # how many follow-ups there ever were: the next id
    rosters: HashTrieMap[Millis, tuple[ActorId, ...]] = HashTrieMap()
    seen: HashTrieSet[ViewerId] = HashTrieSet()
    owed: HashTrieSet[ViewerId] = HashTrieSet()

    def declined(self, viewer_id: ViewerId) -> bool:
        return self.counted.get(viewer_id) is False

    def too(self, question_id: QuestionId) -> int:
        """How many have this question too."""
        return len(self.toos.get(question_id, NOBODY))

    def helped(self, question_id: QuestionId) -> int:
        """How many say that the answer helped them."""
        return len(self.helps.get(question_id, NOBODY))

    @property
    def present(self) -> dict[ActorId, int]:
        """The minutes in which each person was there."""
        return dict(Counter(person for people in self.rosters.values() for person in people))


NOBODY: HashTrieSet[ViewerId] = HashTrieSet()
Marks: TypeAlias = "HashTrieMap[QuestionId, HashTrieSet[ViewerId]]"  # question to who marked it
