"""Whether a command makes sense in a view. Pure.

A refusal counts as natural where the view, once caught up, no longer allows the command; any other one is told loudly.
"""

from collections.abc import Iterator
from typing import NamedTuple

from orchestrator.rehearsal.scene import Json, Me, Object, Question, Scene


class Intent(NamedTuple):
    """A command to send. ``wrong``: on purpose, it has to be refused."""

    name: str
    data: Object
    wrong: bool = False


def about(name: str, question_id: str | None, **more: Json) -> Iterator[Intent]:
    """The command about a question, if there is one."""
    if question_id is not None:
        yield Intent(name, {"question_id": question_id, **more})


def sensible(intent: Intent, scene: Scene, me: Me) -> bool:
    """Whether the view allows the command."""
    opens, status = scene.session.open, scene.session.status
    question = scene.questions.get(str(intent.data.get("question_id", "")))
    own = me.questions.get(str(intent.data.get("question_id", "")))
    match intent.name:
        case "qa_queue.draft":
            return "drafting" in opens and me.room_id is not None
        case "qa_queue.edit" if "moderator" in me.roles:
            return question is not None and question.status in ("pending", "open")
        case "qa_queue.edit":
            return own is not None and own.status == "draft" and status != "finished"
        case "qa_queue.withdraw":
            return own is not None and own.status in ("draft", "open")
        case "qa_queue.cast_vote" | "qa_queue.withdraw_vote" | "qa_queue.count_hands":
            counted = intent.name != "qa_queue.count_hands" or me.group is not None
            return counted and question is not None and _may_vote(question, scene, me)
        case "qa_queue.order_room":
            order = intent.data["order"]
            return me.speaks_as is not None and isinstance(order, list) and all(each in scene.questions for each in order)
        case "qa_queue.approve" | "qa_queue.reject":
            return question is not None and question.status == "pending"
        case "qa_queue.merge":
            target = scene.questions.get(str(intent.data["into"]))
            return question is not None and target is not None and question.status == target.status == "open"
        case "qa_queue.submit":
            return "submitting" in opens and me.speaks_as is not None and question is not None and question.status == "draft"
        case "rooms.volunteer":
            room = scene.rooms.get(me.room_id or "")
            return room is not None and None in (room.representative_id, room.deputy_id) and me.speaks_as is None
        case "rooms.appoint" | "rooms.set_group":
            return str(intent.data["participant_id"]) in scene.people
        case "rooms.call_for_help" | "rooms.take_help" | "rooms.end_help":
            asked = scene.rooms[str(intent.data["room_id"])].help
            return {"rooms.call_for_help": asked is None, "rooms.end_help": asked is not None}.get(
                intent.name, asked is not None and asked.taken_by is None
            )
        case "panel.claim":
            return question is not None and question.status == "on_air" and question.claimed_by_id is None
        case "rooms.dismiss":
            return intent.data["announcement_id"] in scene.announcements
        case "panel.call":
            return "answering" in opens and scene.on_air() is None and question is not None and question.status == "open"
        case "panel.answer" | "panel.skip":
            return question is not None and question.status == "on_air"
        case "panel.reopen" | "panel.follow_up":
            return question is not None and question.status == "answered" and scene.on_air() is None
        case "panel.hold":
            return question is not None and question.status == "open" and question.held != "host"
        case "panel.release":
            return question is not None and question.held == "host"
        case "panel.promise":
            return question is not None and question.status in ("open", "on_air")
        case "panel.write_answer":
            return question is not None and question.status == "promised"
        case "agenda.set_end":
            phase = scene.phases.get(str(intent.data["phase_id"]))
            return phase is not None and phase.ends_at == intent.data["expected_ends_at"] and phase.status == "running"
    return status != "finished"


def votable(scene: Scene, me: Me) -> list[str]:
    """The questions this person may still vote for, in a fixed order."""
    return sorted(each for each, question in scene.questions.items() if each not in me.votes and _may_vote(question, scene, me))


def _may_vote(question: Question, scene: Scene, me: Me) -> bool:
    if "voting" not in scene.session.open:
        return False
    if scene.session.voting_scope == "room":
        return question.room_id == me.room_id and question.status in ("draft", "open")
    return _is_open(question)


def _is_open(question: Question) -> bool:
    return question.status == "open"
