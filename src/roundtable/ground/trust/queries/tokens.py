"""Find tokens: a person's own, and the one that a machine shows us."""

from datetime import datetime

from django.db.models import Q, QuerySet

from roundtable.ground.trust.domain.secrets import secret_hash
from roundtable.ground.trust.models import Token, User
from roundtable.kernel.base.walls.reach import looking_across


def tokens_of(person: User) -> QuerySet[Token]:
    """Give a person's tokens, newest first."""
    return Token.objects.filter(user=person).order_by("-created_at", "-pk")


@looking_across("a key for machines is what tells who asks: before it is found nobody is known")
def token_shown(secret: str, *, at: datetime) -> Token | None:
    """Give the token behind a secret while it opens something: not revoked, not expired, its person active."""
    living = Q(revoked_at=None) & Q(expires_at__gt=at) & Q(user__is_active=True)
    return Token.objects.select_related("user").filter(living, secret_hash=secret_hash(secret)).first()
