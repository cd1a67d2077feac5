"""What stands before every request: names, origins, rates and counts."""

import time
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from aiohttp import web

from orchestrator.refusals import REFUSALS
from orchestrator.server.limits import Rates, Shared, Unlimited
from orchestrator.server.peers import Topic
from orchestrator.settings import Settings, is_loopback


class Refuse(Exception):
    """An HTTP request is refused. ``code`` is one of ``REFUSALS``; ``message`` may say more than its sentence; ``details``
    is what helps to try again."""

    def __init__(self, code: str, message: str | None = None, details: Mapping[str, tuple[str, ...]] = {}) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
        self.status = REFUSALS[code].status
        self.message = REFUSALS[code].message if message is None else message


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class Guard:
    """The limits, as far as one worker can keep them. ``shared``: what all workers take from, by name; ``told``: the open
    sockets of each address."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._hosts = settings.hosts()
        self.draining = False
        self._sockets: Counter[str] = Counter()  # open ones by address
        self._open = 0  # of all addresses
        self.told = Topic(dict[str, int], lambda: dict(self._sockets))
        self.shared: dict[str, Shared] = {}
        relaxed = settings.limits == "relaxed"

        def shared(name: str, per_minute: float) -> Rates:
            if relaxed:
                return Unlimited()
            self.shared[name] = Shared(per_minute, _monotonic_ms)
            return self.shared[name]

        per_minute, burst = settings.commands_per_second * 60, settings.commands_burst
        self._commands = Unlimited() if relaxed else Rates(per_minute, _monotonic_ms, burst)
        self._by_name = {
            "qa_queue.draft": shared("drafts", settings.questions_per_minute),
            "qa_queue.cast_vote": shared("votes", settings.votes_per_minute),
        }
        self._by_name["qa_queue.prepare"] = self._by_name["qa_queue.draft"]
        self._by_name["viewing.watched"] = shared("watched", settings.watched_per_minute)
        self._by_name["viewing.follow_up"] = shared("follow_ups", settings.questions_per_minute)
        for name in ("viewing.too", "viewing.helped", "viewing.count"):
            self._by_name[name] = shared(name, settings.votes_per_minute)
        for name in ("qa_queue.withdraw_vote", "qa_queue.count_hands"):
            self._by_name[name] = self._by_name["qa_queue.cast_vote"]
        self.sessions = shared("sessions", settings.sessions_per_minute)
        self.joins = shared("joins", settings.joins_per_minute)
        self._wrong_codes = shared("wrong_codes", settings.wrong_codes_per_minute)
        self._wrong_in_session = shared("wrong_codes_of_sessions", settings.wrong_codes_per_session)

    # -- every request ----------------------------------------------------------------------------------------------------

    def check(self, request: web.Request) -> None:
        """The name the client used, and for what changes something, that no other site made it do so."""
        host = request.headers.get("Host", "")
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            name = ""
        if name not in self._hosts:
            raise Refuse("server.bad_host")
        if request.method in ("GET", "HEAD"):
            return
        if not self._same_origin(request):
            raise Refuse("server.bad_origin")

    def _same_origin(self, request: web.Request) -> bool:
        """A request without an Origin comes from no page of a browser; a page's comes from ours."""
        origin = request.headers.get("Origin")
        site = request.headers.get("Sec-Fetch-Site")
        if origin is None or (origin == "null" and site is not None):  # a form of a page with no-referrer says null
            return site in (None, "none", "same-origin")
        if origin and origin == self._settings.public_url.rstrip("/"):
            return True
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return parts.netloc == request.headers.get("Host") and parts.scheme in ("http", "https")

    def needs_origin(self, request: web.Request) -> None:
        """A call that is proven by a cookie has to come from our own pages."""
        if request.headers.get("Origin") is None and request.headers.get("Sec-Fetch-Site") != "same-origin":
            raise Refuse("server.bad_origin")

    def address(self, request: web.Request) -> str:
        """Who is calling: the peer, or what a trusted proxy says of it."""
        remote = request.remote or ""
        if remote in self._settings.trusted_proxies:
            forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
            return forwarded or remote
        return remote

    # -- sockets ----------------------------------------------------------------------------------------------------------

    def check_socket(self, request: web.Request) -> None:
        """Shed before the upgrade: nothing is cheaper than a socket that never was."""
        if not self._same_origin(request):
            raise Refuse("server.bad_origin")
        if self.draining:
            raise Refuse("server.draining")
        address = self.address(request)
        elsewhere = sum(sockets.get(address, 0) for sockets in self.told.others.values())
        crowded = self._sockets[address] + elsewhere >= self._settings.sockets_per_address
        if self._settings.limits == "relaxed" and is_loopback(address):
            crowded = False
        if crowded or self._open >= self._settings.sockets_per_process:
            raise Refuse("server.full")

    @contextmanager
    def socket_of(self, request: web.Request) -> Iterator[None]:
        """Counts a socket of this address while it is open."""
        address = self.address(request)
        self._sockets[address] += 1
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1
            self._sockets[address] -= 1
            if not self._sockets[address]:
                del self._sockets[address]

    # -- commands and codes -----------------------------------------------------------------------------------------------

    def may_send(self, sender: Hashable) -> bool:
        """Not too often: per socket, or over HTTP per person. Nonsense counts too."""
        return self._commands.take(sender)

    def may_do(self, session_id: str, actor_id: str, name: str) -> bool:
        """Not too many drafts and votes, per person."""
        named = self._by_name.get(name)
        return named is None or named.take(f"{session_id} {actor_id}")

    def wrong_code(self, address: str, session_id: str = "") -> Refuse:
        """A join code was wrong: how to refuse it. Right ones never get here, so a typing neighbour locks nobody out."""
        known = self._wrong_codes.take(address)
        if session_id:
            known = self._wrong_in_session.take(session_id) and known
        return Refuse("auth.wrong_code" if known else "auth.too_many_codes")
