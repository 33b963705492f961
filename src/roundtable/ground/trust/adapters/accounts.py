"""How the sign-in library serves this house: no open doors, no links built from what a request claims, few tries."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from roundtable.ground.trust.models import User
from roundtable.ground.trust.services.letters import link, post_letter
from roundtable.ground.trust.services.sign_in import is_setting_up
from roundtable.ground.trust.services.tries import count_try, forget_tries, take_back_try
from roundtable.kernel.base.logs import Noted, note


@dataclass(frozen=True)
class Site:
    """What mails call this installation."""

    name: str
    domain: str


def own_site() -> Site:
    """The installation as its settings name it, whatever host a request claims to have reached."""
    host = urlsplit(settings.ROUNDTABLE_ADDRESS).netloc
    return Site(name=host, domain=host)


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """E-mail and password: by invitation only, links from our own address, five tries for each account and source."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's signature
        """Say no: accounts are made by accepting an invitation."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """Leave the subject as its template wrote it."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send through the one door for mail; nothing in it comes from the request's headers."""
        words = {**context, "email": email, "current_site": own_site()}
        words.pop("request", None)
        post_letter(template_prefix, to=email, words=words)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Give the link for a new password."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return link(path.replace("UID-KEY", key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:  # noqa: ARG002 - the library's shape
        """Give the link that confirms an address."""
        return link(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library counts by this text. With the source in it, strangers cannot lock the owner out.
        login = str(credentials.get("email", "")).lower()
        return f"{login} from {self.get_client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse the sixth failed try in a minute; counted in the database, so that every process counts alike."""
        self._try_key = self._get_login_attempts_cache_key(request, **credentials)
        self._try = count_try(self._try_key, at=timezone.now())
        if self._try is None:
            note(Noted.TOO_MANY_TRIES)
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        if self._try is not None:
            take_back_try(self._try)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        forget_tries(self._get_login_attempts_cache_key(request, **credentials))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again who it is before the account changes; not of somebody who just came in to set up a first factor."""
        asked = bool(super().is_reauthentication_required(app=app, **kwargs))
        return asked and not (app == "allauth.mfa" and is_setting_up(self.request))

    def reauthenticate(self, user: User, password: str) -> bool:
        """Ask again for the password of the person who is signed in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk
