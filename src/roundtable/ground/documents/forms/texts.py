"""Forms about documents, files that are handed in, steps of approval, and linguistic versions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from roundtable.ground.documents.forms.shared import OnceForm, WallClock, ZoneField
from roundtable.ground.documents.models import ApprovalStep, Document
from roundtable.ground.documents.queries.texts import MARKINGS
from roundtable.ui.forms import DateField

LARGEST = 25 * 1024 * 1024


def _languages() -> list[tuple[str, Any]]:
    return list(settings.LANGUAGES)


class ParagraphForm(forms.Form):
    """The words of one paragraph of the working text."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Words of this paragraph"),
        max_length=50_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=_(
            "Markdown: **bold**, *italic*, [^n1] for footnotes, square brackets for alternatives. An empty line begins "
            "a new paragraph."
        ),
    )


class DocumentField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's field takes no type at run time
    """A document, by its number and title."""

    def label_from_instance(self, obj: Any) -> str:
        """Say which document it is."""
        return f"{obj.number} {obj.title}"[:120]


class DocumentForm(forms.Form):
    """What is said of a document."""

    number = forms.CharField(
        label=_("Number"), max_length=40, help_text=_("As the Council writes it: 10917/22, or CM 1234/22.")
    )
    title = forms.CharField(label=_("Title"), max_length=300)
    body = forms.CharField(
        label=_("Who works on it"),
        max_length=120,
        required=False,
        help_text=_("The working party, meeting or body to which the text belongs."),
    )
    marking = forms.ChoiceField(
        label=_("Marking"),
        choices=[(str(one), str(one)) for one in MARKINGS],
        initial="LIMITE",
        help_text=_("PUBLIC: everybody. PARTIES: who takes part. LIMITE: without observers and Partners."),
    )
    language = forms.ChoiceField(label=_("Language of the original"), choices=_languages, initial="en")
    follows = DocumentField(
        label=_("Continues"),
        queryset=Document.objects.none(),
        required=False,
        help_text=_("The document whose text this one takes further under a new number."),
    )
    comments_until = WallClock(label=_("Comments until"), required=False)
    comments_zone = ZoneField(
        label=_("In this zone"),
        required=False,
        initial="UTC",
        help_text=_("Each Party sees the deadline on its own clock too."),
    )

    def __init__(self, *args: Any, among: Any, changing: bool = False, **kwargs: Any) -> None:
        """Offer the documents that the person sees; the number and the language are said once."""
        super().__init__(*args, **kwargs)
        follows = self.fields["follows"]
        assert isinstance(follows, forms.ModelChoiceField)  # noqa: S101 - declared above
        follows.queryset = among
        if changing:
            del self.fields["number"], self.fields["language"]


class HandInForm(forms.Form):
    """A file with a text."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Word (DOCX), Markdown, HTML, Akoma Ntoso or JSON, up to 25 MB. You see what was read before anything is "
            "brought in."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=_languages, initial="en", required=False)

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 25 MB. Save the text without pictures."))
        return file


class BringInForm(OnceForm):
    """Under which number a text is issued."""

    part = forms.ChoiceField(label=_("Which text"), required=False)
    number = forms.CharField(label=_("Number"), max_length=40)
    day = DateField(label=_("Date"))
    note = forms.CharField(label=_("What this text is"), max_length=300, required=False)
    remarks = forms.BooleanField(
        label=_("Bring the comments of the file in too, as entered by the secretariat"), required=False
    )

    def __init__(self, *args: Any, parts: list[tuple[str, Any]], remarks: int, **kwargs: Any) -> None:
        """Ask only what the file leaves open."""
        super().__init__(*args, **kwargs)
        if len(parts) > 1:
            chosen = self.fields["part"]
            assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared above
            chosen.choices = parts
            chosen.required = True
        else:
            del self.fields["part"]
        if not remarks:
            del self.fields["remarks"]


class StepForm(forms.Form):
    """One step of the chain of approval."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    body = forms.CharField(label=_("Body"), max_length=120, required=False)
    item = forms.ChoiceField(
        label=_("How it stands on the agenda"), choices=ApprovalStep.Items.choices, required=False, initial="discussion"
    )
    due = WallClock(label=_("Due (UTC)"), required=False)


class VersionForm(forms.Form):
    """The words of a paragraph in another language."""

    words = forms.CharField(label=_("Words"), widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
