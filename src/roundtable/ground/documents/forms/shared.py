"""Fields that several forms of this room have."""

from typing import Any
from uuid import uuid4
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.ui.forms import DateTimeInput


def zones() -> list[tuple[str, str]]:
    """Every time zone, by name; UTC first."""
    named = sorted(zone for zone in available_timezones() if "/" in zone and zone[0].isupper())
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]


class WallClock(forms.DateTimeField):
    """A day and a time on the wall of some zone, which another field names."""

    widget = DateTimeInput

    def __init__(self, **kwargs: Any) -> None:
        """Read the browser's form, and what people type."""
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"])
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Give the clock without a zone: which instant that is, the service says."""
        for way in self.input_formats or ():
            try:
                return self.strptime(str(value).strip(), way)
            except (ValueError, TypeError):
                continue
        if value in self.empty_values:
            return None
        raise forms.ValidationError(_("Write a day and a time, such as 2026-11-24 18:00."))


class ZoneField(forms.ChoiceField):
    """A time zone."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer every zone."""
        kwargs.setdefault("label", _("Time zone"))
        super().__init__(choices=zones, **kwargs)


class OnceForm(forms.Form):
    """A form that does its deed once, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Carry a key of its own."""
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4
