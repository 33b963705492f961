"""What a handling marking means, as readers are told beside it. The word itself is never translated."""

from django.utils.translation import gettext as _


def marking_words(marking: str) -> str:
    """Say in a few words who may read what bears a marking; nothing for a word that is none."""
    return {
        "PUBLIC": _("Everybody may read this."),
        "PARTIES": _("For those who take part in the dialogue."),
        "LIMITE": _("For officials of Parties and the secretariat, and whoever is named."),
        "INSTITUTION": _("For one institution or Party inside, and the secretariat where it was handed to it."),
    }.get(marking, "")
