"""Scopes: plain codes that say whose a thing is. The parties room explains the codes of Parties and Partners."""

from typing import Final

SECRETARIAT: Final = "secretariat"
"""What only the secretariat holds."""

DIALOGUE: Final = "dialogue"
"""What all who take part share."""
