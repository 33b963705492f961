"""What may be typed where is written down, from the code itself; and no field takes a link that acts."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from roundtable.operations.plan.domain.activity.facts import Attached
from roundtable.operations.plan.domain.activity.faults import _faults_of_documents
from roundtable.operations.plan.services import evidence

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import snapshots  # noqa: E402 - a script beside the source

ACTING = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    " java\tscript:alert(1)",
    "file:///etc",
)


def test_the_list_of_fields_is_current():
    committed = (ROOT / "docs" / "data" / "fields.csv").read_text()
    assert snapshots.fields() == committed, "run `make snapshots` if this change is meant"


def places() -> list[tuple[str, forms.Field | models.Field]]:
    """Every field of a form or a table that holds a link."""
    typed = [
        (f"{name}.{field}", shown)
        for name, form in snapshots._forms().items()
        for field, shown in form.base_fields.items()
        if isinstance(shown, forms.URLField)
    ]
    kept = [
        (f"{model._meta.label}.{field.name}", field)
        for model in apps.get_models()
        if model.__module__.startswith("roundtable.")
        for field in model._meta.fields
        if isinstance(field, models.URLField)
    ]
    return typed + kept


def test_no_field_takes_a_link_that_acts():
    taken = []
    for name, field in places():
        for link in ACTING:
            try:
                field.clean(link, None) if isinstance(field, models.Field) else field.clean(link)
            except ValidationError:
                continue
            taken.append((name, link))
    assert taken == []
    assert len(places()) >= 7


@pytest.mark.parametrize("link", ACTING)
def test_links_that_services_judge_themselves_are_refused_whoever_calls(link):
    with pytest.raises(ValidationError):
        evidence._is_address(link)
    told = _faults_of_documents(SimpleNamespace(documents=[Attached("A title", link)]))
    assert [fault.code for fault in told] == ["document_link"]


def test_the_list_of_what_is_held_about_people_is_the_committed_one() -> None:
    committed = (ROOT / "docs" / "data" / "personal.csv").read_text()

    assert snapshots.personal() == committed, "run `make snapshots` if this change is meant"
