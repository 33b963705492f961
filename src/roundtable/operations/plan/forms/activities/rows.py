"""The rows of the form of an activity: shares, sources of money, documents."""

from typing import Any, Final

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from roundtable.operations.plan.forms.activities.fields import Offered

KEPT_FILE: Final = "plan.activity-file"
KEPT_FILE_SECONDS: Final = 24 * 60 * 60


class ShareRow(forms.Form):
    """One action that the activity serves, and how much of it."""

    action = forms.ChoiceField(label=_("Action"), required=False, widget=forms.Select(attrs={"class": "wide"}))
    percent = forms.DecimalField(
        label=_("Share in percent"),
        required=False,
        decimal_places=2,
        max_digits=7,
        widget=forms.NumberInput(attrs={"step": "0.01", "min": 0, "max": 100, "inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        """Offer the actions, by area."""
        super().__init__(*args, **kwargs)
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("Choose …")), *offered.actions]

    def clean(self) -> dict[str, Any]:
        """A share belongs to an action, and an action has a share."""
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("action") and cleaned.get("percent") is None and "percent" not in self.errors:
            self.add_error("percent", _("Say how much of the activity serves this action."))
        if cleaned.get("percent") is not None and not cleaned.get("action") and "action" not in self.errors:
            self.add_error("action", _("Choose the action that this share is for."))
        return cleaned


class FundingRow(forms.Form):
    """One source of money."""

    source = forms.CharField(label=_("Source"), required=False, widget=forms.TextInput(attrs={"maxlength": 160}))
    pledged = forms.DecimalField(
        label=_("Pledged, euro"),
        required=False,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "min": 0, "inputmode": "decimal"}),
    )
    paid = forms.DecimalField(
        label=_("Paid, euro"),
        required=False,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "min": 0, "inputmode": "decimal"}),
    )


class DocumentRow(forms.Form):
    """One document: a link or a file. A file that was handed in already comes back as a signed number."""

    title = forms.CharField(label=_("Title"), required=False, widget=forms.TextInput(attrs={"maxlength": 200}))
    link = forms.CharField(
        label=_("Link"), required=False, widget=forms.URLInput(attrs={"maxlength": 200, "placeholder": "https://"})
    )
    file = forms.FileField(label=_("or a file"), required=False, allow_empty_file=True)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def kept_name(self) -> str:
        """The name of the file that was handed in already, or an empty text."""
        said = self["kept"].value() or ""
        found = unsigned(said)
        return str(found["name"]) if found else ""


def signed_file(number: int, name: str, person: int) -> str:
    """Name a kept file so that only this person's form can bring it back, within a day."""
    return signing.dumps({"id": number, "name": name, "by": person}, salt=KEPT_FILE)


def unsigned(text: str) -> dict[str, Any] | None:
    """Give what was signed, or nothing where it is too old or not ours."""
    try:
        found: dict[str, Any] = signing.loads(text, salt=KEPT_FILE, max_age=KEPT_FILE_SECONDS)
    except signing.BadSignature:
        return None
    return found
