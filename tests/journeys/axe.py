"""axe looks at a page as it stands: https://github.com/dequelabs/axe-core, pinned in ``tests/node``."""

from functools import cache

from playwright.async_api import Page

from tests.server.clients import NODE, installed

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]

LOOK = """async (only) => {
    const { violations } = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
    const told = (id, { target, failureSummary, html }) => `${id}: ${target} ${failureSummary} ${html}`;
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => told(id, node)));
}"""


@cache
def source() -> str:
    installed()
    return (NODE / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


async def faults(page: Page) -> list[str]:
    """Everything axe knows by day; by night the colours are all that differs."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(source())  # not as a script of the page: its policy allows no other than its own
    await page.emulate_media(color_scheme="light")
    by_day = await page.evaluate(LOOK, {"type": "tag", "values": TAGS})
    await page.emulate_media(color_scheme="dark")
    by_night = await page.evaluate(LOOK, {"type": "rule", "values": COLOURS})
    await page.emulate_media(color_scheme="light")
    return [f"by {time}: {fault}" for time, found in (("day", by_day), ("night", by_night)) for fault in found]
