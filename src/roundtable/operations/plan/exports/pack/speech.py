"""Numbers, money and days as people write them in the language in force."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

MILLION = Decimal(1_000_000)


def language() -> str:
    """The language in force, as Babel names it; English as the dialogue writes it."""
    spoken = (get_language() or "en").replace("-", "_").split("_")[0]
    return "en_GB" if spoken == "en" else spoken


def in_words(code: str) -> str:
    """What a language is called in the language in force: Russian for ru."""
    return str(get_language_info(code)["name_translated"])


def number(value: float | Decimal) -> str:
    """A whole number with the separators of the language."""
    return str(format_decimal(round(value), locale=language()))


def money(euro: Decimal) -> str:
    """An amount in a sentence: in million euro from a million on, with one decimal."""
    if abs(euro) >= MILLION:
        return _("EUR %(amount)s million") % {
            "amount": format_decimal(round(euro / MILLION, 1), format="#,##0.0", locale=language())
        }
    return _("EUR %(amount)s") % {"amount": number(euro)}


def percent(share: float | None) -> str:
    """A share from 0 to 1 as a whole percent; a dash where there is none.

    Something is never 0 %, and not all is never 100 %.
    """
    if share is None:
        return "–"
    whole = round(share * 100)
    if 0 < share < 1:
        whole = min(max(whole, 1), 99)
    return _("%(number)s%%") % {"number": whole}


def day(value: date | datetime) -> str:
    """A day in words."""
    # CLDR's long form ends with an abbreviation and its full stop, which would stand before our own.
    form = "d MMMM y 'года'" if language() == "ru" else "long"
    return str(format_date(value, format=form, locale=language()))
