"""Filters that live in the address of a list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Rows = TypeVar("Rows", bound=QuerySet[Any])
Choices = Sequence[tuple[Any, Any]] | Callable[[], Iterable[tuple[Any, Any]]]

YES, NO = "yes", "no"


class Options(forms.Select):
    """A list to choose from, written without a template for each option: filters have hundreds of them."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - Django's signature
        """Write the list."""
        widget = self.get_context(name, value, attrs)["widget"]
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (option["value"], SafeString(" selected") if option["selected"] else "", option["label"])
                for _name, group, _place in widget["optgroups"]
                for option in group
            ),
        )
        return format_html("<select{}>{}</select>", flatatt({"name": widget["name"], **widget["attrs"]}), options)


class Wrong(Exception):  # noqa: N818 - a sentence for the reader, caught by the listing
    """A value in the address that the filter does not know."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What all filters have: a key in the address, a label, and how a value narrows the rows."""

    key: str
    label: Any
    apply: Callable[[Any, Any], Any]

    def asks(self) -> list[str]:
        """The keys that this filter reads from the address."""
        return [self.key]

    def fields(self) -> dict[str, forms.Field]:
        """The form fields in which a person sets it."""
        return {self.key: forms.CharField(label=self.label, required=False)}

    def narrowed(self, rows: Any, asked: Mapping[str, list[str]]) -> Any:
        """The rows that pass. Raises Wrong with a sentence for a value that is not known."""
        values = [value for value in asked.get(self.key, []) if value.strip()]
        return self.apply(rows, self.read(values)) if values else rows

    def read(self, values: list[str]) -> Any:
        """What was asked for, from the texts in the address."""
        return values[-1].strip()


@dataclass(frozen=True, kw_only=True)
class Text(Filter):
    """Any words."""


@dataclass(frozen=True, kw_only=True)
class Choice(Filter):
    """One of several values, or several of them where `many` is set: then `apply` gets a list."""

    choices: Choices = ()
    many: bool = False

    def known(self) -> list[tuple[str, Any]]:
        """The values and their words."""
        given = self.choices() if callable(self.choices) else self.choices
        return [(str(value), words) for value, words in given]

    def fields(self) -> dict[str, forms.Field]:
        """A list to choose from."""
        if self.many:
            return {self.key: forms.MultipleChoiceField(label=self.label, choices=self.known(), required=False)}
        choices = [("", _("Any")), *self.known()]
        return {self.key: forms.ChoiceField(label=self.label, choices=choices, required=False, widget=Options)}

    def read(self, values: list[str]) -> Any:
        """The values, if they are on the list."""
        known = dict(self.known())
        for value in values:
            if value not in known:
                raise Wrong(_("“%(value)s” is not a choice for “%(label)s”.") % {"value": value, "label": self.label})
        return values if self.many else values[-1]


@dataclass(frozen=True, kw_only=True)
class Flag(Filter):
    """Yes or no; `apply` gets a bool."""

    def fields(self) -> dict[str, forms.Field]:
        """Any, yes or no."""
        choices = [("", _("Any")), (YES, _("Yes")), (NO, _("No"))]
        return {self.key: forms.ChoiceField(label=self.label, choices=choices, required=False, widget=Options)}

    def read(self, values: list[str]) -> bool:
        """Yes or no."""
        if values[-1] not in {YES, NO}:
            raise Wrong(_("“%(value)s” is not a choice for “%(label)s”.") % {"value": values[-1], "label": self.label})
        return values[-1] == YES


@dataclass(frozen=True, kw_only=True)
class DateRange(Filter):
    """Days from and to, both included; in the address `KEY_from` and `KEY_to`. `apply` gets a pair of dates or None."""

    FROM = gettext_lazy("%(label)s, from")
    TO = gettext_lazy("%(label)s, to")

    def asks(self) -> list[str]:
        """Two keys."""
        return [f"{self.key}_from", f"{self.key}_to"]

    def fields(self) -> dict[str, forms.Field]:
        """Two days."""
        first, last = self.asks()
        day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return {
            first: forms.DateField(label=str(self.FROM) % {"label": self.label}, required=False, widget=day),
            last: forms.DateField(label=str(self.TO) % {"label": self.label}, required=False, widget=day),
        }

    def narrowed(self, rows: Any, asked: Mapping[str, list[str]]) -> Any:
        """The rows between the days. Raises Wrong for what is no day, and for days in the wrong order."""
        first, last = (self._day(asked.get(key, [])) for key in self.asks())
        if first and last and first > last:
            raise Wrong(_("“%(label)s”: the first day comes after the last.") % {"label": self.label})
        return self.apply(rows, (first, last)) if first or last else rows

    def _day(self, values: list[str]) -> date | None:
        given = [value.strip() for value in values if value.strip()]
        if not given:
            return None
        try:
            return date.fromisoformat(given[-1])
        except ValueError:
            raise Wrong(
                _("“%(value)s” is not a day for “%(label)s”. Write it as 2026-11-24.")
                % {"value": given[-1], "label": self.label}
            ) from None
