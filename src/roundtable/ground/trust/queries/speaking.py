"""Say what history kept in the reader's language: names for codes and numbers, days, instants, amounts."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from babel.numbers import format_currency
from django.utils.html import strip_tags
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from roundtable.ground.trust.domain.telling import Speech
from roundtable.ground.trust.models import Term, User
from roundtable.ground.trust.queries.scopes import institution_names, scope_names
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.ui import moments


class Speaker:
    """Speaks the reader's language for one page of history; every list of names is read once, when first needed."""

    @cached_property
    def scopes(self) -> dict[str, str]:
        """The names of Parties, Partners and bodies."""
        return scope_names()

    @cached_property
    def _institutions(self) -> dict[str, str]:
        return {code: name for each in institution_names().values() for code, name in each.items()}

    @cached_property
    def _people(self) -> dict[int, str]:
        return called(User.objects.values_list("pk", flat=True), scopes=lambda: self.scopes)

    def scope(self, code: str) -> str:
        """Name a Party, a Partner or a body; one that nobody explains by its code."""
        return self.scopes.get(code, code)

    def institution(self, code: str) -> str:
        """Name an institution; one that is gone by its code."""
        return self._institutions.get(code, code)

    def person(self, number: int) -> str:
        """Name a person, or say whose they are; never an address."""
        return self._people.get(number) or _("Somebody")

    def language(self, code: str) -> str:
        """Name a language in itself."""
        try:
            return str(get_language_info(code)["name_local"])
        except KeyError:
            return code

    def day(self, value: date) -> str:
        """Say a day."""
        return moments.day(value)

    def moment(self, value: datetime) -> str:
        """Say an instant in the reader's own zone."""
        return strip_tags(moments.moment(value))

    def money(self, amount: Decimal) -> str:
        """Say an amount in euro, with cents where there are any."""
        whole = amount == amount.to_integral_value()
        return str(
            format_currency(
                amount, "EUR", "¤#,##0" if whole else None, locale=moments.locale(), currency_digits=not whole
            )
        )

    def truth(self, *, value: bool) -> str:
        """Say yes or no."""
        return _("yes") if value else _("no")


def speech() -> Speech:
    """Give somebody who speaks the reader's language, for rooms that say kept values outside of histories."""
    return Speaker()


def called(numbers: Iterable[int], *, scopes: Callable[[], dict[str, str]] = scope_names) -> dict[int, str]:
    """Give what people are called by number: their name, or whose they are. Never an address: names are for more eyes.

    One query, and where somebody has no name the names of Parties and one query more.
    """
    names = {one.pk: one.name for one in User.objects.filter(pk__in=numbers).only("pk", "row", "name")}
    nameless = [number for number, name in names.items() if not name]
    if nameless:
        known = scopes()
        held = Term.objects.filter(user__in=nameless).order_by("starts", "pk").values_list("user_id", "scope")
        names |= {number: _somebody_of(scope, known) for number, scope in held}
    return {number: name or _("Somebody") for number, name in names.items()}


def _somebody_of(scope: str, names: dict[str, str]) -> str:
    if scope == SECRETARIAT:
        return _("A person of the secretariat")
    return _("A person of %(party)s") % {"party": names[scope]} if scope in names else _("Somebody")
