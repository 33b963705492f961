"""What a new password must withstand: somebody who knows the usual ones, our words, and how people vary both."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from roundtable.ground.trust.queries.scopes import scope_names

ENOUGH = 3
"""Of zxcvbn's five steps: more than 10^8 guesses (D. Wheeler, "zxcvbn", USENIX Security 2016)."""
LONGEST = 72
"""So many signs are looked at; what is longer is not easier to guess, and looking would take long."""
HOUSE = ("roundtable", "dialogue", "migration", "asylum", "refugee", "secretariat", "ministry", "prague", "process")


class HardToGuess:
    """Refuse what somebody finds who starts from usual passwords, names, keyboards, dates and words of this house."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise Django's `ValidationError` with a sentence that says what to do instead."""
        about = [str(getattr(user, field, "") or "") for field in ("email", "name")]
        words = [
            *HOUSE,
            *(part for text in (*scope_names().values(), *about) for part in [text, *text.split()] if part),
        ]
        if zxcvbn(password[:LONGEST], user_inputs=words)["score"] < ENOUGH:
            raise ValidationError(
                _(
                    "This password is easy to guess. Take four words that do not belong together, "
                    "or let a password manager make one."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """Say what makes a password hard to guess."""
        return _("Take four words that do not belong together, or let a password manager make one.")
