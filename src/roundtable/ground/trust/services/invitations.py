"""Invite people to a function by mail, and let them accept."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.domain.secrets import fresh_secret, secret_hash
from roundtable.ground.trust.models import Invitation, Role, Term, User
from roundtable.ground.trust.rules import Do, Function, require
from roundtable.ground.trust.services.accounts import keep_address
from roundtable.ground.trust.services.functions import begin_term
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.services.letters import link, post_letter
from roundtable.ground.trust.signals import Happened
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.base.walls.reach import looking_across

OPEN_FOR = timedelta(days=14)


@transaction.atomic
def invite(  # noqa: PLR0913 - an invitation has these parts
    email: str,
    name: str,
    function: Function,
    *,
    starts: date,
    ends: date | None = None,
    by: User,
    at: datetime,
) -> Invitation:
    """Offer a function to an address by mail. The link works for 14 days, once, and only for this address.

    Raises `Invalid` when an invitation to the same function is still open.
    """
    require(by, Do.INVITE, function, at=at)
    email = email.strip().lower()
    if ends is not None and ends < starts:
        raise Invalid(
            _("The term would end before it starts. Correct one of the two days."),
            fields={"ends": [_("This is before the first day.")]},
        )
    still_open = Invitation.objects.filter(
        email=email, role=function.role, scope=function.scope, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    )
    if still_open.exists():
        raise Invalid(
            _("%(email)s has an open invitation to this function. Withdraw it first, or wait.") % {"email": email},
            fields={"email": [_("This address has an open invitation.")]},
        )
    secret = fresh_secret()
    invitation = Invitation.objects.create(
        email=email,
        name=name.strip(),
        role=function.role,
        scope=function.scope,
        institution=function.institution,
        starts=starts,
        ends=ends,
        secret_hash=secret_hash(secret),
        invited_by=by,
        sent_at=at,
        expires_at=at + OPEN_FOR,
    )
    remember(Happened.INVITED, by=by, on=invitation, at=at, after={"role": function.role, "scope": function.scope})
    post_letter(
        "trust/mail/invitation",
        to=email,
        words={"invitation": invitation, "link": link(reverse("trust:welcome", args=[secret])), "by": by},
        key=f"invitation:{invitation.pk}",
    )
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Take an invitation back: its link stops working. Doing so twice, or after it was accepted, changes nothing."""
    require(by, Do.INVITE, invitation, at=at)
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        remember(Happened.WITHDREW_INVITATION, by=by, on=invitation, at=at)
    return invitation


@looking_across("whoever was invited is known by the secret of the invitation, and by nothing else yet")
@transaction.atomic
def accept(secret: str, *, name: str, password: str | None, by: User | None, at: datetime) -> User:
    """Accept an invitation: a new account with a password (or without one, for outside sign-in), or a further function.

    Somebody who has an account with the invited address must be signed in with it (`by`). Raises `NotThere` when the
    link opens nothing any more, `Invalid` when another account is signed in.
    """
    invitation = Invitation.objects.select_for_update().filter(secret_hash=secret_hash(secret)).first()
    if invitation is None or not invitation.open_at(at):
        raise NotThere("")
    person = User.objects.filter(email__iexact=invitation.email).first()
    if person is None:
        if by is not None:
            raise Invalid(_("This invitation went to another address. Sign out first, then open the link again."))
        person = User.objects.create_user(invitation.email, password or None, name=name.strip())
        keep_address(person)
    elif by is None or by.pk != person.pk:
        raise Invalid(_("You have an account with this address. Sign in with it, then open the link again."))
    _join(person, invitation, at=at)
    return person


@looking_across("whoever was invited is known by the secret of the invitation, and by nothing else yet")
@transaction.atomic
def accept_vouched(email: str, *, at: datetime) -> User | None:
    """Accept what was offered to an address, for whom an identity service vouches that it is theirs.

    Makes an account without a password. None where nothing is open for this address, or an account has it already.
    """
    if User.objects.filter(email__iexact=email).exists():
        return None
    offered = Invitation.objects.select_for_update().filter(
        email__iexact=email, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    )
    invitations = list(offered.order_by("sent_at", "pk"))
    if not invitations:
        return None
    person = User.objects.create_user(invitations[0].email, None, name=invitations[-1].name)
    keep_address(person)
    for invitation in invitations:
        _join(person, invitation, at=at)
    return person


def _join(person: User, invitation: Invitation, *, at: datetime) -> Term:
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    offered = Function(Role(invitation.role), invitation.scope, invitation.institution)
    term = begin_term(person, offered, starts=invitation.starts, ends=invitation.ends, granted_by=invitation.invited_by)
    remember(
        Happened.JOINED, by=person, on=term, at=at, after={"role": term.role, "starts": term.starts, "ends": term.ends}
    )
    return term
