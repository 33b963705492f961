"""Large spreadsheets are looked at and brought in by the worker: once, whole, stoppable, and as they were looked at."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from roundtable.ground.trust.models import Entry
from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import Collision
from roundtable.kernel.files.models import StoredFile
from roundtable.kernel.tasks import jobs
from roundtable.kernel.tasks.doing import do
from roundtable.kernel.tasks.models import Job
from roundtable.kernel.tasks.worker import run_waiting
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries import activities as queries
from roundtable.operations.plan.services import activity_import as services
from roundtable.operations.plan.services import activity_import_jobs
from tests.factories.plan import frame
from tests.factories.trust import person

pytestmark = pytest.mark.django_db

HEAD = "Own reference;Title;Kind;Lead;Participating Parties;Actions served;Sources of money;Horizontal issues"


@pytest.fixture(autouse=True)
def _house(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    frame()


@pytest.fixture
def large(monkeypatch):
    """Every file counts as a large one."""
    monkeypatch.setattr(activity_import_jobs, "AT_ONCE", 1)


@pytest.fixture
def owner():
    return person(Role.CONTACT_POINT, "GE")


@pytest.fixture
def client(owner):
    client = Client()
    client.force_login(owner)
    return client


def sheet(count: int, *, title: str = "Training", kind: str = "Training") -> bytes:
    lines = [f"T-{n};{title} {n};{kind};GE;Armenia;I.1: 60, I.2: 40;Fund A: 10 / 4;" for n in range(count)]
    return "\n".join([HEAD, *lines]).encode()


def rows(count: int, **how: str):
    return services.rows_in(sheet(count, **how), "activities.csv")


def hand_in(client: Client, content: bytes, name: str = "activities.csv") -> str:
    return client.post("/plan/activities/import/", {"file": SimpleUploadedFile(name, content, "text/csv")}).url


def confirm(client: Client, place: str) -> None:
    mark = client.get(place).context["found"]["mark"]
    client.post(place, {"mark": mark})


def headline(client: Client, place: str) -> str:
    page = client.get(place).content.decode()
    return " ".join(page.partition("<h1>")[2].partition("</h1>")[0].split())


def test_a_large_file_is_looked_at_and_brought_in_by_the_worker(client, large):
    place = hand_in(client, sheet(5))
    said = [headline(client, place)]
    run_waiting()
    said.append(headline(client, place))
    confirm(client, place)
    said.append(headline(client, place))
    assert Activity.objects.count() == 0
    run_waiting()
    said.append(headline(client, place))

    assert said == [
        "The rows are being looked at",
        "5 new, 0 changed, 0 as they are",
        "The rows are being brought in",
        "All rows are in",
    ]
    assert Activity.objects.count() == 5
    assert [str(job) for job in Job.objects.order_by("pk")] == [
        "Look at the rows of “activities.csv”",
        "Bring activities in from “activities.csv”",
    ]


def test_a_small_file_is_done_while_one_waits(client):
    place = hand_in(client, sheet(2))
    said = [headline(client, place)]
    confirm(client, place)
    said.append(headline(client, place))

    assert said == ["2 new, 0 changed, 0 as they are", "All rows are in"]
    assert run_waiting() == 2  # the parcels find their jobs done
    assert Activity.objects.count() == 2


@pytest.mark.parametrize("worker_between", [False, True])
def test_pressing_twice_brings_the_rows_in_once(client, large, worker_between):
    place = hand_in(client, sheet(3))
    run_waiting()
    mark = client.get(place).context["found"]["mark"]

    client.post(place, {"mark": mark})
    if worker_between:
        run_waiting()
    again = client.post(place, {"mark": mark}, follow=True)
    run_waiting()

    assert again.status_code == 200
    assert Activity.objects.count() == 3
    assert Job.objects.filter(path=activity_import_jobs.BRING_IN).count() == 1
    assert headline(client, place) == "All rows are in"


def test_what_changed_between_the_look_and_the_writing_keeps_every_row_out(client, large, now):
    services.bring_in(rows(1), by=None, at=now)
    place = hand_in(client, sheet(2, title="Course"))
    run_waiting()
    Activity.objects.update(revision=7)
    confirm(client, place)
    run_waiting()

    assert headline(client, place) == "Nothing was brought in"
    assert "Something changed since you looked at this file." in client.get(place).content.decode()
    assert list(Activity.objects.values_list("title", flat=True)) == ["Training 0"]
    client.post(place, {"again": "1"})
    run_waiting()
    assert headline(client, place) == "1 new, 1 changed, 0 as they are"
    confirm(client, place)
    run_waiting()
    assert sorted(Activity.objects.values_list("title", flat=True)) == ["Course 0", "Course 1"]


@pytest.mark.parametrize("meanwhile", ["changed", "new", "deleted", "left"])
def test_whoever_is_quicker_than_the_writing_is_not_written_over(now, meanwhile, owner):
    services.bring_in(rows(1), by=owner, at=now)
    preview, reader = services.checked(rows(2, title="Course"), by=owner, at=now)

    if meanwhile == "changed":
        Activity.objects.update(title="Mine", revision=2)
    elif meanwhile == "new":
        Activity.objects.create(
            title="Mine", reference="T-1", kind="training", lead_id="GE", created_at=now, changed_at=now
        )
    elif meanwhile == "deleted":
        Activity.objects.all().delete()
    else:
        owner.terms.update(ends=now.date().replace(year=2021))
    with pytest.raises(Collision, match="Look at it once more"):
        services.write(preview.lines, reader)

    assert Activity.objects.filter(title__startswith="Course").count() == 0


@pytest.fixture
def portions(large, monkeypatch):
    """Two rows are written together."""
    monkeypatch.setattr(activity_import_jobs, "PORTION", 2)
    monkeypatch.setattr(activity_import_jobs, "PAUSE", 0)


@pytest.fixture
def after_portion(portions, monkeypatch):
    """Have something happen once, before a portion is written."""

    def arrange(number: int, happening):
        real, calls = services.write, []

        def write(lines, reader):
            calls.append(lines)
            if len(calls) == number + 1:
                happening()
            real(lines, reader)

        monkeypatch.setattr(activity_import_jobs, "write", write)

    return arrange


def test_stopping_half_way_says_how_many_rows_are_in_and_going_on_brings_in_the_others(client, after_portion, now):
    place = hand_in(client, sheet(7))
    run_waiting()
    confirm(client, place)
    after_portion(2, lambda: jobs.cancel(Job.objects.get(path=activity_import_jobs.BRING_IN), at=now))
    run_waiting()
    said = [headline(client, place)]
    client.post(place, {"again": "1"})
    run_waiting()
    said.append(headline(client, place))
    confirm(client, place)
    run_waiting()
    said.append(headline(client, place))

    assert said == ["6 of 7 rows are in", "1 new, 0 changed, 6 as they are", "All rows are in"]
    assert (Activity.objects.count(), Entry.objects.filter(kind="plan.activity").count()) == (7, 7)


def test_a_try_that_breaks_half_way_is_taken_up_where_it_stopped(client, after_portion):
    place = hand_in(client, sheet(7))
    run_waiting()
    confirm(client, place)

    def break_down():
        raise ZeroDivisionError

    after_portion(2, break_down)
    run_waiting()
    job = Job.objects.get(path=activity_import_jobs.BRING_IN)
    broken = (job.state, job.tries, Activity.objects.count())
    Job.objects.filter(pk=job.pk).update(run_after=None)
    do(job.pk)

    job.refresh_from_db()
    assert broken == ("waiting", 1, 4)
    assert (job.state, job.tries, {fate: job.result[fate] for fate in ("new", "changed", "same")}) == (
        "done",
        2,
        {"new": 7, "changed": 0, "same": 0},
    )
    assert (Activity.objects.count(), Entry.objects.filter(kind="plan.activity").count()) == (7, 7)
    assert headline(client, place) == "All rows are in"


@pytest.mark.parametrize("tries", [1, 2])
def test_what_somebody_changes_while_portions_are_written_is_not_written_over(client, after_portion, now, tries):
    services.bring_in(rows(7), by=None, at=now)
    place = hand_in(client, sheet(7, title="Course"))
    run_waiting()
    confirm(client, place)

    def change():
        Activity.objects.filter(reference="T-6").update(title="Mine", revision=2)

    def break_down():
        raise ZeroDivisionError

    after_portion(1, change if tries == 1 else break_down)
    run_waiting()
    if tries == 2:
        change()
        job = Job.objects.get(path=activity_import_jobs.BRING_IN)
        Job.objects.filter(pk=job.pk).update(run_after=None)
        do(job.pk)

    assert headline(client, place) == "6 of 7 rows are in"
    assert "Something changed since you looked at this file." in client.get(place).content.decode()
    titles = list(Activity.objects.order_by("reference").values_list("title", flat=True))
    assert titles == [*(f"Course {number}" for number in range(6)), "Mine"]


def test_a_file_can_be_stopped_before_it_is_written(client, large):
    place = hand_in(client, sheet(3))
    run_waiting()
    confirm(client, place)

    client.post(place, {"stop": "1"})
    run_waiting()

    assert headline(client, place) == "Stopped: nothing was brought in"
    assert Activity.objects.count() == 0
    client.post(place, {"again": "1"})
    run_waiting()
    assert headline(client, place) == "3 new, 0 changed, 0 as they are"


def test_a_second_try_after_the_rows_were_written_writes_nothing(client, large):
    place = hand_in(client, sheet(2))
    run_waiting()
    confirm(client, place)
    run_waiting()
    job = Job.objects.get(path=activity_import_jobs.BRING_IN)
    Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING, ended_at=None)

    do(job.pk)

    job.refresh_from_db()
    assert (job.state, job.result["new"]) == ("done", 2)
    assert Activity.objects.count() == 2
    assert Entry.objects.filter(kind="plan.activity").count() == 2


def test_every_fault_is_listed_page_by_page_and_as_a_file(client, large):
    place = hand_in(client, sheet(130, kind="Party"))
    run_waiting()

    first, second = (client.get(f"{place}?page={number}").content.decode() for number in (1, 2))
    table = client.get(f"{place}?download=csv").content.decode("utf-8-sig")

    assert headline(client, place) == "130 cells have to be put right first"
    assert (first.count("“Party” is not known here"), second.count("“Party” is not known here")) == (100, 30)
    assert [line[0] for line in csv.reader(io.StringIO(table))][1:] == [str(number) for number in range(2, 132)]
    client.post(place, {"mark": ""})
    run_waiting()
    assert Activity.objects.count() == 0


def test_a_file_that_cannot_be_read_says_why_on_its_page(client, large):
    place = hand_in(client, b"Colour\nred\n")
    run_waiting()

    assert headline(client, place) == "The file was not read"
    assert "The column “Own reference” is missing." in client.get(place).content.decode()


def test_a_file_of_a_wrong_kind_is_told_which_kinds_this_form_takes(client):
    answer = client.post("/plan/activities/import/", {"file": SimpleUploadedFile("plan.docx", b"PK")})

    assert answer.status_code == 422
    assert "Files of this kind (“docx”) are not taken. Hand in one of these: csv, ods, xlsx." in answer.content.decode()
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("form", ["csv", "ods", "xlsx"])
def test_an_empty_template_says_that_it_holds_no_rows_and_where_to_write_them(client, form):
    template = client.get(f"/plan/activities/import/template.{form}").content
    answer = client.post("/plan/activities/import/", {"file": SimpleUploadedFile(f"template.{form}", template)})

    assert answer.status_code == 422
    assert "but no rows. Write each activity in a row of its own below these names" in answer.content.decode()


def test_what_others_handed_in_is_not_there(client, large):
    place = hand_in(client, sheet(1))
    stranger = Client()
    stranger.force_login(person(Role.CONTACT_POINT, "GE"))

    assert [stranger.get(place).status_code, stranger.post(place, {"stop": "1"}).status_code] == [404, 302]
    run_waiting()
    assert headline(client, place) == "1 new, 0 changed, 0 as they are"


def test_the_part_that_changes_is_asked_for_again_until_the_work_ends(client, large):
    place = hand_in(client, sheet(1))
    asked = {"headers": {"hx-request": "true"}}

    waiting = client.get(place, **asked)
    run_waiting()
    ended = client.get(place, **asked)

    assert "<html" not in waiting.content.decode()
    assert 'hx-trigger="every 2s"' in waiting.content.decode()
    assert ended.headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("again", [False, True])
def test_many_rows_cost_hardly_more_questions_than_few(now, again):
    costs = []
    services.look(rows(1), by=None, at=now)  # the table of Parties is read once
    for count in (3, 15):
        Activity.objects.all().delete()
        if again:
            services.bring_in(rows(count), by=None, at=now)
        with CaptureQueriesContext(connection) as seen:
            services.bring_in(rows(count, title="Course"), by=None, at=now)
        # What is remembered costs its own questions for each row: a key is asked for until it is kept for good, and the
        # end of the chain is held and moved.
        remembering = ("trust_entry", "trust_tip", "keys_datakey", "SAVEPOINT")
        history = sum(any(part in query["sql"] for part in remembering) for query in seen.captured_queries)
        costs.append(len(seen) - history)

    assert costs[0] == costs[1]


def test_rows_that_change_leave_the_same_as_changing_by_hand(now):
    services.bring_in(rows(2), by=None, at=now)
    same = sheet(2).decode().splitlines()[2]
    changed = f"{HEAD}\nT-0;Training 0;Workshop;GE;Georgia;I.2;Fund B: 5;\n{same}"
    services.bring_in(services.rows_in(changed.encode(), "a.csv"), by=None, at=timezone.now())

    first, second = queries.with_everything(Activity.objects.order_by("reference"))
    facts = queries.facts_of(first)
    assert (facts.kind, facts.participants, [one.action for one in facts.shares]) == ("workshop", ("GE",), ["I.2"])
    assert [(one.source, one.pledged) for one in facts.fundings] == [("Fund B", 5)]
    assert (first.revision, second.revision) == (2, 1)
    [entry] = Entry.objects.filter(kind="plan.activity", object_id=str(first.pk)).order_by("-pk")[:1]
    assert set(entry.after) == {"kind", "participants", "shares", "fundings", "revision"}
    assert entry.before["revision"] == 1


def test_a_file_whose_rows_are_all_stored_does_not_say_that_nothing_was_brought_in():
    someone = person(Role.CONTACT_POINT, "GE")
    client = Client()
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    place = hand_in(client, sheet(2))
    assert "has been brought in yet" in client.get(place).content.decode()
    confirm(client, place)
    again = client.get(hand_in(client, sheet(2))).content.decode()
    assert "Every row is stored already" in again
    assert "has been brought in yet" not in again
