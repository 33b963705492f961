"""Numbers as a page of figures writes them."""

from django import template

from roundtable.ui.charts.chart import amount

register = template.Library()


@register.filter
def localised(number: float) -> str:
    """Write a number in the digits and marks of the reader's language."""
    return amount(number)


@register.filter
def plain(number: float, more: float = 0) -> str:
    """Write a number as drawings need it, with a point in every language, moved by so much."""
    return f"{round(float(number) + float(more), 2):g}"
