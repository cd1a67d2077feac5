"""The operator's commands. Every mistake is one plain line on stderr, with a code where a script may care.

What only one command needs is imported inside it, so that a server that is started again is back sooner.
"""

import argparse
import asyncio
import errno
import gc
import logging
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from orchestrator.eventlog.log import BadStore, Damaged, StoreInUse, StoreUnavailable
from orchestrator.log_flood import FloodFilter

if TYPE_CHECKING:
    from orchestrator.evening import Evening
    from orchestrator.settings import Settings

T = TypeVar("T")
Ready = Callable[[str], None]


class Wrong(Exception):
    """What the operator has to change. Printed as it is; the exit code is 2."""


MISTAKES = (Wrong, BadStore, StoreInUse, StoreUnavailable, Damaged)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="orchestrator", description="Runs live sessions of thematic groups.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_serve(commands.add_parser("serve", help="run the server"))
    _add_session(commands.add_parser("session", help="create a session on a running server"))
    _add_rehearse(commands.add_parser("rehearse", help="play an evening against a running server"))
    _add_demo(commands.add_parser("demo", help="run the server and rehearse the example evening on it"))
    _add_log(commands.add_parser("log", help="look after the log"))
    _add_backup(commands.add_parser("backup", help="put the store into an archive, also beside a running server"))
    _add_restore(commands.add_parser("restore", help="put a backup back; what was erased since stays erased"))
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(FloodFilter())
    try:
        return int(options.run(options) or 0)
    except MISTAKES as mistake:
        print(f"orchestrator: {mistake}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


# -- serve ------------------------------------------------------------------------------------------------------------------


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (8000); 0 takes a free one")
    parser.add_argument("--store", help="where the log lives: sqlite:////absolute/path.db or redis://host:6379/0")
    parser.add_argument("--media", dest="media_dir", metavar="DIR", help="a folder with recordings of our own")
    parser.add_argument("--workers", type=int, help="processes that serve (1); more than one need Redis")
    parser.add_argument("--limits", choices=["normal", "relaxed"], help="relaxed: no rates and counts, on loopback only")
    parser.add_argument("--public-url", help="how people reach the server, such as https://meet.example.org")
    parser.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    names = ("host", "port", "store", "media_dir", "workers", "limits", "public_url")
    given = {name: value for name in names if (value := getattr(options, name)) is not None}
    with _quick_imports():
        settings = _settings(given)
        from orchestrator.app import serve
        from orchestrator.workers.port import reserved
        from orchestrator.workers.supervisor import CannotStart, supervise

        run = _runner()
    shared = not settings.store.startswith("sqlite:")
    with _listening(settings), reserved(settings.host, settings.port) as (port, let_go):

        def work(ready: Ready) -> None:
            let_go()
            try:
                with _listening(settings):
                    run(serve(settings.model_copy(update={"port": port}), ready))
            except MISTAKES as mistake:
                raise CannotStart(str(mistake)) from None

        try:
            supervise(settings.workers, work, settings.drain_seconds + 1, _say_ready, overlap=shared)
        except CannotStart as reason:
            raise Wrong(str(reason)) from None
    return 0


def _say_ready(address: str) -> None:
    print(f"orchestrator serves on {address}", flush=True)


@contextmanager
def _listening(settings: "Settings") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Wrong(f"port {settings.port} on {settings.host} is in use; choose another with --port") from None
        raise Wrong(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}") from None


@contextmanager
def _quick_imports() -> Iterator[None]:
    """Nothing of an import is garbage: looking through it for some is a tenth of the start, and unshares the pages of workers."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def _settings(given: dict[str, object]) -> "Settings":
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from orchestrator.settings import Settings, is_loopback

    try:
        settings = Settings.model_validate({**Settings().model_dump(exclude_unset=True), **given})
    except ValidationError as error:
        reasons = "; ".join(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors())
        raise Wrong(f"a setting is wrong: {reasons}") from None
    except SettingsError as error:
        raise Wrong(f"a setting is wrong: {error}") from None
    if settings.limits == "relaxed" and not is_loopback(settings.host):
        raise Wrong("--limits relaxed is for loopback addresses only")
    if not is_loopback(settings.host) and not settings.public_url:
        raise Wrong("say how people reach this server: --public-url https://your.name")
    if settings.media_dir and not Path(settings.media_dir).is_dir():
        raise Wrong(f"{settings.media_dir} is no folder; --media names the one with the recordings")
    if settings.workers > 1 and settings.store.startswith("sqlite:"):
        raise Wrong("several workers need a store they can share; a SQLite file serves one")
    return settings


def _runner() -> Callable[[Coroutine[Any, Any, None]], None]:
    """uvloop's where there is one; asyncio's own loop does as well."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run
    return uvloop.run


# -- sessions and rehearsals ---------------------------------------------------------------------------------------------


def _add_session(parser: argparse.ArgumentParser) -> None:
    create = parser.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "create", help="create a session from a YAML file and print its links"
    )
    create.add_argument("file", type=Path)
    _add_server(create)
    create.set_defaults(run=_create)


def _add_rehearse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="the example evening, if none is named")
    parser.add_argument("--speed", choices=["seconds", "minutes", "real"], default="seconds", help="length of a minute")
    parser.add_argument("--people", type=int, default=32)
    parser.add_argument("--media", type=Path, metavar="DIR", help="the server's folder of recordings: put playable ones there")
    _add_server(parser)
    parser.set_defaults(run=_rehearse)


def _add_server(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="the running server")
    parser.add_argument("--key", help="the operator's key, where creating sessions needs one")


def _create(options: argparse.Namespace) -> int:
    from orchestrator import demo

    evening = _evening(options.file)
    links = _ask(demo.create(options.url, evening, options.key))
    for name, link in links.items():
        print(f"{name:10} {link}")
    return 0


def _rehearse(options: argparse.Namespace) -> int:
    from orchestrator import demo

    evening = _evening(options.file or demo.EXAMPLE)
    at = demo.speed(options.speed)
    return _ask(demo.rehearse_visibly(options.url, evening, at, options.people, options.key, options.media))


def _evening(file: Path) -> "Evening":
    from orchestrator.evening import BadEvening, load

    try:
        return load(file.read_text(encoding="utf-8"), str(file))
    except BadEvening as error:
        raise Wrong(f"this evening cannot be read:\n{error}") from None
    except UnicodeDecodeError:
        raise Wrong(f"{file} is not UTF-8 text") from None
    except OSError as error:
        raise Wrong(f"cannot read {file}: {error.strerror}") from None


def _ask(work: Coroutine[Any, Any, T]) -> T:
    import aiohttp

    from orchestrator.demo import NotAdmitted

    try:
        return asyncio.run(work)
    except aiohttp.ClientConnectorError as error:
        raise Wrong(f"no server answers at {error.host}:{error.port}; start one with: orchestrator serve") from None
    except NotAdmitted as error:
        raise Wrong(str(error)) from None


# -- demo -------------------------------------------------------------------------------------------------------------------


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--speed", choices=["seconds", "minutes", "real"], default="seconds", help="length of a minute")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--store", type=Path, default=Path("var/demo.db"))
    parser.add_argument("--media", type=Path, default=Path("var/media"), metavar="DIR", help="where the recordings go")
    parser.add_argument("--stop", action="store_true", help="stop after the rehearsal instead of serving on")
    parser.set_defaults(run=_demo)


def _demo(options: argparse.Namespace) -> int:
    from orchestrator import demo

    evening, store, media = _evening(demo.EXAMPLE), options.store.resolve(), options.media.resolve()
    store.parent.mkdir(parents=True, exist_ok=True)
    media.mkdir(parents=True, exist_ok=True)
    try:
        return _ask(demo.demo(evening, options.port, store, media, demo.speed(options.speed), options.stop))
    except demo.ServerFailed:
        return 2  # it has said why
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 0  # that is how it ends


# -- the store --------------------------------------------------------------------------------------------------------------


def _add_log(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = actions.add_parser("verify", help="check every commit of every stream; reads beside a running server")
    _add_store(verify, _verify)
    repair = actions.add_parser("repair", help="keep what is proven of damaged streams; says first what that costs")
    repair.add_argument("--yes", action="store_true", help="do it")
    _add_store(repair, _repair)
    export = actions.add_parser("export", help="put one session into an archive, also beside a running server")
    export.add_argument("session", help="its id, as in the addresses of its pages")
    export.add_argument("file", type=Path, help="the archive to make")
    _add_store(export, _export)
    bring = actions.add_parser("import", help="put the session of an archive into a store that does not have it")
    bring.add_argument("file", type=Path)
    _add_store(bring, _import)


def _add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the archive to make")
    _add_store(parser, _backup)


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="an archive, or a copy of a SQLite store")
    parser.add_argument("--verify", action="store_true", help="prove the archive and change nothing")
    parser.add_argument("--replace", action="store_true", help="on Redis: instead of everything that is there")
    _add_store(parser, _restore)


def _add_store(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("--store", help="without it the one the settings name")
    parser.set_defaults(run=run)


def _verify(options: argparse.Namespace) -> int:
    from orchestrator.upkeep import log_verify

    return log_verify(_store(options))


def _repair(options: argparse.Namespace) -> int:
    from orchestrator.upkeep import log_repair

    return log_repair(_store(options), options.yes)


def _export(options: argparse.Namespace) -> int:
    from orchestrator.upkeep import log_export

    return log_export(_store(options), options.session, options.file)


def _import(options: argparse.Namespace) -> int:
    from orchestrator.upkeep import log_import

    return log_import(_store(options), options.file)


def _backup(options: argparse.Namespace) -> int:
    from orchestrator.upkeep import backup

    return backup(_store(options), options.file)


def _restore(options: argparse.Namespace) -> int:
    from orchestrator.upkeep import check_backup, restore_store

    return check_backup(options.file) if options.verify else restore_store(_store(options), options.file, options.replace)


def _store(options: argparse.Namespace) -> str:
    return options.store or _settings({}).store
