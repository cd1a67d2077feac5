"""Every setting of the server. Each is also an environment variable: ``ORCHESTRATOR_`` and its name in capitals."""

from ipaddress import ip_address
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def api_address(value: str) -> str:
    """Where a tool's interface lies: on https, port 443, or on loopback for tests. Raises ``ValueError``."""
    value = value.strip()
    parts = urlsplit(value)
    open_web = parts.scheme == "https" and parts.port in (None, 443)
    if value and not (parts.hostname and (open_web or is_loopback(parts.hostname)) and not parts.username and not parts.query):
        raise ValueError("must be an https address without port, name or password")
    return value


class Settings(BaseSettings):
    """Durations are seconds here, as an operator thinks; sizes are bytes; texts are counted in graphemes."""

    model_config = SettingsConfigDict(env_prefix="ORCHESTRATOR_", extra="ignore")

    host: str = "127.0.0.1"
    """The address to listen on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """The port to listen on; 0 takes a free one."""
    store: str = "sqlite:///orchestrator.db"
    """Where the log lives: ``sqlite:////absolute/path.db``, or ``redis://[user:password@]host:6379/0`` for several workers;
    ``rediss://`` with TLS, ``redis+sentinel://host:26379,host:26379/service/0``, ``redis+cluster://host:6379,host:6379``."""
    redis_replicas: int = Field(default=0, ge=0, le=9)
    """How many replicas of Redis must have a change before it is acknowledged. 1 survives a fail-over without loss."""
    redis_wait_ms: int = Field(default=300, ge=10, le=900)
    """How long they may take."""
    media_dir: str = ""
    """A folder with recordings of our own, ``<session id>/<file>``, which the people of a session may hear. Empty: none."""
    bbb_url: Annotated[str, AfterValidator(api_address)] = ""
    """The BigBlueButton that makes calls, as ``bbb-conf --secret`` shows it, such as ``https://bbb.example.org/bigbluebutton/``."""
    bbb_secret: str = Field(default="", repr=False)
    """Its shared secret."""
    bbb_old_secret: str = Field(default="", repr=False)
    """The secret before, while it is being changed: what is signed with it is still believed."""
    workers: int = Field(default=1, ge=1, le=64)
    """Processes that serve, beside the one that is started and looks after them. More than one needs a store they can share."""
    public_url: str = ""
    """How people reach the server, such as ``https://meet.example.org``. Needed when it does not listen on loopback."""
    trusted_proxies: list[str] = []
    """Addresses of proxies whose X-Forwarded-For is believed."""
    create_key: str = ""
    """Whoever creates a session must send this as Bearer. Empty: open on loopback, closed elsewhere."""
    limits: Literal["normal", "relaxed"] = "normal"
    """``relaxed`` lifts rates and counts (never sizes) for loopback addresses: for rehearsals and load programs."""

    frame_bytes: int = 16 * 1024
    body_bytes: int = 64 * 1024
    captions_bytes: int = 2 * 1024 * 1024
    """The largest file of captions."""
    json_depth: int = 8
    json_keys: int = 64
    json_items: int = 1024
    limit_question: int = 500
    limit_answer: int = 4000
    limit_announcement: int = 280
    limit_note: int = 500
    limit_reason: int = 280
    limit_session_title: int = 120
    limit_keeper: int = 80
    limit_name: int = 40
    limit_affiliation: int = 80
    limit_theme: int = 80
    limit_prompt: int = 2000
    limit_phase_title: int = 80
    commands_per_second: float = 20
    """Per socket, and for HTTP per person; ``commands_burst`` at once."""
    commands_burst: int = 40
    commands_in_flight: int = 64
    """Per socket: commands that wait for their answer."""
    questions_per_minute: int = 6
    """Per person."""
    votes_per_minute: int = 60
    """Per person, both directions."""
    watched_per_minute: int = 6
    """Per viewer: how often a page may say what was played of the recordings."""
    sessions_per_minute: int = 30
    """Per address."""
    joins_per_minute: int = 600
    """Per address: a lecture hall behind one address joins at once."""
    wrong_codes_per_minute: int = 10
    """Per address; right codes are never limited by it."""
    wrong_codes_per_session: int = 60
    """Per session and minute."""
    viewers_per_session: int = 5_000
    """Who may be told apart among those who watch later."""
    watched_ranges: int = 500
    """Stretches kept of each viewer and recording."""
    follow_ups_per_viewer: int = 20
    sockets_per_person: int = 3
    """One more lets the oldest go."""
    sockets_per_link: int = 50
    """Per shared link (host, moderator, panel, stage, watch)."""
    sockets_per_address: int = 400
    sockets_per_process: int = 12_000
    connect_seconds: float = 5
    """A socket must prove who it is within this time."""
    header_seconds: float = 10
    outbox_bytes: int = 256 * 1024
    """What may wait unsent for one client; above it the client skips to what is true when it has caught up."""
    stalled_seconds: float = 10
    """A client that reads nothing for so long is let go."""
    resume_versions: int = 1000
    """How many versions back a client may resume from with one patch."""
    resume_bytes: int = 512 * 1024
    tick_ms: int = 50
    """The shortest time between two deltas to the same audience."""
    ping_seconds: int = 25
    ping_wait_seconds: int = 8
    head_seconds: float = 10
    absent_seconds: float = 20
    """Who speaks for a room and has no connection for so long is away: a phone that changes network is back in about 8."""
    drain_seconds: float = 8

    def base_for(self, host: str) -> str:
        """What links begin with: the public URL, or the (allowed) name and port the client used."""
        return self.public_url.rstrip("/") or f"http://{host}"

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def call_tools(self) -> tuple[str, ...]:
        """Who can make the calls of a session here."""
        return ("links", "bigbluebutton") if self.bbb_url and self.bbb_secret else ("links",)

    @property
    def may_create_openly(self) -> bool:
        return not self.create_key and is_loopback(self.host)

    def hosts(self) -> frozenset[str]:
        """The names this server answers to, without ports."""
        public = urlsplit(self.public_url).hostname
        return frozenset({self.host, *LOOPBACK, *([public] if public else [])})


LOOPBACK = ("localhost", "127.0.0.1", "::1")


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
