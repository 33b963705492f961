"""What machines write of meetings: the same forms, rules and sentences as on the pages.

One address answers reading and writing, so that both stand on one router.
"""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import File, Form, Header, Schema, Status
from ninja.files import UploadedFile

from roundtable.ground.documents.public import laid
from roundtable.ground.trust.public import allows, operation_door, person_of
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.base.middleware import at
from roundtable.records.meetings.api.reading import people_of, router, told_material, told_meeting, told_turn
from roundtable.records.meetings.domain.deadlines import USUAL
from roundtable.records.meetings.exports import rows
from roundtable.records.meetings.forms import ItemForm, MeetingForm
from roundtable.records.meetings.models import Item, Meeting
from roundtable.records.meetings.queries import agenda, meetings
from roundtable.records.meetings.queries.floor import turns_of
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.schemas import (
    AgendaItemOut,
    ItemChanged,
    ItemIn,
    MaterialIn,
    MaterialOut,
    MeetingChange,
    MeetingChanged,
    MeetingWritten,
    StageIn,
    TurnDo,
    TurnIn,
    TurnOut,
)
from roundtable.records.meetings.services import agenda as services
from roundtable.records.meetings.services import floor
from roundtable.records.meetings.services import meetings as planning

Key = Annotated[UUID | None, Header(alias="Idempotency-Key")]
"""Read by the frame of the API: sent again, the deed is done once."""
TEXTS = ("title", "place", "about", "note")


def _sent(said: Schema) -> dict[str, Any]:
    """Give what was named, as a form sends it: texts of several languages in a field for each."""
    found: dict[str, Any] = {}
    languages = dict(settings.LANGUAGES)
    for name in said.model_fields_set - {"revision"}:
        value = getattr(said, name)
        if name in TEXTS and isinstance(value, dict):
            if strange := sorted(set(value) - set(languages)):
                raise Invalid(
                    _("“%(code)s” is no working language of this dialogue.") % {"code": strange[0]},
                    fields={name: strange},
                )
            found |= {f"{name}_{code}": text for code, text in value.items()}
        else:
            found[name] = value
    return found


def _checked(form: forms.Form) -> None:
    if not form.is_valid():
        raise Invalid(
            _("Some of what was sent does not fit. Each part is named below."),
            fields={name: [str(one) for one in sentences] for name, sentences in form.errors.items()},
        )


def _kept(request: HttpRequest, code: str) -> Meeting:
    one = get_object_or_404(meetings.visible_to(request.user, at=at(request)), code=code)
    if not allows(request.user, Do.KEEP, one, at=at(request)):
        raise NotThere("")
    return one


def _written(one: Meeting) -> dict[str, Any]:
    one.refresh_from_db()
    return {**told_meeting(one, rows.named()), "revision": one.revision}


@router.post("/", response={201: MeetingWritten}, summary="Plan a meeting")
@operation_door(Do.KEEP)
def plan_meeting(
    request: HttpRequest,
    response: HttpResponse,
    said: MeetingChange,
    idempotency_key: Key = None,  # noqa: ARG001 - the frame of the API reads it
) -> Status[dict[str, Any]]:
    """Plan a meeting; the secretariat alone sees it until it is called. What is not named is as on an empty form."""
    form = MeetingForm({**USUAL, "partners": True, "zone": "UTC", **_sent(said)})
    _checked(form)
    made = planning.plan(form.values(), by=person_of(request), at=at(request))
    response["Location"] = reverse("api-1:meeting", args=[made.code])
    return Status(201, _written(made))


@router.patch("/{code}", response=MeetingWritten, summary="Change a meeting")
@operation_door(Do.KEEP)
def change_meeting(
    request: HttpRequest,
    code: str,
    said: MeetingChanged,
    idempotency_key: Key = None,  # noqa: ARG001 - the frame of the API reads it
) -> dict[str, Any]:
    """Change what is named and leave the rest. Those who are invited are told of another day, place or link."""
    one = _kept(request, code)
    form = MeetingForm({**MeetingForm.filled(one), **_sent(said), "revision": said.revision})
    _checked(form)
    return _written(planning.change(one, form.values(), revision=form.seen(), by=person_of(request), at=at(request)))


@router.post("/{code}/stage", response=MeetingWritten, summary="Call a meeting, say that it was held, cancel it")
@operation_door(Do.KEEP)
def move_meeting(
    request: HttpRequest,
    code: str,
    said: StageIn,
    idempotency_key: Key = None,  # noqa: ARG001 - the frame of the API reads it
) -> dict[str, Any]:
    """Take a meeting to another stage; those who are invited are told. Twice changes nothing."""
    return _written(planning.move(_kept(request, code), said.to, by=person_of(request), at=at(request)))


def _lines(request: HttpRequest, one: Meeting) -> list[agenda.Line]:
    return agenda.agenda(one, meetings.reader_language(), delegations=people_of(request, one))


def _item_named(lines: list[agenda.Line], number: str) -> Item | None:
    if not number:
        return None
    found = next((line.item for line in lines if line.number == number), None)
    if found is None:
        raise Invalid(_("The agenda has no item of this number."), fields={"item": [_("Choose an item.")]})
    return found


def _told_item(request: HttpRequest, item: Item) -> dict[str, Any]:
    line = next(one for one in _lines(request, item.meeting) if one.item.pk == item.pk)
    return {
        "id": item.pk,
        "revision": line.item.revision,
        "number": line.number,
        "kind": line.item.kind,
        "title": line.words.title,
        "note": line.words.note,
        "language": line.language,
        "translation": str(line.state),
        "begins": line.slot.begins if line.slot else None,
        "minutes": line.item.minutes,
        "speaking_seconds": line.speaking,
        "codes": line.item.codes,
    }


def _item_form(before: Mapping[str, Any], said: ItemIn) -> ItemForm:
    sent = _sent(said)
    if isinstance(sent.get("codes"), list):
        sent["codes"] = ", ".join(sent["codes"])
    form = ItemForm({**before, **sent})
    _checked(form)
    return form


@router.post("/{code}/items", response={201: AgendaItemOut}, summary="Add an item to the agenda")
@operation_door(Do.KEEP)
def add_item(
    request: HttpRequest,
    code: str,
    said: ItemIn,
    idempotency_key: Key = None,  # noqa: ARG001 - the frame of the API reads it
) -> Status[dict[str, Any]]:
    """Add an item in every language in which it is written; its title in the language of the original is needed."""
    one = _kept(request, code)
    empty = {"kind": "item", "day": 1, "minutes": 30, "opening": 5, "original": settings.LANGUAGE_CODE}
    form = _item_form(empty, said)
    made = services.add_item(one, form.values(), form.words(), by=person_of(request), at=at(request))
    return Status(201, _told_item(request, made))


def _item(request: HttpRequest, code: str, pk: int) -> Item:
    return get_object_or_404(agenda.items_of(_kept(request, code)), pk=pk)


@router.patch("/{code}/items/{int:pk}", response=AgendaItemOut, summary="Change an item of the agenda")
@operation_door(Do.KEEP)
def change_item(
    request: HttpRequest,
    code: str,
    pk: int,
    said: ItemChanged,
    idempotency_key: Key = None,  # noqa: ARG001 - the frame of the API reads it
) -> dict[str, Any]:
    """Change what is named and leave the rest; a changed original makes translations stale that were not sent."""
    item = _item(request, code, pk)
    before = ItemForm.filled(item)
    form = _item_form({**before, "codes": ", ".join(before["codes"]), "revision": said.revision}, said)
    services.change_item(
        item, form.values(), form.words(), revision=said.revision, by=person_of(request), at=at(request)
    )
    return _told_item(request, item)


@router.delete("/{code}/items/{int:pk}", response={204: None}, summary="Take an item out of the agenda")
@operation_door(Do.KEEP)
def delete_item(
    request: HttpRequest,
    code: str,
    pk: int,
    idempotency_key: Key = None,  # noqa: ARG001 - the frame of the API reads it
) -> Status[None]:
    """Take an item out, unless something was concluded under it."""
    services.delete_item(_item(request, code, pk), by=person_of(request), at=at(request))
    return Status(204, None)


@router.post("/{code}/materials", response={201: MaterialOut}, summary="Lay a document to a meeting")
@operation_door(Do.KEEP)
def add_material(
    request: HttpRequest,
    code: str,
    said: Form[MaterialIn],
    file: Annotated[UploadedFile | None, File()] = None,
    idempotency_key: Key = None,  # noqa: ARG001 - the frame of the API reads it
) -> Status[dict[str, Any]]:
    """Lay a file, a text of the documents, or a number to a meeting; sent as a form (`multipart/form-data`)."""
    one = _kept(request, code)
    lines = _lines(request, one)
    text = laid(request.user, [said.text], at(request)).get(said.text) if said.text else None
    if said.text and text is None:
        raise Invalid(_("There is no such text."), fields={"text": [_("Choose a text of the documents.")]})
    if said.language not in dict(settings.LANGUAGES):
        raise Invalid(
            _("“%(code)s” is no working language of this dialogue.") % {"code": said.language},
            fields={"language": [_("Choose a language.")]},
        )
    made = services.add_material(
        one,
        title=said.title,
        number=said.number,
        language=said.language,
        marking=said.marking,
        item=_item_named(lines, said.item),
        upload=file,
        text=text,
        by=person_of(request),
        at=at(request),
    )
    return Status(201, told_material(made, {line.item.pk: line.number for line in lines}))


@router.delete("/{code}/materials/{int:pk}", response={204: None}, summary="Take a document back")
@operation_door(Do.KEEP)
def take_material_back(
    request: HttpRequest,
    code: str,
    pk: int,
    idempotency_key: Key = None,  # noqa: ARG001 - the frame of the API reads it
) -> Status[None]:
    """Take a document back; its file is erased after thirty days. Twice changes nothing."""
    kept = get_object_or_404(agenda.materials_of(_kept(request, code)), pk=pk)
    services.delete_material(kept, by=person_of(request), at=at(request))
    return Status(204, None)


@router.post("/{code}/speakers", response={201: TurnOut}, summary="Ask for the floor")
@operation_door(Do.ASK_FLOOR)
def ask_for_the_floor(
    request: HttpRequest,
    code: str,
    said: TurnIn,
    idempotency_key: Key = None,  # noqa: ARG001 - the frame of the API reads it
) -> Status[dict[str, Any]]:
    """Put a delegation on the list of speakers to an item; who waits there already keeps the place."""
    one = get_object_or_404(meetings.inside_for(request.user, at=at(request)), code=code)
    lines = _lines(request, one)
    made = floor.ask(
        one,
        said.party.upper(),
        item=_item_named(lines, said.item),
        kind=said.kind,
        by=person_of(request),
        at=at(request),
    )
    return Status(201, told_turn(made, {line.item.pk: line.number for line in lines}, at(request)))


@router.post("/{code}/speakers/{int:pk}", response=TurnOut, summary="Give the floor, take it back, change the order")
@operation_door(Do.ASK_FLOOR)
def lead_speakers(
    request: HttpRequest,
    code: str,
    pk: int,
    said: TurnDo,
    idempotency_key: Key = None,  # noqa: ARG001 - the frame of the API reads it
) -> dict[str, Any]:
    """Do with a place on the list what whoever leads may do; a delegation may take its own place back."""
    one = get_object_or_404(meetings.inside_for(request.user, at=at(request)), code=code)
    turn, by, moment = get_object_or_404(turns_of(one), pk=pk), person_of(request), at(request)
    if said.do in {"earlier", "later"}:
        floor.move(turn, later=said.do == "later", by=by, at=moment)
    else:
        {"give": floor.give, "end": floor.end, "withdraw": floor.withdraw}[said.do](turn, by=by, at=moment)
    turn.refresh_from_db()
    return told_turn(turn, {line.item.pk: line.number for line in _lines(request, one)}, moment)
