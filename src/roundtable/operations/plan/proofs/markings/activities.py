"""Activities under every marking that they can bear, and every form in which they are seen."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roundtable.ground.trust.public import Marking, Specimen, Trial, below, make_token
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.proofs.filling import Filled
from roundtable.operations.plan.proofs.markings.asking import (
    asked,
    listed,
    the_office,
)
from roundtable.operations.plan.queries.activities import facts_of
from roundtable.operations.plan.queries.markings import AUDIENCES
from roundtable.operations.plan.services.activities import change
from roundtable.operations.plan.services.activity_import import bring_in, look


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
        page, reader = reverse("plan:activity", args=[one.pk]), the_office()
        yield Specimen(
            what=f"an activity for {audience}",
            marking=marking,
            canary=canary,
            thing=one,
            renditions={
                "screen": partial(asked, reader, page),
                "print": partial(asked, reader, page),
                "api": partial(asked, reader, f"/api/v1/plan/activities/{one.pk}"),
                **listed(reader, f"{reverse('plan:activities')}?q={canary}"),
            },
            lowering=list(_lower_activity(one, marking)),
            copying=list(_copy_activity(one, marking)),
        )


def _lower_activity(one: Activity, marking: Marking) -> Iterator[tuple[str, Callable[[], object]]]:
    office = the_office()
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
    office, now = the_office(), timezone.now()
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
