"""How hard Hypothesis tries in this room. No test looks at the time it takes: machines differ."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("documents", deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(autouse=True, scope="package")
def _patience():
    before = settings.get_current_profile_name()
    settings.load_profile("documents")
    yield
    settings.load_profile(before)
