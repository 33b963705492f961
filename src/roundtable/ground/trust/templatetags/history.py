"""The history of a thing, for the thing's own page: `{% load history %}{% history report %}`."""

from typing import Any

from django import template
from django.db.models import Model

from roundtable.ground.trust.queries import history_of

register = template.Library()


@register.inclusion_tag("trust/_history.html", takes_context=True)
def history(context: dict[str, Any], thing: Model, limit: int = 100) -> dict[str, Any]:
    """Show who did what to the thing, newest first. One query."""
    return {"lines": history_of(thing, limit=limit), "request": context.get("request")}
