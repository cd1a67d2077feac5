"""Wall clock to offset in a recording."""

from orchestrator.messages import Millis
from orchestrator.recordings.state import Recording


def offset(recording: Recording, at: Millis) -> Millis | None:
    """The offset (ms, never negative) at which the instant ``at`` (UTC ms) is heard; ``None`` where it was not recorded."""
    for segment in recording.segments:
        if segment.wall_start <= at and (segment.wall_end is None or at < segment.wall_end):
            return segment.media_start + at - segment.wall_start
    return None
