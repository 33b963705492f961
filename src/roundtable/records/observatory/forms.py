"""What people may send: questions to a dataset, answers of the gate, files to load."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from i18nfield.strings import LazyI18nString

from roundtable.kernel.links.listings.filters import Options
from roundtable.records.observatory.domain.question import IN, Look
from roundtable.records.observatory.models import Audience, Dataset
from roundtable.records.observatory.queries.sheets import CONCEPTS, KINDS, UNDERCOUNTS
from roundtable.records.observatory.services.links import texts_of

LOOKS = {
    Look.TABLE: lazy("Table"),
    Look.LINES: lazy("Lines over time"),
    Look.BARS: lazy("Bars of the last period"),
    Look.MAP: lazy("Map of the last period"),
    Look.PANELS: lazy("Small charts"),
}


def question_form(
    given: Mapping[str, Any],
    *,
    dimensions: Sequence[tuple[str, str, Sequence[tuple[str, str]]]],
    periods: Sequence[tuple[str, str]],
    places: bool,
) -> forms.Form:
    """Make the form of a question: how it is shown, what is told apart, codes of each dimension, periods, the day."""
    looks = [(one.value, word) for one, word in LOOKS.items() if places or one is not Look.MAP]
    fields: dict[str, forms.Field] = {
        "look": forms.ChoiceField(label=_("Show as"), choices=looks, required=False, widget=Options),
        "by": forms.ChoiceField(
            label=_("Tell apart"),
            choices=[(name, word) for name, word, _codes in dimensions],
            required=False,
            widget=Options,
        ),
    }
    for name, word, codes in dimensions:
        if len(codes) > 1:
            fields[f"{IN}{name}"] = forms.MultipleChoiceField(
                label=word, choices=codes, required=False, widget=forms.SelectMultiple(attrs={"size": "6"})
            )
    every = [("", _("Any")), *periods]
    fields["start"] = forms.ChoiceField(label=_("From"), choices=every, required=False, widget=Options)
    fields["end"] = forms.ChoiceField(label=_("To"), choices=every, required=False, widget=Options)
    day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    fields["as_of"] = forms.DateField(label=_("As it was known on"), required=False, widget=day)
    form: forms.Form = type("Asked", (forms.Form,), fields)(initial=given, auto_id="ask-%s")
    return form


OWN = "own"


class IntakeForm(forms.Form):
    """A file to load: a table, the mapping by which it is read, and what is known of its dates."""

    file = forms.FileField(label=lazy("Table (CSV or XLSX)"))
    shipped = forms.ChoiceField(
        label=lazy("Mapping"), help_text=lazy("Says which column of the table is what."), widget=Options
    )
    own = forms.CharField(
        label=lazy("A mapping of its own (YAML)"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "dir": "ltr"}),
    )
    data_date = forms.DateField(
        label=lazy("Date of the data"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    retrieved = forms.DateField(
        label=lazy("Retrieved on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    known_on = forms.DateField(
        label=lazy("Known from (leave empty where it is new)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, mappings: Sequence[tuple[str, str]], **options: Any) -> None:
        """Offer the mappings that are shipped, and one of its own."""
        super().__init__(*args, **options)
        self.fields["shipped"].choices = [(OWN, _("My own, below")), *mappings]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Ask for a mapping of its own where no shipped one was chosen."""
        said = super().clean() or {}
        if said.get("shipped") == OWN and not said.get("own", "").strip():
            self.add_error("own", _("Write a mapping, or choose one that is shipped."))
        return said

    @property
    def mapping(self) -> str:
        """The mapping that was chosen or written."""
        said = self.cleaned_data
        return str(said["own"] if said["shipped"] == OWN else said["shipped"])


class AnswerForm(forms.Form):
    """What the staff answer to findings: accepted or refused, why, and for which."""

    answer = forms.ChoiceField(
        label=lazy("Answer"),
        choices=[
            ("accepted", lazy("Accept: the figures are right")),
            ("refused", lazy("Refuse: the figures are wrong")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=lazy("Why"),
        help_text=lazy("Everybody who reads the figures reads the reason."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rule = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)


class PublishForm(forms.Form):
    """When a load is released."""

    release_at = forms.DateTimeField(
        label=lazy("Embargo until (leave empty to publish now)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class NoticeForm(forms.Form):
    """Why a load is refused or withdrawn."""

    notice = forms.CharField(
        label=lazy("Why"),
        help_text=lazy("Readers find these words instead of the figures."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DatasetForm(forms.Form):
    """What the staff say of a dataset."""

    title_en = forms.CharField(label=lazy("Title, English"), max_length=300)
    title_ru = forms.CharField(label=lazy("Title, Russian"), max_length=300, required=False)
    about_en = forms.CharField(label=lazy("What it is, English"), required=False, widget=forms.Textarea)
    about_ru = forms.CharField(label=lazy("What it is, Russian"), required=False, widget=forms.Textarea)
    audience = forms.ChoiceField(label=lazy("Who may read it"), choices=Audience.choices)
    source = forms.CharField(label=lazy("Source"), max_length=300)
    address = forms.URLField(label=lazy("Address of the source"), max_length=500, required=False, assume_scheme="https")
    licence = forms.CharField(label=lazy("Licence"), max_length=300)
    licence_address = forms.URLField(
        label=lazy("Address of the licence"), max_length=500, required=False, assume_scheme="https"
    )
    unit = forms.CharField(
        label=lazy("Unit"),
        max_length=120,
        required=False,
        help_text=lazy("Figures are added up only where the unit says that people or cases are counted."),
    )
    least = forms.IntegerField(
        label=lazy("Fewer people than this are kept back"),
        required=False,
        min_value=2,
        max_value=1000,
        help_text=lazy(
            "Leave empty where the source may be shown as it is. Sums that would give a cell away"
            " are kept back with it."
        ),
    )
    next_release = forms.DateField(
        label=lazy("Next release"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @classmethod
    def filled(cls, dataset: Dataset) -> dict[str, Any]:
        """Give what a dataset says now."""
        titles, about = texts_of(dataset.title), texts_of(dataset.about)
        plain = ("audience", "source", "address", "licence", "licence_address", "unit", "next_release")
        return {
            "title_en": titles.get("en", ""),
            "title_ru": titles.get("ru", ""),
            "about_en": about.get("en", ""),
            "about_ru": about.get("ru", ""),
            "least": dataset.disclosure.get("least"),
            **{name: getattr(dataset, name) for name in plain},
        }

    def said(self, dataset: Dataset) -> dict[str, Any]:
        """Give what was written, as the dataset keeps it; other languages stay as they are."""
        told = dict(self.cleaned_data)
        least = told.pop("least")
        told["disclosure"] = {**dataset.disclosure, "least": least} if least else {}
        for name in ("title", "about"):
            texts = texts_of(getattr(dataset, name))
            texts |= {language: told.pop(f"{name}_{language}") for language in ("en", "ru")}
            told[name] = LazyI18nString({language: text for language, text in texts.items() if text})
        return told


def _choices(words: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    return [(one.value, word) for one, word in words.items()]


class SheetForm(forms.Form):
    """The definition sheet of a dataset; what is left empty is not known, and lowers the grade."""

    concept = forms.ChoiceField(label=lazy("What is counted"), choices=_choices(CONCEPTS))
    source = forms.ChoiceField(label=lazy("From what"), choices=_choices(KINDS))
    months_apply = forms.BooleanField(label=lazy("Somebody must stay for some time to be counted"), required=False)
    months = forms.IntegerField(
        label=lazy("Least stay, in months"),
        required=False,
        min_value=0,
        max_value=120,
        help_text=lazy("0 is any stay."),
    )
    covers = forms.CharField(
        label=lazy("Who is counted"), required=False, help_text=lazy("Groups, separated by commas."), max_length=500
    )
    leaves_out = forms.CharField(
        label=lazy("Left out"), required=False, help_text=lazy("Groups, separated by commas."), max_length=500
    )
    undercount = forms.ChoiceField(label=lazy("Undercount"), choices=_choices(UNDERCOUNTS))
    reference = forms.CharField(
        label=lazy("A figure stands for"),
        required=False,
        max_length=100,
        help_text=lazy("The calendar year, say, or 1 January."),
    )
    rounded_to = forms.IntegerField(label=lazy("Rounded to"), min_value=1, max_value=1_000_000, initial=1)
    breaks = forms.CharField(
        label=lazy("Breaks"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("One a line: the day as 2019-01-01, a space, and why."),
    )

    @classmethod
    def filled(cls, dataset: Dataset) -> dict[str, Any]:
        """Give what the sheet says now."""
        told = dataset.sheet
        return {
            **{name: told.get(name) for name in ("concept", "source", "months", "reference")},
            "months_apply": told.get("months_apply", True),
            "undercount": told.get("undercount", "unknown"),
            "rounded_to": told.get("rounded_to", 1),
            "covers": ", ".join(told.get("covers", ())),
            "leaves_out": ", ".join(told.get("leaves_out", ())),
            "breaks": "\n".join(f"{one['on']} {one['why']}" for one in told.get("breaks", ())),
        }

    def clean_breaks(self) -> list[dict[str, str]]:
        """Read a break from each line."""
        found = []
        for line in filter(None, (line.strip() for line in self.cleaned_data["breaks"].splitlines())):
            day, _space, why = line.partition(" ")
            try:
                date.fromisoformat(day)
            except ValueError:
                raise forms.ValidationError(_("“%(line)s” does not begin with a day.") % {"line": line[:80]}) from None
            if not why.strip():
                raise forms.ValidationError(_("“%(line)s” does not say why.") % {"line": line[:80]})
            found.append({"on": day, "why": why.strip()})
        return sorted(found, key=lambda one: one["on"])

    @property
    def sheet(self) -> dict[str, Any]:
        """The sheet as a dataset keeps it."""
        said = self.cleaned_data
        groups = {
            name: [one.strip() for one in said[name].split(",") if one.strip()] for name in ("covers", "leaves_out")
        }
        plain = ("concept", "source", "months_apply", "undercount", "rounded_to", "breaks", "reference")
        months = {"months": said["months"]} if said["months_apply"] else {}
        return {**{name: said[name] for name in plain}, **months, **groups}


class SideForm(forms.Form):
    """What a Party says of the gap in the mirror of a corridor."""

    stance = forms.ChoiceField(
        label=lazy("What do you say of the gap?"),
        choices=[
            ("pending", lazy("Our side is still at work")),
            ("agree", lazy("We agree with the known reasons")),
            ("disagree", lazy("We disagree")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=lazy("Note"),
        help_text=lazy("Both Parties and the secretariat read it."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
