"""The proof `no-loss` sees what it is there to see: a write that is lost, one that is doubled, half a file."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from roundtable.ground.trust.public import Role, Trial
from roundtable.kernel.files import store
from roundtable.operations.plan.models import Note
from roundtable.operations.plan.proofs.no_loss.clients import Ledger
from roundtable.operations.plan.proofs.no_loss.counting import count
from roundtable.operations.plan.services.evidence import add_evidence
from roundtable.operations.plan.services.report_writing import Piece, lay_down, write
from roundtable.operations.plan.services.reports import leave_note
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import ReportFactory
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(settings, tmp_path, now):
    """A report with one word, one note and one file, all acknowledged."""
    settings.MEDIA_ROOT = tmp_path
    DialogueFactory()
    PartyFactory()
    by, report = person(Role.CONTACT_POINT, "GE"), ReportFactory()
    lay_down(report, at=now)
    ledger = Ledger()
    write(report, {"narrative": Piece("wone", 0)}, by=by, at=now, stroke=uuid4())
    ledger.word(report.pk, "narrative", "wone")
    leave_note(report, "wtwo", by=by, at=now)
    ledger.one("note", "wtwo")
    add_evidence(report, title="wthree", upload=SimpleUploadedFile("a.txt", b"Of wthree."), by=by, at=now)
    ledger.one("evidence", "wthree")
    return report, ledger


def counted(tmp_path, report, ledger):
    trial = Trial(tmp_path)
    outcome = count(trial, ledger, [report])
    return outcome.lost, outcome.doubled, trial.violations


def test_what_is_whole_is_found_whole(written, tmp_path):
    assert counted(tmp_path, *written) == (0, 0, 0)


def test_what_was_acknowledged_and_is_not_there_is_lost(written, tmp_path):
    report, ledger = written
    ledger.word(report.pk, "needs", "wnever")
    ledger.one("activity", "wnever-either")
    assert counted(tmp_path, report, ledger) == (2, 0, 2)


def test_what_is_there_twice_is_doubled(written, tmp_path):
    report, ledger = written
    Note.objects.bulk_create(
        [Note(report=report, by_id=one.by_id, at=one.at, text=one.text) for one in Note.objects.all()]
    )
    assert counted(tmp_path, report, ledger)[1] == 1


def test_half_a_file_is_seen(written, tmp_path):
    report, ledger = written
    place = store.path_of(store.StoredFile.objects.get())
    place.write_bytes(place.read_bytes()[:40])
    lost, _doubled, violations = counted(tmp_path, report, ledger)
    assert (lost, violations) == (1, 2)
