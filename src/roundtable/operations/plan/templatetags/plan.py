"""Small words for the templates of the plan."""

from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import format_currency
from django import template
from django.utils.translation import get_language, to_locale

register = template.Library()


@register.filter
def entry(table: Mapping[str, str], key: str) -> str:
    """Look a code up in a table of names; a code that is not in it stays as it is."""
    return table.get(str(key), str(key))


@register.filter
def euro(amount: Decimal | None) -> str:
    """Write an amount in whole euro as the reader's language does; an unknown amount is a dash."""
    if amount is None:
        return "–"
    return format_currency(amount.quantize(Decimal(1)), "EUR", "¤#,##0", locale=to_locale(get_language() or "en"))


@register.filter
def split(words: str) -> list[str]:
    """Take words apart."""
    return words.split()
