"""What of the plan bears a handling marking that people change, and how it is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import MarkedKind, Marking, Person, User, note_raised
from roundtable.operations.plan.models import Activity, Pack, Report
from roundtable.operations.plan.queries import activities, packs, reports
from roundtable.operations.plan.queries.activities import facts_of, with_everything
from roundtable.operations.plan.queries.markings import (
    AUDIENCES,
    FOR_PACKS,
    FOR_REPORTS,
    kept_by_report,
    of_activity,
    of_corrigendum,
    of_evidence,
)
from roundtable.operations.plan.services.activities import known, write_changed
from roundtable.operations.plan.services.report_links import find_anew
from roundtable.operations.plan.signals import Happened

HERE: Final = "roundtable.operations.plan.proofs.markings"
IN_LISTS: Final = ("screen", "print", "csv", "xlsx", "ods", "json", "api", "file")


def _write_activity(activity: Any, to: Marking, by: User, at: datetime) -> None:
    kept = with_everything(Activity.objects.filter(pk=activity.pk)).get()
    said = facts_of(kept)
    facts = replace(said, audience=AUDIENCES[to])
    write_changed(kept, facts, known(at.date(), said), by=by, at=at, happened=Happened.ACTIVITY_CHANGED)


def _sources_of_report(report: Any) -> Iterator[Marking]:
    """A report that was begun from last time's text is a copy of it."""
    earlier = reports.earlier_report(report) if report.prefilled else None
    if earlier is not None:
        yield kept_by_report(earlier)


def _write_report(report: Any, to: Marking, by: User, at: datetime) -> None:
    report.marking = "" if to is Marking.PARTIES else str(to)
    report.revision += 1
    report.changed_at = at
    report.save(update_fields=["marking", "revision", "changed_at"])
    if report.stage == Report.Stage.ACCEPTED:
        find_anew(report)
    for pack in _packs_below(report, to):
        pack.marking = Marking.LIMITE
        _keep_marking(pack)
        note_raised(pack, was=Marking.PARTIES, to=Marking.LIMITE, by=by, at=at)


def _packs_below(report: Report, to: Marking) -> Iterator[Pack]:
    """Packs that pass on what the report says and were not published: they rise with what they were made from."""
    if to is Marking.PARTIES:
        return
    for pack in Pack.objects.filter(year=report.round.year, published_at=None, marking=Marking.PARTIES):
        if any(one["pk"] == report.pk and one["narrative"] for one in packs.annex_of(pack)["reports"]):
            yield pack


def _kept_by_pack(pack: Any) -> Marking:
    return Marking(pack.marking) if pack.marking else Marking.PARTIES


def _sources_of_pack(pack: Any) -> Iterator[Marking]:
    yield packs.cited_by(pack)
    if pack.corrects is not None:
        yield _kept_by_pack(pack.corrects)


def _write_pack(pack: Any, to: Marking, _by: User, _at: datetime) -> None:
    pack.marking = str(to)
    _keep_marking(pack)


def _keep_marking(pack: Pack) -> None:
    pack.save(update_fields=["marking"])
    # Files that say another marking are made again when somebody asks for them.
    pack.renderings.all().delete()


def _activity(person: Person, number: int, at: datetime) -> Activity | None:
    return activities.visible_to(person, at=at).filter(pk=number).first()


def _report(person: Person, number: int, at: datetime) -> Report | None:
    return reports.visible_to(person, at).filter(pk=number).first()


def _pack(person: Person, number: int, at: datetime) -> Pack | None:
    return packs.visible_to(person, at=at).filter(pk=number).first()


MARKED: Final = (
    MarkedKind(
        model="plan.activity",
        bears=of_activity,
        carries=IN_LISTS,
        specimens=f"{HERE}.activities.activities",
        offers=tuple(AUDIENCES),
        write=_write_activity,
        find=_activity,
        url=lambda one: reverse("plan:activity", args=[one.pk]),
    ),
    MarkedKind(
        model="plan.report",
        bears=kept_by_report,
        carries=(*IN_LISTS, "mail", "notice"),
        specimens=f"{HERE}.reports.reports",
        offers=FOR_REPORTS,
        sources=_sources_of_report,
        write=_write_report,
        find=_report,
        called=lambda one: _("Report on %(code)s, %(year)s") % {"code": one.action.label, "year": one.round.year},
        url=lambda one: reverse("plan:report", args=[one.pk]),
    ),
    MarkedKind(
        model="plan.evidence", bears=of_evidence, carries=("file", "screen"), specimens=f"{HERE}.reports.evidence"
    ),
    MarkedKind(
        model="plan.pack",
        bears=_kept_by_pack,
        carries=("screen", "print", "pdf", "docx", "html", "xlsx", "json", "file"),
        specimens=f"{HERE}.packs.packs",
        offers=FOR_PACKS,
        sources=_sources_of_pack,
        write=_write_pack,
        find=_pack,
        url=lambda one: reverse("plan:pack", args=[one.pk]),
    ),
    MarkedKind(
        model="plan.corrigendum",
        bears=of_corrigendum,
        carries=("screen", "mail", "notice", "feed"),
        specimens=f"{HERE}.packs.corrections_of_packs",
    ),
)
