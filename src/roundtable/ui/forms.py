"""How forms look: every form of the house is drawn by this renderer."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy


class Renderer(TemplatesSetting):
    """Draws forms and fields with label, hint, errors and an error summary; set as `FORM_RENDERER`."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"


class DateInput(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Write days as the field expects them, whatever the language."""
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own field for a day and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Write instants as the field expects them, whatever the language."""
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class DateField(forms.DateField):
    """A day, chosen in the browser's own field."""

    widget = DateInput
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("Write the day as 2026-11-24.")}

    def __init__(self, **kwargs: Any) -> None:
        """Read the browser's form first, then what people type."""
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"])
        super().__init__(**kwargs)
