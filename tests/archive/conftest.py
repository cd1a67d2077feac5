from pathlib import Path

import pytest

from tests.archive.evening import backup, played


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store" / "log.db"
    path.parent.mkdir()
    played(path)
    return path


@pytest.fixture
def old(store: Path, tmp_path: Path) -> Path:
    """A backup of that store, on another disk."""
    path = tmp_path / "backups" / "old"
    path.parent.mkdir()
    assert backup(store, path) == 3
    return path
