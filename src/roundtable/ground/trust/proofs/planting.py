"""Plant people's things (invitations, notices, mails, jobs, ...), what waits for a second person, and who read what."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps

from roundtable.ground.trust.domain.marking import TIME_TO_CONFIRM, Marking
from roundtable.ground.trust.domain.ways import PARTIES, PARTNERS, RESTING, Planting, Soil
from roundtable.ground.trust.models import Hold, Invitation, Lowering, Reading, Role, User
from roundtable.ground.trust.queries.markings import MarkedKind, marked
from roundtable.ground.trust.services.readings import remember_reading
from roundtable.ground.trust.signals import Handed, restricted
from roundtable.kernel.base.scopes import DIALOGUE, SECRETARIAT
from roundtable.kernel.links.models import SavedView, Taken
from roundtable.kernel.notices.models import DeadAddress, Notice
from roundtable.kernel.outside.models import Sent
from roundtable.kernel.tasks.models import Job

WORK = "roundtable.ground.trust.tasks.send_letter"


def plant(soil: Soil) -> None:
    """Plant everything."""
    _invitations(soil)
    for number, person in enumerate(User.objects.order_by("pk")):
        Notice.objects.create(user_id=person.pk, key="a", subject="", at=soil.at)
        SavedView.objects.create(user_id=person.pk, listing="plan.activities", name="", query=f"q={soil.mint()}")
        Taken.objects.create(kind="plan.report", object_id=f"none-{number}", user_id=person.pk, at=soil.at)
        Sent.objects.create(key=f"a{number}", to=person.email, subject="", message_id=f"<{number}@canary.example>")
        for state in (Job.State.FAILED, Job.State.DONE, Job.State.WAITING):
            Job.objects.create(
                by_id=person.pk,
                path=WORK,
                state=state,
                title="",
                made_at=soil.at,
                kwargs={"letter": soil.mint()},
                result={"text": soil.mint.words()},
                run_after=soil.at + timedelta(days=900),
            )
    keeper = User.objects.create_user(f"{soil.mint()}@canary.example", None, name=soil.mint.words())
    Authenticator.objects.create(user=keeper, type=Authenticator.Type.WEBAUTHN, data={"name": "key", "credential": {}})
    _holds(soil)
    DeadAddress.objects.create(address="", last_at=soil.at)


def _holds(soil: Soil) -> None:
    """Holds that wait, that are in force and that are over, on people of a Party and of a Partner."""
    by = soil.person("secretariat", SECRETARIAT)
    other = soil.person("auditor", DIALOGUE)
    for scope, role in (("GE", "contact-point"), (PARTNERS[0], "partner")):
        for confirmed in (None, other):
            Hold.objects.create(
                user=soil.person(role, scope),
                reason="",
                until=soil.at.date() + timedelta(days=90),
                proposed_by=by,
                proposed_at=soil.at,
                confirmed_by=confirmed,
                confirmed_at=soil.at if confirmed else None,
            )


def _functions() -> Iterator[tuple[Role, str]]:
    for scope in (*PARTIES, RESTING):
        yield Role.CONTACT_POINT, scope
        yield Role.CONTRIBUTOR, scope
    for scope in PARTNERS:
        yield Role.PARTNER, scope
    yield Role.SECRETARIAT, SECRETARIAT
    yield Role.OBSERVER, DIALOGUE


def _invitations(soil: Soil) -> None:
    by, day = soil.person("secretariat", SECRETARIAT), timedelta(days=1)
    for role, scope in _functions():
        for gone in (None, soil.at):
            Invitation.objects.create(
                email=f"{soil.mint()}@canary.example",
                name="",
                role=role,
                scope=scope,
                starts=soil.at.date(),
                secret_hash=f"{role}-{scope}-{gone}"[:64],
                invited_by=by,
                sent_at=soil.at,
                expires_at=soil.at + 9 * day,
                withdrawn_at=gone,
            )


def settle(soil: Soil) -> None:
    """Plant what is about things of all rooms: proposals to lower their markings, and who read them."""
    for kind in marked:
        if kind.write is not None:
            _lowerings(soil, kind)
    _readings(soil)


def _lowerings(soil: Soil, kind: MarkedKind) -> None:
    """Of each Party or Partner, one proposal that waits, one that was confirmed, and one that was refused."""
    model: Any = apps.get_model(kind.model)
    secretariat, another = soil.person("secretariat", SECRETARIAT), soil.person("contact-point", PARTIES[0])
    states: tuple[dict[str, Any], ...] = (
        {},
        {"decided_by": secretariat, "decided_at": soil.at, "confirmed": True},
        {"decided_by": secretariat, "decided_at": soil.at},
    )
    met: Counter[str] = Counter()
    for thing in model._default_manager.order_by("-pk"):
        if met[thing.scope] < len(states):
            Lowering.objects.create(
                kind=kind.model,
                object_id=str(thing.pk),
                scope=thing.scope,
                was=kind.bears(thing),
                to=Marking.PUBLIC,
                reason=soil.mint.words(),
                proposed_by=another,
                proposed_at=soil.at,
                expires_at=soil.at + TIME_TO_CONFIRM,
                **states[met[thing.scope]],
            )
            met[thing.scope] += 1


def _readings(soil: Soil) -> None:
    """Of each Party and Partner, a reading by the secretariat, by an auditor and by somebody of another Party."""
    readers = (
        soil.person("secretariat", SECRETARIAT),
        soil.person("auditor", DIALOGUE),
        soil.person("senior-official", PARTIES[1]),
    )
    for scope in (*PARTIES, RESTING, *PARTNERS):
        for number, reader in enumerate(readers):
            read = [
                Handed(one.kind, str(number), scope, label=soil.mint.words(), purpose=soil.mint.words())
                for one in restricted
            ]
            remember_reading(read, by=reader, way=Reading.Way.PAGE, at=soil.at - timedelta(hours=number))


PLANTING = Planting("trust", plant, settle, order=10)
