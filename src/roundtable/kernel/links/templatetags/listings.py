"""Cells of lists, written as the reader's language writes them."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from roundtable.kernel.files.tables import Kind
from roundtable.kernel.links.listings import Cell

register = template.Library()


@register.simple_tag
def listed_cell(cell: Cell) -> SafeString:
    """What a cell shows: numbers and days in the reader's way, yes and no as words, unknown as a dash."""
    value = cell.shown
    if value is None or value == "":
        return mark_safe('<span class="quiet">–</span>')
    if isinstance(value, bool):
        return conditional_escape(_("Yes") if value else _("No"))
    if isinstance(value, int | float | Decimal):
        return conditional_escape(_number(value, cell.kind))
    if isinstance(value, datetime):
        return conditional_escape(date_format(localtime(value) if value.tzinfo else value, "DATETIME_FORMAT"))
    if isinstance(value, date):
        return conditional_escape(date_format(value, "DATE_FORMAT"))
    return conditional_escape(value)


def _number(value: float | Decimal, kind: str) -> str:
    if kind == Kind.SHARE:
        return f"{number_format(Decimal(str(value)) * 100, decimal_pos=1, use_l10n=True)} %"
    places = 2 if kind == Kind.MONEY else None
    return str(number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True))
