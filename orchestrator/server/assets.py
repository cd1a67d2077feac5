"""The static files. Their addresses hold a hash over all of them, so that a browser asks for each once and never again.

Everything is read when the server starts: what changes on the disk afterwards needs a restart.
"""

import base64
import gzip
import hashlib
import json
import posixpath
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from aiohttp import web

VERSIONED = re.compile(r"(?P<version>[0-9a-f]{16})/(?P<name>.+)")
IMPORT = re.compile(r"""\b(?:import|export)\b(?:[^"'();=]*?\bfrom)?\s*["']([^"'\n]+)["']""")
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
        self._imports = {name: list(self._imported(name)) for name in self._files if name.endswith(".js")}
        self.modules = cache(self._modules)
        self._packed = cache(lambda name: gzip.compress(self._files[name].read_bytes(), mtime=0))

    @property
    def importmap_hash(self) -> str:
        """How a content security policy names the import map, which stands in the page itself."""
        return "sha256-" + base64.b64encode(hashlib.sha256(self.importmap.encode()).digest()).decode()

    def path(self, name: str) -> str:
        """Where a page finds a file."""
        return f"/static/{self.version}/{name}"

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
        if file is None:
            raise web.HTTPNotFound
        kind = TYPES.get(file.suffix, "application/octet-stream")
        headers = {"Cache-Control": caching, "Content-Type": kind, "Vary": "Accept-Encoding"}
        if caching == FOR_EVER and file.suffix in PACKED and "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=self._packed(name), headers=headers | {"Content-Encoding": "gzip"})
        return web.FileResponse(file, headers=headers)

    def _modules(self, entry: str) -> tuple[str, ...]:
        """The paths of every module that ``entry`` needs, however far away, without itself: what to ask for at once."""
        found, waiting = {entry: None}, [entry]
        while waiting:
            new = [name for name in self._imports.get(waiting.pop(0), ()) if name not in found]
            found.update(dict.fromkeys(new))
            waiting += new
        return tuple(self.path(name) for name in found if name != entry)

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
