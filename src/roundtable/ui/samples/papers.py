"""Forms with every kind of field, whole and with mistakes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.ui.forms import DateField
from roundtable.ui.samples.places import AREAS, ROMAN


class Report(forms.Form):
    """A form with every kind of field."""

    title = forms.CharField(
        label=_("Title"), help_text=_("A short name that others will recognise, at most 80 characters."), max_length=80
    )
    action = forms.ChoiceField(
        label=_("Action"),
        choices=[
            ("", _("Choose an action")),
            ("I.1", "I.1 Cooperation along routes"),
            ("VI.4", "VI.4 Country-of-origin information"),
        ],
    )
    due = DateField(label=_("Held on"), help_text=_("For example 24.11.2026"))
    progress = forms.ChoiceField(
        label=_("How far is it?"),
        widget=forms.RadioSelect,
        choices=[
            ("begun", _("Begun: people and money are there")),
            ("advanced", _("Advanced: first results are there")),
            ("done", _("Done: what was promised is there")),
        ],
    )
    horizontal = forms.MultipleChoiceField(
        label=_("Horizontal issues"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[
            ("rights", _("Fundamental rights")),
            ("gender", _("Equality of women and men")),
            ("digital", _("Digital transformation")),
        ],
    )
    narrative = forms.CharField(
        label=_("What was done"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Facts first; about ten sentences."),
    )
    amount = forms.DecimalField(
        label=_("Money spent"), help_text=_("In euro, without cents."), min_value=0, required=False
    )
    contact = forms.EmailField(label=_("Mail address for questions"), required=False)
    evidence = forms.FileField(
        label=_("Evidence"), required=False, help_text=_("PDF, DOCX or an image, at most 10 MB.")
    )
    confidential = forms.BooleanField(
        label=_("Treat as confidential"),
        required=False,
        help_text=_("Counts in the denominator, is not shown to other Parties."),
    )
    fixed = forms.CharField(label=_("Reporting year"), disabled=True, required=False, initial="2026")


MISTAKES = {
    "faulty-title": "x" * 81,
    "faulty-action": "",
    "faulty-due": "",
    "faulty-narrative": "",
    "faulty-amount": "-3",
    "faulty-contact": "nobody",
}


class Filters(forms.Form):
    """Filters of a list."""

    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    area = forms.ChoiceField(
        label=_("Area"),
        required=False,
        choices=[("", _("All areas")), *((str(i + 1), f"{ROMAN[i]} {name}") for i, name in enumerate(AREAS))],
    )
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("All stages")), ("open", _("open")), ("done", _("done"))]
    )
