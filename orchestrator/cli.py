"""The operator's commands. Every mistake is one plain line on stderr, with a code where a script may care."""

import argparse
import asyncio
import errno
import logging
import sqlite3
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
from pydantic import ValidationError
from pydantic_settings import SettingsError

from orchestrator import demo
from orchestrator.app import BadStore, serve
from orchestrator.evening import BadEvening, Evening, load
from orchestrator.eventlog.log import Damaged, StoreInUse, StoreUnavailable
from orchestrator.eventlog.sqlite_copy import backup
from orchestrator.eventlog.sqlite_proof import verify
from orchestrator.restore import restore
from orchestrator.settings import Settings, is_loopback

T = TypeVar("T")


class Wrong(Exception):
    """What the operator has to change. Printed as it is; the exit code is 2."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="orchestrator", description="Runs live sessions of thematic groups.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_serve(commands.add_parser("serve", help="run the server"))
    _add_session(commands.add_parser("session", help="create a session on a running server"))
    _add_rehearse(commands.add_parser("rehearse", help="play an evening against a running server"))
    _add_demo(commands.add_parser("demo", help="run the server and rehearse the example evening on it"))
    _add_log(commands.add_parser("log", help="look after the log"))
    _add_backup(commands.add_parser("backup", help="copy the store, also beside a running server"))
    _add_restore(commands.add_parser("restore", help="put a backup back; what was erased since stays erased"))
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        return int(options.run(options) or 0)
    except (Wrong, BadStore, StoreInUse, StoreUnavailable, Damaged) as mistake:
        print(f"orchestrator: {mistake}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


# -- serve ------------------------------------------------------------------------------------------------------------------


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (8000); 0 takes a free one")
    parser.add_argument("--store", help="where the log lives: sqlite:////absolute/path.db")
    parser.add_argument("--media", dest="media_dir", metavar="DIR", help="a folder with recordings of our own")
    parser.add_argument("--workers", type=int, help="processes that serve (1)")
    parser.add_argument("--limits", choices=["normal", "relaxed"], help="relaxed: no rates and counts, on loopback only")
    parser.add_argument("--public-url", help="how people reach the server, such as https://meet.example.org")
    parser.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    names = ("host", "port", "store", "media_dir", "workers", "limits", "public_url")
    given = {name: value for name in names if (value := getattr(options, name)) is not None}
    settings = _settings(given)
    try:
        _run(serve(settings, lambda address: print(f"orchestrator serves on {address}", flush=True)))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Wrong(f"port {settings.port} on {settings.host} is in use; choose another with --port") from None
        raise Wrong(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}") from None
    return 0


def _settings(given: dict[str, object]) -> Settings:
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
    if settings.workers > 1:
        raise Wrong("several workers need a store they can share; a SQLite file serves one")
    return settings


def _run(main: Coroutine[Any, Any, None]) -> None:
    """On uvloop where there is one; asyncio's own loop does as well."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(main)
    else:
        uvloop.run(main)


# -- sessions and rehearsals ---------------------------------------------------------------------------------------------


def _add_session(parser: argparse.ArgumentParser) -> None:
    create = parser.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "create", help="create a session from a YAML file and print its links"
    )
    create.add_argument("file", type=Path)
    _add_server(create)
    create.set_defaults(run=_create)


def _add_rehearse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", default=demo.EXAMPLE)
    parser.add_argument("--speed", choices=["seconds", "minutes", "real"], default="seconds", help="length of a minute")
    parser.add_argument("--people", type=int, default=32)
    parser.add_argument("--media", type=Path, metavar="DIR", help="the server's folder of recordings: put playable ones there")
    _add_server(parser)
    parser.set_defaults(run=_rehearse)


def _add_server(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="the running server")
    parser.add_argument("--key", help="the operator's key, where creating sessions needs one")


def _create(options: argparse.Namespace) -> int:
    evening = _evening(options.file)
    links = _ask(demo.create(options.url, evening, options.key))
    for name, link in links.items():
        print(f"{name:10} {link}")
    return 0


def _rehearse(options: argparse.Namespace) -> int:
    evening = _evening(options.file)
    at = demo.speed(options.speed)
    return _ask(demo.rehearse_visibly(options.url, evening, at, options.people, options.key, options.media))


def _evening(file: Path) -> Evening:
    try:
        return load(file.read_text(encoding="utf-8"), str(file))
    except BadEvening as error:
        raise Wrong(f"this evening cannot be read:\n{error}") from None
    except UnicodeDecodeError:
        raise Wrong(f"{file} is not UTF-8 text") from None
    except OSError as error:
        raise Wrong(f"cannot read {file}: {error.strerror}") from None


def _ask(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except aiohttp.ClientConnectorError as error:
        raise Wrong(f"no server answers at {error.host}:{error.port}; start one with: orchestrator serve") from None
    except demo.NotAdmitted as error:
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
    evening, store, media = _evening(demo.EXAMPLE), options.store.resolve(), options.media.resolve()
    store.parent.mkdir(parents=True, exist_ok=True)
    media.mkdir(parents=True, exist_ok=True)
    try:
        return _ask(demo.demo(evening, options.port, store, media, demo.speed(options.speed), options.stop))
    except demo.ServerFailed:
        return 2  # it has said why
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 0  # that is how it ends


# -- the log ----------------------------------------------------------------------------------------------------------------


def _add_log(parser: argparse.ArgumentParser) -> None:
    verify = parser.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "verify", help="check every commit of every stream; reads beside a running server"
    )
    verify.add_argument("--store", help="the log to check; without it the one the settings name")
    verify.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    try:
        findings = verify(_file_of(options.store))
    except sqlite3.Error as error:
        raise Wrong(f"cannot read the store: {error}") from None
    for finding in findings:
        damage = f"; damaged at version {finding.bad_version}: {finding.why}" if finding.why else ""
        print(f"{finding.stream or 'the file'}: {finding.proven} commits proven{damage}")
    return 1 if any(finding.why for finding in findings) else 0


def _add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the copy to make; its tombstones stand beside it")
    parser.add_argument("--store", help="the log to copy; without it the one the settings name")
    parser.set_defaults(run=_backup)


def _backup(options: argparse.Namespace) -> None:
    streams = backup(_file_of(options.store), options.file.resolve())
    print(f"{options.file}: {_count(streams, 'stream')}, every commit proven")


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", type=Path)
    parser.add_argument("--store", help="the store whose place it takes; without it the one the settings name")
    parser.set_defaults(run=_restore)


def _restore(options: argparse.Namespace) -> None:
    store = _file_of(options.store)
    done = restore(options.backup, store)
    print(f"{store}: {_count(done.streams, 'stream')} from {options.backup}, every commit proven")
    print(f"erased again: {done.erased}; {_count(done.tombstones, 'tombstone')} on record")
    if done.kept:
        print(f"the store as it was: {done.kept}; remove it when you need it no more")


def _file_of(store: str | None) -> Path:
    store = store or _settings({}).store
    if not store.startswith("sqlite:///"):
        raise BadStore(f"{store} is no store in a file; only those that begin with sqlite:/// can be looked after")
    return Path(store.removeprefix("sqlite:///")).resolve()


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
