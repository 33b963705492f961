"""Spreadsheets of activities: a look first, every row or none, and the same again changes nothing."""

import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from roundtable.ground.trust.models import Entry
from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import Collision, Invalid, NotThere
from roundtable.kernel.files import store
from roundtable.operations.plan.exports.activity_template import template
from roundtable.operations.plan.models import Action, Activity
from roundtable.operations.plan.queries import activities as queries
from roundtable.operations.plan.services import activity_import as services
from roundtable.operations.plan.services.activities import empty_bin
from tests.factories.plan import activity, frame
from tests.factories.trust import person

pytestmark = pytest.mark.django_db

HEAD = (
    "Own reference;Title;Kind;Status;Lead;Participating Parties;First day;Last day;Actions served;"
    "Budget, euro;Sources of money"
)
GOOD = [
    (
        "T-1;Training on documents;Training;Planned;GE;Armenia, Kosovo*;2026-05-04;06.05.2026;I.1: 60, II.1: 40;"
        "12 000,50;Fund A: 10000 / 4000"
    ),
    "T-2;Expert meeting;expert-meeting;;Georgia;;;;I.2;;",
]


@pytest.fixture(autouse=True)
def _house(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    frame()


def sheet(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def rows(*lines: str):
    return services.rows_in(sheet(*lines), "activities.csv")


def state():
    return [
        (one.revision, queries.facts_of(one).plain())
        for one in queries.with_everything(Activity.objects.order_by("pk"))
    ]


def test_rows_are_read_as_people_write_them(now):
    services.bring_in(rows(*GOOD), by=None, at=now)

    (_revision, first), (_other, second) = state()
    assert first | {} == {
        "title": "Training on documents",
        "kind": "training",
        "stage": "planned",
        "audience": "parties",
        "reference": "T-1",
        "about": "",
        "lead": "GE",
        "partners": [],
        "participants": ["AM", "XK"],
        "starts": "2026-05-04",
        "ends": "2026-05-06",
        "place": "",
        "online": False,
        "budget": "12000.50",
        "spent": None,
        "issues": [],
        "outputs": "",
        "shares": {"I.1": "60.00", "II.1": "40.00"},
        "fundings": [["Fund A", "10000.00", "4000.00"]],
        "documents": [],
    }
    assert (second["kind"], second["lead"], second["shares"], second["budget"]) == (
        "expert-meeting",
        "GE",
        {"I.2": "100.00"},
        None,
    )


def test_looking_changes_nothing_and_tells_every_fault_with_row_and_column(now):
    activity("Kept", reference="T-9")
    before, history = state(), Entry.objects.count()

    preview = services.look(
        rows(
            GOOD[0],
            ";No reference;Training;;GE;;;;I.1;;",
            "T-3;;Party;;Atlantis;;31.02.2026;;I.1: 60, I.2: 30;1,234;",
            "T-1;Same as above;Training;;GE;;;;I.1;;",
            "T-4;Sum;Training;;GE;;;;I.1: 60, I.2: 30;;",
        ),
        by=None,
        at=now,
    )

    assert [(one.row, one.column) for one in preview.problems] == [
        (3, "Own reference"),
        (4, "Kind"),
        (4, "Lead"),
        (4, "First day"),
        (4, "Budget, euro"),
        (4, "Title"),
        (4, "Actions served"),
        (5, "Own reference"),
        (6, "Actions served"),
    ]
    assert preview.problems[-1].sentence == "The shares add up to 90 %: 10 % are missing to 100 %."
    assert (state(), Entry.objects.count()) == (before, history)


def test_one_fault_keeps_every_row_out(now):
    with pytest.raises(Invalid):
        services.bring_in(rows(GOOD[0], "T-3;;Training;;GE;;;;I.1;;"), by=None, at=now)

    assert state() == []


def test_the_same_file_again_changes_nothing(now):
    services.bring_in(rows(*GOOD), by=None, at=now)
    before, history = state(), Entry.objects.count()

    again = services.bring_in(rows(*GOOD), by=None, at=now)

    assert (again.count("same"), again.count("new"), again.count("changed")) == (2, 0, 0)
    assert (state(), Entry.objects.count()) == (before, history)


def test_a_known_reference_changes_and_a_column_left_out_stays(now):
    kept = activity("Old title", reference="T-1", place="Tbilisi", budget=Decimal(5), stage="completed")

    services.bring_in(rows("T-1;New title;Training;;GE;AM;2026-05-04;;I.1;;"), by=None, at=now)

    kept.refresh_from_db()
    assert (kept.title, kept.place, kept.budget, kept.stage, kept.revision) == (
        "New title",
        "Tbilisi",
        Decimal(5),
        "completed",
        2,
    )
    assert Entry.objects.get(object_id=str(kept.pk)).happened == "plan.activity-imported"


def test_what_is_confirmed_is_what_was_looked_at(now):
    kept = activity("Old title", reference="T-1")
    file = rows("T-1;New title;Training;;GE;;;;I.1;;")
    mark = services.look(file, by=None, at=now).mark
    Activity.objects.filter(pk=kept.pk).update(title="Changed meanwhile", revision=2)

    with pytest.raises(Collision):
        services.bring_in(file, by=None, at=now, mark=mark)


def test_people_bring_in_for_their_own_party_alone(now):
    armenia = person(Role.CONTACT_POINT, "AM")

    preview = services.look(rows(*GOOD), by=armenia, at=now)

    assert [(one.row, one.column) for one in preview.problems] == [(2, "Lead"), (3, "Lead")]


def test_a_reference_in_the_bin_is_told(now):
    activity("Deleted", reference="T-1", deleted_at=now)

    problem = services.look(rows(GOOD[0]), by=None, at=now).problems[0]

    assert "in the bin" in problem.sentence


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_the_template_has_the_columns_that_are_read(form):
    with pytest.raises(Invalid):
        services.rows_in(b"Colour\nred", "x.csv")
    with pytest.raises(Invalid, match=r"but no rows\. Write each activity in a row of its own"):
        services.rows_in(template(form), f"template.{form}")


def test_what_goes_in_never_becomes_a_formula_on_the_way_out(now):
    services.bring_in(rows("=1+1;'=HYPERLINK(1);Training;;GE;;;;I.1;;"), by=None, at=now)
    client = Client()
    client.force_login(person(Role.SECRETARIAT), backend="allauth.account.auth_backends.AuthenticationBackend")

    assert Activity.objects.get().title.endswith("=HYPERLINK(1)")
    text = client.get("/plan/activities/?download=csv").content.decode("utf-8-sig")
    assert "\n=" not in text
    assert ";=" not in text
    assert ",=" not in text


def test_handing_in_looking_and_confirming_in_the_browser():
    client = Client()
    client.force_login(person(Role.CONTACT_POINT, "GE"), backend="allauth.account.auth_backends.AuthenticationBackend")

    handed_in = client.post(
        "/plan/activities/import/", {"file": SimpleUploadedFile("activities.csv", sheet(*GOOD), "text/csv")}
    )
    page = client.get(handed_in.url)
    assert "2 new, 0 changed, 0 as they are" in page.content.decode()
    assert Activity.objects.count() == 0
    stranger = Client()
    stranger.force_login(
        person(Role.CONTACT_POINT, "GE"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert stranger.get(handed_in.url).status_code == 404

    done = client.post(handed_in.url, {"mark": page.context["found"]["mark"]}, follow=True)
    assert "2 activities are new." in done.content.decode()
    assert Activity.objects.count() == 2


def test_a_file_that_is_no_spreadsheet_is_told_on_the_page():
    client = Client()
    client.force_login(person(Role.SECRETARIAT), backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(
        "/plan/activities/import/", {"file": SimpleUploadedFile("a.xlsx", b"PK not really", "text/csv")}
    )

    assert answer.status_code == 422
    assert "The file was not read" in answer.content.decode()
    assert client.post("/plan/activities/import/").status_code == 422


def test_the_command_looks_and_brings_in(tmp_path):
    file = tmp_path / "activities.csv"
    file.write_bytes(sheet(*GOOD))

    looked = io.StringIO()
    call_command("plan_activities_import", str(file), "--dry-run", "--json", stdout=looked)
    assert json.loads(looked.getvalue()) == {"dry_run": True, "new": 2, "changed": 0, "same": 0, "problems": []}
    assert Activity.objects.count() == 0
    done = io.StringIO()
    call_command("plan_activities_import", str(file), stdout=done)
    assert done.getvalue() == "2 rows are brought in: 2 new, 0 changed, 0 same. 0 faults.\n"
    file.write_bytes(sheet("T-3;;Training;;GE;;;;I.1;;"))
    with pytest.raises(CommandError):
        call_command("plan_activities_import", str(file), stdout=io.StringIO())
    assert Activity.objects.count() == 2


def test_activities_are_held_while_a_spreadsheet_is_brought_in(monkeypatch, now):
    held = []
    asked = QuerySet.select_for_update

    def holding(rows, **how):
        if rows.model is Activity:  # the chains of the history are held too
            held.append(1)
        return asked(rows, **how)

    monkeypatch.setattr(QuerySet, "select_for_update", holding)

    services.look(rows(*GOOD), by=None, at=now)
    looked = list(held)
    services.bring_in(rows(*GOOD), by=None, at=now)

    assert (looked, held) == ([], [1])


def test_a_spreadsheet_that_nobody_confirmed_does_not_stay_for_ever(now):
    owner = person(Role.CONTACT_POINT, "GE")
    upload = SimpleUploadedFile("activities.csv", sheet(*GOOD))
    facts = {"scope": "secretariat", "by": owner.pk, "purpose": services.PURPOSE, "audience": "own"}
    stored = store.keep(upload, at=now, **facts)

    empty_bin(at=now + timedelta(days=1))
    assert services.handed_in(stored.pk, by=owner) == stored
    empty_bin(at=now + timedelta(days=3))
    with pytest.raises(NotThere):
        services.handed_in(stored.pk, by=owner)


def test_a_dropped_action_comes_back_from_a_file_as_the_same_action(client, now):
    kept = activity("A course", lead_id="GE", reference="T-9", starts=date(2025, 5, 4), ends=date(2025, 5, 6))
    gone = Action.objects.get(code="I.1")
    Action.objects.filter(pk=gone.pk).update(gone=True, until=date(2025, 12, 31))
    Action.objects.create(area=gone.area, number=1, code="I.1", short_title="Another action")
    client.force_login(person(Role.SECRETARIAT))

    file = client.get(reverse("plan:activities"), {"download": "csv"}).content
    preview = services.look(services.rows_in(file, "activities.csv"), by=None, at=now)

    assert [(line.fate, line.activity) for line in preview.lines] == [(services.Fate.SAME, kept)]
