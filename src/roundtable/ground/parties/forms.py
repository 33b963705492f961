"""What people may send us."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.strings import LazyI18nString

from roundtable.ground.parties.exports import party_choices
from roundtable.ground.parties.models import (
    ContactCard,
    Institution,
    Naming,
    Party,
    Stakeholder,
    Standing,
)
from roundtable.ground.parties.queries import institutions_of
from roundtable.ground.parties.queries.table import texts
from roundtable.ui.forms import DateField

CODE = re.compile(r"[IVX]+(\.\d{1,2}(\.[a-z])?)?")


class Said(forms.Form):
    """A form with the revision that its reader saw, and with texts in every language of the interface.

    `texts_of` names the fields that are kept by language: each becomes one input for each language.
    """

    texts_of: Mapping[str, Any] = {}
    required_texts: tuple[str, ...] = ()
    long_texts: tuple[str, ...] = ()
    in_front: tuple[str, ...] = ()
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add one input for each text and language, after the fields of the form."""
        super().__init__(*args, **kwargs)
        for name, label in self.texts_of.items():
            for code, language in settings.LANGUAGES:
                needed = name in self.required_texts and code == settings.LANGUAGE_CODE
                widget = forms.Textarea(attrs={"rows": 3}) if name in self.long_texts else forms.TextInput()
                widget.attrs |= {"lang": code, "dir": "auto"}
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=_("%(label)s (%(language)s)") % {"label": label, "language": language},
                    required=needed,
                    max_length=2000 if name in self.long_texts else 200,
                    widget=widget,
                )
        first = self.in_front or tuple(self.required_texts)
        order = [(name, [f"{name}_{code}" for code, _language in settings.LANGUAGES]) for name in first]
        self.order_fields([field for name, said in order for field in (said if name in self.texts_of else [name])])

    @classmethod
    def filled(cls, thing: Any) -> dict[str, Any]:
        """Give what stands in the fields now."""
        found: dict[str, Any] = {"revision": getattr(thing, "revision", None)}
        for name in cls.base_fields:
            if name != "revision" and hasattr(thing, name):
                found[name] = getattr(thing, name)
        for name in cls.texts_of:
            found |= {f"{name}_{code}": text for code, text in texts(getattr(thing, name)).items()}
        return found

    def values(self) -> dict[str, Any]:
        """Give the values for a service: fields as they are, texts put together by language."""
        found = {
            name: self.cleaned_data[name] for name in self.base_fields if name not in {"revision", "designation_source"}
        }
        for name in self.texts_of:
            by_language = {code: self.cleaned_data[f"{name}_{code}"] for code, _language in settings.LANGUAGES}
            found[name] = LazyI18nString({code: text for code, text in by_language.items() if text})
        return found

    def seen(self) -> int | None:
        """Give the revision that the editor read."""
        revision: int | None = self.cleaned_data.get("revision")
        return revision


class OnDay(forms.Form):
    """The day and the words by which the list of Parties is asked."""

    day = DateField(label=gettext_lazy("On the day"), required=False)
    q = forms.CharField(label=gettext_lazy("Name or code"), required=False, max_length=80)
    group = forms.ChoiceField(
        label=gettext_lazy("Group"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("parties", gettext_lazy("Parties")),
            ("partners", gettext_lazy("Partners")),
            ("others", gettext_lazy("Others known")),
        ],
    )

    def asked(self, today: date) -> tuple[date, str, str]:
        """Give the day, the words and the group asked for; today where no day, or no real day, is given."""
        self.is_valid()
        said = self.cleaned_data
        return said.get("day") or today, said.get("q") or "", said.get("group") or ""


class DayOnly(forms.Form):
    """The day by which a map is asked."""

    day = DateField(label=gettext_lazy("On the day"), required=False)


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]


class DesignationForm(Said):
    """How a Party or Partner is designated."""

    texts_of = {
        "designation": gettext_lazy("The dialogue's own designation"),
        "footnote": gettext_lazy("Footnote to the designation"),
    }
    long_texts = ("footnote",)
    in_front = ("designation", "footnote_mark", "footnote")
    footnote_mark = forms.CharField(
        label=gettext_lazy("Mark of the footnote"),
        required=False,
        max_length=4,
        help_text=gettext_lazy("It stands after the name wherever the name stands, for instance *."),
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone (of the capital)"), choices=_zones)
    website = forms.URLField(label=gettext_lazy("Web page"), required=False, assume_scheme="https")
    designation_source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        help_text=gettext_lazy("Where this is written: a document with its number and date."),
    )

    def clean(self) -> dict[str, Any]:
        """A mark without a footnote explains nothing, a footnote without a mark is not found."""
        said = super().clean() or self.cleaned_data
        noted = any(said.get(f"footnote_{code}") for code, _language in settings.LANGUAGES)
        if noted and not said.get("footnote_mark"):
            self.add_error("footnote_mark", _("Give the footnote a mark, for instance *."))
        if said.get("footnote_mark") and not said.get(f"footnote_{settings.LANGUAGE_CODE}"):
            self.add_error(
                f"footnote_{settings.LANGUAGE_CODE}", _("Say what the mark means, in this language at least.")
            )
        return said


class FactForm(Said):
    """A dated fact about taking part."""

    texts_of = {"note": gettext_lazy("Note")}
    long_texts = ("note",)
    standing = forms.ChoiceField(label=gettext_lazy("Standing"), choices=Standing.choices)
    starts = DateField(label=gettext_lazy("First day"))
    start_assumed = forms.BooleanField(
        label=gettext_lazy("The source gives no first day: it is assumed"), required=False
    )
    ends = DateField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty while the fact still holds.")
    )
    end_assumed = forms.BooleanField(label=gettext_lazy("The source gives no last day: it is assumed"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        help_text=gettext_lazy("Where this is written: a document with its number and date."),
    )

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        said = super().clean() or self.cleaned_data
        if said.get("starts") and said.get("ends") and said["ends"] < said["starts"]:
            self.add_error("ends", _("The last day comes before the first. Change one of them."))
        if said.get("end_assumed") and not said.get("ends"):
            self.add_error(
                "end_assumed", _("There is no last day that could be assumed. Give one, or take the mark away.")
            )
        return said


class InstitutionForm(Said):
    """An institution of a Party."""

    texts_of = {"name": gettext_lazy("Name")}
    required_texts = ("name",)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Institution.Kind.choices)
    website = forms.URLField(label=gettext_lazy("Web page"), required=False, assume_scheme="https")
    closed_on = DateField(
        label=gettext_lazy("Closed on"),
        required=False,
        help_text=gettext_lazy("A closed institution stays in old reports and can no longer be chosen."),
    )


class CardForm(Said):
    """How a person is reached."""

    institution: forms.ModelChoiceField[Institution] = forms.ModelChoiceField(
        label=gettext_lazy("Institution"), queryset=None, required=False
    )
    title = forms.CharField(label=gettext_lazy("Position"), required=False, max_length=160)
    phone = forms.RegexField(
        label=gettext_lazy("Telephone"),
        regex=r"^\+?[0-9 ()./-]{5,40}$",
        required=False,
        max_length=40,
        help_text=gettext_lazy("With the code of the country, for instance +43 1 234 56 78. All who take part see it."),
        error_messages={"invalid": gettext_lazy("Write the number in digits, with + and the code of the country.")},
    )
    speaks = forms.CharField(
        label=gettext_lazy("Working languages"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For instance: English, Russian."),
    )

    def __init__(self, *args: Any, party: str, **kwargs: Any) -> None:
        """Offer the institutions of the person's own Party."""
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions_of(party)  # type: ignore[attr-defined]  # a choice of models

    @classmethod
    def filled(cls, thing: ContactCard) -> dict[str, Any]:
        """Give what stands on the card now."""
        return super().filled(thing) | {"institution": thing.institution_id}


class StakeholderForm(Said):
    """Somebody outside government."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Stakeholder.Kind.choices)
    party: forms.ModelChoiceField[Party] = forms.ModelChoiceField(
        label=gettext_lazy("Named by"), queryset=None, required=False
    )
    about = forms.CharField(
        label=gettext_lazy("What they do"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    website = forms.URLField(label=gettext_lazy("Web page"), required=False, assume_scheme="https")
    codes = forms.CharField(
        label=gettext_lazy("Actions of the plan"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Codes with commas between them, for instance: III.7, IV.3."),
    )

    def __init__(self, *args: Any, scopes: frozenset[str] | None, **kwargs: Any) -> None:
        """Offer the Parties and Partners for which the editor speaks; None means all, and the whole dialogue."""
        super().__init__(*args, **kwargs)
        rows = Party.objects.all() if scopes is None else Party.objects.filter(pk__in=scopes)
        chooser = self.fields["party"]
        chooser.queryset = rows  # type: ignore[attr-defined]  # a choice of models
        shown = [choice for choice in party_choices() if scopes is None or choice[0] in scopes]
        chooser.required = scopes is not None
        chooser.choices = ([("", _("The whole dialogue"))] if scopes is None else []) + shown  # type: ignore[attr-defined]  # a choice of models

    @classmethod
    def filled(cls, thing: Stakeholder) -> dict[str, Any]:
        """Give what is said of the stakeholder now."""
        return super().filled(thing) | {"codes": ", ".join(thing.codes), "party": thing.party_id}

    def clean_codes(self) -> list[str]:
        """Read codes of the frame, each once, in the order given."""
        said = [part.strip().removesuffix(".") for part in self.cleaned_data["codes"].replace(";", ",").split(",")]
        codes = list(dict.fromkeys(part for part in said if part))
        for code in codes:
            if not CODE.fullmatch(code):
                raise forms.ValidationError(
                    _("“%(code)s” is not a code of the plan. Write, for instance, III.7 or I.1.a.") % {"code": code}
                )
        return codes


class DialogueForm(Said):
    """What the dialogue says of itself."""

    texts_of = {
        "name": gettext_lazy("Name"),
        "short_name": gettext_lazy("Short name"),
        "purpose": gettext_lazy("What it is for"),
    }
    required_texts = ("name", "short_name")
    long_texts = ("purpose",)
    zone = forms.ChoiceField(label=gettext_lazy("Time zone of the secretariat"), choices=_zones)
    naming = forms.ChoiceField(label=gettext_lazy("Names of states"), choices=Naming.choices)
