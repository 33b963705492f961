"""The parts of the bench that run inside an installation: making the seeded dialogue, queries, server time."""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench_calendars import inside_calendars
from bench_documents import inside_documents
from bench_kept import inside_kept, inside_kept_writer
from bench_texts import inside_revisions, inside_texts
from figures import say

AT = datetime(2028, 3, 1, 9, 0, tzinfo=UTC)
YEARS = (2023, 2024, 2025, 2026, 2027)
ACTIVITIES = 20_000
SILENT = 0.03
"""The share of reports that nobody wrote, so that about 12,000 of 12,720 are there."""
ROUNDS = 200
MOST_QUERIES, TIMES_TRIVIAL = 15, 10


def inside_seed() -> None:
    """Make the seeded dialogue: 48 Parties, 53 actions, five years, about 12,000 reports, 20,000 activities."""
    from django.core.management import call_command
    from django.utils.module_loading import import_string

    # Reports of five years need a day that is still to come; a text under silence and a meeting ahead need today's.
    today = datetime.now(tz=UTC)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("parties_seed", verbosity=0)
    call_command("plan_frame", verbosity=0)
    import_string("roundtable.ground.parties.services.founding.mark_as_demonstration")()
    import_string("roundtable.ground.trust.services.demo.demo")(seed=1, at=AT)
    import_string("roundtable.ground.parties.services.demo.demo")(seed=1, at=AT)
    import_string("roundtable.ground.documents.services.demo.demo")(seed=1, at=today)
    started = time.monotonic()
    import_string("roundtable.operations.plan.services.demo_activities.demo_activities")(
        seed=1, at=AT, count=ACTIVITIES
    )
    import_string("roundtable.operations.plan.services.demo_reports.demo_reports")(
        seed=1, at=AT, years=YEARS, silent=SILENT
    )
    from roundtable.operations.plan.models import Activity, Report

    reports, activities = Report.objects.count(), Activity.objects.count()
    say("seeded", f"{reports:,} reports, {activities:,} activities in {time.monotonic() - started:.0f} s")
    import_string("roundtable.operations.plan.services.demo_packs.demo_packs")(seed=1, at=AT)
    import_string("roundtable.records.observatory.services.demo.demo")(seed=1, at=today)
    import_string("roundtable.records.observatory.services.demo_mirror.demo")(seed=1, at=today)
    import_string("roundtable.records.meetings.services.demo.demo")(seed=1, at=today)
    call_command("search_rebuild", verbosity=0)


def inside_speed() -> None:
    """Time the pages that people open most against a page of one trivial query, in turn, in one process."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import path

    from roundtable.config import urls
    from roundtable.ground.trust.public import PUBLIC, User, door

    settings.ALLOWED_HOSTS = ["*"]

    @door(PUBLIC)
    def trivial(request: Any) -> Any:
        from django.shortcuts import render

        return render(request, "ui/bench.html", {"count": User.objects.count()})

    patterns: list[Any] = urls.urlpatterns
    patterns.append(path("bench/trivial/", trivial))
    client = Client()
    client.force_login(User.objects.get(email="secretariat@demo.example"))
    pages = {
        "trivial page": "/bench/trivial/",
        "coverage matrix (53 x 48)": "/plan/coverage/?year=2027",
        "activity list (20,000)": "/plan/activities/",
        "staff home": "/desk/",
        "review desk": "/plan/review/",
        "action page": "/plan/action/I.4/",
        "search “training”": "/search/?q=training",
        "public home": "/",
    }
    times: dict[str, list[float]] = {name: [] for name in pages}
    queries: dict[str, int] = {}
    for name, address in pages.items():
        for _ in range(3):
            answer = client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(address)
        queries[name] = len(caught)
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}")
    for _ in range(60):
        for name, address in pages.items():
            started = time.perf_counter()
            client.get(address)
            times[name].append(time.perf_counter() - started)
    base = p95(times["trivial page"])
    print(f"-- server time in one process on {connection.vendor}, 60 rounds in turn")
    for name in pages:
        asked = name in {"coverage matrix (53 x 48)", "activity list (20,000)", "staff home"}
        ratio = p95(times[name]) / base
        shown = f"p95 {p95(times[name]) * 1000:6.1f} ms = {ratio:5.1f} x trivial, "
        say(
            f"   {name}, {connection.vendor}",
            shown + f"median {statistics.median(times[name]) * 1000:6.1f} ms, {queries[name]} queries",
            f"{TIMES_TRIVIAL} x trivial" if asked else "",
            met=ratio <= TIMES_TRIVIAL if asked else None,
        )


def inside_queries() -> None:
    """Count the queries of every list and detail page on the seeded dialogue, as the secretariat and as a Party."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from roundtable.ground.documents.models import Document, SilenceProcedure
    from roundtable.ground.trust.public import User
    from roundtable.operations.plan.models import Activity, Pack, Report
    from roundtable.records.meetings.models import Meeting
    from roundtable.records.observatory.models import Dataset

    settings.ALLOWED_HOSTS = ["*"]
    report = Report.objects.filter(party="GE", stage="accepted").latest("pk")
    activity = Activity.objects.latest("pk")
    waits = Report.objects.filter(stage="submitted").first() or report
    somebody = User.objects.get(email="contact.ge@demo.example")
    text = Document.objects.filter(comments_until__isnull=False).latest("pk")
    silence, meeting = SilenceProcedure.objects.latest("pk"), Meeting.objects.filter(stage="called").latest("pk")
    pack, figures = Pack.objects.filter(published_at__isnull=False).latest("pk"), Dataset.objects.earliest("pk")
    of_texts = ("", "rev-1/", "rev-1/table/", "rev-1/paragraph/p2/", "rev-1/paragraph/p2/words/", "languages/ru/")
    of_meetings = ("", "agenda/", "delegations/", "participants/", "minutes/", "conclusions/", "room/", "seating/")
    shared = (
        *("/", "/desk/", "/plan/", "/plan/area/I/", "/plan/action/I.4/", "/plan/coverage/", "/plan/timeline/"),
        *("/plan/activities/", f"/plan/activities/{activity.pk}/", "/plan/reports/all/", f"/plan/reports/{report.pk}/"),
        *("/plan/rounds/", f"/plan/rounds/{YEARS[-1]}/", "/plan/packs/", "/parties/", "/parties/ge/", "/parties/map/"),
        *("/parties/institutions/", "/parties/stakeholders/", "/inbox/", "/bin/", "/jobs/", "/account/"),
        *("/account/rules/", "/account/tokens/", "/account/sessions/", "/search/?q=training", "/proof/"),
        *(f"/plan/packs/{pack.pk}/", "/documents/", f"/documents/silence/{silence.pk}/", "/account/held/"),
        *(f"/documents/{text.pk}/{rest}" for rest in of_texts),
        *("/observatory/", f"/observatory/{figures.code}/", f"/observatory/{figures.code}/explore/"),
        *("/observatory/countries/", "/observatory/countries/AT/", "/observatory/corridors/UA/PL/"),
        *("/meetings/", "/meetings/conclusions/", *(f"/meetings/{meeting.code}/{rest}" for rest in of_meetings)),
    )
    office = ("/plan/review/", f"/plan/review/{waits.pk}/", "/account/people/", f"/account/people/{somebody.pk}/")
    counts: dict[str, int] = {}
    for email, addresses in (
        ("secretariat@demo.example", (*shared, *office, "/account/history/")),
        (somebody.email, (*shared, "/plan/reports/", "/plan/reports/bin/")),
    ):
        client = Client()
        client.force_login(User.objects.get(email=email))
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                answer = client.get(address)
            if answer.status_code != 200:
                sys.exit(f"{address} answered {answer.status_code}")
            counts[address] = max(len(caught), counts.get(address, 0))
    most = max(counts.values())
    worst = ", ".join(address for address, count in counts.items() if count == most)
    say(
        f"queries on {len(counts)} list and detail pages, {connection.vendor}",
        f"at most {most} ({worst})",
        f"at most {MOST_QUERIES}",
        met=most <= MOST_QUERIES,
    )


def p95(times: list[float]) -> float:
    """Give the time that 95 of 100 stay below."""
    return sorted(times)[int(len(times) * 0.95)]


def inside_loss() -> None:
    """Play the rounds of the proof `no-loss` in which servers are killed."""
    from contextlib import ExitStack

    from django.conf import settings
    from django.db import connection
    from django.utils.module_loading import import_string

    from roundtable.ground.trust.public import Trial

    proof = "roundtable.operations.plan.proofs.no_loss"
    trial = Trial(Path(settings.ROUNDTABLE_HOME))
    with ExitStack() as stack:
        server = None
        if connection.vendor == "postgresql":
            server = import_string(f"{proof}.cluster.of_our_own")(trial, stack)
        stage = import_string(f"{proof}.stage.prepare")(trial)
        import_string(f"{proof}.killing.run")(trial, stage, server, rounds=ROUNDS)
    told = ", ".join(f"{name} {value}" for name, value in trial.figures.items())
    what = f"reports: two editors, killed servers, retries ({connection.vendor})"
    say(what, told, "0 lost", met=not trial.told)
    for line in trial.told[:10]:
        print(f"    {line}")


INSIDE: dict[str, Callable[[], None]] = {
    "seed": inside_seed,
    "queries": inside_queries,
    "speed": inside_speed,
    "loss": inside_loss,
    "texts": inside_texts,
    "documents": inside_documents,
    "revisions": inside_revisions,
    "calendars": inside_calendars,
    "kept": inside_kept,
    "kept-writer": inside_kept_writer,
}
"""What a process of its own may be asked to do."""
