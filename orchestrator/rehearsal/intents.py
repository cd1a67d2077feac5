"""What a move comes to at its moment. Pure: looks at the own view only.

Members here, the moderator in ``reviewing.py``, host and panelists in ``leading.py``.
A person may act in the same session: somebody else called, answered or moved on already. Then a move comes to nothing.
"""

import zlib
from collections.abc import Iterator
from random import Random

from orchestrator.rehearsal import leading, reviewing
from orchestrator.rehearsal.moves import Move
from orchestrator.rehearsal.scene import Json, Me, Object, Question, Scene
from orchestrator.rehearsal.sense import Intent, about, sensible, votable

ENOUGH = 3  # questions of a room; the deputy adds what is missing


def intents(move: Move, scene: Scene, me: Me, rng: Random) -> list[Intent]:
    """The commands a move comes to now; mostly one, or none where there is nothing sensible to do."""
    return [intent for intent in _wanted(move, scene, me, rng) if intent.wrong or sensible(intent, scene, me)]


def _wanted(move: Move, scene: Scene, me: Me, rng: Random) -> Iterator[Intent]:
    match move.act:
        case "draft" | "draft_late":
            late = move.act == "draft_late"
            if late == ("drafting" not in scene.session.open) and move.text not in _own_texts(me):
                yield Intent("qa_queue.draft", {"text": move.text}, wrong=late)
        case "edit" | "withdraw":
            for question_id in _own_drafts(me)[:1]:
                text: Object = {"text": _edited(me.questions[question_id].text)} if move.act == "edit" else {}
                yield Intent(f"qa_queue.{move.act}", {"question_id": question_id, **text})
        case "vote":
            yield from _vote(_chosen(votable(scene, me), scene, rng), me, rng)
        case "unvote":
            yield from about("qa_queue.withdraw_vote", next((each for each in me.votes if each in scene.questions), None))
        case "submit":
            yield from about("qa_queue.submit", next(iter(_drafts(scene, me)), None))
        case "submit_for_room":
            submitted = sum(each.room_id == me.room_id and each.status != "draft" for each in scene.questions.values())
            yield from about("qa_queue.submit", next(iter(_drafts(scene, me)), None) if submitted < ENOUGH else None)
        case "order":
            yield from _order(scene, me)
        case "volunteer":
            yield Intent("rooms.volunteer", {})
        case "call_for_help" | "all_well" if me.room_id is not None:
            yield Intent("rooms.call_for_help" if move.act == "call_for_help" else "rooms.end_help", {"room_id": me.room_id})
        case "dismiss":
            unread = (announcement_id for announcement_id in scene.announcements if announcement_id not in me.dismissed)
            yield from (Intent("rooms.dismiss", {"announcement_id": each}) for each in list(unread)[:1])
        case "approve" | "reject" | "release_waiting" | "merge" | "reword":
            yield from reviewing.wanted(move, scene)
        case _:
            yield from leading.wanted(move, scene, me)


def _vote(question_id: str | None, me: Me, rng: Random) -> Iterator[Intent]:
    """A group that shares a device raises hands."""
    if me.group is None:
        return about("qa_queue.cast_vote", question_id)
    return about("qa_queue.count_hands", question_id, hands=rng.randint(1, me.group))


def _chosen(candidates: list[str], scene: Scene, rng: Random) -> str | None:
    """One of them by chance; some questions are better liked than others, in every rehearsal the same."""
    if not candidates:
        return None
    liked = [1 + zlib.crc32(scene.questions[each].text.encode()) % 7 for each in candidates]
    return rng.choices(candidates, liked)[0]


def _drafts(scene: Scene, me: Me) -> list[str]:
    """The drafts of the own room, by their order there, then by votes."""
    drafts = [each for each, question in scene.questions.items() if question.room_id == me.room_id and question.status == "draft"]
    return sorted(drafts, key=lambda each: _place(scene.questions[each], each))


def _place(question: Question, question_id: str) -> tuple[int, int, int, str]:
    return (question.room_order or 10_000, -question.score, question.drafted_at, question_id)


def _order(scene: Scene, me: Me) -> Iterator[Intent]:
    """A representative puts the own first question first, as people do, then what the host prepared, then what has votes."""
    drafts = _drafts(scene, me)
    own = min((each for each in drafts if each in me.questions), key=lambda each: scene.questions[each].drafted_at, default=None)
    order: list[Json] = [*sorted(drafts, key=lambda each: (each != own, not scene.questions[each].prepared))]
    if order and me.room_id is not None:
        yield Intent("qa_queue.order_room", {"room_id": me.room_id, "order": order})


def _edited(text: str) -> str:
    """Another wording, never a longer one: the text may be at its limit."""
    return text[:-1] + "!" if text.endswith("?") else text[:-1] + "?"


def _own_texts(me: Me) -> set[str]:
    return {question.text for question in me.questions.values()}


def _own_drafts(me: Me) -> list[str]:
    return sorted(each for each, question in me.questions.items() if question.status == "draft")
