"""How the sign-in library keeps second factors: sealed, and the last one stays with whoever must keep one."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from roundtable.ground.trust.queries.factors import may_lose
from roundtable.ground.trust.services.sealing import sealed, unsealed


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # the library ships no types
    """Second factors: whoever must keep one cannot remove the last; secrets are encrypted at rest."""

    def encrypt(self, text: str) -> str:
        """Encrypt a factor's secret before it is stored."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read a stored secret."""
        return unsealed(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether this factor may go: not when it is the last one of somebody who must keep one."""
        return may_lose(authenticator.user, authenticator, at=timezone.now())

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)
