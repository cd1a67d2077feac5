"""The static files: asked for once, in one wave; and the vendored ones are what they say they are."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from orchestrator.server.assets import IMPORT, Assets
from orchestrator.server.pages import WEB
from tests.server.program import Evening
from tests.server.serving import Server

FILES = {
    "css/base.css": "body {}",
    "js/page.js": 'import {\n  mount,\n} from "./parts/mount.js";\nimport "./words.js";\nimport { h } from "lib";\nmount(h);',
    "js/parts/mount.js": 'export { words } from "../words.js";\nconst from = "not an import";\nimport("./late.js");',
    "js/parts/late.js": "",
    "js/words.js": 'import { mount } from "./parts/mount.js"; // a circle',
    "js/vendor/lib.js": 'import{a as b}from"deep";export{b as h};',
    "js/vendor/deep.js": "export const a = 1;",
}
MAP = {"imports": {"lib": "/static/js/vendor/lib.js", "deep": "/static/js/vendor/deep.js"}}


@pytest.fixture
def static(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / "static" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "map.json").write_text(json.dumps(MAP))
    return tmp_path / "static"


def assets(static: Path) -> Assets:
    return Assets(static, static.parent / "map.json")


def test_the_version_follows_names_and_contents(static: Path) -> None:
    before = assets(static).version
    assert re.fullmatch("[0-9a-f]{16}", before)
    assert assets(static).version == before
    (static / "css/base.css").write_text("body { margin: 0 }")
    changed = assets(static).version
    (static / "css/base.css").rename(static / "css/first.css")
    assert len({before, changed, assets(static).version}) == 3


def test_a_page_asks_at_once_for_every_library_its_modules_need(static: Path) -> None:
    known = assets(static)
    assert sorted(known.libraries("js/page.js")) == sorted(known.path(f"js/vendor/{name}.js") for name in ("lib", "deep"))
    assert known.libraries("js/words.js") == ()


def test_the_import_map_leads_into_the_version_and_has_a_hash(static: Path) -> None:
    known = assets(static)
    imports = json.loads(known.importmap)["imports"]
    assert imports == {name: known.path(path.removeprefix("/static/")) for name, path in MAP["imports"].items()}
    assert known.importmap_hash == "sha256-" + base64.b64encode(hashlib.sha256(known.importmap.encode()).digest()).decode()


def test_every_module_of_ours_imports_what_is_there() -> None:
    bare = json.loads((WEB / "templates/importmap.json").read_text())["imports"]
    for file in (WEB / "static/js").rglob("*.js"):
        for wanted in IMPORT.findall(file.read_text()):
            target = file.parent / wanted if wanted.startswith(".") else WEB / bare[wanted].removeprefix("/")
            assert target.is_file(), (file.name, wanted)


def paths_in(page: str) -> list[str]:
    return re.findall(r'(?:src|href)="(/static/[^"]+)"', page)


async def test_what_a_page_names_is_there_for_ever(server: Server, evening: Evening) -> None:
    page = (await server.program.get(f"/stage/{evening.id}", evening.host)).text
    paths = paths_in(page)
    assert len(paths) == len(set(paths))
    for path in paths:
        async with server.http.get(server.url + path) as answer:
            assert answer.status == 200, path
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_text_comes_packed_to_whom_can_unpack_it_and_holds_the_same(server: Server) -> None:
    page = (await server.program.get("/")).text
    path = next(path for path in paths_in(page) if path.endswith("start_.js")).replace("start_.js", "words.js")
    plain = (WEB / "static" / "js" / "words.js").read_bytes()
    for accepted, coding in (("gzip, br", "gzip"), ("identity", None)):
        async with server.http.get(server.url + path, headers={"Accept-Encoding": accepted}) as answer:
            assert (answer.headers.get("Content-Encoding"), answer.headers["Vary"]) == (coding, "Accept-Encoding")
            assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
            assert await answer.read() == plain
            assert (int(answer.headers["Content-Length"]) < len(plain)) == (coding == "gzip")


async def test_a_page_names_its_libraries_behind_the_import_map(server: Server) -> None:
    page = (await server.program.get("/")).text
    preloaded = re.findall(r'rel="modulepreload" href="([^"]+)"', page)
    assert {path.rsplit("/", 1)[-1] for path in preloaded} >= {"preact.js", "htm-preact.js"}
    assert page.index('type="importmap"') < page.index("modulepreload")


async def test_several_sheets_come_as_one_in_their_order(server: Server) -> None:
    first, second = ((WEB / "static/css" / f"{name}.css").read_text() for name in ("form", "watch"))
    whole = (await server.program.get("/static/css/form_watch.css")).text
    assert whole.index(".check {") < whole.index(".watch {")
    assert "/*" not in whole
    assert abs(len(whole) - len(re.sub(r"/\*.*?\*/\n?", "", first + second, flags=re.DOTALL))) == 0


async def test_a_module_comes_with_all_that_it_needs(server: Server) -> None:
    answer = await server.program.get("/static/js/watch_.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert re.findall(r"^import .*", answer.text, re.MULTILINE) == []
    assert set(re.findall(r'import\("([^"]+)"\)', answer.text)) >= {"./watch/searching.js", "./watch/follow-ups.js"}
    for path in re.findall(r'import\("([^"]+)"\)', answer.text):
        assert (await server.program.get(f"/static/js/{path}")).status == 200, path


@pytest.mark.parametrize("page", ["start", "participant", "host", "moderate", "panel", "stage"])
async def test_a_page_comes_as_one_module_beside_its_libraries(server: Server, page: str) -> None:
    text = (await server.program.get(f"/static/js/{page}_.js")).text
    wanted = set(re.findall(r'^import .* from "([^"]+)";', text, re.MULTILINE))
    assert wanted <= set(json.loads((WEB / "templates/importmap.json").read_text())["imports"])
    assert "htm/preact" in wanted
    assert 'import("' not in text  # what it came with would be there twice


@pytest.mark.parametrize("name", ["css/form_no.css", "css/form_form.css", "js/no_.js", "css/_.css", "fonts/form_watch.css"])
async def test_what_cannot_be_joined_is_not_there(server: Server, name: str) -> None:
    assert (await server.program.get(f"/static/{name}")).status == 404


async def test_without_a_version_or_under_an_older_one_a_file_is_asked_for_again(server: Server) -> None:
    for path in ("/static/css/base.css", f"/static/{'0' * 16}/css/base.css"):
        answer = await server.program.get(path)
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-cache")
        again = await server.program.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status == 304


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("js/words.js", "text/javascript; charset=utf-8"),
        ("css/fonts.css", "text/css; charset=utf-8"),
        ("fonts/atkinson-next-latin.woff2", "font/woff2"),
        ("icon.svg", "image/svg+xml"),
    ],
)
async def test_a_file_says_what_it_is(server: Server, name: str, kind: str) -> None:
    async with server.http.get(f"{server.url}/static/{name}") as answer:
        assert (answer.status, answer.headers["Content-Type"]) == (200, kind)


@pytest.mark.parametrize("folder", ["js/vendor", "fonts"])
def test_vendored_files_are_those_whose_checksums_are_written_down(folder: str) -> None:
    files = json.loads((WEB / "static" / folder / "VENDOR.json").read_text())
    named = {entry["file"] for entry in files} | {entry["licence_file"] for entry in files} | {"VENDOR.json"}
    assert named == {file.name for file in (WEB / "static" / folder).iterdir()}
    for entry in files:
        assert hashlib.sha256((WEB / "static" / folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


def test_every_font_of_the_style_sheet_is_there() -> None:
    sheet = (WEB / "static/css/fonts.css").read_text()
    files = re.findall(r'url\("\.\./fonts/([^"]+)"\)', sheet)
    assert len(files) == sheet.count("font-display: swap") == 5
    assert all((WEB / "static/fonts" / file).is_file() for file in files)
    assert len(set(re.findall(r"font-weight: [^;]+", sheet))) == 1, "faces of other weights would not be put together"
