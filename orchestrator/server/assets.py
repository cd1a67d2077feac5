"""The static files. Their addresses hold a hash over all of them, so that a browser asks for each once and never again.

The hash is taken when the server starts: what changes on the disk afterwards needs a restart.
"""

import base64
import gzip
import hashlib
import json
import posixpath
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from aiohttp import web

from orchestrator.server.joining import NotJoined, joined

VERSIONED = re.compile(r"(?P<version>[0-9a-f]{16})/(?P<name>.+)")
IMPORT = re.compile(r"""\b(?:import|export)\b(?:[^"'();=]*?\bfrom)?\s*["']([^"'\n]+)["']""")
JOINED = "_"  # css/base_form.css is both; js/watch_.js is js/watch.js with all that it needs. No file has one in its name
SHEET_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
FOR_EVER = "public, max-age=31536000, immutable"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
PACKED = frozenset({".css", ".js", ".json", ".svg", ".txt"})  # a font is packed already


class Assets:
    """The files below ``static``, by name (``css/base.css``); ``importmap`` is a file with unversioned ``/static/…`` paths."""

    def __init__(self, static: Path, importmap: Path) -> None:
        self._files = {file.relative_to(static).as_posix(): file for file in sorted(static.rglob("*")) if file.is_file()}
        self.version = _version(self._files)
        mapped: dict[str, str] = json.loads(importmap.read_text(encoding="utf-8"))["imports"]
        self._bare = {bare: path.removeprefix("/static/") for bare, path in mapped.items()}
        rendered = {"imports": {bare: self.path(name) for bare, name in self._bare.items()}}
        self.importmap = json.dumps(rendered, separators=(",", ":"))
        self.libraries = cache(self._libraries)
        self._text = lru_cache(maxsize=512)(self._read)
        self._packed = lru_cache(maxsize=512)(lambda name: gzip.compress(self._text(name), mtime=0))

    @property
    def importmap_hash(self) -> str:
        """How a content security policy names the import map, which stands in the page itself."""
        return "sha256-" + base64.b64encode(hashlib.sha256(self.importmap.encode()).digest()).decode()

    def path(self, name: str) -> str:
        """Where a page finds a file."""
        return f"/static/{self.version}/{name}"

    def sheets(self, *names: str) -> str:
        """Where a page finds several style sheets as one, in this order: one round trip, and together they pack better."""
        return self.path(f"css/{JOINED.join(names)}.css")

    def module(self, entry: str) -> str:
        """Where a page finds a module, and all that it needs, as one file beside it."""
        return self.path(entry.removesuffix(".js") + JOINED + ".js")

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/static/{name:.+}", self.serve)]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """A file; for ever and packed under its version, else (also under an older one) to be asked for again with its ETag."""
        name, caching = request.match_info["name"], "no-cache"
        versioned = VERSIONED.fullmatch(name)
        if versioned is not None:
            name = versioned["name"]
            caching = FOR_EVER if versioned["version"] == self.version else caching
        file = self._files.get(name)
        if file is None and not self._text(name):
            raise web.HTTPNotFound
        suffix = posixpath.splitext(name)[1]
        headers = {
            "Cache-Control": caching,
            "Content-Type": TYPES.get(suffix, "application/octet-stream"),
            "Vary": "Accept-Encoding",
        }
        if caching == FOR_EVER and suffix in PACKED and "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=self._packed(name), headers=headers | {"Content-Encoding": "gzip"})
        return web.Response(body=self._text(name), headers=headers) if file is None else web.FileResponse(file, headers=headers)

    def _read(self, name: str) -> bytes:
        """A file, or several as one; nothing where there is none of that name."""
        if name in self._files:
            return self._files[name].read_bytes()
        folder, _, several = name.partition("/")
        if JOINED not in several:
            return b""
        if several.endswith(JOINED + ".js"):
            return self._joined(name.removesuffix(JOINED + ".js") + ".js")
        sheets = [self._files.get(f"{folder}/{each}.css") for each in several.removesuffix(".css").split(JOINED)]
        known = [sheet for sheet in sheets if sheet is not None]
        if folder != "css" or len(set(known)) < len(sheets):
            return b""
        return SHEET_COMMENT.sub("", "".join(sheet.read_text(encoding="utf-8") for sheet in known)).encode()

    def _joined(self, entry: str) -> bytes:
        modules = {name: file.read_text(encoding="utf-8") for name, file in self._files.items() if name.endswith(".js")}
        try:
            return joined(entry, modules).encode() if entry in modules else b""
        except NotJoined:
            return b""

    def _libraries(self, entry: str) -> tuple[str, ...]:
        """The paths of the libraries that ``entry`` needs, however far away: what to ask for beside ``module(entry)``."""
        libraries = set(self._bare.values())
        return tuple(self.path(name) for name in self._reached(entry) if name in libraries)

    def _reached(self, entry: str) -> list[str]:
        found, waiting = {entry: None}, [entry]
        while waiting:
            new = dict.fromkeys(name for name in self._imported(waiting.pop(0)) if name not in found)
            found |= new
            waiting += new
        return list(found)

    def _imported(self, name: str) -> Iterator[str]:
        for wanted in IMPORT.findall(self._files[name].read_text(encoding="utf-8")):
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(name), wanted))
            target = beside if wanted.startswith(".") else self._bare.get(wanted, "")
            if target in self._files:
                yield target


def _version(files: dict[str, Path]) -> str:
    """A hash over the names and contents of all files."""
    digest = hashlib.sha256()
    for name, file in files.items():
        digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
