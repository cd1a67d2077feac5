"""Tickets, join codes and cookies: who somebody is. Tickets are kept hashed, and never logged."""

import base64
import hashlib
import hmac
import re
import secrets
from http.cookies import Morsel

from aiohttp import web

from orchestrator.messages import LINKS, ActorId, Role, SessionId
from orchestrator.settings import Settings

TICKET_BYTES = 24  # 192 random bits
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"[:31]  # 31 letters; 0, 1, I, O are read wrongly aloud
CODE_LENGTH = 8
_SESSION_ID = re.compile(r"s[0-9a-f]{20}")

# Which page a shared link opens; a cookie is per session and page.
PAGES: dict[Role, str] = {
    Role.HOST: "host",
    Role.MODERATOR: "moderate",
    Role.PANELIST: "panel",
    Role.STAGE: "stage",
    Role.PARTICIPANT: "s",
    Role.VIEWER: "watch",
}


def new_ticket() -> str:
    return secrets.token_urlsafe(TICKET_BYTES)


def hashed(ticket: str) -> str:
    """How a ticket is kept: SHA-256, hexadecimal. It is random enough not to need salt."""
    return hashlib.sha256(ticket.encode("utf-8", "surrogatepass")).hexdigest()


def new_session_id() -> SessionId:
    return SessionId("s" + secrets.token_hex(10))


def session_id_of(text: str) -> SessionId | None:
    """A session id as ``new_session_id`` makes them. Anything else names no session, and never reaches the log."""
    return SessionId(text) if _SESSION_ID.fullmatch(text) else None


def new_join_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def normal_code(typed: str) -> str:
    """A join code as people type it: any case, with spaces or dashes. ``""`` if it cannot be one."""
    code = "".join(character for character in typed.upper() if character not in " -\t")
    return code if len(code) == CODE_LENGTH and all(character in CODE_ALPHABET for character in code) else ""


def same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())


def derived(host_ticket: str, link: ActorId) -> str:
    """The ticket of another shared link of the session that ``host_ticket`` opens.

    Only hashes are stored; whoever holds the host link can still hand out the other links, for as long as they are valid.
    """
    digest = hmac.digest(host_ticket.encode("utf-8", "surrogatepass"), f"link {link}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:TICKET_BYTES]).decode()


def new_links() -> dict[ActorId, str]:
    """Tickets for the shared links of a new session."""
    host = new_ticket()
    return {link: host if LINKS[link] is Role.HOST else derived(host, link) for link in LINKS}


def bearer(request: web.Request) -> str | None:
    """The ticket of ``Authorization: Bearer``, if there is one."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" and value.strip() else None


def cookie_name(settings: Settings, session_id: str, page: str) -> str:
    return f"{'__Host-' if settings.secure else ''}orc_{session_id}_{page}"


def set_cookie(response: web.StreamResponse, settings: Settings, session_id: str, page: str, ticket: str) -> None:
    """The ticket for one page of one session; gone when the browser forgets, at the latest after a month."""
    name = cookie_name(settings, session_id, page)
    response.set_cookie(name, ticket, max_age=30 * 86400, path="/", httponly=True, samesite="Lax", secure=settings.secure)
    morsel: Morsel[str] = response.cookies[name]
    if "domain" in morsel:
        del morsel["domain"]  # __Host- cookies have none


def cookie_tickets(request: web.Request, settings: Settings, session_id: str) -> list[str]:
    """The tickets this browser holds for a session, the widest page first."""
    names = (cookie_name(settings, session_id, page) for page in PAGES.values())
    return [ticket for name in names if (ticket := request.cookies.get(name))]
