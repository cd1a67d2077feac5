"""How people speak of each other."""

from typing import overload

from orchestrator.messages import ActorId
from orchestrator.session.state import Session


def name(session: Session, person_id: ActorId | None) -> str | None:
    person = None if person_id is None else session.people.get(person_id)
    return None if person is None else person.name


LINKS_CALLED = {"host": "the host", "moderator": "the moderator", "panel": "the panel"}


@overload
def called(session: Session, actor_id: ActorId) -> str: ...
@overload
def called(session: Session, actor_id: None) -> None: ...
def called(session: Session, actor_id: ActorId | None) -> str | None:
    """How people speak of an actor: a person by name, whoever holds a shared link by what they are."""
    if actor_id is None:
        return None
    return name(session, actor_id) or LINKS_CALLED.get(actor_id, actor_id)
