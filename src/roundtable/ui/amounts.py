"""Amounts of money, written as the reader's language does."""

from decimal import Decimal

from babel.numbers import format_currency
from django.utils.translation import get_language, to_locale


def euro(amount: Decimal | None) -> str:
    """Write an amount in whole euro; an unknown amount is a dash, never a zero."""
    return "–" if amount is None else _written(amount.quantize(Decimal(1)), "¤#,##0")


def euro_exactly(amount: Decimal | None) -> str:
    """Write one amount as it was said: with cents where there are any; an unknown amount is a dash."""
    if amount is None or amount == amount.to_integral_value():
        return euro(amount)
    return _written(amount, "¤#,##0.00")


def _written(amount: Decimal, pattern: str) -> str:
    locale = to_locale(get_language() or "en")
    return str(format_currency(amount, "EUR", pattern, locale=locale, currency_digits=False))
