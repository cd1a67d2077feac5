"""What a move comes to at its moment. Pure: looks at the own view only.

A person may act in the same session: somebody else called, answered or moved on already. Then a move comes to nothing.
"""

import zlib
from collections.abc import Iterator
from random import Random

from orchestrator.rehearsal.moves import Move
from orchestrator.rehearsal.scene import Me, Object, Scene
from orchestrator.rehearsal.sense import Intent, sensible, votable

STEP_MS = 15_000  # what the host adds to a phase
ENOUGH = 3  # questions of a room; the deputy adds what is missing
LEFT_OVER = 2  # so many questions are never called: they end as promises


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
            yield from _one("qa_queue.cast_vote", _chosen(votable(scene, me), scene, rng))
        case "unvote":
            yield from _one("qa_queue.withdraw_vote", next((each for each in me.votes if each in scene.questions), None))
        case "submit":
            yield from _one("qa_queue.submit", _best_draft(scene, me))
        case "submit_for_room":
            submitted = sum(scene.questions[each].room_id == me.room_id for each in scene.waiting())
            yield from _one("qa_queue.submit", _best_draft(scene, me) if submitted < ENOUGH else None)
        case "volunteer":
            yield Intent("rooms.volunteer", {})
        case "call_for_help" | "all_well" if me.room_id is not None:
            yield Intent("rooms.call_for_help" if move.act == "call_for_help" else "rooms.end_help", {"room_id": me.room_id})
        case "dismiss":
            unread = (announcement_id for announcement_id in scene.announcements if announcement_id not in me.dismissed)
            yield from (Intent("rooms.dismiss", {"announcement_id": each}) for each in list(unread)[:1])
        case _:
            yield from _wanted_in_front(move, scene, me)


def _wanted_in_front(move: Move, scene: Scene, me: Me) -> Iterator[Intent]:
    """What host and panelists do."""
    match move.act:
        case "appoint":
            yield from _appointments(scene)
        case "announce":
            yield Intent("rooms.announce", {"text": move.text})
        case "take_help":
            yield from (
                Intent("rooms.take_help", {"room_id": each}) for each, room in scene.rooms.items() if room.help is not None
            )
        case "claim":
            yield from _one("panel.claim", scene.on_air())
        case "note":
            yield Intent("panel.note", {"text": move.text})
        case "extend" | "extend_stale":
            yield from _extension(scene, stale=move.act == "extend_stale")
        case "hand_over" if scene.session.handed_over_at is None:
            yield Intent("qa_queue.hand_over", {})
        case "call":
            waiting = scene.waiting()
            yield from _one("panel.call", waiting[0] if len(waiting) > LEFT_OVER else None)
        case "skip":
            yield from _one("panel.skip", scene.on_air())
        case "answer":
            for intent in _one("panel.answer", scene.on_air()):
                yield intent._replace(data=intent.data | ({"text": move.text} if move.text else {}))
        case "reopen":
            yield from _one("panel.reopen", _last_answered(scene))


def _chosen(candidates: list[str], scene: Scene, rng: Random) -> str | None:
    """One of them by chance; some questions are better liked than others, in every rehearsal the same."""
    if not candidates:
        return None
    liked = [1 + zlib.crc32(scene.questions[each].text.encode()) % 7 for each in candidates]
    return rng.choices(candidates, liked)[0]


def _best_draft(scene: Scene, me: Me) -> str | None:
    drafts = [each for each, question in scene.questions.items() if question.room_id == me.room_id and question.status == "draft"]
    return min(drafts, key=lambda each: (-scene.questions[each].score, scene.questions[each].drafted_at, each), default=None)


def _last_answered(scene: Scene) -> str | None:
    answered = [each for each, question in scene.questions.items() if question.status == "answered"]
    return max(answered, key=lambda each: scene.questions[each].answered_at or 0, default=None)


def _appointments(scene: Scene) -> Iterator[Intent]:
    """Somebody for every empty seat of a room, from its own people."""
    for room_id, room in scene.rooms.items():
        seats = {"representative": room.representative_id, "deputy": room.deputy_id}
        free = [each for each, person in scene.people.items() if person.room_id == room_id and each not in seats.values()]
        for (seat, _), person_id in zip([item for item in seats.items() if item[1] is None], sorted(free), strict=False):
            yield Intent("rooms.appoint", {"room_id": room_id, "participant_id": person_id, "as": seat})


def _extension(scene: Scene, *, stale: bool) -> Iterator[Intent]:
    """Some seconds more, from the end that is shown; ``stale``: from an end that is no longer shown."""
    phase_id = scene.running()
    ends_at = None if phase_id is None else scene.phases[phase_id].ends_at
    if phase_id is not None and ends_at is not None:
        seen = ends_at - STEP_MS if stale else ends_at
        wanted = ends_at + STEP_MS
        yield Intent("agenda.set_end", {"phase_id": phase_id, "ends_at": wanted, "expected_ends_at": seen}, wrong=stale)


def _edited(text: str) -> str:
    """Another wording, never a longer one: the text may be at its limit."""
    return text[:-1] + "!" if text.endswith("?") else text[:-1] + "?"


def _own_texts(me: Me) -> set[str]:
    return {question.text for question in me.questions.values()}


def _own_drafts(me: Me) -> list[str]:
    return sorted(each for each, question in me.questions.items() if question.status == "draft")


def _one(name: str, question_id: str | None) -> Iterator[Intent]:
    if question_id is not None:
        yield Intent(name, {"question_id": question_id})
