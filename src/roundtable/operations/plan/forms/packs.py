"""What people send about monitoring packs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

HELP = gettext_lazy("Leave a line empty between paragraphs; begin lines with “-” or “1.” for a list.")


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}), **more
    )


class PackForm(forms.Form):
    """A new pack: the year, and the secretariat's own text for the meeting in each working language."""

    year = forms.IntegerField(label=gettext_lazy("Year reported on"), min_value=2000, max_value=2100)
    decisions_en = _text(gettext_lazy("For the meeting to decide, in English"), help_text=HELP)
    decisions_ru = _text(gettext_lazy("For the meeting to decide, in Russian"), help_text=HELP)

    marking = forms.ChoiceField(
        label=gettext_lazy("Marking"),
        required=False,
        choices=[("", gettext_lazy("PARTIES, or as the pack that it corrects")), ("LIMITE", "LIMITE")],
    )
    leave_out = forms.BooleanField(
        label=gettext_lazy("Leave out what reports under LIMITE say; their answers count"), required=False
    )

    @property
    def decisions(self) -> dict[str, str]:
        """The texts by language."""
        return {"en": self.cleaned_data["decisions_en"], "ru": self.cleaned_data["decisions_ru"]}


class CorrigendumForm(forms.Form):
    """What was wrong in a published pack, and what is right."""

    figures = forms.CharField(
        label=gettext_lazy("Which figures"),
        max_length=400,
        help_text=gettext_lazy(
            "Everybody can read a corrigendum, on the page of the pack and in its feed, whatever the marking of the "
            "pack. Name no answer of a single Party that the public edition leaves out."
        ),
    )
    wrong = forms.CharField(
        label=gettext_lazy("What was wrong"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    right = forms.CharField(
        label=gettext_lazy("What is right"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    corrected = forms.IntegerField(required=False, widget=forms.HiddenInput)
    proposal = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AnnexForm(forms.Form):
    """In which language and format the annexes are made."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("en", gettext_lazy("English")), ("ru", gettext_lazy("Russian"))]
    )
    fmt = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=[(one, one.upper()) for one in ("pdf", "docx", "html", "xlsx")]
    )
