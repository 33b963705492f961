"""What people may send us."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.strings import LazyI18nString

from roundtable.ground.parties.public import names
from roundtable.records.meetings.domain.wording import Words
from roundtable.records.meetings.models import Item, Kind, Participant
from roundtable.records.meetings.queries.texts import texts_of
from roundtable.ui.forms import DateField

CODE = re.compile(r"[IVX]+(\.\d{1,2}(\.[a-z])?)?")
NOBODY = [("", "–")]
LARGEST_ARCHIVE = 500 * 1024 * 1024


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]


def _parties() -> list[tuple[str, str]]:
    return [*NOBODY, *names().items()]


def language_choices() -> list[tuple[str, str]]:
    """Give the working languages as choices."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


class CodesField(forms.CharField):
    """Codes of the plan, parted by commas."""

    def __init__(self, **kwargs: Any) -> None:
        """Say how codes are written."""
        kwargs.setdefault("label", gettext_lazy("Actions of the plan"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 400)
        kwargs.setdefault("help_text", gettext_lazy("Codes with commas between them, for instance: III.7, IV.3."))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write codes as people do."""
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """Read codes, each once, in the order given."""
        text = str(super().clean(value) or "")
        said = [part.strip().removesuffix(".") for part in text.replace(";", ",").split(",")]
        codes = list(dict.fromkeys(part for part in said if part))
        for code in codes:
            if not CODE.fullmatch(code):
                raise forms.ValidationError(
                    _("“%(code)s” is not a code of the plan. Write, for instance, III.7 or I.1.a.") % {"code": code}
                )
        return codes


class Said(forms.Form):
    """A form with the revision that its reader saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        """Give the values for a service."""
        return {name: self.cleaned_data[name] for name in self.base_fields if name != "revision"}

    def seen(self) -> int | None:
        """Give the revision that the editor read."""
        revision: int | None = self.cleaned_data.get("revision")
        return revision

    @classmethod
    def filled(cls, thing: Any) -> dict[str, Any]:
        """Give what stands in the fields now."""
        return {name: getattr(thing, name) for name in cls.base_fields if hasattr(thing, name)}


def _by_language(name: str, label: Any, *, needed: bool, long: bool) -> Iterable[tuple[str, forms.Field]]:
    for code, language in settings.LANGUAGES:
        widget: forms.Widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
        widget.attrs |= {"lang": code, "dir": "auto"}
        yield (
            f"{name}_{code}",
            forms.CharField(
                label=_("%(label)s (%(language)s)") % {"label": label, "language": language},
                required=needed and code == settings.LANGUAGE_CODE,
                max_length=2000 if long else 200,
                widget=widget,
            ),
        )


class MeetingForm(Said):
    """A meeting: what it is, when, where, and when documents are due."""

    texts: Mapping[str, tuple[Any, bool, bool]] = {
        "title": (gettext_lazy("Title"), True, False),
        "place": (gettext_lazy("Place"), False, False),
        "about": (gettext_lazy("What it is about"), False, True),
    }
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    series = forms.SlugField(
        label=gettext_lazy("Series"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("The same short word for every meeting of a series, for instance: som."),
    )
    first_day = DateField(label=gettext_lazy("First day"))
    last_day = DateField(label=gettext_lazy("Last day"))
    starts = forms.TimeField(
        label=gettext_lazy("Begins at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=gettext_lazy("Ends at, on the last day"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone of the place"), choices=_zones)
    link = forms.URLField(label=gettext_lazy("Link to join online"), required=False, assume_scheme="https")
    host = forms.ChoiceField(label=gettext_lazy("Host"), choices=_parties, required=False)
    chair = forms.ChoiceField(label=gettext_lazy("Chair"), choices=_parties, required=False)
    partners = forms.BooleanField(label=gettext_lazy("Partners are invited as observers"), required=False)
    circulate = forms.IntegerField(
        label=gettext_lazy("Documents are circulated, days before"), min_value=1, max_value=365
    )
    comment = forms.IntegerField(label=gettext_lazy("Comments are due, days before"), min_value=1, max_value=365)
    revise = forms.IntegerField(
        label=gettext_lazy("The revision is circulated, days before"), min_value=1, max_value=365
    )
    freeze = forms.IntegerField(label=gettext_lazy("Documents are frozen, days before"), min_value=1, max_value=365)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Where the days are written, where the meeting was not entered by whoever called it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add one input for each text and language."""
        super().__init__(*args, **kwargs)
        for name, (label, needed, long) in self.texts.items():
            self.fields.update(dict(_by_language(name, label, needed=needed, long=long)))
        titles = [f"title_{code}" for code, _language in settings.LANGUAGES]
        places = [f"place_{code}" for code, _language in settings.LANGUAGES]
        self.order_fields(
            ["kind", *titles, "first_day", "last_day", "starts", "ends", "zone", *places, "link", "host", "chair"]
        )

    @classmethod
    def filled(cls, thing: Any) -> dict[str, Any]:
        """Give what stands in the fields now."""
        found = super().filled(thing) | {"host": thing.host_id or "", "chair": thing.chair_id or ""}
        for name in cls.texts:
            found |= {f"{name}_{code}": text for code, text in texts_of(getattr(thing, name)).items()}
        return found

    def values(self) -> dict[str, Any]:
        """Give the values for a service."""
        found = super().values()
        for name in ("host", "chair"):
            found[f"{name}_id"] = found.pop(name) or None
        for name in self.texts:
            by_language = {code: self.cleaned_data[f"{name}_{code}"] for code, _language in settings.LANGUAGES}
            found[name] = LazyI18nString({code: text for code, text in by_language.items() if text})
        return found


class CloneForm(forms.Form):
    """When the next meeting of a series begins."""

    first_day = DateField(label=gettext_lazy("First day of the next meeting"))


class GuestForm(forms.Form):
    """Somebody who is invited besides, or left out."""

    party = forms.ChoiceField(label=gettext_lazy("Party or Partner"), choices=_parties)
    invited = forms.ChoiceField(
        label=gettext_lazy("Invitation"),
        choices=[
            ("yes", gettext_lazy("invited")),
            ("observer", gettext_lazy("invited as an observer")),
            ("no", gettext_lazy("not invited")),
        ],
    )
    reason = forms.CharField(label=gettext_lazy("Reason or source"), max_length=300)


class ParticipantForm(Said):
    """Somebody who comes for a delegation."""

    name = forms.CharField(label=gettext_lazy("Name, as on the badge"), max_length=160)
    position = forms.CharField(label=gettext_lazy("Position"), max_length=200, required=False)
    part = forms.ChoiceField(label=gettext_lazy("Part"), choices=Participant.Part.choices)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    diet = forms.CharField(
        label=gettext_lazy("Dietary needs"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only with the person's consent. It is sealed, and erased a month after the meeting."),
    )
    access = forms.CharField(
        label=gettext_lazy("Needs of access"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("A ramp, an induction loop, a sign-language interpreter. Sealed and erased likewise."),
    )
    visa_letter = forms.BooleanField(label=gettext_lazy("Needs a letter for the visa"), required=False)
    passport = forms.CharField(
        label=gettext_lazy("Number of the passport"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For the letter alone. Sealed and erased likewise."),
    )


class DecisionForm(forms.Form):
    """Whether a registration is approved."""

    note = forms.CharField(label=gettext_lazy("Note to the delegation"), max_length=500, required=False)


class ItemForm(Said):
    """An item of the agenda, in every working language."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Item.Kind.choices)
    day = forms.IntegerField(label=gettext_lazy("Day of the meeting"), min_value=1, max_value=30)
    place = forms.IntegerField(
        label=gettext_lazy("Place in the agenda of the day"),
        min_value=0,
        max_value=200,
        required=False,
        help_text=gettext_lazy("Empty: at the end."),
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=600)
    opening = forms.IntegerField(
        label=gettext_lazy("Of these, for whoever opens the item"), min_value=0, max_value=600, required=False
    )
    lead = forms.ChoiceField(label=gettext_lazy("Opened by"), choices=_parties, required=False)
    codes = CodesField()
    original = forms.ChoiceField(label=gettext_lazy("Language of the original"), choices=language_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add title and note in every working language."""
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            for name, label, long in (
                ("title", _("Title (%(language)s)"), False),
                ("note", _("Note of the annotated agenda (%(language)s)"), True),
            ):
                widget: forms.Widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
                widget.attrs |= {"lang": code, "dir": "auto"}
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=label % {"language": language},
                    required=False,
                    max_length=4000 if long else 250,
                    widget=widget,
                )

    @classmethod
    def filled(cls, thing: Any) -> dict[str, Any]:
        """Give what stands in the fields now."""
        found = super().filled(thing) | {"lead": thing.lead_id or ""}
        for code, one in thing.texts.items():
            found |= {f"title_{code}": one.get("title", ""), f"note_{code}": one.get("note", "")}
        return found

    def values(self) -> dict[str, Any]:
        """Give the values for a service."""
        found = super().values()
        found["lead_id"] = found.pop("lead") or None
        found["opening"] = found["opening"] or 0
        found["place"] = found["place"] or 0
        return found

    def words(self) -> dict[str, Words]:
        """Give what was written, by language."""
        said = self.cleaned_data
        return {code: Words(said[f"title_{code}"], said[f"note_{code}"]) for code, _language in settings.LANGUAGES}


class MaterialForm(forms.Form):
    """A document for a meeting."""

    text = forms.ChoiceField(
        label=gettext_lazy("Text of the documents"),
        required=False,
        help_text=gettext_lazy(
            "Its number, language and marking come along and follow the text; leave number and file empty then."
        ),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Of a text of the documents its own title is taken where you write none."),
    )
    item = forms.ChoiceField(label=gettext_lazy("Item of the agenda"), required=False)
    number = forms.CharField(
        label=gettext_lazy("Document number"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For instance 12629/22, where the document is kept elsewhere."),
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)
    marking = forms.ChoiceField(
        label=gettext_lazy("Handling marking"), choices=[("PARTIES", "PARTIES"), ("LIMITE", "LIMITE")]
    )

    def __init__(
        self, *args: Any, items: Sequence[tuple[str, str]], texts: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the items of the meeting, and the texts that its keeper may read."""
        super().__init__(*args, **kwargs)
        self.fields["text"].choices = [("", _("None: a file, or a number")), *texts]  # type: ignore[attr-defined]  # a choice
        self.fields["item"].choices = [("", _("The whole meeting")), *items]  # type: ignore[attr-defined]  # a choice


class ConclusionForm(Said):
    """What was concluded."""

    text = forms.CharField(
        label=gettext_lazy("What was concluded"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    item = forms.ChoiceField(label=gettext_lazy("Item of the agenda"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner: who sees to it"))
    due = DateField(label=gettext_lazy("Due"), required=False)
    codes = CodesField()

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the items of the meeting, and everybody who can own a conclusion."""
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [*NOBODY, *items]  # type: ignore[attr-defined]  # a choice
        self.fields["owner"].choices = [  # type: ignore[attr-defined]  # a choice
            ("secretariat", _("Secretariat")),
            *names().items(),
        ]

    @classmethod
    def filled(cls, thing: Any) -> dict[str, Any]:
        """Give what stands in the fields now."""
        return super().filled(thing) | {"item": str(thing.item_id or "")}

    def values(self) -> dict[str, Any]:
        """Give the values for a service; the item by its number."""
        found = super().values()
        chosen = found.pop("item")
        found["item_id"] = int(chosen) if chosen else None
        return found


class OutcomeForm(forms.Form):
    """What became of a conclusion."""

    outcome = forms.CharField(
        label=gettext_lazy("What became of it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class FeedbackForm(forms.Form):
    """What somebody thinks of a meeting."""

    GRADES = [
        ("", gettext_lazy("no answer")),
        (1, gettext_lazy("1, poor")),
        (2, "2"),
        (3, "3"),
        (4, "4"),
        (5, gettext_lazy("5, very good")),
    ]
    content = forms.TypedChoiceField(
        label=gettext_lazy("Content"), choices=GRADES, coerce=int, empty_value=None, required=False
    )
    documents = forms.TypedChoiceField(
        label=gettext_lazy("Documents, in time and in the right language"),
        choices=GRADES,
        coerce=int,
        empty_value=None,
        required=False,
    )
    organisation = forms.TypedChoiceField(
        label=gettext_lazy("Organisation"), choices=GRADES, coerce=int, empty_value=None, required=False
    )
    text = forms.CharField(
        label=gettext_lazy("What should be better next time"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class ChairmanshipForm(forms.Form):
    """Which meetings are handed over: of a chair, between two days, or all."""

    chair = forms.ChoiceField(label=gettext_lazy("Chaired by"), required=False)
    first = DateField(label=gettext_lazy("From"), required=False)
    last = DateField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer everybody who can chair."""
        super().__init__(*args, **kwargs)
        self.fields["chair"].choices = [("", _("Whoever chaired")), *names().items()]  # type: ignore[attr-defined]  # a choice

    def asked(self) -> dict[str, str]:
        """Give what was chosen, as a form sends it."""
        said = self.cleaned_data
        return {
            "chair": said["chair"],
            **{name: said[name].isoformat() if said[name] else "" for name in ("first", "last")},
        }


class ArchiveForm(forms.Form):
    """An archive that another installation, or this one, handed out."""

    archive = forms.CharField(initial="1", required=False, widget=forms.HiddenInput)
    file = forms.FileField(label=gettext_lazy("Archive"), help_text=gettext_lazy("A ZIP of up to 500 MB."))
    take = forms.BooleanField(
        label=gettext_lazy("Take the meetings over. Without this you only see what is in the archive."), required=False
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_ARCHIVE:
            raise forms.ValidationError(
                _("The archive is larger than 500 MB. Take it over with `roundtable meetings import`.")
            )
        return file
