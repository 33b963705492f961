"""Cells of lists, written as the reader's language writes them."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from roundtable.kernel.files.tables import Kind
from roundtable.kernel.links.listings import Cell, Row

register = template.Library()


@register.simple_tag
def listed_cell(cell: Cell) -> SafeString:
    """What a cell shows: numbers and days in the reader's way, yes and no as words, unknown as a dash.

    Each value stands for itself: neither a code nor a name in another script turns what is beside it around.
    """
    value = cell.shown
    if value is None or value == "":
        return mark_safe('<span class="quiet">–</span>')
    if isinstance(value, bool):
        return conditional_escape(_("Yes") if value else _("No"))
    if isinstance(value, int | float | Decimal):
        return _apart(_number(value, cell.kind))
    if isinstance(value, datetime):
        here = localtime(value) if value.tzinfo else value
        return format_html(
            '<bdi class="day">{}</bdi> <bdi class="day">{}</bdi>',
            date_format(here, "SHORT_DATE_FORMAT"),
            date_format(here, "TIME_FORMAT"),
        )
    if isinstance(value, date):
        return format_html('<bdi class="day">{}</bdi>', date_format(value, "SHORT_DATE_FORMAT"))
    # What a room drew itself keeps its own parts apart.
    return conditional_escape(value) if isinstance(value, SafeString) else _apart(value)


def _apart(value: object) -> SafeString:
    return format_html("<bdi>{}</bdi>", value)


@register.simple_tag
def listed_row(row: Row) -> SafeString:
    """A row of a list; written here and not in a template, since a page has hundreds of cells."""
    cells = []
    for place, cell in enumerate(row.cells):
        said = listed_cell(cell)
        inside = format_html('<a href="{}">{}</a>', cell.url, said) if cell.url else said
        number = mark_safe(' class="n"') if cell.number else ""
        if place == 0:
            cells.append(format_html('<th scope="row"{}>{}</th>', number, inside))
        else:
            cells.append(format_html('<td{} data-label="{}">{}</td>', number, cell.label, inside))
    return format_html("<tr>{}</tr>", mark_safe("".join(cells)))  # noqa: S308 - every cell is escaped above


def _number(value: float | Decimal, kind: str) -> str:
    if kind == Kind.SHARE:
        return f"{number_format(Decimal(str(value)) * 100, decimal_pos=1, use_l10n=True)} %"
    places = 2 if kind == Kind.MONEY else None
    return str(number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True))
