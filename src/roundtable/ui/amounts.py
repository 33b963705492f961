"""Amounts of money, written as the reader's language does."""

from decimal import Decimal

from babel.numbers import format_currency
from django.utils.translation import get_language, to_locale


def euro(amount: Decimal | None) -> str:
    """Write an amount in whole euro; an unknown amount is a dash, never a zero."""
    if amount is None:
        return "–"
    return format_currency(
        amount.quantize(Decimal(1)), "EUR", "¤#,##0", locale=to_locale(get_language() or "en"), currency_digits=False
    )
