"""The pictures of the docs can be taken anew."""

import asyncio
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.soak]

TOOL = Path(__file__).parents[2] / "tools" / "screens.py"


async def test_an_evening_is_played_for_its_pictures(tmp_path: Path) -> None:
    taking = await asyncio.create_subprocess_exec(sys.executable, TOOL, "--all", tmp_path, "--pages", "host,watch")
    assert await taking.wait() == 0
    moments = {tuple(picture.stem.split("-")[:-2]) for picture in tmp_path.glob("*.png")}
    assert moments == {(page, when) for page in ("host", "watch") for when in ("lobby", "breakout", "break", "panel", "finished")}
