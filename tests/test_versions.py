"""Versions below these have known faults that we rely on being mended."""

from importlib.metadata import version

import pytest

FLOORS = {
    "python-engineio": (4, 13, 3),
    "python-socketio": (5, 16, 2),
    "aiohttp": (3, 14, 1),
    "redis": (4, 5, 4),
    "jinja2": (3, 1, 6),
}


@pytest.mark.parametrize("package", FLOORS)
def test_a_library_is_not_older_than_its_mended_version(package):
    assert tuple(int(part) for part in version(package).split(".")[:3]) >= FLOORS[package]
