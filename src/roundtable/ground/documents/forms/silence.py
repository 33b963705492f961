"""Forms of the silence procedure."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.ground.documents.domain.deadline import Which
from roundtable.ground.documents.forms.shared import OnceForm, WallClock, ZoneField
from roundtable.ground.documents.models import SilenceEvent

WHICH = [
    ("", _("Clocks show this time once")),
    (Which.EARLIER.value, _("The earlier of the two")),
    (Which.LATER.value, _("The later of the two")),
]


def _codes(said: object) -> list[str]:
    parts = str(said).replace(";", ",").replace("\n", ",").split(",")
    return [one.strip().upper() for one in parts if one.strip()]


class OpeningForm(OnceForm):
    """A text goes under silence."""

    deadline = WallClock(label=_("Deadline"), help_text=_("The day and time until which an objection counts."))
    zone = ZoneField(label=_("In this zone"), initial="Europe/Prague")
    which = forms.ChoiceField(label=_("Where clocks show this time twice"), choices=WHICH, required=False)
    addressees = forms.CharField(
        label=_("Addressees"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Codes with commas between them. Left empty: all Parties that take part today."),
    )
    observers = forms.CharField(
        label=_("Observers"),
        required=False,
        help_text=_("Codes with commas between them. They see the procedure and are told of it, and do not decide."),
    )
    body = forms.CharField(label=_("Members of which body"), max_length=120, required=False)
    in_part = forms.BooleanField(
        label=_("A single paragraph can be broken; the rest is adopted then"), required=False, initial=True
    )
    weekends = forms.BooleanField(label=_("Saturdays and Sundays do not count"), required=False)
    days = forms.CharField(
        label=_("Days that do not count"),
        required=False,
        help_text=_("As 2026-12-24, with commas between them."),
    )
    stated = forms.CharField(label=_("That rule in words, for the addressees"), max_length=300, required=False)
    short_reason = forms.CharField(
        label=_("Why less than 72 hours are enough"), max_length=1000, required=False, help_text=_("Recorded.")
    )
    unsettled_reason = forms.CharField(
        label=_("Why the text can go under silence with open brackets or reservations"),
        max_length=1000,
        required=False,
        help_text=_("Recorded."),
    )

    def clean_addressees(self) -> list[str]:
        """Read codes."""
        return _codes(self.cleaned_data["addressees"])

    def clean_observers(self) -> list[str]:
        """Read codes."""
        return _codes(self.cleaned_data["observers"])

    def clean_days(self) -> list[date]:
        """Read days."""
        try:
            parts = str(self.cleaned_data["days"]).replace(";", ",").split(",")
            return [date.fromisoformat(one.strip()) for one in parts if one.strip()]
        except ValueError as error:
            raise forms.ValidationError(_("Write days as 2026-12-24, with commas between them.")) from error


class BreakForm(OnceForm):
    """An addressee breaks the silence."""

    speaker = forms.ChoiceField(label=_("For"))
    paragraph = forms.ChoiceField(label=_("What it concerns"), required=False)
    form = forms.ChoiceField(label=_("What it is"), choices=SilenceEvent.Forms.choices)
    reason = forms.CharField(
        label=_("Reason"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )

    def __init__(
        self, *args: Any, speakers: list[tuple[str, Any]], paragraphs: list[tuple[str, Any]], **kwargs: Any
    ) -> None:
        """Offer those for whom the person may speak, and the paragraphs that can be broken one by one."""
        super().__init__(*args, **kwargs)
        for name, choices in (("speaker", speakers), ("paragraph", paragraphs)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices
        if len(paragraphs) == 1:
            del self.fields["paragraph"]


class SteeringForm(OnceForm):
    """What the chair does while a procedure runs."""

    kind = forms.ChoiceField(
        label=_("What to do"),
        choices=[
            ("extended", _("Give more time")),
            ("suspended", _("Stop the clock")),
            ("resumed", _("Let the clock go on, with a new deadline")),
            ("withdrawn", _("Withdraw the text")),
        ],
    )
    deadline = WallClock(label=_("New deadline"), required=False)
    zone = ZoneField(label=_("In this zone"), initial="Europe/Prague", required=False)
    which = forms.ChoiceField(label=_("Where clocks show this time twice"), choices=WHICH, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=1000, required=False)
