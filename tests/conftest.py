"""Settings of all tests. ``HYPOTHESIS_PROFILE=soak`` looks much longer for a counterexample."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.redis.cluster import RedisCluster
from tests.redis.server import RedisServer

pytest.register_assert_rewrite("tests.given", "tests.strategies", "tests.fakes")
pytest.register_assert_rewrite("tests.server.program", "tests.server.screen", "tests.server.wire", "tests.journeys.crew")

slow_is_fine = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("quick", max_examples=15, deadline=None, suppress_health_check=slow_is_fine)
settings.register_profile("soak", max_examples=1_200, deadline=None, suppress_health_check=slow_is_fine, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def _redis_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def redis_server(_redis_of_all: RedisServer) -> RedisServer:
    """A real, empty Redis. Whoever stops or hurts it makes one of their own: ``RedisServer(tmp_path)``."""
    _redis_of_all.cli("FLUSHALL")
    return _redis_of_all


@pytest.fixture(scope="session")
def _cluster_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisCluster]:
    with RedisCluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def redis_cluster(_cluster_of_all: RedisCluster) -> RedisCluster:
    """A real, empty cluster of three nodes."""
    _cluster_of_all.flush()
    return _cluster_of_all
