"""The facts of an activity that are said once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries.activities import LABELS
from roundtable.ui.forms import DateField

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Offered:
    """What the form offers: who may lead, Partners and Parties by name, actions by area, issues."""

    leads: Choices
    partners: Choices
    parties: Choices
    actions: Choices
    issues: Choices
    footnotes: Sequence[str] = ()


class ActivityForm(forms.Form):
    """The facts that are said once."""

    title = forms.CharField(
        label=LABELS["title"],
        error_messages={"required": _("Give the activity a title.")},
        widget=forms.TextInput(attrs={"maxlength": 200}),
    )
    kind = forms.ChoiceField(label=LABELS["kind"])
    stage = forms.ChoiceField(label=LABELS["stage"])
    audience = forms.ChoiceField(label=LABELS["audience"])
    reference = forms.CharField(
        label=LABELS["reference"],
        required=False,
        help_text=_("The number that you use yourselves. An import knows the activity by it."),
        widget=forms.TextInput(attrs={"maxlength": 60, "class": "short"}),
    )
    lead = forms.ChoiceField(label=LABELS["lead"], error_messages={"required": _("Say who leads the activity.")})
    partners = forms.MultipleChoiceField(
        label=LABELS["partners"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who carries it out together with the lead."),
    )
    participants = forms.MultipleChoiceField(
        label=LABELS["participants"], required=False, widget=forms.CheckboxSelectMultiple
    )
    starts = DateField(label=LABELS["starts"], required=False)
    ends = DateField(label=LABELS["ends"], required=False, help_text=_("Leave it empty for one day."))
    place = forms.CharField(label=LABELS["place"], required=False, widget=forms.TextInput(attrs={"maxlength": 160}))
    online = forms.BooleanField(label=_("Online, in whole or in part"), required=False)
    budget = forms.DecimalField(
        label=LABELS["budget"],
        required=False,
        decimal_places=2,
        help_text=_("Leave it empty while it is not known: unknown is not zero."),
        widget=forms.NumberInput(attrs={"step": "0.01", "min": 0, "inputmode": "decimal"}),
    )
    spent = forms.DecimalField(
        label=LABELS["spent"],
        required=False,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "min": 0, "inputmode": "decimal"}),
    )
    issues = forms.MultipleChoiceField(label=LABELS["issues"], required=False, widget=forms.CheckboxSelectMultiple)
    about = forms.CharField(
        label=LABELS["about"],
        required=False,
        help_text=_("What is done, for whom and why, in plain words."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    outputs = forms.CharField(
        label=LABELS["outputs"],
        required=False,
        help_text=_("What will be there afterwards, or is there now: one output a line."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        """Offer what the person may choose."""
        super().__init__(*args, **kwargs)
        choices: Mapping[str, Choices] = {
            "kind": Activity.Kind.choices,
            "stage": Activity.Stage.choices,
            "audience": Activity.Audience.choices,
            "lead": offered.leads if len(offered.leads) == 1 else [("", _("Choose …")), *offered.leads],
            "partners": offered.partners,
            "participants": offered.parties,
            "issues": offered.issues,
        }
        for name, offers in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = offers
