"""What a form that saves itself carries."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from roundtable.kernel.drafts.http import PREFIX, Mark

register = template.Library()


@register.simple_tag
def draft_marks(marks: Iterable[Mark]) -> SafeString:
    """The hidden fields that say which revision of each text the form shows."""
    fields = ((f"{PREFIX}{mark.field}", mark.value) for mark in marks)
    return format_html("{}", format_html_join("", '<input type="hidden" name="{}" value="{}">', fields))
