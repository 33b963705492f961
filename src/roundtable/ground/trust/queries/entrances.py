"""Where this room is entered from the masthead and from behind a person's name."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.rules import Do, allows
from roundtable.kernel.base.middleware import at
from roundtable.ui.navigation import Item, Place, signed_in


def _may(do: Do) -> Callable[[HttpRequest], bool]:
    def asked(request: HttpRequest) -> bool:
        return allows(request.user, do, at=at(request))

    return asked


ENTRANCES = (
    Item(label=_("My account"), url_name="trust:account", order=10, audience=signed_in, place=Place.PERSON),
    Item(label=_("People"), url_name="trust:people", order=20, audience=_may(Do.SEE_PEOPLE), place=Place.PERSON),
    Item(label=_("History"), url_name="trust:history", order=30, audience=_may(Do.SEE_HISTORY), place=Place.PERSON),
    Item(
        label=_("Log of reading"),
        url_name="trust:readings",
        order=35,
        audience=_may(Do.SEE_READINGS),
        place=Place.PERSON,
    ),
    Item(
        label=_("Kept and erased"),
        url_name="trust:retention",
        order=37,
        audience=_may(Do.SEE_RETENTION),
        place=Place.PERSON,
    ),
    Item(label=_("Rules"), url_name="trust:rules", order=40, audience=_may(Do.SEE_RULES), place=Place.PERSON),
)
