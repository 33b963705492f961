"""Make monitoring packs: freeze a year, lay files out from the snapshot, publish, remember who took them."""

import re
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.trust.public import Marking, Person, User, allows, remember, require, require_not_below
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.operations.plan.domain.snapshot import canonical, packed, sha256, unpacked
from roundtable.operations.plan.exports.pack import annexes, render
from roundtable.operations.plan.exports.pack.freeze import LANGUAGES, snapshot
from roundtable.operations.plan.exports.pack.pages import pages
from roundtable.operations.plan.models import Action, Download, Pack, Rendering, Report
from roundtable.operations.plan.queries import pack_facts
from roundtable.operations.plan.queries.markings import FOR_PACKS, above, has_public_edition
from roundtable.operations.plan.queries.pack_facts import Facts
from roundtable.operations.plan.queries.packs import annex_of, reads_everything, snapshot_of
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.signals import Happened

FIRST_YEAR, LAST_YEAR = 2000, 2100
NAMED = 5
"""How many reports a refusal names one by one."""
MAIN, PUBLIC = "main", "public"


@transaction.atomic
def freeze(  # noqa: PLR0913 - a pack is made with these
    year: int,
    *,
    by: User | None,
    at: datetime,
    decisions: Mapping[str, str] | None = None,
    corrects: Pack | None = None,
    marking: Marking | None = None,
    leave_out: bool = False,
) -> Pack:
    """Freeze a year as it stands into a new snapshot; `by` is None at the administrator's own terminal.

    `decisions` is the secretariat's text for the meeting by language. With `corrects` the snapshot is numbered as the
    next correction of that pack. Without a `marking` it bears that of the pack it corrects, or PARTIES; reports under a
    higher one are refused, unless `leave_out` counts them and leaves out what they say. Raises Invalid where there is
    no plan to report on.
    """
    if by is not None:
        require(by, Do.CORRECT_PACK if corrects else Do.MAKE_PACK, at=at)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(_("There is no reporting on the year %(year)s. Give a year such as 2026.") % {"year": year})
    if not Action.objects.filter(gone=False).exists():
        raise Invalid(_("There is no plan in force yet. Import it first, then make the pack."))
    mark = marking or (Marking(corrects.marking) if corrects and corrects.marking else Marking.PARTIES)
    if mark not in FOR_PACKS:
        raise Invalid(_("A pack is marked PARTIES or LIMITE. Choose one of the two."))
    if corrects and corrects.marking:
        require_not_below(mark, [Marking(corrects.marking)])
    if not leave_out:
        require_citable(year, mark)
    number, correction = _numbers(year, corrects)
    pack = Pack(year=year, number=number, correction=correction, corrects=corrects, taken_at=at, taken_by=by)
    pack.marking = mark
    facts, content, annex = _read(pack, decisions or {})
    pack.content, pack.annex = packed(content), packed(annex)
    pack.sha256 = sha256(canonical(content))
    pack.demonstration = facts.demonstration
    pack.save()
    remember(
        Happened.PACK_CORRECTED if corrects else Happened.PACK_FROZEN,
        by=by,
        on=pack,
        at=at,
        after={"sha256": pack.sha256},
    )
    return pack


@transaction.atomic
def frozen(year: int, *, at: datetime, marking: Marking | None = None, leave_out: bool = False) -> Pack:
    """Give the newest snapshot of a year at the administrator's terminal, frozen anew only where something changed.

    A snapshot of the same day serves again while the data would give the same hash, so that the files of several
    calls come from one snapshot. Raises Invalid as `freeze` does.
    """
    last = Pack.objects.filter(year=year, taken_at__date=at.date()).order_by("-number", "-correction").first()
    if last is not None and not last.correction and last.marking == (marking or Marking.PARTIES):
        if not leave_out:
            require_citable(year, Marking(last.marking))
        if sha256(canonical(_read(last, {})[1])) == last.sha256:
            return last
    return freeze(year, by=None, at=at, marking=marking, leave_out=leave_out)


def _read(pack: Pack, decisions: Mapping[str, str]) -> tuple[Facts, dict[str, Any], dict[str, Any]]:
    """Read what a pack holds, by its year, marking and moment: the facts, the snapshot and its annexes."""
    facts = pack_facts.read(pack.year, at=pack.taken_at, languages=LANGUAGES, ceiling=Marking(pack.marking))
    content, annex = snapshot(
        facts,
        name=pack.name,
        number=pack.number,
        correction=pack.correction,
        taken_at=pack.taken_at,
        decisions=decisions,
        marking=pack.marking,
    )
    return facts, content, annex


def require_citable(year: int, marking: Marking) -> None:
    """Refuse with `Invalid` a pack under `marking` that would cite reports under a higher one; say what to do."""
    found = [
        report
        for report in Report.objects.filter(
            round__year=year, stage=Report.Stage.ACCEPTED, deleted_at=None, marking=Marking.LIMITE
        )
        .exclude(answer=Report.Answer.CONFIDENTIAL)
        .select_related("action")
        .order_by("party_id", "action__area__number", "action__number")
        if above(report.marking, marking)
    ]
    if found:
        named = ", ".join(f"{report.party_id} {report.action.label}" for report in found[:NAMED])
        raise Invalid(
            ngettext(
                "%(number)s report is under LIMITE (%(named)s), and this pack would be under %(marking)s. Make the "
                "pack LIMITE, or choose to leave out what such reports say.",
                "%(number)s reports are under LIMITE (%(named)s), and this pack would be under %(marking)s. Make the "
                "pack LIMITE, or choose to leave out what such reports say.",
                len(found),
            )
            % {"number": len(found), "named": named, "marking": marking},
            fields={"marking": [_("Choose LIMITE, or leave out what such reports say.")]},
        )


def _numbers(year: int, corrects: Pack | None) -> tuple[int, int]:
    packs = Pack.objects.select_for_update().filter(year=year).defer("content", "annex")
    if corrects is None:
        last = packs.order_by("-number").first()
        return (last.number if last else 0) + 1, 0
    if corrects.year != year:
        raise Invalid(_("A corrected pack is about the same year as the pack that it corrects."))
    last = packs.filter(number=corrects.number).order_by("-correction").first()
    return corrects.number, (last.correction if last else 0) + 1


@transaction.atomic
def publish(pack: Pack, *, by: User, at: datetime) -> Pack:
    """Publish a pack: its public edition can be read and cited by everybody from now on. Twice changes nothing."""
    require(by, Do.PUBLISH_PACK, pack, at=at)
    held = Pack.objects.select_for_update().defer("content", "annex").get(pk=pack.pk)
    if held.published_at is not None:
        return held
    if not has_public_edition(held):
        raise Invalid(
            _(
                "This pack is under %(marking)s, so there is nothing in it for everybody. Have its marking lowered "
                "first, or make one that leaves out what reports under LIMITE say."
            )
            % {"marking": held.marking}
        )
    held.published_at, held.published_by = at, by
    held.save(update_fields=["published_at", "published_by"])
    remember(Happened.PACK_PUBLISHED, by=by, on=held, at=at, after={"published_at": at})
    return held


def parts_of(pack: Pack) -> list[str]:
    """The names of the parts of the annexes."""
    return annexes.parts(snapshot_of(pack), annex_of(pack))


def laid_out(pack: Pack, *, fmt: str, language: str, part: str = MAIN) -> bytes:
    """Make a file from the snapshot: the same bytes every time. NotThere for what no pack has."""
    content = snapshot_of(pack)
    if fmt not in render.FORMATS or language not in content["documents"]:
        raise NotThere("")
    if part == PUBLIC and not has_public_edition(pack):
        raise NotThere("")
    if part in {MAIN, PUBLIC}:
        return render.main(content, fmt, language, public=part == PUBLIC)
    annex = annex_of(pack)
    try:
        document = annexes.part(part, content, annex, language)
    except (KeyError, ValueError) as error:
        raise NotThere("") from error
    return render.laid_out(document, content, fmt)


def render_file(pack: Pack, *, fmt: str, language: str, part: str = MAIN, at: datetime) -> Rendering:
    """Give a file of a pack, made now unless it was made before; page count and seconds are kept with it."""
    kept = pack.renderings.filter(fmt=fmt, language=language, part=part).first()
    if kept is not None:
        return kept
    begun = time.perf_counter()
    body = laid_out(pack, fmt=fmt, language=language, part=part)
    seconds = time.perf_counter() - begun
    made, _new = Rendering.objects.get_or_create(
        pack=pack,
        part=part,
        fmt=fmt,
        language=language,
        defaults={
            "sha256": sha256(body),
            "size": len(body),
            "pages": pages(body) if fmt == "pdf" else None,
            "seconds": round(seconds, 3),
            "body": body,
            "made_at": at,
        },
    )
    return made


def take(  # noqa: PLR0913 - what is taken, by whom, when
    pack: Pack, *, fmt: str, language: str, part: str, person: Person, at: datetime
) -> Rendering:
    """Hand a file out. Who is signed in is remembered, so that a corrigendum can reach them.

    Readers outside get the public edition of a published pack; NotThere for anything else.
    """
    everything = reads_everything(person, at=at)
    if part == MAIN and not everything:
        part = PUBLIC
    unseen = pack.published_at is None and not allows(person, Do.READ_UNPUBLISHED_PACK, at=at)
    if unseen or (not everything and part != PUBLIC):
        raise NotThere("")
    file = render_file(pack, fmt=fmt, language=language, part=part, at=at)
    if isinstance(person, User):
        Download.objects.create(pack=pack, by=person, part=part, fmt=fmt, language=language, at=at)
    return file


def unchanged(pack: Pack) -> bool:
    """Whether the kept snapshot still has the hash under which it was frozen."""
    return sha256(unpacked(pack.content)) == pack.sha256


def named(name: str, *, among: QuerySet[Pack] | None = None) -> Pack | None:
    """The pack that is cited under a name such as 2026-1 or 2026-1-COR1, among those that the asker may see."""
    found = re.fullmatch(r"(\d{4})-(\d{1,4})(?:-COR(\d{1,4}))?", name)
    if found is None:
        return None
    year, number, correction = (int(group or 0) for group in found.groups())
    packs = Pack.objects.all() if among is None else among
    return packs.filter(year=year, number=number, correction=correction).first()
