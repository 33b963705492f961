"""Things of the plan under every marking that they can bear, and every form in which they are seen."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roundtable.ground.trust.public import Marking, Rendition, Role, Specimen, Trial, User, below, holders, make_token
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.files import store
from roundtable.kernel.notices.mailing import mail_notice
from roundtable.kernel.notices.models import Notice
from roundtable.operations.plan.models import Activity, Correction, Corrigendum, Evidence, Pack, Report
from roundtable.operations.plan.proofs.filling import Filled
from roundtable.operations.plan.queries.activities import facts_of
from roundtable.operations.plan.queries.markings import AUDIENCES, FOR_PACKS, FOR_REPORTS, above, of_report
from roundtable.operations.plan.queries.packs import annex_of
from roundtable.operations.plan.services import corrections, corrigenda
from roundtable.operations.plan.services import packs as making
from roundtable.operations.plan.services import reports as writing
from roundtable.operations.plan.services.activities import change
from roundtable.operations.plan.services.activity_import import bring_in, look
from roundtable.operations.plan.services.evidence import PURPOSE

SHEETS = ("csv", "xlsx", "ods", "json")


def _office() -> User:
    return holders(Role.SECRETARIAT, SECRETARIAT, on=timezone.now().date()).order_by("pk")[0]


def _speaker(party: str) -> User:
    return holders(Role.CONTACT_POINT, party, on=timezone.now().date()).order_by("pk")[0]


def _spoken_for() -> list[str]:
    """The Parties for which somebody speaks today."""
    speaking = User.objects.filter(terms__role=Role.CONTACT_POINT, terms__ends=None, is_active=True)
    return sorted(speaking.values_list("terms__scope", flat=True))


def _get(person: User | None, address: str, *, bare: bool = False) -> Rendition:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    answer = client.get(address)
    name = answer.headers.get("Content-Disposition", "")
    return Rendition(b"" if bare else answer.getvalue(), name)


def _listed(person: User, address: str, sheets: tuple[str, ...] = SHEETS) -> Mapping[str, Callable[[], Rendition]]:
    found = {one: partial(_get, person, f"{address}&download={one}") for one in sheets}
    return found | {"file": partial(_get, person, f"{address}&download=xlsx")}


def _told(do: Callable[[], object], *, mailed: bool) -> Rendition:
    """What somebody is told by a deed: the newest notice, or the mail about it."""
    last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    do()
    notice = Notice.objects.filter(pk__gt=last).order_by("pk")[0]
    if not mailed:
        return Rendition((notice.subject + notice.text).encode(), subject=notice.subject)
    Notice.objects.filter(pk=notice.pk).update(demonstration=False)
    mail.outbox = []
    mail_notice(notice.pk)
    sent = mail.outbox[0]
    return Rendition(str(sent.message()).encode() + str(sent.body).encode(), subject=str(sent.subject))


def activities(_trial: Trial) -> Iterator[Specimen]:
    """An activity of each audience."""
    kept = Activity.objects.filter(deleted_at=None, fundings=None).order_by("pk")
    for number, (marking, audience) in enumerate(AUDIENCES.items()):
        one = kept[number]
        canary = f"Canary{number}activity"
        Activity.objects.filter(pk=one.pk).update(
            audience=audience, title=canary, words=canary.casefold(), reference=f"canary-{number}"
        )
        one.refresh_from_db()
        page, reader = reverse("plan:activity", args=[one.pk]), _office()
        yield Specimen(
            what=f"an activity for {audience}",
            marking=marking,
            canary=canary,
            thing=one,
            renditions={
                "screen": partial(_get, reader, page),
                "print": partial(_get, reader, page),
                "api": partial(_get, reader, f"/api/v1/plan/activities/{one.pk}"),
                **_listed(reader, f"{reverse('plan:activities')}?q={canary}"),
            },
            lowering=list(_lower_activity(one, marking)),
            copying=list(_copy_activity(one, marking)),
        )


def _lower_activity(one: Activity, marking: Marking) -> Iterator[tuple[str, Callable[[], object]]]:
    office = _office()
    for to, audience in AUDIENCES.items():
        if not below(to, marking):
            continue

        def by_service(audience: str = audience) -> None:
            kept = Activity.objects.get(pk=one.pk)
            facts = facts_of(kept)
            change(
                kept,
                type(facts)(**{**_fields(facts), "audience": audience}),
                by=office,
                at=timezone.now(),
                revision=kept.revision,
            )

        def by_api(audience: str = audience) -> None:
            now = timezone.now()
            _token, secret = make_token(
                by=office, name="proof", allows=["plan:write"], expires_at=now + timedelta(days=1), at=now
            )
            client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
            address = f"/api/v1/plan/activities/{one.pk}"
            tag = client.get(address).headers["ETag"]
            client.patch(address, {"audience": audience}, content_type="application/json", headers={"If-Match": tag})

        def by_form(audience: str = audience) -> None:
            client = Client(raise_request_exception=False)
            client.force_login(office)
            address = f"{reverse('plan:activity', args=[one.pk])}change/"
            sent = Filled(client.get(address).content.decode()).sent
            client.post(address, {**sent, "audience": audience})

        def by_import(audience: str = audience) -> None:
            _import(one, audience, "")

        yield f"the service, to {to}", by_service
        yield f"the API, to {to}", by_api
        yield f"the form, to {to}", by_form
        yield f"an import, to {to}", by_import


def _fields(facts: Any) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def _row(one: Activity, reference: str, audience: str, marking: str) -> dict[str, Any]:
    facts = facts_of(one)
    shares = "; ".join(f"{share.action}: {share.percent}" for share in facts.shares)
    return {
        "reference": reference,
        "title": one.title,
        "kind": one.kind,
        "lead": str(one.lead_id),
        "shares": shares,
        "audience": audience,
        "marking": marking,
    }


def _import(one: Activity, audience: str, marking: str, reference: str = "") -> None:
    rows = [(2, _row(one, reference or one.reference, audience, marking))]
    office, now = _office(), timezone.now()
    look(rows, by=office, at=now)
    bring_in(rows, by=office, at=now)


def _copy_activity(one: Activity, marking: Marking) -> Iterator[tuple[str, Callable[[], bool]]]:
    """A row of an exported sheet, which says what it bore, brought in for more readers."""
    for to, audience in AUDIENCES.items():
        if not below(to, marking):
            continue

        def by_import(audience: str = audience) -> bool:
            reference = f"copy-{audience}"
            _import(one, audience, str(marking), reference)
            return Activity.objects.filter(reference=reference).exists()

        yield f"an import, for {audience}", by_import


def reports(_trial: Trial) -> Iterator[Specimen]:
    """An accepted report under each marking, a confidential one, and one on its way."""
    accepted = Report.objects.filter(stage=Report.Stage.ACCEPTED, answer="progress", deleted_at=None)
    accepted = accepted.filter(corrections=None, party__in=_spoken_for()).order_by("-round__year", "pk")
    chosen: list[tuple[str, Report, Marking]] = []
    for number, marking in enumerate(FOR_REPORTS):
        one = accepted[number]
        one.marking = "" if marking is Marking.PARTIES else str(marking)
        chosen.append((f"an accepted report under {marking}", one, marking))
    one = accepted[len(FOR_REPORTS)]
    one.answer, one.progress = "confidential", None
    chosen.append(("a confidential report", one, Marking.INSTITUTION))
    on_its_way = Report.objects.exclude(stage=Report.Stage.ACCEPTED).filter(deleted_at=None, party__in=_spoken_for())
    draft = on_its_way.order_by("pk")[0]
    chosen.append((f"a report that is {draft.stage}", draft, Marking.INSTITUTION))
    for number, (what, one, marking) in enumerate(chosen):
        canary = f"Canary{number}report"
        one.narrative = canary
        one.save()
        yield _report(what, one, marking, canary)


def _report(what: str, one: Report, marking: Marking, canary: str) -> Specimen:
    speaker = _speaker(str(one.party_id))
    page = reverse("plan:report", args=[one.pk])
    accepted = one.stage == Report.Stage.ACCEPTED

    def refused() -> None:
        now = timezone.now()
        if accepted:
            wish = Correction.objects.create(report=one, reason=canary, asked_at=now, asked_by=speaker)
            corrections.decide_correction(wish, opened=False, note=canary, by=_office(), at=now)
        else:
            writing.tell_party(one, subject="Returned", text=canary, url=page, key="proof", at=now)

    return Specimen(
        what=what,
        marking=marking,
        canary=canary,
        thing=one if accepted and one.answer == "progress" else None,
        renditions={
            "screen": partial(_get, speaker, page),
            "print": partial(_get, speaker, page),
            "api": partial(_get, speaker, f"/api/v1/plan/reports/{one.pk}"),
            "mail": partial(_told, refused, mailed=True),
            "notice": partial(_told, refused, mailed=False),
            **_listed(speaker, f"{reverse('plan:report-list')}?q={canary}"),
        },
        copying=list(_copies_of(one, marking)) if accepted and one.answer == "progress" else (),
    )


def _copies_of(one: Report, marking: Marking) -> Iterator[tuple[str, Callable[[], bool]]]:
    """A pack for those who take part that would cite a report under LIMITE; last year's words in a new report."""
    year = one.round.year

    def cites(pack: Pack | None) -> bool:
        return pack is not None and above(str(marking), Marking(pack.marking)) and _cites(pack, one)

    def by_service() -> bool:
        return cites(making.freeze(year, by=_office(), at=timezone.now()))

    def left_out() -> bool:
        return cites(making.freeze(year, by=_office(), at=timezone.now(), leave_out=True))

    def by_command() -> bool:
        before = set(Pack.objects.values_list("pk", flat=True))
        out = Path(settings.ROUNDTABLE_HOME) / "copy.json"
        try:
            call_command("plan_pack", year=year, fmt="json", out=str(out))
        except Exception:  # noqa: BLE001 - a refusal of any kind is what is wanted
            return False
        return cites(Pack.objects.exclude(pk__in=before).first())

    def by_form() -> bool:
        client = Client(raise_request_exception=False)
        client.force_login(_office())
        answer = client.post(reverse("plan:pack-make"), {"year": year})
        return answer.status_code < 400 and marking is Marking.LIMITE

    def begun_from_it() -> bool:
        later = Report(round=one.round, party_id=one.party_id, action=one.action, prefilled=True)
        writing.take_over(later, one)
        return below(Marking(later.marking or Marking.PARTIES), marking)

    yield "freezing a pack", by_service
    yield "freezing a pack that leaves it out", left_out
    yield "the command", by_command
    yield "the form", by_form
    yield "beginning from it", begun_from_it


def _cites(pack: Pack, one: Report) -> bool:
    from_it = [row for row in annex_of(pack)["reports"] if row["pk"] == one.pk]
    return any(row["narrative"] for row in from_it)


def evidence(_trial: Trial) -> Iterator[Specimen]:
    """A file of a report under each marking."""
    accepted = Report.objects.filter(stage=Report.Stage.ACCEPTED, answer="progress", deleted_at=None)
    accepted = accepted.filter(party__in=_spoken_for())
    for number, marking in enumerate(FOR_REPORTS):
        one = accepted.order_by("round__year", "pk")[number]
        one.marking = "" if marking is Marking.PARTIES else str(marking)
        one.save(update_fields=["marking"])
        speaker = _speaker(str(one.party_id))
        stored = store.keep(
            SimpleUploadedFile("minutes.txt", b"Canary of evidence"),
            scope=str(one.party_id),
            by=speaker.pk,
            purpose=PURPOSE,
            at=timezone.now(),
            audience=str(one.party_id),
        )
        Evidence.objects.create(report=one, title="Minutes", file_id=stored.pk, added_at=timezone.now())
        yield Specimen(
            what=f"evidence of a report under {marking}",
            marking=of_report(one),
            canary="Canary of evidence",
            renditions={
                "file": partial(_get, speaker, f"/files/{stored.pk}/", bare=True),
                "screen": partial(_get, speaker, reverse("plan:report", args=[one.pk])),
            },
        )


def _year() -> int:
    return int(Report.objects.filter(stage=Report.Stage.ACCEPTED).order_by("-round__year")[0].round.year)


def packs(_trial: Trial) -> Iterator[Specimen]:
    """A pack under each marking, its public edition, and its annexes."""
    office, now = _office(), timezone.now()
    for number, marking in enumerate(FOR_PACKS):
        pack = making.freeze(
            _year(),
            by=office,
            at=now + timedelta(seconds=number),
            marking=marking,
            leave_out=marking is not Marking.LIMITE,
        )
        page = reverse("plan:pack", args=[pack.pk])
        for part in (making.MAIN, making.PUBLIC, making.parts_of(pack)[-1]):
            public = part == making.PUBLIC
            if public and marking is not Marking.PARTIES:
                continue
            if public:
                making.publish(pack, by=office, at=now)
            reader = None if public else office
            shown = {
                "screen": partial(_get, reader, page),
                "print": partial(_get, reader, page),
                "file": partial(_get, reader, reverse("plan:pack-file", args=[pack.pk, part, "en", "xlsx"])),
            }
            if part not in {making.MAIN, making.PUBLIC}:
                shown = {"file": shown["file"]}
            for fmt in ("pdf", "docx", "html", "xlsx", "json"):
                shown[fmt] = partial(_get, reader, reverse("plan:pack-file", args=[pack.pk, part, "en", fmt]))
            yield Specimen(
                what=f"the part {part} of a pack under {marking}",
                marking=Marking.PUBLIC if public else marking,
                canary=pack.sha256,
                renditions=shown,
                thing=pack if part == making.MAIN else None,
                copying=list(_below_pack(pack)) if part == making.MAIN else (),
            )


def _below_pack(pack: Pack) -> Iterator[tuple[str, Callable[[], bool]]]:
    """A pack under LIMITE gives no public edition and nothing to the feed, and no correction below it."""
    if pack.marking != Marking.LIMITE:
        return
    office = _office()

    def published() -> bool:
        return making.publish(pack, by=office, at=timezone.now()).published_at is not None

    def public_file() -> bool:
        client = Client(raise_request_exception=False)
        client.force_login(office)
        address = reverse("plan:pack-file", args=[pack.pk, making.PUBLIC, "en", "json"])
        return client.get(address).status_code == 200

    def corrected() -> bool:
        made = making.freeze(
            pack.year, by=office, at=timezone.now(), corrects=pack, marking=Marking.PARTIES, leave_out=True
        )
        return made.marking == Marking.PARTIES

    yield "publishing", published
    yield "its public edition", public_file
    yield "a correction", corrected


def corrections_of_packs(_trial: Trial) -> Iterator[Specimen]:
    """A corrigendum to a published pack, and one to a pack that was raised after it was published."""
    office, now = _office(), timezone.now()
    for marking in FOR_PACKS:
        pack = making.publish(
            making.freeze(_year(), by=office, at=now, marking=Marking.PARTIES, leave_out=True), by=office, at=now
        )
        canary = f"Canary of a corrigendum under {marking}"
        Pack.objects.filter(pk=pack.pk).update(marking=marking)
        pack = Pack.objects.get(pk=pack.pk)
        making.take(pack, fmt="json", language="en", part=making.MAIN, person=office, at=now)
        issue = partial(corrigenda.issue, pack, figures=canary, wrong=canary, right=canary, by=office, at=now)
        shown = Marking.PUBLIC if marking is Marking.PARTIES else marking

        def fed(issue: Callable[[], Corrigendum] = issue) -> Rendition:
            issue()
            return _get(None, reverse("plan:packs-feed"))

        def page(pack: Pack = pack, issue: Callable[[], Corrigendum] = issue) -> Rendition:
            issue()
            reader = None if pack.marking == Marking.PARTIES else office
            return _get(reader, reverse("plan:pack", args=[pack.pk]))

        yield Specimen(
            what=f"a corrigendum to a pack under {marking}",
            marking=shown,
            canary=canary,
            renditions={
                "screen": page,
                "mail": partial(_told, issue, mailed=True),
                "notice": partial(_told, issue, mailed=False),
                "feed": fed,
            },
        )
