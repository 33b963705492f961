"""Count tries to sign in, so that passwords cannot be guessed and nobody can lock somebody else out."""

from datetime import datetime, timedelta

from roundtable.ground.trust.domain.secrets import secret_hash
from roundtable.ground.trust.models import SignInTry

TRIES = 5
WINDOW = timedelta(minutes=1)
KEPT = timedelta(hours=1)


def count_try(key: str, *, at: datetime) -> SignInTry | None:
    """Count one try under a key (an account and a source); None when five tries within a minute already failed.

    The try is written before it is judged, so that many at once cannot slip through together.
    """
    hashed = secret_hash(key)
    this = SignInTry.objects.create(key_hash=hashed, at=at)
    if SignInTry.objects.filter(key_hash=hashed, at__gt=at - WINDOW).count() > TRIES:
        this.delete()  # refused tries do not prolong the wait
        return None
    SignInTry.objects.filter(at__lt=at - KEPT).delete()
    return this


def is_first_use(key: str, *, at: datetime) -> bool:
    """Note that something that counts once within a minute was shown; False where that was noted before.

    Noted before it is judged, as tries are: of two at once at most one is the first.
    """
    hashed = secret_hash(key)
    this = SignInTry.objects.create(key_hash=hashed, at=at)
    return not SignInTry.objects.filter(key_hash=hashed, at__gt=at - WINDOW).exclude(pk=this.pk).exists()


def take_back_try(this: SignInTry) -> None:
    """Forget a try that succeeded."""
    this.delete()


def forget_tries(key: str) -> None:
    """Forget all tries under a key, after its owner proved by mail who they are."""
    SignInTry.objects.filter(key_hash=secret_hash(key)).delete()
