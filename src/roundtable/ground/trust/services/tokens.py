"""Keys for machines: made by a person for own use, shown once, limited to rooms, and revoked at any moment."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.domain.secrets import fresh_secret, secret_hash
from roundtable.ground.trust.models import Token, User
from roundtable.ground.trust.rules import Do, require
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.signals import Happened
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.lacks import Lack, lacking
from roundtable.kernel.base.walls.reach import looking_across

PREFIX = "rt_"
SHOWN = 9
LONGEST = timedelta(days=366)


@transaction.atomic
def make_token(*, by: User, name: str, allows: Iterable[str], expires_at: datetime, at: datetime) -> tuple[Token, str]:
    """Make a token and give it with its secret, which nobody can read again.

    `allows` names what it opens: `plan:read`, `plan:write`, ... Raises `Invalid` unless it expires within a year.
    """
    require(by, Do.KEEP_TOKENS, at=at)
    if not at < expires_at <= at + LONGEST:
        raise Invalid(
            _("A token can live for at most one year from today. Choose an earlier day."),
            fields={"expires_at": [_("Choose a day within one year from today.")]},
        )
    secret = fresh_secret(PREFIX)
    token = Token.objects.create(
        user=by,
        name=name,
        prefix=secret[:SHOWN],
        secret_hash=secret_hash(secret),
        allows=sorted(set(allows)),
        created_at=at,
        expires_at=expires_at,
    )
    remember(Happened.TOKEN_MADE, by=by, on=token, at=at, after={"allows": token.allows, "expires_at": expires_at})
    return token, secret


@transaction.atomic
def revoke_token(token: Token, *, by: User, at: datetime) -> Token:
    """Revoke a token from this instant on; doing so twice changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        remember(Happened.TOKEN_REVOKED, by=by, on=token, at=at)
    return token


@looking_across("keys end with the account or the function, whoever ends these, and are not read by it")
def revoke_tokens_of(person: User, *, by: User, at: datetime) -> list[Token]:
    """Revoke every token of a person from this instant on; gives those that opened something until then."""
    tokens = list(Token.objects.filter(user=person, revoked_at=None).order_by("pk"))
    return [revoke_token(token, by=by, at=at) for token in tokens]


@looking_across("a key for machines is what tells who asks: its use is noted before anybody is known")
def note_use(token: Token, *, at: datetime) -> None:
    """Note when a token was last used, to the minute."""
    if token.last_used_at is None or at - token.last_used_at >= timedelta(minutes=1):
        try:
            with transaction.atomic():
                Token.objects.filter(pk=token.pk).update(last_used_at=at)
        except DatabaseError as error:
            # A full disk must not keep anybody from reading.
            if lacking(error) is not Lack.SPACE:
                raise
