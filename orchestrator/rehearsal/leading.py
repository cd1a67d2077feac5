"""What the moves of host and panelists come to. Pure, like ``intents.py``."""

from collections.abc import Iterator

from orchestrator.rehearsal.moves import Move
from orchestrator.rehearsal.scene import Me, Scene
from orchestrator.rehearsal.sense import Intent, about

STEP_MS = 15_000  # what the host adds to a phase
LEFT_OVER = 2  # so many questions are never called: they end as promises
GROUP = 8  # people who share one device in one room
WEEK_MS = 7 * 24 * 3_600_000  # from the beginning of the panel a promise is due


def wanted(move: Move, scene: Scene, me: Me) -> Iterator[Intent]:
    match move.act:
        case "appoint":
            yield from _appointments(scene)
        case "set_group":
            yield from _group(scene)
        case "announce":
            yield Intent("rooms.announce", {"text": move.text})
        case "take_help":
            yield from (
                Intent("rooms.take_help", {"room_id": each}) for each, room in scene.rooms.items() if room.help is not None
            )
        case "note":
            yield Intent("panel.note", {"text": move.text})
        case "extend" | "extend_stale":
            yield from _extension(scene, stale=move.act == "extend_stale")
        case "hand_over" if scene.session.handed_over_at is None:
            yield Intent("qa_queue.hand_over", {})
        case "call" | "call_out_of_turn" | "hold" | "release":
            yield from _next(move, scene)
        case _:
            yield from _on_air(move, scene, me)


def _next(move: Move, scene: Scene) -> Iterator[Intent]:
    """The first question that is not held is next; nothing is called of the last ones."""
    waiting = scene.waiting()
    ready = [each for each in waiting if scene.questions[each].held is None]
    by_hand = [each for each in waiting if scene.questions[each].held == "host"]
    enough = len(waiting) > LEFT_OVER
    match move.act:
        case "call" if enough:
            yield from about("panel.call", next(iter(ready or waiting), None))
        case "call_out_of_turn" if enough:
            yield from about("panel.call", next(iter(ready[1:]), None), reason=move.text)
        case "hold" if enough:
            yield from about("panel.hold", next(iter(ready), None))
        case "release":
            yield from about("panel.release", next(iter(by_hand), None))


def _on_air(move: Move, scene: Scene, me: Me) -> Iterator[Intent]:
    match move.act:
        case "claim" | "skip":
            yield from about(f"panel.{move.act}", scene.on_air())
        case "answer":
            yield from about("panel.answer", scene.on_air(), **({"text": move.text} if move.text else {}))
        case "reopen" | "follow_up":
            yield from about(f"panel.{move.act}", _last_answered(scene))
        case "promise" if me.name is not None and (due_at := _in_a_week(scene)) is not None:
            yield from about("panel.promise", scene.on_air(), owner=me.name, due_at=due_at)


def kept(scene: Scene, me: Me, text: str) -> Iterator[Intent]:
    """The written answer to everything that a panelist promised in person."""
    promised = [each for each, question in scene.questions.items() if question.status == "promised" and question.owner == me.name]
    for question_id in promised:
        yield from about("panel.write_answer", question_id, text=text)


def _last_answered(scene: Scene) -> str | None:
    answered = [each for each, question in scene.questions.items() if question.status == "answered"]
    return max(answered, key=lambda each: scene.questions[each].answered_at or 0, default=None)


def _in_a_week(scene: Scene) -> int | None:
    phase_id = scene.running()
    starts_at = None if phase_id is None else scene.phases[phase_id].starts_at
    return None if starts_at is None else starts_at + WEEK_MS


def _appointments(scene: Scene) -> Iterator[Intent]:
    """Somebody for every empty seat of a room, from its own people."""
    for room_id, room in scene.rooms.items():
        seats = {"representative": room.representative_id, "deputy": room.deputy_id}
        free = [each for each, person in scene.people.items() if person.room_id == room_id and each not in seats.values()]
        for (seat, _), person_id in zip([item for item in seats.items() if item[1] is None], sorted(free), strict=False):
            yield Intent("rooms.appoint", {"room_id": room_id, "participant_id": person_id, "as": seat})


def _group(scene: Scene) -> Iterator[Intent]:
    """One device of the last room stands for people who sit together, unless there is a group already."""
    room_id = max(scene.rooms, key=lambda each: scene.rooms[each].position, default=None)
    room = scene.rooms.get(room_id or "")
    if room is None or any(person.group is not None for person in scene.people.values()):
        return
    speakers = (room.representative_id, room.deputy_id)
    members = [each for each, person in scene.people.items() if person.room_id == room_id and each not in speakers]
    if members:
        yield Intent("rooms.set_group", {"participant_id": max(members), "people": GROUP})


def _extension(scene: Scene, *, stale: bool) -> Iterator[Intent]:
    """Some seconds more, from the end that is shown; ``stale``: from an end that is no longer shown."""
    phase_id = scene.running()
    ends_at = None if phase_id is None else scene.phases[phase_id].ends_at
    if phase_id is not None and ends_at is not None:
        seen = ends_at - STEP_MS if stale else ends_at
        wanted_end = ends_at + STEP_MS
        yield Intent("agenda.set_end", {"phase_id": phase_id, "ends_at": wanted_end, "expected_ends_at": seen}, wrong=stale)
