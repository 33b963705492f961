"""Every deed has a rule, every happening its words, every personal field its reason."""

from enum import StrEnum
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import CharField, EmailField, Field, TextField

from roundtable.ground.trust.public import happenings, rulebooks
from roundtable.kernel.base.privacy import Personal
from tests.architecture.house import sources

NOT_PERSONAL = {
    "parties.dialogue.name": "the name of the dialogue",
    "parties.dialogue.short_name": "the name of the dialogue",
    "parties.institution.name": "the name of a ministry or body",
    "parties.stakeholder.name": "the name of an organisation",
    "trust.token.name": "what a program is called",
    "links.savedview.name": "what a reader calls a view of a list",
    "tasks.step.name": "a step of a background job",
    "tasks.worker.name": "a process",
    "files.storedfile.name": "the name of a file",
    "documents.intake.name": "the name of a file",
    "plan.frame.source_name": "the name of a file",
    "observatory.intake.name": "the name of a file",
    "observatory.dataset.address": "where a source publishes its figures",
    "observatory.dataset.licence_address": "where a licence stands",
}
"""Fields that sound personal and are not, with the reason."""

SOUNDS_PERSONAL = ("name", "email", "phone", "telephone", "mobile", "birth", "passport", "speaks", "mail", "address")


def _members(enumeration: str, modules: tuple[str, ...]) -> list[StrEnum]:
    found: list[StrEnum] = []
    for path, _tree in sources():
        dotted = "roundtable." + path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        if dotted.rpartition(".")[2] in modules or f".{modules[0]}." in dotted:
            kind = getattr(import_module(dotted), enumeration, None)
            if kind is not None and kind.__module__ == dotted:
                found += list(kind)
    return found


def test_every_deed_has_exactly_one_rule() -> None:
    ruled = [deed for book in rulebooks for deed in book.allowed]
    assert sorted(_members("Do", ("rules",))) == sorted(ruled)
    assert len(set(ruled)) == len(ruled)


def test_every_happening_has_its_words_once() -> None:
    told = [happening.code for happening in happenings]
    assert sorted(_members("Happened", ("signals",))) == sorted(told)
    assert all(happening.shown and happening.erased for happening in happenings)


def test_deeds_and_happenings_begin_with_the_name_of_their_room() -> None:
    for code in [*_members("Do", ("rules",)), *_members("Happened", ("signals",))]:
        room = type(code).__module__.split(".")
        assert str(code).split(".", maxsplit=1)[0] in room, code


def _sounds_personal(field: Field) -> bool:
    if isinstance(field, EmailField):
        return True
    parts = field.name.lower().split("_")
    return isinstance(field, (CharField, TextField)) and any(word in parts for word in SOUNDS_PERSONAL)


def test_every_field_that_sounds_personal_says_why_it_is_kept_or_why_it_is_not_personal() -> None:
    silent = []
    for model in apps.get_models():
        if not model.__module__.startswith("roundtable."):
            continue
        said = {n for n, v in vars(getattr(model, "Privacy", object)).items() if isinstance(v, Personal)}
        for field in model._meta.get_fields():
            place = f"{model._meta.label_lower}.{field.name}"
            if isinstance(field, Field) and _sounds_personal(field) and field.name not in said | {""}:
                silent.append(place)
    assert sorted(set(silent) - set(NOT_PERSONAL)) == []
    assert sorted(set(NOT_PERSONAL) - set(silent)) == [], "these need no exception any more"


@pytest.mark.parametrize("model", [m for m in apps.get_models() if hasattr(m, "Privacy")], ids=lambda m: m.__name__)
def test_reasons_belong_to_fields_that_exist(model: type) -> None:
    names = {field.name for field in model._meta.get_fields()}  # type: ignore[attr-defined]  # every model has it
    said = {name for name, value in vars(model.Privacy).items() if isinstance(value, Personal)}  # type: ignore[attr-defined]  # every model has it
    assert said
    assert said <= names
