"""Instants on the clock of a session, for pages and calendars."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LAST_DAY = 253_402_128_000_000  # 30 December 9999: somebody's microseconds taken for ms must not break a page


def local(at: int, timezone: str) -> datetime:
    return datetime.fromtimestamp(min(at, LAST_DAY) / 1000, UTC).astimezone(ZoneInfo(timezone or "UTC"))


def clock(at: int, timezone: str = "UTC") -> str:
    """An instant as the time of day at the session: ``18:05``."""
    return local(at, timezone).strftime("%H:%M")


def day(at: int, timezone: str = "UTC") -> str:
    """An instant as a day: ``Saturday 21 November 2026``."""
    there = local(at, timezone)
    return f"{there.strftime('%A')} {there.day} {there.strftime('%B %Y')}"


def offset(ms: int) -> str:
    """How far into a recording, as players show it: ``2:03``, ``1:02:03``."""
    hours, minutes, seconds = ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
