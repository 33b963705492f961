"""A published pack is corrected in the open, and whoever took it is told once."""

import pytest
from django.urls import reverse

from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import Collision, Invalid, NotAllowed
from roundtable.kernel.notices.models import Notice
from roundtable.operations.plan.models import Correction, Corrigendum, Report
from roundtable.operations.plan.services import corrigenda, packs
from roundtable.operations.plan.signals import report_corrected
from tests.factories.packs import small_year
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
WORDS = {"figures": "Area I, action I.1", "wrong": "One Party too many.", "right": "One Party says “done”."}


@pytest.fixture
def secretariat():
    return person(Role.SECRETARIAT)


@pytest.fixture
def published(secretariat, now):
    small_year()
    pack = packs.freeze(2026, by=secretariat, at=now)
    return packs.publish(pack, by=secretariat, at=now)


def take(pack, who, now, fmt="json"):
    packs.take(pack, fmt=fmt, language="en", part="main", person=who, at=now)


def test_it_reaches_everybody_who_took_the_pack_exactly_once(published, secretariat, now):
    reader, other = person(Role.CONTACT_POINT, "GE"), person(Role.CONTACT_POINT, "AM")
    take(published, reader, now)
    take(published, reader, now, "html")
    note = corrigenda.issue(published, **WORDS, by=secretariat, at=now)
    told = Notice.objects.filter(key=f"plan.corrigendum:{note.pk}")
    assert [one.user_id for one in told] == [reader.pk]
    assert not Notice.objects.filter(user_id=other.pk).exists()
    assert note.number == 1


def test_the_published_snapshot_stays_and_the_corrected_one_is_numbered(published, secretariat, now):
    before = published.sha256
    corrected = packs.freeze(2026, by=secretariat, at=now, corrects=published)
    corrigenda.issue(published, **WORDS, by=secretariat, at=now, corrected=corrected)
    published.refresh_from_db()
    assert (corrected.name, published.sha256) == ("2026-1-COR1", before)
    assert packs.unchanged(published)
    assert packs.freeze(2026, by=secretariat, at=now, corrects=published).name == "2026-1-COR2"


def test_it_shows_on_the_cited_page_and_in_the_feed(published, secretariat, now, client):
    corrigenda.issue(published, **WORDS, by=secretariat, at=now)
    page = client.get(published.get_absolute_url()).content.decode()
    assert "One Party too many." in page
    feed = client.get(reverse("plan:packs-feed"))
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert feed.content.decode().count("<entry>") == 2
    assert "One Party too many." in feed.content.decode()


def test_a_corrected_report_brings_one_up_for_the_packs_that_counted_it(published, secretariat, now):
    report = Report.objects.get(party="AM", action__code="I.1", round__year=2026)
    later = now.replace(hour=12)
    report.progress = 3
    report.save()
    correction = Correction(report=report, before={"progress": 4}, after={"progress": 3})
    for _again in range(2):
        report_corrected.send(sender=Report, report=report, correction=correction, by=secretariat, at=later)
    note = Corrigendum.objects.get()
    assert (note.pack, note.report_id, note.issued_at) == (published, report.pk, None)
    issued = corrigenda.issue(published, **WORDS, by=secretariat, at=later, proposal=note)
    assert (issued.pk, issued.number) == (note.pk, 1)
    with pytest.raises(Collision):
        corrigenda.dismiss(note, by=secretariat, at=later)


def test_a_correction_of_words_alone_brings_nothing_up(published, secretariat, now):
    report = Report.objects.get(party="AM", action__code="I.1", round__year=2026)
    correction = Correction(report=report, before={"narrative": "x"}, after={"narrative": "y"})
    report_corrected.send(sender=Report, report=report, correction=correction, by=secretariat, at=now.replace(hour=12))
    assert not Corrigendum.objects.exists()


def test_only_the_secretariat_corrects_and_only_what_is_published(published, secretariat, now):
    with pytest.raises(NotAllowed):
        corrigenda.issue(published, **WORDS, by=person(Role.CHAIR, "dialogue"), at=now)
    draft = packs.freeze(2026, by=secretariat, at=now)
    with pytest.raises(Invalid, match="not published"):
        corrigenda.issue(draft, **WORDS, by=secretariat, at=now)
    with pytest.raises(Invalid, match="says which figures"):
        corrigenda.issue(published, **{**WORDS, "right": " "}, by=secretariat, at=now)


def test_the_secretariat_issues_it_in_the_web(published, secretariat, now, client):
    client.force_login(secretariat)
    answer = client.post(reverse("plan:corrigendum-issue", args=[published.pk]), WORDS)
    assert answer.status_code == 302
    assert Corrigendum.objects.get().number == 1
    assert client.get(published.get_absolute_url()).status_code == 200
