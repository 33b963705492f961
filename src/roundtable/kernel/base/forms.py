"""Bring what a rule or service told back to the form that asked."""

from django.forms import BaseForm

from roundtable.kernel.base.errors import Told


def tell_form(form: BaseForm, told: Told) -> None:
    """Add a told error to a form: at its fields where it names them, else above the form."""
    named = {name: texts for name, texts in told.fields.items() if name in form.fields and texts}
    for name, texts in named.items():
        for text in texts:
            form.add_error(name, text)
    if not named:
        form.add_error(None, told.sentence)
