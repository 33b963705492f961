"""What the pages of packs share."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.exports.pack.freeze import LANGUAGES
from roundtable.operations.plan.models import Pack
from roundtable.operations.plan.queries import packs as queries
from roundtable.ui.pieces import Crumb


def crumbs(*more: Crumb) -> list[Crumb]:
    """Give the way from the plan to a page of packs."""
    return [Crumb(_("Plan"), reverse("plan:overview")), Crumb(_("Monitoring packs"), reverse("plan:packs")), *more]


def seen(request: HttpRequest, pk: int) -> Pack:
    """Give a pack that the reader may see; 404 for any other."""
    return get_object_or_404(queries.visible_to(request.user, at=at(request)).defer(None), pk=pk)


def language_of(request: HttpRequest) -> str:
    """Give the language in which a pack is read: the one asked for, or the page's."""
    wanted = request.GET.get("language") or get_language() or "en"
    return wanted if wanted in LANGUAGES else "en"


def person(request: HttpRequest) -> Any:
    """The person who acts; the sign on the door saw to it that there is one."""
    return request.user
