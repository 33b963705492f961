"""Keys go downstairs: the lower room does not see who leans on it."""

from django.apps import apps
from django.db.models import PROTECT, ForeignKey, ManyToManyField

from tests.architecture.house import floor_of, room_of


def _keys_between_rooms() -> list[ForeignKey]:
    return [
        field
        for model in apps.get_models()  # the tables between two tables are Django's own
        if model.__module__.startswith("roundtable.")
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and field.model is model
        and field.related_model.__module__.startswith("roundtable.")
        and room_of(model.__module__) != room_of(field.related_model.__module__)
    ]


def _place(key: ForeignKey) -> str:
    return f"{key.model._meta.label_lower}.{key.name}"


def test_there_are_keys_to_look_at() -> None:
    assert _keys_between_rooms()


def test_keys_to_other_rooms_go_downstairs() -> None:
    up = [
        _place(key)
        for key in _keys_between_rooms()
        if floor_of(room_of(key.related_model.__module__)) >= floor_of(room_of(key.model.__module__))
    ]
    assert up == []


def test_keys_to_other_rooms_protect_what_they_lean_on_and_leave_no_trace_there() -> None:
    loose = [
        _place(key)
        for key in _keys_between_rooms()
        if key.remote_field.on_delete is not PROTECT or key.remote_field.related_name != "+"
    ]
    assert loose == []


def test_lists_of_things_in_other_rooms_leave_no_trace_there() -> None:
    loose = [
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("roundtable.")
        for field in model._meta.get_fields()
        if isinstance(field, ManyToManyField)
        and field.related_model.__module__.startswith("roundtable.")
        and room_of(model.__module__) != room_of(field.related_model.__module__)
        and not str(field.remote_field.related_name).endswith("+")
    ]
    assert loose == []


def test_the_kernel_keeps_people_and_things_as_plain_ids() -> None:
    assert [_place(key) for key in _keys_between_rooms() if room_of(key.model.__module__) == "kernel"] == []
