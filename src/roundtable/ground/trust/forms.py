"""What people may send this room."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import available_timezones

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.domain.marking import Marking
from roundtable.ground.trust.models import Role, User
from roundtable.ground.trust.queries import institution_names, scope_names
from roundtable.ground.trust.rules import Function, rulebooks
from roundtable.ground.trust.services.tries import count_try, is_first_use, take_back_try
from roundtable.kernel.base.logs import Noted, note
from roundtable.kernel.notices.models import MailChoice
from roundtable.ui.forms import DateField

LONGEST_DAYS = 366


def zones() -> list[tuple[str, str]]:
    """Every time zone that this installation knows, by name."""
    return [
        (zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone and zone[0].isupper()
    ]


class RaisingForm(forms.Form):
    """A higher marking."""

    marking = forms.ChoiceField(label=_("Marking"))

    def __init__(self, *args: Any, choices: Iterable[Marking], **kwargs: Any) -> None:
        """Offer these markings."""
        super().__init__(*args, **kwargs)
        field = self.fields["marking"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(one.value, one.value) for one in choices]

    @property
    def chosen(self) -> Marking:
        """The marking that was chosen."""
        return Marking(self.cleaned_data["marking"])


class LoweringForm(RaisingForm):
    """A lower marking, and why."""

    reason = forms.CharField(
        label=_("Why it can be lowered"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FunctionForm(forms.Form):
    """A function and its term. Offers only what the person who fills it in may give."""

    role = forms.ChoiceField(label=_("Function"), choices=Role.choices)
    scope = forms.ChoiceField(label=_("For"))
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    starts = DateField(label=_("From"))
    ends = DateField(
        label=_("Until"), required=False, help_text=_("The last day. Leave it empty for a term without end.")
    )

    def __init__(
        self, *args: Any, roles: Iterable[Role], scopes: Iterable[str] | None, today: date, **kwargs: Any
    ) -> None:
        """Offer `roles`, and `scopes` (None: every scope)."""
        kwargs.setdefault("initial", {}).setdefault("starts", today)
        super().__init__(*args, **kwargs)
        self._field("role").choices = [(role.value, role.label) for role in roles]
        names = scope_names()
        codes = list(names) if scopes is None else sorted(scopes)
        self._field("scope").choices = [(code, names.get(code, code)) for code in codes]
        self._institutions = {code: each for code, each in institution_names().items() if code in codes}
        self._field("institution").choices = [
            ("", _("None in particular")),
            *(
                (names.get(code, code), list(each.items()))
                for code, each in sorted(self._institutions.items(), key=lambda pair: names.get(pair[0], pair[0]))
            ),
        ]

    def _field(self, name: str) -> forms.ChoiceField:
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101 - declared above
        return found

    def clean(self) -> dict[str, Any]:
        """Check that the institution belongs to the scope, and the days to each other."""
        said: dict[str, Any] = super().clean() or {}
        institution = said.get("institution")
        if institution and institution not in self._institutions.get(said.get("scope", ""), {}):
            self.add_error(
                "institution", _("This institution belongs to another Party. Choose one of the Party above.")
            )
        if said.get("ends") and said.get("starts") and said["ends"] < said["starts"]:
            self.add_error("ends", _("This is before the first day. Choose a later day."))
        return said

    def function(self) -> Function:
        """The function that was chosen."""
        said = self.cleaned_data
        return Function(Role(said["role"]), said["scope"], said["institution"])


class InviteForm(FunctionForm):
    """An invitation to a function."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As the person writes it."))
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The invitation works for this address only."))
    field_order = ("name", "email", "role", "scope", "institution", "starts", "ends")


class EndForm(forms.Form):
    """When a term ends."""

    ends = DateField(label=_("Last day"), required=False, help_text=_("Leave it empty to end the function now."))


class HandOverForm(forms.Form):
    """Who takes over."""

    successor = forms.ModelChoiceField(
        label=_("Successor"),
        queryset=User.objects.none(),
        help_text=_("Somebody who holds a function there. If nobody is listed, invite the successor first."),
    )

    def __init__(self, *args: Any, successors: QuerySet[User], **kwargs: Any) -> None:
        """Offer these people."""
        super().__init__(*args, **kwargs)
        chosen = self.fields["successor"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101 - declared above
        chosen.queryset = successors


class PurposeForm(forms.Form):
    """What something is read for."""

    purpose = forms.CharField(
        label=_("What for"),
        max_length=250,
        help_text=_("For example: “asked for by letter of 3 May 2026”. It stands in the log of reading."),
    )


class HoldForm(forms.Form):
    """Until when something is kept, and why."""

    until = DateField(label=_("Until"))
    reason = forms.CharField(label=_("Why it must be kept"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class SureForm(forms.Form):
    """A form with nothing but its button: the page around it says what will happen."""


class WelcomeForm(forms.Form):
    """What somebody who accepts an invitation tells us."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As others should read it."))
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        """Judge the password as one of this address; it may be left out where an identity service is set up."""
        super().__init__(*args, **kwargs)
        self._email = email
        self.fields["password"].required = not settings.OIDC_SERVER
        self.fields["password"].help_text = password_validators_help_text_html()

    def clean_password(self) -> str:
        """Check that the password is long and not known to everybody."""
        password = str(self.cleaned_data["password"])
        if not password:
            return password
        validate_password(password, User(email=self._email, name=self.data.get("name", "")))
        return password


class KeyForm(AddWebAuthnForm):  # type: ignore[misc]  # the library ships no types
    """A new passkey or security key."""

    name = forms.CharField(
        label=_("Name of the key"), required=False, help_text=_("For example the name of your phone or computer.")
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with this key alone"),
        required=False,
        help_text=_("No password is needed then; the key asks for your fingerprint, face or PIN instead."),
    )


class KeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # the library ships no types
    """Another name for a passkey or security key."""

    name = forms.CharField(label=_("Name of the key"), max_length=100)


class AccountForm(forms.Form):
    """What people change about their own account."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), required=False)
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        help_text=_("Times are shown in this zone, deadlines in their own zone too."),
    )
    mail = forms.ChoiceField(label=_("Mail"), choices=MailChoice.How.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the languages of this installation and every time zone."""
        super().__init__(*args, **kwargs)
        for name, choices in (("language", settings.LANGUAGES), ("timezone", zones())):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared above
            chosen.choices = [("", _("As my browser says") if name == "language" else "UTC"), *choices]


class TokenForm(forms.Form):
    """A token for machines."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("For example the name of the program.")
    )
    allows = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may do yourself."),
    )
    expires = DateField(label=_("Works until"), help_text=_("At most one year from today."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Offer reading and changing for each room; three months unless chosen otherwise."""
        kwargs.setdefault("initial", {}).setdefault("expires", today + timedelta(days=90))
        super().__init__(*args, **kwargs)
        chosen = self.fields["allows"]
        assert isinstance(chosen, forms.MultipleChoiceField)  # noqa: S101 - declared above
        chosen.choices = ways()
        self._today = today

    def clean_expires(self) -> datetime:
        """Give the end of the chosen day (UTC)."""
        day: date = self.cleaned_data["expires"]
        if not self._today <= day < self._today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Choose a day within one year from today."))
        return datetime.combine(day, time(23, 59, 59), UTC)


def ways(names: Mapping[str, Any] | None = None) -> list[tuple[str, str]]:
    """What a token can be allowed: reading and changing, by room."""
    words = names or {}
    found = []
    for book in rulebooks:
        room = str(words.get(book.room, book.title or book.room))
        found.append((f"{book.room}:read", _("%(room)s: read") % {"room": room}))
        found.append((f"{book.room}:write", _("%(room)s: read and change") % {"room": room}))
    return found


class Counted:
    """A code of a second factor: it counts once, and after five that fail in a minute the next is refused.

    Both hold whichever process is asked.

    Counted for each account: only who has its password comes this far, so nobody else can shut the owner out.
    """

    user: User

    def clean_code(self) -> str:
        """Take a code that is right, new and within the count. What the library counts holds in one process alone."""
        moment = timezone.now()
        this = count_try(f"second factor of {self.user.pk}", at=moment)
        if this is None:
            note(Noted.TOO_MANY_TRIES, account=self.user.pk)
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # the library's form below
        except forms.ValidationError:
            note(Noted.WRONG_FACTOR, account=self.user.pk)
            raise
        if not is_first_use(f"code of {self.user.pk}: {''.join(code.split())}", at=moment):
            raise get_adapter().validation_error("incorrect_code")
        take_back_try(this)
        return code


class SecondFactorForm(Counted, AuthenticateForm):  # type: ignore[misc]  # the library ships no types
    """The code with which somebody signs in."""


class SecondFactorAgainForm(Counted, ReauthenticateForm):  # type: ignore[misc]  # the library ships no types
    """The code with which somebody who is signed in shows again who they are."""
