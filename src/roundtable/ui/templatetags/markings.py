"""How a page is to be handled, said above and below it and on each printed page; a builtin like the components."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from roundtable.ui.markings import marking_words

register = template.Library()

NOTHING = SafeString("")


@register.simple_tag
def marking_banner(marking: str = "", address: str = "") -> SafeString:
    """Say how a page is to be handled, above it; `address`, where given, leads to where that is changed."""
    if not marking:
        return NOTHING
    return format_html(
        '<aside class="marking" data-marking="{}" aria-label="{}"><b dir="ltr" lang="en" translate="no">{}</b>'
        '<span class="quiet">{}</span>{}</aside>',
        marking,
        gettext("Handling marking"),
        marking,
        marking_words(str(marking)),
        format_html(' <a href="{}">{}</a>', address, gettext("Change the marking")) if address else NOTHING,
    )


@register.simple_tag
def marking_foot(marking: str = "") -> SafeString:
    """Say the marking of a page once more below it, and at the bottom of each printed page."""
    if not marking:
        return NOTHING
    # Listeners heard it above the page.
    return format_html(
        '<p class="marking below" data-marking="{}" aria-hidden="true"><b dir="ltr" translate="no">{}</b></p>',
        marking,
        marking,
    )
