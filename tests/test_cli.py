"""The operator's commands: every mistake is one plain line."""

import pytest

from orchestrator.cli import main


def refused(arguments, capsys):
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert said.startswith("orchestrator: ")
    return said


def test_a_bad_field_of_an_evening_is_named_with_its_line(tmp_path, capsys):
    file = tmp_path / "evening.yaml"
    file.write_text("title: An evening\ntemplate: 45-15-60\nrooms:\n  - theme: one\n  - theme: ''\n    prompt: Why?\n")
    said = refused(["session", "create", str(file)], capsys)
    assert f"{file}:5:" in said
    assert "rooms.1.theme" in said


def test_every_bad_field_is_told_at_once(tmp_path, capsys):
    file = tmp_path / "evening.yaml"
    file.write_text("title: 5\ntempate: 45-15-60\nrooms: []\n")
    said = refused(["session", "create", str(file)], capsys)
    assert {":1:", ":2:", ":3:"} <= {part for part in (":1:", ":2:", ":3:") if part in said}
    assert "did you mean template?" in said


@pytest.mark.parametrize(("content", "words"), [(b"\xff\xfe", "is not UTF-8 text"), (b"title: [", "evening.yaml:1")])
def test_a_file_that_is_no_yaml_is_said_so(tmp_path, capsys, content, words):
    file = tmp_path / "evening.yaml"
    file.write_bytes(content)
    assert words in refused(["session", "create", str(file)], capsys)


def test_a_missing_file_is_said_so(tmp_path, capsys):
    assert "cannot read" in refused(["session", "create", str(tmp_path / "none.yaml")], capsys)


def test_a_server_that_is_not_there_is_said_so(tmp_path, capsys):
    file = tmp_path / "evening.yaml"
    file.write_text("title: An evening\ntemplate: 45-15-60\nrooms:\n  - theme: one\n")
    said = refused(["session", "create", str(file), "--url", "http://127.0.0.1:1"], capsys)
    assert "http://127.0.0.1:1" in said


def test_a_store_that_is_not_there_cannot_be_verified(tmp_path, capsys):
    assert "none.db" in refused(["log", "verify", "--store", f"sqlite:///{tmp_path}/none.db"], capsys)


def test_a_store_of_another_kind_cannot_be_verified(capsys):
    assert "sqlite" in refused(["log", "verify", "--store", "mysql://x"], capsys)
