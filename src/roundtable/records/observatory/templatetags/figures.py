"""Numbers as a page of figures writes them."""

from django import template

from roundtable.ui.charts.chart import amount

register = template.Library()


@register.filter
def localised(number: float) -> str:
    """Write a number in the digits and marks of the reader's language."""
    return amount(number)
