"""What people send about rounds and reports."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roundtable.operations.plan.models import Round


def _days(text: str) -> list[int]:
    parts = [part for part in text.replace(";", ",").replace(" ", ",").split(",") if part]
    if not all(part.isdecimal() and len(part) < 4 for part in parts):
        raise ValidationError(_("Write whole numbers of days, for example 30, 14, 3."))
    return [int(part) for part in parts]


class DayInput(forms.DateInput):
    """A day, written as browsers expect it."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        """Use the form of days that date inputs read."""
        super().__init__(format="%Y-%m-%d", **kwargs)


class RoundForm(forms.Form):
    """A new round."""

    year = forms.IntegerField(label=gettext_lazy("Year reported on"), min_value=2000, max_value=2100)
    opens_on = forms.DateField(label=gettext_lazy("Opens on"), widget=DayInput())
    closes_on = forms.DateField(label=gettext_lazy("Closes on"), widget=DayInput())
    closes_at = forms.TimeField(
        label=gettext_lazy("Closes at"),
        initial="18:00",
        help_text=gettext_lazy("In each Party's own time: nobody has less of the last day than others."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    reminders = forms.CharField(
        label=gettext_lazy("Reminders, days before closing"),
        initial="30, 14, 3",
        required=False,
        help_text=gettext_lazy("Mailed once each to the contact points of Parties that have not reported everything."),
    )
    guidance = forms.CharField(
        label=gettext_lazy("Guidance"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("Shown above every report of this round."),
    )

    def clean_reminders(self) -> list[int]:
        """Read the days."""
        return _days(self.cleaned_data["reminders"])


class ChangeRoundForm(forms.Form):
    """What may change in a round that was made."""

    opens_on = forms.DateField(label=gettext_lazy("Opens on"), widget=DayInput())
    reminders = forms.CharField(label=gettext_lazy("Reminders, days before closing"), required=False)
    guidance = forms.CharField(label=gettext_lazy("Guidance"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    collided = False

    def clean_reminders(self) -> list[int]:
        """Read the days."""
        return _days(self.cleaned_data["reminders"])

    @staticmethod
    def values(round_: Round) -> dict[str, Any]:
        """The present values."""
        return {
            "opens_on": round_.opens_on,
            "reminders": ", ".join(str(days) for days in round_.reminders),
            "guidance": round_.guidance,
            "revision": round_.revision,
        }

    def stand_beside(self, now: Round) -> None:
        """Keep what was typed, say beside each field what somebody else wrote, and go on from their revision."""
        self.collided = True
        present = self.values(now)
        self.data = {**self.data.dict(), "revision": str(present.pop("revision"))}  # type: ignore[attr-defined]  # what was sent
        for name, value in present.items():
            said = date_format(value) if isinstance(value, date) else str(value)
            if self.cleaned_data.get(name) != getattr(now, name):
                self.add_error(name, _("It says now: %(text)s") % {"text": said or _("nothing")})


class ExtensionForm(forms.Form):
    """More time, for all or for one Party."""

    party = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    closes_on = forms.DateField(label=gettext_lazy("New last day"), widget=DayInput())
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Those who get more time read it."),
    )

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the Parties that are asked."""
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [("", _("All Parties")), *parties]  # type: ignore[attr-defined]  # a choice field


class ReturnForm(forms.Form):
    """Why a report goes back, and until when an answer is expected."""

    note = forms.CharField(
        label=gettext_lazy("What is missing"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The Party reads this note as you write it."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days to answer"),
        initial=14,
        min_value=1,
        max_value=120,
        help_text=gettext_lazy("Also when the round closes meanwhile."),
    )


class EvidenceForm(forms.Form):
    """A link or a file that shows something."""

    title = forms.CharField(label=gettext_lazy("What it shows"), max_length=200)
    link = forms.CharField(
        label=gettext_lazy("Link"),
        required=False,
        max_length=200,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    file = forms.FileField(
        label=gettext_lazy("or a file"),
        required=False,
        help_text=gettext_lazy(
            "What the file says about its author is taken out. Whoever may read the report may read it."
        ),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class NoteForm(forms.Form):
    """A note between the Party and the secretariat."""

    text = forms.CharField(
        label=gettext_lazy("Note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Read by your Party and the secretariat, by nobody else."),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class AskCorrectionForm(forms.Form):
    """What is wrong in an accepted report."""

    reason = forms.CharField(label=gettext_lazy("What is wrong, and why"), widget=forms.Textarea(attrs={"rows": 3}))


class DecideCorrectionForm(forms.Form):
    """The secretariat's answer to a wish for correction."""

    note = forms.CharField(
        label=gettext_lazy("Note to the Party"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=gettext_lazy("Needed when you refuse."),
    )
