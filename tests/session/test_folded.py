"""The fold of a log: where it stands, and which commands it remembers."""

from orchestrator.session.codec import Entry
from orchestrator.session.folded import Folded, Remembered, result_of
from tests.given import announced, drafted, joined, opened, t, voted

OPENED = Entry(actor="system", at=t("18:50"), events=(opened(),), command_id="c1", result={"session_id": "s1"})


def test_an_empty_log_has_no_session() -> None:
    assert (Folded().session, Folded().version, Folded().hash) == (None, 0, b"")


def test_a_commit_raises_the_version_by_one_however_many_entries_it_has() -> None:
    more = Entry(actor="system", at=t("18:50"), events=tuple(joined("ana", at=t("18:50"))))
    folded = Folded().with_entry(OPENED).with_entry(more).committed(b"hash")
    assert (folded.version, folded.hash) == (1, b"hash")
    assert folded.session is not None


def test_the_events_of_all_commits_are_counted() -> None:
    arrival = Entry(actor="system", at=t("18:50"), events=(*joined("ana", at=t("18:50")), *joined("ben", at=t("18:50"))))
    assert Folded().with_commit((OPENED, arrival), b"").events == 3


def test_a_command_is_remembered_with_the_version_of_its_commit() -> None:
    folded = Folded().with_entry(OPENED).committed(b"hash")
    assert folded.remembered.get(("system", "c1")) == Remembered(1, {"session_id": "s1"})


def test_a_command_without_an_id_is_not_remembered() -> None:
    folded = Folded().with_entry(Entry(actor="system", at=1, events=(opened(),)))
    assert list(folded.remembered.items()) == []


def test_the_same_id_of_two_people_is_two_commands() -> None:
    other = Entry(actor="host", at=t("19:00"), events=(announced("a1", at=t("19:00")),), command_id="c1", result={"a": "1"})
    remembered = Folded().with_entry(OPENED).with_entry(other).remembered
    assert remembered.get(("system", "c1")).result == {"session_id": "s1"}
    assert remembered.get(("host", "c1")).result == {"a": "1"}


def test_a_command_that_makes_something_names_it() -> None:
    assert result_of((drafted("q1", by="ana"),)) == {"question_id": "q1"}
    assert result_of((announced("a1"),)) == {"announcement_id": "a1"}
    assert result_of(tuple(joined("ana", "r1"))) == {"participant_id": "ana"}
    assert result_of((voted("q1", "ana"),)) is None
