"""The past without somebody: what the rewritten stream holds."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from orchestrator.messages import Millis
from orchestrator.viewing.events import AnyViewing, CountingSet, FollowUpRemoved, FollowUpWritten, RangesWatched, RosterTaken
from orchestrator.viewing.state import ViewerId

REMOVED = "[removed]"


def uncounted(events: Sequence[AnyViewing]) -> list[AnyViewing]:
    """Without what was counted of each person before they declined."""
    kept: list[AnyViewing] = []
    declined: set[str] = set()
    for event in reversed(events):
        match event:
            case CountingSet(on=False):
                declined.add(event.viewer_id)
            case RangesWatched() if event.viewer_id in declined:
                continue
            case RosterTaken() if not declined.isdisjoint(event.people):
                event = replace(event, people=tuple(person for person in event.people if person not in declined))
        kept.append(event)
    return kept[::-1]


def declining(events: Sequence[AnyViewing], people: Iterable[ViewerId], at: Millis) -> list[AnyViewing]:
    """As if these people had declined by the instant ``at``, where they had not."""
    before = sum(event.at <= at for event in events)
    said = {event.viewer_id: event.on for event in events[:before] if isinstance(event, CountingSet)}
    missing = [CountingSet(viewer_id=person, on=False, at=at) for person in people if said.get(person) is not False]
    return [*events[:before], *missing, *events[before:]]


def renamed(events: Sequence[AnyViewing], aliases: Mapping[str, str], keep_texts: bool) -> list[AnyViewing]:
    """With other ids for some people, and without their words unless they stay."""
    told: list[AnyViewing] = []
    for event in events:
        match event:
            case RosterTaken():
                event = replace(event, people=tuple(aliases.get(person, person) for person in event.people))
            case FollowUpRemoved():
                pass
            case _ if event.viewer_id in aliases:
                alias = ViewerId(aliases[event.viewer_id])
                if isinstance(event, FollowUpWritten) and not keep_texts:
                    event = replace(event, viewer_id=alias, text=REMOVED)
                else:
                    event = replace(event, viewer_id=alias)
        told.append(event)
    return told
