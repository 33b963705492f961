"""The demonstration dialogue, served to a real browser."""

import os
from datetime import UTC, datetime

import pytest

from tests.journeys.kept import Kept

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "roundtable-demo"


def _demonstration() -> None:
    """Make what `make demo` makes, smaller."""
    from django.core.management import call_command

    from roundtable.ground.documents.services.demo import demo as documents_demo
    from roundtable.ground.parties.services.demo import demo as parties_demo
    from roundtable.ground.parties.services.founding import mark_as_demonstration
    from roundtable.ground.trust.services.demo import demo as trust_demo
    from roundtable.operations.plan.services.demo_activities import demo_activities
    from roundtable.operations.plan.services.demo_packs import demo_packs
    from roundtable.operations.plan.services.demo_reports import demo_reports
    from roundtable.records.meetings.services.demo import demo as meetings_demo
    from roundtable.records.observatory.services.demo import demo as figures_demo
    from roundtable.records.observatory.services.demo_mirror import demo as mirror_demo

    call_command("parties_seed", verbosity=0)
    call_command("plan_frame", verbosity=0)
    mark_as_demonstration()
    trust_demo(seed=1, at=AT)
    parties_demo(seed=1, at=AT)
    documents_demo(seed=1, at=AT)
    demo_activities(seed=1, at=AT, count=60)
    demo_reports(seed=1, at=AT, years=(2025, 2026))
    demo_packs(seed=1, at=AT)
    meetings_demo(seed=1, at=AT)
    figures_demo(seed=1, at=AT)
    mirror_demo(seed=1, at=AT)
    call_command("search_rebuild", verbosity=0)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory) -> Kept:
    """Give the rows of the demonstration, which take seconds to make."""
    return Kept(tmp_path_factory.mktemp("demonstration"), _demonstration)


@pytest.fixture
def dialogue(transactional_db, settings, demonstration):
    """A small demonstration: people of each role, two years of reports, some activities, a pack."""
    demonstration.there()


@pytest.fixture
def served(live_server, dialogue):
    """The address of the demonstration."""
    return live_server.url


def enter(page, base: str, email: str) -> None:
    """Sign in as a demonstration account."""
    page.goto(f"{base}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{base}/desk/")


os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
