"""The plan's things bear their markings; what is under LIMITE is not passed on below it."""

import re

import pytest
from django.urls import reverse

from roundtable.ground.trust.public import Marking, Role, reading_log
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.operations.plan.exports.pack import render
from roundtable.operations.plan.models import Activity, Pack, Report
from roundtable.operations.plan.queries.packs import annex_of, cited_by, snapshot_of, visible_to
from roundtable.operations.plan.queries.reports import shown
from roundtable.operations.plan.queries.reports import visible_to as reports_of
from roundtable.operations.plan.services import packs
from roundtable.operations.plan.services.marked import MARKED
from tests.factories.packs import small_year
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
SECRET = "Said for officials alone"


@pytest.fixture
def office():
    return person(Role.SECRETARIAT)


@pytest.fixture
def restricted():
    small_year()
    report = Report.objects.get(party_id="AM", action__code="II.2")
    report.marking, report.narrative = "LIMITE", SECRET
    report.save()
    return report


@pytest.mark.parametrize(
    ("role", "scope", "reads"),
    [
        (Role.CONTACT_POINT, "GE", True),
        (Role.AUDITOR, "dialogue", True),
        (Role.OBSERVER, "dialogue", False),
        (Role.PARTNER, "IOM", False),
    ],
)
def test_officials_read_what_is_under_limite_and_observers_and_partners_do_not(restricted, now, role, scope, reads):
    seen = shown(reports_of(person(role, scope), now).get(pk=restricted.pk))
    assert (seen.narrative == SECRET) is reads


@pytest.mark.parametrize("marking", ["LIMITE", "INSTITUTION", ""])
def test_who_reads_what_is_marked_is_remembered(client, restricted, now, marking):
    Report.objects.filter(pk=restricted.pk).update(marking=marking)
    reader = person(Role.CONTACT_POINT, "AM")  # of the Party itself: others see nothing under INSTITUTION
    client.force_login(reader)
    before = reading_log.newest()
    assert SECRET in client.get(reverse("plan:report", args=[restricted.pk])).content.decode()
    read = [(one.by, one.kind, one.object_id) for one in reading_log.since(before)]
    assert read == ([(reader, "plan.report", str(restricted.pk))] if marking else [])


def test_a_pack_that_would_cite_it_says_what_to_do(restricted, office, now):
    with pytest.raises(Invalid, match=r"AM II\.2.*Make the pack LIMITE, or choose to leave out"):
        packs.freeze(2026, by=office, at=now)
    assert not Pack.objects.exists()


def test_a_pack_that_leaves_it_out_counts_it_and_does_not_cite_it(restricted, office, now):
    pack = packs.freeze(2026, by=office, at=now, leave_out=True)
    row = next(one for one in annex_of(pack)["reports"] if one["pk"] == restricted.pk)
    assert (row["answer"], row["narrative"]) == ("progress-3", "")
    assert (pack.marking, cited_by(pack)) == ("PARTIES", Marking.PARTIES)


def test_a_pack_under_limite_cites_it_and_has_no_public_edition(restricted, office, now):
    pack = packs.freeze(2026, by=office, at=now, marking=Marking.LIMITE)
    assert any(one["narrative"] == SECRET for one in annex_of(pack)["reports"])
    with pytest.raises(Invalid, match="nothing in it for everybody"):
        packs.publish(pack, by=office, at=now)
    with pytest.raises(NotThere):
        packs.laid_out(pack, fmt="json", language="en", part=packs.PUBLIC)
    with pytest.raises(Invalid, match="made from something under LIMITE"):
        packs.freeze(2026, by=office, at=now, corrects=pack, marking=Marking.PARTIES, leave_out=True)


def test_raising_a_report_raises_the_unpublished_packs_that_cite_it(office, now):
    small_year()
    report = Report.objects.get(party_id="AM", action__code="II.2")
    draft = packs.freeze(2026, by=office, at=now)
    public = packs.publish(packs.freeze(2026, by=office, at=now), by=office, at=now)
    kind = next(one for one in MARKED if one.model == "plan.report")
    kind.write(report, Marking.LIMITE, office, now)
    assert list(Pack.objects.filter(pk__in=[draft.pk, public.pk]).order_by("pk").values_list("marking", flat=True)) == [
        "LIMITE",
        "PARTIES",
    ]


def test_a_snapshot_from_before_there_were_markings_is_what_it_was(office, now):
    small_year()
    pack = packs.freeze(2026, by=office, at=now)
    old = snapshot_of(pack)
    del old["data"]["marking"], old["data"]["cites"]
    for document in old["documents"].values():
        del document["marking"]
    plain = render.main(old, "html", "en")
    assert b"marking" not in plain
    assert b'data-marking="PARTIES"' in render.main(snapshot_of(pack), "html", "en")
    assert b"marking" not in render.main(old, "json", "en")


def test_a_published_pack_that_was_raised_is_gone_for_everybody_outside(client, office, now):
    small_year()
    pack = packs.publish(packs.freeze(2026, by=office, at=now), by=office, at=now)
    page = reverse("plan:pack", args=[pack.pk])
    assert client.get(page).status_code == 200
    Pack.objects.filter(pk=pack.pk).update(marking="LIMITE")
    assert client.get(page).status_code == 404
    assert page not in client.get(reverse("plan:packs-feed")).content.decode()
    assert visible_to(office, at=now).filter(pk=pack.pk).exists()


@pytest.mark.parametrize(
    ("audience", "marking"), [("public", "PUBLIC"), ("parties", "PARTIES"), ("own", "INSTITUTION")]
)
def test_a_page_and_a_file_carry_what_an_activity_bears(client, office, audience, marking):
    small_year()
    one = Activity.objects.get(title="A late pilot")
    Activity.objects.filter(pk=one.pk).update(audience=audience)
    Activity.objects.exclude(pk=one.pk).delete()
    client.force_login(office)
    page = client.get(reverse("plan:activity", args=[one.pk])).content.decode()
    assert re.findall(r'data-marking="(\w+)"', page) == [marking, marking]
    answer = client.get(f"{reverse('plan:activities')}?download=csv")
    assert f'filename="{marking}-plan-activities.csv"' in answer["Content-Disposition"]
