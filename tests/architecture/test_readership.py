"""Every field that can hold text says who may read it, once, at its room."""

from collections import Counter
from typing import Any

import pytest
from django.apps import apps

from roundtable.ground.trust.public import happenings, kinds, readerships
from roundtable.ground.trust.readership import readership_of, text_fields

MODELS = apps.get_models()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_field_that_can_hold_text_says_once_who_may_read_it(model: Any) -> None:
    fields = sorted(field.name for field in text_fields(model))
    said = readership_of(model)
    if said is None:
        assert fields == [], "nobody has said who may read this table"
        return
    assert sorted(said.fields) == fields
    assert max(Counter(said.fields).values(), default=1) == 1


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_table_of_the_house_says_who_may_change_it(model: Any) -> None:
    assert readership_of(model) is not None or not model.__module__.startswith("roundtable.")


def test_nothing_is_said_twice_or_of_tables_and_fields_that_are_not_there() -> None:
    labels = [said.model for said in readerships]
    assert sorted(labels) == sorted(set(labels))
    assert set(labels) <= {model._meta.label_lower for model in MODELS}
    for said in readerships:
        fields = {field.name for field in text_fields(apps.get_model(said.model))}
        assert said.without_words <= fields, said.model


def test_whatever_the_cellar_keeps_for_a_room_has_a_room_that_speaks_for_it() -> None:
    said = {(one.model, one.kind) for one in kinds}
    assert len(said) == len(kinds)
    remembered = {kind for model, kind in said if model == "trust.entry"}
    assert {kind.split(".")[0] for kind in remembered} >= {str(one.code).split(".")[0] for one in happenings}
