"""Forms with which members speak on a paragraph, and the presidency answers and issues."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.ground.documents.forms.shared import OnceForm
from roundtable.ground.documents.models import Answer, Contribution
from roundtable.ui.forms import DateField

QUOTE_HELP = _("Copy the words from the paragraph. Leave it empty to speak on the whole paragraph.")
WORDING_HELP = _(
    "The words that should stand there instead. Leave it empty to delete them. Square brackets keep alternatives open: "
    "[examine / set up]. **bold**, *italic*."
)


class ContributionForm(OnceForm):
    """A comment, an amendment or a reservation."""

    kind = forms.ChoiceField(label=_("What it is"), choices=Contribution.Kind.choices, widget=forms.RadioSelect)
    speaker = forms.ChoiceField(label=_("For"))
    quote = forms.CharField(
        label=_("On which words"),
        required=False,
        help_text=QUOTE_HELP,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    wording = forms.CharField(
        label=_("Proposed wording, for an amendment"),
        required=False,
        help_text=WORDING_HELP,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    reserves = forms.ChoiceField(
        label=_("Kind, for a reservation"), required=False, choices=[("", "–"), *Contribution.Reserves.choices]
    )
    text = forms.CharField(
        label=_("Comment or reason"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *args: Any, speakers: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer those for whom the person may speak."""
        super().__init__(*args, **kwargs)
        speaker = self.fields["speaker"]
        assert isinstance(speaker, forms.ChoiceField)  # noqa: S101 - declared above
        speaker.choices = list(speakers)
        self.fields["kind"].initial = Contribution.Kind.COMMENT
        if len(speakers) == 1:
            speaker.initial = speakers[0][0]


class AnswerForm(OnceForm):
    """The presidency's answer, to one or several at once."""

    contributions = forms.MultipleChoiceField(label=_("Answer to"), widget=forms.CheckboxSelectMultiple)
    fate = forms.ChoiceField(label=_("Answer"), choices=Answer.Fates.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=20_000,
        help_text=_("Owed to whoever is not followed in full."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    quote = forms.CharField(
        label=_("The presidency's wording stands for these words"),
        required=False,
        help_text=_("Only for a compromise. Copy the words from the paragraph; left empty it stands for the whole."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    compromise = forms.BooleanField(
        label=_("With a wording of the presidency, in answer to all that are chosen"), required=False
    )
    wording = forms.CharField(
        label=_("The presidency's wording"),
        required=False,
        help_text=WORDING_HELP,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer what is not answered yet."""
        super().__init__(*args, **kwargs)
        chosen = self.fields["contributions"]
        assert isinstance(chosen, forms.MultipleChoiceField)  # noqa: S101 - declared above
        chosen.choices = list(offered)
        self.order_fields(["contributions", "fate", "reason", "compromise", "quote", "wording"])


class IssueForm(OnceForm):
    """Under which number the working text is issued."""

    number = forms.CharField(label=_("Number"), max_length=40)
    day = DateField(label=_("Date"))
    note = forms.CharField(label=_("What this text is"), max_length=300, required=False)
