"""Real forks and real signals: there are as many workers as there should be, and none too many."""

import os
import signal
import time
from itertools import pairwise
from pathlib import Path

import pytest

from orchestrator.workers.supervisor import HUNG
from tests.workers.program import BEAT, PATIENCE
from tests.workers.supervised import Supervised, gone, until

pytestmark = pytest.mark.process


def test_when_it_says_its_address_all_workers_take_requests_there(tmp_path):
    with Supervised(tmp_path) as server:
        assert len(server.starts()) == 3 == len(server.workers())
        assert server.answering().keys() == server.workers()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_ends_is_replaced_and_the_others_stay(tmp_path, number):
    with Supervised(tmp_path) as server:
        before = server.workers()
        dead = min(before)
        os.kill(dead, number)
        until(lambda: gone({dead}))
        after = server.answering().keys()
        assert before & after == before - {dead}


def test_all_workers_killed_at_once_are_all_replaced(tmp_path):
    with Supervised(tmp_path) as server:
        before = server.workers()
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        assert not server.answering().keys() & before
        server.tell(signal.SIGTERM)
        code, said = server.end()
        assert (code, said.count("a worker was killed by signal 9")) == (0, 1), "what is the same is said once"


def test_a_worker_that_cannot_live_is_started_again_and_again_after_growing_pauses(tmp_path):
    with Supervised(tmp_path) as server:
        (tmp_path / "dying").touch()
        os.kill(min(server.workers()), signal.SIGKILL)
        starts = until(lambda: starts if len(starts := server.starts()) >= 8 else None)[3:8]
        pauses = [later - earlier for earlier, later in pairwise(starts)]
        assert [pause > least for pause, least in zip(pauses, [0, 0.1, 0.2, 0.4], strict=True)] == [True] * 4
        assert len(server.workers()) >= 2, "the others work"
        (tmp_path / "dying").unlink()
        server.answering()


def test_a_worker_that_hangs_is_replaced_and_those_that_work_stay(tmp_path):
    (tmp_path / "impatient").touch()
    with Supervised(tmp_path) as server:
        before = server.workers()
        (tmp_path / "hanging").touch()
        os.kill(min(before), signal.SIGKILL)
        until(lambda: len(server.starts()) == 4)
        (hanging,) = server.workers() - before
        (tmp_path / "hanging").unlink()
        until(lambda: gone({hanging}))
        assert server.answering().keys() & before == before - {min(before)}


def test_workers_that_were_stopped_together_with_it_are_not_taken_for_hung(tmp_path):
    (tmp_path / "impatient").touch()
    with Supervised(tmp_path) as server:
        workers = server.workers()
        everybody = [server.process.pid, *workers]
        for pid in everybody:
            os.kill(pid, signal.SIGSTOP)
        long_after = time.monotonic() + 2 * HUNG * BEAT
        until(lambda: time.monotonic() > long_after)
        for pid in reversed(everybody):
            os.kill(pid, signal.SIGCONT)
        assert server.answering().keys() == workers


@pytest.mark.parametrize(("way", "words"), [("unwilling", "the store is away\n"), ("dying", "a worker was killed by signal 9\n")])
def test_what_keeps_workers_from_starting_is_said_once_and_ends_it(tmp_path, way, words):
    (tmp_path / way).touch()
    with Supervised(tmp_path) as server:
        assert server.address == ""
        assert server.end() == (2, words)


def test_a_system_that_starts_no_process_ends_it_too(tmp_path):
    (tmp_path / "full").touch()
    with Supervised(tmp_path) as server:
        assert server.end() == (2, "no process can be started: Too many open files\n")


def test_a_mistake_of_ours_is_told_with_its_trace_once(tmp_path):
    (tmp_path / "broken").touch()
    with Supervised(tmp_path) as server:
        code, said = server.end()
        assert (code, said.count("Traceback")) == (2, 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_when_it_is_told_to_end_all_end_without_a_word(tmp_path, number):
    with Supervised(tmp_path) as server:
        workers = server.workers()
        server.tell(number)
        assert server.end() == (0, "")
        assert gone(workers)


def test_a_key_at_the_terminal_that_reaches_all_of_them_ends_them_the_same(tmp_path):
    with Supervised(tmp_path) as server:
        for pid in (*server.workers(), server.process.pid):
            os.kill(pid, signal.SIGINT)
        assert server.end() == (0, "")


def test_workers_that_do_not_listen_are_killed(tmp_path):
    (tmp_path / "deaf").touch()
    with Supervised(tmp_path) as server:
        workers = server.workers()
        server.tell(signal.SIGTERM)
        assert server.end() == (0, "")
        assert gone(workers)


@pytest.mark.parametrize("way", ["willing", "deaf"])
def test_when_the_supervisor_is_killed_its_workers_are_too(tmp_path, way):
    (tmp_path / way).touch()
    with Supervised(tmp_path) as server:
        workers = server.workers()
        server.process.kill()
        until(lambda: gone(workers))
        assert server.serving()[-1] == 3, "nobody said farewell"


def test_a_rolling_restart_replaces_them_all_and_never_has_fewer(tmp_path):
    with Supervised(tmp_path) as server:
        before = server.workers()
        server.tell(signal.SIGHUP)
        until(lambda: not server.workers() & before)
        server.answering()
        assert server.serving() == [1, 2, 3, 4, 3, 4, 3, 4, 3]


def test_where_two_cannot_work_at_once_the_old_one_ends_first(tmp_path):
    (tmp_path / "alone").touch()
    with Supervised(tmp_path, 1) as server:
        before = server.workers()
        server.tell(signal.SIGHUP)
        until(lambda: not server.workers() & before)
        server.answering()
        assert server.serving() == [1, 0, 1]


def test_a_rolling_restart_keeps_the_old_ones_until_a_new_one_can_work(tmp_path):
    with Supervised(tmp_path) as server:
        before = server.workers()
        (tmp_path / "unwilling").touch()
        server.tell(signal.SIGHUP)
        until(lambda: len(server.starts()) >= 6)
        assert before <= server.workers()
        (tmp_path / "unwilling").unlink()
        until(lambda: not server.workers() & before)
        server.answering()


def test_a_rolling_restart_waits_until_the_old_one_has_ended(tmp_path):
    (tmp_path / "deaf").touch()
    with Supervised(tmp_path, 2) as server:
        before = server.workers()
        (tmp_path / "deaf").unlink()
        server.tell(signal.SIGHUP)
        until(lambda: not server.workers() & before)
        *_, first, second = server.starts()
        assert second - first >= PATIENCE


def test_a_rolling_restart_goes_on_though_an_old_one_is_killed(tmp_path):
    with Supervised(tmp_path) as server:
        before = server.workers()
        (tmp_path / "unwilling").touch()
        server.tell(signal.SIGHUP)
        until(lambda: len(server.starts()) >= 5)
        os.kill(min(before), signal.SIGKILL)
        until(lambda: gone({min(before)}))
        (tmp_path / "unwilling").unlink()
        until(lambda: not server.workers() & before)
        server.answering()


def test_a_rolling_restart_that_is_asked_for_twice_ends_with_as_many_as_there_should_be(tmp_path):
    with Supervised(tmp_path) as server:
        before = server.workers()
        server.tell(signal.SIGHUP)
        until(lambda: not before <= server.workers())
        server.tell(signal.SIGHUP)
        until(lambda: not server.workers() & before)
        server.answering()


def test_it_can_end_in_the_middle_of_a_rolling_restart(tmp_path):
    with Supervised(tmp_path) as server:
        server.tell(signal.SIGHUP)
        until(lambda: len(server.starts()) > 3)
        server.tell(signal.SIGTERM)
        assert server.end() == (0, "")


def test_workers_share_nothing_by_mistake(tmp_path: Path):
    with Supervised(tmp_path) as server:
        os.kill(min(server.workers()), signal.SIGKILL)  # the next one is forked while the others' pipes are open
        answers = server.answering().values()
        assert len({answer["chance"] for answer in answers}) == 3
        for answer in answers:
            files = sorted(answer["files"])
            assert files.count("pipe") == 1, "to say that it is ready"
            assert files.count("socket") == 2, "to listen, and this connection"
            assert answer["signals"] == {"SIGHUP": "1", "SIGCHLD": "0", "SIGINT": "1"}
