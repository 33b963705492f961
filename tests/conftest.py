"""What every test may ask for."""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from roundtable.kernel.base.walls.reach import looking_across

# One browser for the whole run: a second one beside it could not start.
from tests.browser import browser, browser_page
from tests.servers import identity, post_office
from tests.tables import django_db_modify_db_settings, django_db_setup

__all__ = [
    "browser",
    "browser_page",
    "django_db_modify_db_settings",
    "django_db_setup",
    "identity",
    "post_office",
]

# A busy machine is no fault: no property is asked to be quick.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True, scope="session")
def _tests_reach_everything() -> Iterator[None]:
    """Let tests prepare and look behind the walls; what they send to a page opens the reach of its person."""
    with looking_across("a test prepares everybody's things, and looks whether they are as they must be"):
        yield


@pytest.fixture
def now() -> datetime:
    """The instant at which tests happen, unless they say otherwise."""
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("real data is not beside this repository (../shared)")
    return SHARED


@pytest.fixture(autouse=True)
def _as_at_the_start() -> None:
    """Look every data key up anew: those of the test before went with its rows; and speak the house's language again.

    Whoever asked for a page in Russian leaves the thread speaking Russian.
    """
    from django.conf import settings
    from django.utils import translation

    from roundtable.kernel.keys import ring

    ring.forget()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True, scope="session")
def _plain_hashing() -> Iterator[None]:
    """Hash passwords fast: tests are not about Argon2."""
    from django.conf import settings

    before = settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield
    settings.PASSWORD_HASHERS = before


@pytest.fixture(autouse=True, scope="session")
def _plain_static(tmp_path_factory) -> Iterator[None]:
    """Serve static files as they lie in the source: no test needs them collected first."""
    from django.conf import settings
    from django.test.utils import override_settings

    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(autouse=True, scope="session")
def _emptied_between_tests() -> Iterator[None]:
    """Let the tests that write for good empty the tables after themselves, guarded ones included.

    Emptying a hundred tables by TRUNCATE, as Django does, takes seconds on PostgreSQL, and so does making the rows of
    its content types and permissions anew, which no test changes.
    """
    from django.core.management.commands.flush import Command
    from django.db import connection, transaction

    from roundtable.ground.trust.services.guards import opened

    empty = Command.handle

    def handle(_self: Command, **_options: Any) -> None:
        tables = [
            table
            for table in connection.introspection.django_table_names(only_existing=True, include_views=False)
            if table not in {"django_content_type", "auth_permission"}
        ]
        with (
            opened(connection),
            connection.constraint_checks_disabled(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table in tables:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables

    Command.handle = handle
    yield
    Command.handle = empty


def pytest_collection_finish() -> None:
    """Look for rubbish seldom, and never among what stays for the whole run: a sixth of the time went there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
