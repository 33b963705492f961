"""Meetings in a person's own calendar."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from roundtable.ground.trust.public import PUBLIC, User, actor, door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.records.meetings.exports import calendars
from roundtable.records.meetings.queries import meetings
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services import feeds
from roundtable.records.meetings.views.asking import done, editor, way_to
from roundtable.records.meetings.views.meeting import ical
from roundtable.ui.pieces import Crumb


@door(Do.KEEP_FEED)
def feed(request: HttpRequest) -> HttpResponse:
    """Give a person the address under which a calendar reads the meetings, once; or take it back."""
    me, made = editor(request), ""
    if request.method == "POST":
        if request.POST.get("do") == "take-back":
            feeds.take_back(by=me, at=at(request))
            return done(request, _("The address no longer works."), request.path)
        secret = feeds.make(by=me, at=at(request))
        made = settings.ROUNDTABLE_ADDRESS + reverse("meetings:feed-calendar", args=[secret])
    context = {
        "made": made,
        "has_feed": feeds.has_feed(me),
        "crumbs": way_to(None, Crumb(_("In your calendar"))),
    }
    answer = render(request, "meetings/feed.html", context)
    if made:
        answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@door(PUBLIC)
def feed_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand a person's calendar the meetings that the person may see; whoever knows the address reads them."""
    person = feeds.whose(secret)
    if not isinstance(person, User):
        raise NotThere("")
    with override(person.language or "en"):
        inside = bool(actor(person, at(request)).functions)
        found = meetings.visible_to(person, at=at(request)).order_by("first_day", "pk")
        return ical(calendars.of_many(found, title=_("Meetings"), inside=inside), "meetings")
