"""Several modules as one: the same, and in the order in which a browser would run them."""

import json
import subprocess

import pytest

from orchestrator.server.joining import NotJoined, joined

MODULES = {
    "js/page.js": """/** A page. */
import { twice, NAME as called } from "./parts/twice.js";
import { one } from "./parts/one.js";

console.log(JSON.stringify([twice(one()), called, await later()]));
async function later() {
  return import.meta.url ? "await works" : "";
}
""",
    "js/parts/twice.js": """import {
  one,
} from "./one.js";
// two words
export const NAME = "http://not/a/comment";
export function twice(n) {
  return [n, n, one()];
}
""",
    "js/parts/one.js": """let count = 0; /* not taken out */
export async function more() {
  return (await import("./late.js")).late;
}
export const one = () => (count += 1);
""",
}


def test_it_does_what_the_modules_do_and_each_runs_once(tmp_path):
    (tmp_path / "whole.mjs").write_text(joined("js/page.js", MODULES))
    said = subprocess.run(["node", tmp_path / "whole.mjs"], capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == [[1, 1, 2], "http://not/a/comment", "await works"]


def test_what_is_imported_later_is_found_from_the_entry():
    assert 'import("./parts/late.js")' in joined("js/page.js", MODULES)


def test_a_library_is_asked_for_once_and_keeps_its_name():
    using = {
        "js/a.js": 'import { html as h } from "lib";\nimport { b } from "./b.js";\nexport const a = [h, b];\n',
        "js/b.js": 'import { html, more } from "lib";\nexport const b = [html, more];\n',
    }
    lines = joined("js/a.js", using).splitlines()
    assert [line for line in lines if line.startswith("import")] == ['import * as $library0 from "lib";']
    assert [line for line in lines if line.endswith("$library0;")] == [
        "const { html, more } = $library0;",
        "const { html: h } = $library0;",
    ]


@pytest.mark.parametrize(
    "line",
    ['import all from "./one.js";', 'import * as all from "./one.js";', "export default 1;", 'export { one } from "./one.js";'],
)
def test_a_form_it_does_not_know_is_refused(line):
    with pytest.raises(NotJoined):
        joined("js/parts/x.js", MODULES | {"js/parts/x.js": line + "\n"})


def test_a_circle_is_refused():
    circle = {
        "js/a.js": 'import { b } from "./b.js";\nexport const a = 1;\n',
        "js/b.js": 'import { a } from "./a.js";\nexport const b = 1;\n',
    }
    with pytest.raises(NotJoined):
        joined("js/a.js", circle)
