"""A group pack as Markdown."""

from collections.abc import Iterable

from orchestrator.reports.markdown import link, plain, quoted
from orchestrator.reports.markdown_log import heard, written
from orchestrator.reports.pack import Pack, Said

NONE = "Your room submitted no question."


def markdown_pack(pack: Pack, watch: str) -> str:
    """``watch``: the address of the watch page."""
    return "\n\n".join(_parts(pack, watch)) + "\n"


def _parts(pack: Pack, watch: str) -> Iterable[str]:
    yield f"# {plain(pack.room.letter)} · {plain(pack.room.theme)}"
    yield plain(". ".join(part for part in (pack.title, pack.when) if part))
    if pack.room.prompt:
        yield from ("The dilemma:", quoted(pack.room.prompt))
    yield "# Your questions"
    yield from [part for entry in pack.own for part in written(entry)] or [NONE]
    if pack.credited:
        yield "# Asked for you by other rooms"
        yield from (part for entry in pack.credited for part in written(entry))
    if pack.drafts:
        yield "# Written and not submitted"
        yield "\n".join(f"- {plain(draft)}" for draft in pack.drafts)
    if pack.announcements:
        yield "# Announced to your room"
        yield from _said(pack.announcements)
    if pack.follow_ups:
        yield "# From people who watched later"
        yield from _said(pack.follow_ups)
    yield "# Recordings"
    yield "\n".join(f"- {each}" for each in [link("Questions and recordings of everybody", watch), *map(heard, pack.recordings)])
    yield "# To talk about"
    yield "\n".join(f"{index}. {plain(prompt)}" for index, prompt in enumerate(pack.prompts, start=1))


def _said(several: list[Said]) -> Iterable[str]:
    for said in several:
        yield plain(f"{said.when}, about {said.about}:" if said.about else f"{said.when}:")
        yield quoted(said.text)
