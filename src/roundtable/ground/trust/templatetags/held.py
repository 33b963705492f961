"""Values of what is held about a person, as people read them."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def held_value(value: Any) -> SafeString:
    """Write a value: days and moments in the reader's way, yes and no as words, what stands together as a list."""
    if isinstance(value, dict) and value:
        return format_html_join(", ", "{}: <bdi>{}</bdi>", value.items())
    if isinstance(value, list | tuple) and value:
        return format_html_join(", ", "<bdi>{}</bdi>", ((one,) for one in value))
    return _single(value)


def _single(value: Any) -> SafeString:
    if value is None or value in ("", [], {}):
        return SafeString("–")
    if isinstance(value, bool):
        return format_html("{}", _("Yes") if value else _("No"))
    if isinstance(value, datetime):
        return format_html('<bdi class="day">{}</bdi>', date_format(localtime(value), "SHORT_DATETIME_FORMAT"))
    if isinstance(value, date):
        return format_html('<bdi class="day">{}</bdi>', date_format(value, "SHORT_DATE_FORMAT"))
    return format_html("<bdi>{}</bdi>", value)
