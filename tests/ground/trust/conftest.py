from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Begin with no request counted: the sign-in library counts some of them in the cache."""
    cache.clear()
    yield
    cache.clear()
