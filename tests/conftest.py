"""Settings of all tests. ``HYPOTHESIS_PROFILE=soak`` looks much longer for a counterexample."""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("tests.given", "tests.strategies", "tests.fakes")
pytest.register_assert_rewrite("tests.server.program", "tests.server.screen", "tests.server.wire", "tests.journeys.crew")

slow_is_fine = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("quick", max_examples=15, deadline=None, suppress_health_check=slow_is_fine)
settings.register_profile("soak", max_examples=1_500, deadline=None, suppress_health_check=slow_is_fine, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
