"""Proving an archive, and proving a store, without changing anything."""

from pathlib import Path

from msgspec import Struct

from orchestrator.archive.file import read_file
from orchestrator.archive.format import BadArchive, Due, Header
from orchestrator.archive.meaning import Fold, Unreadable, check
from orchestrator.archive.staging import is_copy
from orchestrator.archive.taking import Source, commits_of
from orchestrator.eventlog.log import Commit, Damaged
from orchestrator.eventlog.sqlite_proof import Finding


class Contents(Struct):
    """What a sound archive holds."""

    header: Header
    streams: int = 0
    commits: int = 0
    tombstones: int = 0


def check_archive(path: Path) -> Contents:
    """Prove every byte and every chain of an archive, fold every stream. Raises ``BadArchive``, ``StoreUnavailable``."""
    if is_copy(path):
        raise BadArchive(
            f"{path} is a copy of a store; prove it with: orchestrator log verify --store sqlite:///{path.resolve()}"
        )
    header, items = read_file(path)
    found, fold = Contents(header), Fold()
    for item in items:
        match item:
            case Commit():
                if item.version == 1:
                    found.streams, fold = found.streams + 1, Fold()
                found.commits += 1
                try:
                    fold.add(item)
                except Unreadable as error:
                    raise BadArchive(f"{path}: {error}") from None
            case Due():
                pass
            case _:
                found.tombstones += 1
    return found


async def check_log(log: Source) -> list[Finding]:
    """Prove every stream of a store from its first commit to its last, by name. Damage is no error but a finding."""
    findings = []
    for name in await log.streams():
        proven = 0
        try:
            async for commit in commits_of(log, name):
                check(commit)
                proven += 1
            if proven:  # else it was deleted since it was listed
                findings.append(Finding(name, proven))
        except Damaged as damage:
            findings.append(Finding(name, min(proven, damage.version - 1), damage.version, str(damage)))
    return findings
