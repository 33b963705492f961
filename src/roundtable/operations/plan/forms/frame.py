"""What people send about the frame."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from roundtable.ground.documents.public import AdoptedText
from roundtable.operations.plan.services.frame import Proposal
from roundtable.ui.forms import DateField

LARGEST = 25 * 1024 * 1024
GONE = "-"


class PlanFileForm(forms.Form):
    """A file with the text of the plan."""

    file = forms.FileField(
        label=_("Text of the plan"),
        help_text=_(
            "Plain text, Markdown, DOCX, HTML or PDF, up to 25 MB. You see what would change before anything changes."
        ),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 25 MB. Save the text without pictures and try again.")
            )
        return file


class AdoptedTextForm(forms.Form):
    """One of the texts that were adopted here."""

    adopted = forms.TypedChoiceField(
        label=_("Adopted text"),
        help_text=_("With its addenda: the Declaration, for instance, and the plan that is annexed to it."),
        coerce=int,
    )

    def __init__(self, *args: Any, texts: Sequence[AdoptedText], **kwargs: Any) -> None:
        """Offer what the reader may read, the newest first."""
        super().__init__(*args, **kwargs)
        self.texts = {one.revision_id: one for one in texts}
        chosen = self.fields["adopted"]
        chosen.choices = [(one.revision_id, f"{one.number} – {one.title}") for one in texts]  # type: ignore[attr-defined]  # it is a field with choices

    def text(self) -> AdoptedText:
        """Give the one that was chosen."""
        return self.texts[self.cleaned_data["adopted"]]


class DecisionsForm(forms.Form):
    """A person's answers to what the importer is not sure of, the day, and the confirmation of the whole."""

    since = DateField(
        label=_("The text counts from"),
        help_text=_(
            "New actions are asked from this day on, dropped ones until the day before. A round asks the actions that "
            "are in the plan on the day it opens: rounds that opened earlier stay as they are."
        ),
    )
    confirmed = forms.BooleanField(
        label=_("I have looked at the changes. Activities and reports shall follow this mapping, from this day on."),
        required=False,
    )

    def __init__(self, *args: Any, proposal: Proposal, day: date | None, **kwargs: Any) -> None:
        """Ask once for each thing that is in doubt or would fall away, and from which day the text counts."""
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = day
        if not proposal.revises:
            del self.fields["since"]
        self.proposal = proposal
        self.asked: dict[str, str] = {}
        levels: dict[object, list[str]] = {}
        for item in proposal.text.items():
            levels.setdefault(item.level, []).append(item.code)
        for change in proposal.comparison.changes:
            if change.old is None or not (change.doubts or change.new is None):
                continue
            name = f"becomes-{change.old.code}"
            self.asked[name] = change.old.code
            likely = list(change.candidates)
            others = [code for code in levels.get(change.level, []) if code not in likely]
            choices = [(code, code) for code in [*likely, *others]]
            self.fields[name] = forms.ChoiceField(
                label=_("%(code)s becomes") % {"code": change.old.code},
                choices=[*choices, (GONE, _("nothing: it fell away"))],
                initial=proposal.mapping.pairs.get(change.old.code) or GONE,
                help_text=change.old.text[:160],
            )
        # What becomes of each thing comes first, then the day, then the confirmation of both.
        self.order_fields([*self.asked, "since", "confirmed"])
        if not proposal.needs_confirmation:
            self.fields["confirmed"].widget = forms.HiddenInput()

    def decisions(self) -> dict[str, str | None]:
        """Give the answers: old code → new code, or None for what fell away."""
        answers = {code: self.cleaned_data[name] for name, code in self.asked.items()}
        return {code: None if answer == GONE else answer for code, answer in answers.items()}


class ShortTitleForm(forms.Form):
    """A short title in each language: a field for each, so that each has its own label."""

    def __init__(self, *args: Any, title: LazyI18nString, **kwargs: Any) -> None:
        """Begin with what is there."""
        super().__init__(*args, **kwargs)
        told = title.data if isinstance(title.data, dict) else {settings.LANGUAGE_CODE: str(title)}
        for code, name in settings.LANGUAGES:
            field = forms.CharField(label=name, max_length=90, required=code == "en", initial=told.get(code, ""))
            field.widget.attrs["lang"] = code
            self.fields[f"title-{code}"] = field

    def title(self) -> LazyI18nString:
        """Give the title with the languages that were filled in."""
        said = {code: self.cleaned_data[f"title-{code}"].strip() for code, _name in settings.LANGUAGES}
        return LazyI18nString({code: text for code, text in said.items() if text})
