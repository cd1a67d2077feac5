"""The operator's commands: every mistake is one plain line."""

import contextlib
import sqlite3

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


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "many"), ("TRUSTED_PROXIES", "127.0.0.1"), ("LIMITS", "none"), ("FRAME_BYTES", "1 kB"), ("WORKERS", "0")],
)
@pytest.mark.parametrize("command", [["serve"], ["log", "verify"]])
def test_a_bad_setting_in_the_environment_is_named(monkeypatch, capsys, command, name, value):
    monkeypatch.setenv(f"ORCHESTRATOR_{name}", value)
    said = refused(command, capsys)
    assert said.count("\n") == 1
    assert name.lower() in said


def test_settings_that_a_command_does_not_need_do_not_stop_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("ORCHESTRATOR_PORT", "many")
    assert "none.db" in refused(["log", "verify", "--store", f"sqlite:///{tmp_path}/none.db"], capsys)
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0


def test_what_is_no_log_is_refused_and_left_as_it_is(tmp_path, capsys):
    (tmp_path / "text").write_text("These are my notes, and no database.\n" * 100)
    (tmp_path / "empty").touch()
    (tmp_path / "directory").mkdir()
    with contextlib.closing(sqlite3.connect(tmp_path / "foreign")) as db:
        db.execute("CREATE TABLE mine (a)")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()}
    for name in ("text", "empty", "directory", "foreign", "missing/log.db"):
        store = f"sqlite:///{tmp_path}/{name}"
        for command in (["serve", "--port", "0"], ["log", "verify"]):
            said = refused([*command, "--store", store], capsys)
            assert name in said
            assert said.count("\n") == 1
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_an_address_that_is_not_ours_is_refused(tmp_path, capsys):
    options = ["--host", "192.0.2.1", "--public-url", "https://meet.example.org", "--store", f"sqlite:///{tmp_path}/log.db"]
    said = refused(["serve", "--port", "0", *options], capsys)
    assert "192.0.2.1" in said
    assert said.count("\n") == 1


def test_a_folder_of_recordings_that_is_not_there_is_said_so(tmp_path, capsys):
    (tmp_path / "file").touch()
    for name in ("none", "file"):
        options = ["--store", f"sqlite:///{tmp_path}/log.db", "--media", f"{tmp_path}/{name}"]
        said = refused(["serve", "--port", "0", *options], capsys)
        assert f"{tmp_path}/{name} is no folder" in said


@pytest.mark.parametrize(
    "arguments", [[], ["serve", "--port"], ["serve", "--port", "many"], ["dance"], ["log"], ["serve", "--limits", "no"]]
)
def test_what_is_no_command_is_explained(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: orchestrator" in capsys.readouterr().err
