"""The feed of published packs and corrigenda."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import PUBLIC, door
from roundtable.kernel.base.markings import PUBLIC as PUBLIC_MARKING
from roundtable.operations.plan.models import Corrigendum, Pack
from roundtable.operations.plan.queries import packs as queries


@door(PUBLIC)
def feed(_request: HttpRequest) -> HttpResponse:
    """Tell feed readers of published packs and corrigenda."""
    news = queries.latest_news()
    address = settings.ROUNDTABLE_ADDRESS
    title = _("Monitoring packs and corrigenda")
    made = Atom1Feed(
        title=title,
        link=address + reverse("plan:packs"),
        description=title,
        language=get_language() or "en",
        feed_url=address + reverse("plan:packs-feed"),
        feed_guid=address + reverse("plan:packs-feed"),
    )
    for moment, pack, note in news:
        _add_news(made, moment, pack, note, address)
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _add_news(made: Atom1Feed, moment: datetime, pack: Pack, note: Corrigendum | None, address: str) -> None:
    place = address + pack.get_absolute_url()
    if note is None:
        title = _("Monitoring pack %(year)s (%(pack)s)") % {"year": pack.year, "pack": pack.name}
        text = _("Published. SHA-256 of the snapshot: %(hash)s.") % {"hash": pack.sha256}
        guid = place
    else:
        title = _("Corrigendum %(number)s to the monitoring pack %(pack)s") % {"number": note.number, "pack": pack.name}
        text = _("%(figures)s. Wrong: %(wrong)s Right: %(right)s") % {
            "figures": note.figures,
            "wrong": note.wrong,
            "right": note.right,
        }
        guid = place = f"{place}#corrigendum-{note.number}"
    demo = [_("Demonstration data")] if pack.demonstration else []
    # What stands in the feed is for everybody; packs from before there were markings bear none.
    marked = [PUBLIC_MARKING] if pack.marking else []
    made.add_item(
        title=" · ".join([*marked, *demo, title]),
        link=place,
        description=text,
        categories=marked,
        unique_id=guid,
        pubdate=moment,
        updateddate=moment,
    )
