"""A port belongs to the workers of one server."""

import errno
import socket

import pytest

from orchestrator.workers.port import reserved

HERE = "127.0.0.1"


def listen(port: int, *ways: int) -> socket.socket:
    listening = socket.socket()
    for way in ways:
        listening.setsockopt(socket.SOL_SOCKET, way, 1)
    try:
        listening.bind((HERE, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def test_workers_may_listen_together_where_it_is_kept():
    with reserved(HERE, 0) as (port, _), listen(port, socket.SO_REUSEPORT), listen(port, socket.SO_REUSEPORT):
        assert port > 0


@pytest.mark.parametrize("way", [socket.SO_KEEPALIVE, socket.SO_REUSEADDR])
def test_nobody_else_may_listen_there_even_before_the_workers_do(way):
    with reserved(HERE, 0) as (port, _), pytest.raises(OSError, match="in use") as refused:
        listen(port, way)
    assert refused.value.errno == errno.EADDRINUSE


def test_a_second_server_cannot_have_it():
    with reserved(HERE, 0) as (port, _), pytest.raises(OSError, match="in use"), reserved(HERE, port):
        pass


def test_it_is_not_kept_where_somebody_listens_who_would_share_it():
    with listen(0, socket.SO_REUSEPORT) as stranger:
        port = stranger.getsockname()[1]
        with pytest.raises(OSError, match="in use"), reserved(HERE, port):
            pass


def test_connections_of_the_server_before_are_no_hindrance():
    with listen(0, socket.SO_REUSEADDR) as before:
        port = before.getsockname()[1]
        with socket.create_connection((HERE, port)):
            before.accept()[0].close()  # it lingers in TIME_WAIT
    with reserved(HERE, port) as (kept, _):
        assert kept == port


def test_a_name_with_several_addresses_has_one_port_at_all_of_them():
    with reserved("localhost", 0) as (port, _), pytest.raises(OSError, match="in use"):
        listen(port)


def test_nobody_is_connected_to_a_port_that_is_only_kept():
    with reserved(HERE, 0) as (port, _), pytest.raises(ConnectionRefusedError):
        socket.create_connection((HERE, port))


def test_one_can_let_go_of_it():
    with reserved(HERE, 0) as (port, let_go):
        let_go()
        listen(port).close()
