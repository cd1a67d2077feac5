"""Several modules as one: a page whose weight matters asks once, and together they pack to half.

It knows the few forms in which our modules are written (named imports and exports; `export` before what it names) and refuses
the rest. What is imported later, by ``import()``, and what has a name of its own (a library) stays a file of its own.
"""

import posixpath
import re
from collections.abc import Mapping

IMPORTED = re.compile(r"""^import \{(?P<names>[^}]*)\} from "(?P<path>\./[^"]+|\.\./[^"]+)";\n""", re.MULTILINE)
LIBRARY = re.compile(r"""^import \{(?P<names>[^}]*)\} from "(?P<name>[^"./][^"]*)";\n""", re.MULTILINE)
EXPORTED = re.compile(r"^export (?P<form>(?:async )?function\*?|const|class) (?P<name>\w+)", re.MULTILINE)
LATER = re.compile(r"""\bimport\("(?P<path>\.[^"]+)"\)""")
COMMENT = re.compile(r"^[ ]*(?:/\*.*?\*/|//[^\n]*)[ ]*\n", re.MULTILINE | re.DOTALL)
OTHER = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)


class NotJoined(Exception):
    """A module is written in a way that this does not know."""


def joined(entry: str, modules: Mapping[str, str]) -> str:
    """One module that does what ``entry`` does, for the same folder. ``modules``: their texts by name (``js/watch.js``)."""
    parts: dict[str, str] = {}
    libraries: dict[str, str] = {}
    _gather(entry, modules, entry, parts, libraries, ())
    return "".join(f'import * as {variable} from "{name}";\n' for name, variable in libraries.items()) + "".join(parts.values())


def _gather(
    name: str,
    modules: Mapping[str, str],
    entry: str,
    parts: dict[str, str],
    libraries: dict[str, str],
    waiting: tuple[str, ...],
) -> None:
    """``name`` behind all that it needs."""
    if name in waiting:
        raise NotJoined(f"{name} needs itself")
    text = COMMENT.sub("", modules[name])
    folder = posixpath.dirname(name)
    needed = []
    for found in IMPORTED.finditer(text):
        other = posixpath.normpath(posixpath.join(folder, found["path"]))
        if other not in parts:
            _gather(other, modules, entry, parts, libraries, (*waiting, name))
        needed.append(_taken(found["names"], _variable(list(parts).index(other))))
    for found in LIBRARY.finditer(text):
        library = libraries.setdefault(found["name"], f"$library{len(libraries)}")
        needed.append(_taken(found["names"], library))
    body = LATER.sub(
        lambda later: f'import("{_seen_from(entry, folder, later["path"])}")', LIBRARY.sub("", IMPORTED.sub("", text))
    )
    names = [found["name"] for found in EXPORTED.finditer(body)]
    body = EXPORTED.sub(lambda found: f"{found['form']} {found['name']}", body)
    unknown = OTHER.search(body)
    if unknown is not None:
        raise NotJoined(f"{name}: {unknown[0]}")
    whole = "".join(needed) + body
    if name == entry:
        parts[name] = whole
    else:
        parts[name] = f"const {_variable(len(parts))} = (() => {{\n{whole}return {{ {', '.join(names)} }};\n}})();\n"


def _taken(names: str, module: str) -> str:
    return f"const {{{names.replace(' as ', ': ')}}} = {module};\n"


def _variable(index: int) -> str:
    return f"$module{index}"


def _seen_from(entry: str, folder: str, path: str) -> str:
    return "./" + posixpath.relpath(posixpath.join(folder, path), posixpath.dirname(entry))
