"""Which tools this server has."""

import aiohttp

from orchestrator.conferencing.bigbluebutton.provider import BigBlueButton
from orchestrator.conferencing.fetching import Fetcher
from orchestrator.conferencing.manual import Manual
from orchestrator.conferencing.provider import Provider
from orchestrator.settings import Settings


def providers(settings: Settings, http: aiohttp.ClientSession) -> dict[str, Provider]:
    """By name. People can always paste links."""
    known: list[Provider] = [Manual()]
    if "bigbluebutton" in settings.call_tools:
        fetch = Fetcher(settings.bbb_url, http)
        known.append(BigBlueButton(api_base(settings.bbb_url), settings.bbb_secret, settings.bbb_old_secret, fetch))
    return {provider.name: provider for provider in known}


def api_base(url: str) -> str:
    """Where BigBlueButton's calls begin: people paste the address of its server, of its web application, or of the API."""
    base = url.rstrip("/").removesuffix("/api").removesuffix("/bigbluebutton")
    return f"{base}/bigbluebutton/api/"
