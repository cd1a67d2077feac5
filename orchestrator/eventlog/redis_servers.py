"""Which Redis server has a shard: one server, the master that Sentinels name, or a node of a cluster.

``redis://[user:password@]host:port/0`` (``rediss://`` with TLS, ``unix:///path/of/socket``) ·
``redis+sentinel://[user:password@]host:port,host:port/service/0`` · ``redis+cluster://[user:password@]host:port,host:port``,
both also ``rediss+…``. What stands behind ``?`` goes to redis-py, such as ``ssl_ca_certs`` or ``client_name``; of Sentinels
``sentinel_username`` and ``sentinel_password`` are theirs.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

from redis.asyncio.connection import AbstractConnection, Connection, parse_url
from redis.crc import key_slot
from redis.exceptions import RedisError

from orchestrator.eventlog.log import StoreUnavailable
from orchestrator.eventlog.redis_keys import tag

SCHEMES = ("redis", "rediss", "unix", "redis+sentinel", "rediss+sentinel", "redis+cluster", "rediss+cluster")
OLDEST = (7, 0)
Address = tuple[str, int]
Options = dict[str, Any]  # what redis-py's connections take by name


class Unfit(Exception):
    """This server must not be used as it is. The message says what the operator has to change."""


class Servers(Protocol):
    """``apart``: shards may live on different servers, so that no command names keys of two."""

    apart: bool

    async def connect(self, shard: int) -> AbstractConnection:
        """A new connection to the server that has the shard now. Raises ``RedisError`` or ``OSError``."""
        ...

    async def connect_to(self, address: Address) -> AbstractConnection:
        """A new connection to a certain server, with the same user. Raises as ``connect``."""
        ...


def servers_of(url: str) -> Servers:
    """What a store URL means. Raises ``StoreUnavailable`` where it means nothing."""
    parts = urlsplit(url)
    kind, _, how = parts.scheme.partition("+")
    if parts.scheme not in SCHEMES:
        raise StoreUnavailable(f"the store {parts.scheme}: is not known; use one of {', '.join(SCHEMES)}")
    secret, _, hosts = parts.netloc.rpartition("@")
    try:
        addresses = [_address(host, 26379 if how == "sentinel" else 6379) for host in hosts.split(",")]
        names = [name for name in parts.path.split("/") if name]
        service = names.pop(0) if how == "sentinel" and names else "mymaster"
        path = parts.path if kind == "unix" else "/".join(["", *names])
        netloc = f"{secret}@" if secret else ""
        plain = urlunsplit((kind, netloc + ("" if kind == "unix" else "host"), path, parts.query, ""))
        options: Options = dict(parse_url(plain))
    except ValueError as error:
        raise StoreUnavailable(f"the address of the store cannot be read: {error}") from None
    options.update(protocol=2, socket_timeout=None, driver_info=None)  # time is limited for a whole batch, in redis_line.py
    if how == "sentinel":
        return Sentinels(addresses, service, options)
    options.pop("sentinel_username", None)
    options.pop("sentinel_password", None)
    if how == "cluster":
        return Cluster(addresses, options)
    return Single(None if kind == "unix" else addresses[0], options)


def _address(host: str, port: int) -> Address:
    parts = urlsplit(f"//{host}")
    return parts.hostname or "localhost", parts.port or port


async def _open(options: Options, address: Address | None) -> AbstractConnection:
    kind = options.get("connection_class", Connection)
    where = {} if address is None else {"host": address[0], "port": address[1]}
    connection: AbstractConnection = kind(**{**{k: v for k, v in options.items() if k != "connection_class"}, **where})
    await connection.connect()  # type: ignore[no-untyped-call]
    return connection


@asynccontextmanager
async def _asked(options: Options, addresses: Sequence[Address], *command: str) -> AsyncIterator[Any]:
    """The answer of the first of these servers that gives one."""
    trouble: Exception = ConnectionError("there is no address")
    for address in addresses:
        try:
            async with asyncio.timeout(0.5):  # one that hangs must not use up the time in which another one answers
                connection = await _open(options, address)
                try:
                    await connection.send_command(*command)
                    answer = await connection.read_response()
                finally:
                    await connection.disconnect(nowait=True)
        except (RedisError, OSError, TimeoutError) as error:
            trouble = error
            continue
        yield answer
        return
    raise trouble


class _Known:
    """Servers that take the same user and the same options."""

    def __init__(self, options: Options) -> None:
        self._options = options

    async def connect_to(self, address: Address) -> AbstractConnection:
        return await _open(self._options, address)


class Single(_Known):
    apart = False

    def __init__(self, address: Address | None, options: Options) -> None:
        super().__init__(options)
        self._address = address

    async def connect(self, shard: int) -> AbstractConnection:
        return await _open(self._options, self._address)


class Sentinels(_Known):
    """Asked anew for every connection: after a fail-over they name another master."""

    apart = False

    def __init__(self, addresses: Sequence[Address], service: str, options: Options) -> None:
        theirs = {"username": options.pop("sentinel_username", None), "password": options.pop("sentinel_password", None)}
        general = ("connection_class", "protocol", "socket_timeout", "driver_info")
        tls = {name: value for name, value in options.items() if name in general or name.startswith("ssl")}
        self._addresses = list(addresses)
        self._service = service
        super().__init__(options)
        self._sentinel_options: Options = {**tls, **{name: value for name, value in theirs.items() if value}}

    async def connect(self, shard: int) -> AbstractConnection:
        command = ("SENTINEL", "GET-MASTER-ADDR-BY-NAME", self._service)
        async with _asked(self._sentinel_options, self._addresses, *command) as answer:
            if not answer:
                raise Unfit(f"the Sentinels know no service {self._service}")
            host, port = answer
            return await _open(self._options, (host.decode(), int(port)))


class Cluster(_Known):
    """Every shard on the node that has its slot; asked anew for every connection."""

    apart = True

    def __init__(self, addresses: Sequence[Address], options: Options) -> None:
        super().__init__(options)
        self._addresses = list(addresses)

    async def connect(self, shard: int) -> AbstractConnection:
        slot = key_slot(tag(shard).encode())
        async with _asked(self._options, self._addresses, "CLUSTER", "SLOTS") as slots:
            for first, last, (host, port, *_), *_ in slots:
                if first <= slot <= last:
                    return await _open(self._options, (host.decode() or self._addresses[0][0], port))
            raise Unfit("the cluster serves not all of its slots")


async def greet(connection: AbstractConnection) -> str:
    """The run id of the server, another one each time it starts, if it may be trusted with a log.

    Raises ``Unfit``, ``RedisError`` or ``OSError``.
    """
    await connection.send_command("INFO")
    told: bytes = await connection.read_response()
    facts = dict(line.split(":", 1) for line in told.decode().splitlines() if ":" in line)
    version = facts.get("redis_version", "0.0")
    if tuple(int(number) for number in version.split(".")[:2]) < OLDEST:
        raise Unfit(f"Redis {version} is too old; 7.0 is the oldest that will do")
    policy = facts.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        raise Unfit(f"this Redis throws away data when it is full (maxmemory-policy {policy}); set it to noeviction")
    if facts.get("role", "master") != "master":
        raise ConnectionError("this server is a replica now")
    return facts.get("run_id", "")
