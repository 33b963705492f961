"""Plant people's things: invitations, notices, saved views, mails, jobs, addresses that do not work."""

from collections.abc import Iterator
from datetime import timedelta

from allauth.mfa.models import Authenticator

from roundtable.ground.trust.domain.ways import PARTIES, PARTNERS, RESTING, Planting, Soil
from roundtable.ground.trust.models import Invitation, Role, User
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
    DeadAddress.objects.create(address="", last_at=soil.at)


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


PLANTING = Planting("trust", plant, order=10)
