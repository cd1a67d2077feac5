"""The web application: routes, and what surrounds every answer."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Protocol

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from orchestrator.eventlog.log import Damaged, StoreUnavailable
from orchestrator.refusals import REFUSALS
from orchestrator.server.api import json_response
from orchestrator.server.guard import Guard, Refuse
from orchestrator.server.pages import Pages
from orchestrator.server.patience import Patience
from orchestrator.server.sockets import Sockets
from orchestrator.settings import Settings

logger = logging.getLogger(__name__)

Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]
FOR_PROGRAMS = ("/api/", "/hooks/", "/socket.io", "/healthz", "/readyz", "/metrics", "/version")
BY_STATUS = {403: "server.not_found", 404: "server.not_found", 405: "server.bad_method", 413: "server.too_large"}


class Routed(Protocol):
    """A part of the site that answers at addresses of its own."""

    def routes(self) -> list[web.RouteDef]: ...


def build(
    settings: Settings, guard: Guard, patience: Patience, pages: Pages, sockets: Sockets, parts: Iterable[Routed]
) -> web.Application:
    """The application, ready to be run: ``parts`` answer, ``pages`` show refusals to people."""

    @web.middleware
    async def surround(request: web.Request, handler: Respond) -> web.StreamResponse:
        """One last resort for every refusal and every fault: a code, a sentence, never a traceback."""
        patience.began(request)
        try:
            guard.check(request)
            return await handler(request)
        except Refuse as refusal:
            return _refused(request, pages, refusal.code, refusal.message, refusal.details)
        except StoreUnavailable as error:
            logger.error("the store is not available: %s", error)
            return _refused(request, pages, "server.store_unavailable")
        except Damaged as error:
            logger.error("%s", error)
            return _refused(request, pages, "session.damaged")
        except web.HTTPException as answer:
            if answer.status < 400:
                raise
            code = BY_STATUS.get(answer.status, "server.bad_request")
            return _refused(request, pages, code)
        except ConnectionError:
            return _refused(request, pages, "server.bad_request")  # to nobody: whoever asked has gone
        except Exception:
            logger.exception("a request failed: %s %s", request.method, request.match_info.route.resource)
            return _refused(request, pages, "server.internal")

    logging.getLogger("aiohttp.server").addFilter(_is_our_fault)
    app = web.Application(middlewares=[surround], client_max_size=settings.body_bytes)
    app.on_response_prepare.append(_secure(settings))
    for part in parts:
        app.add_routes(part.routes())
    for path in ("/socket.io", "/socket.io/"):
        app.router.add_route("*", path, sockets.handle)
    return app


def _is_our_fault(record: logging.LogRecord) -> bool:
    """What is no HTTP is answered with 400; scanners would fill the log with tracebacks and their own words."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


def _refused(
    request: web.Request, pages: Pages, code: str, message: str | None = None, details: Mapping[str, object] = {}
) -> web.Response:
    refusal = REFUSALS[code]
    text = refusal.message if message is None else message
    if request.path.startswith(FOR_PROGRAMS) or request.method == "OPTIONS":
        response = json_response({"code": code, "message": text, **details}, refusal.status)
    else:
        response = pages.refused(code, text, refusal.status)
    if refusal.status == 503 or refusal.status == 429:
        response.headers["Retry-After"] = "5"
    return response


def _secure(settings: Settings) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    async def headers(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        if settings.secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        response.headers.popall("Server", None)

    return headers
