"""Write an agenda in every working language, and lay materials to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from roundtable.ground.documents.public import LaidText
from roundtable.ground.trust.public import Marking, User, highest_marking, remember, require
from roundtable.kernel.base.errors import Collision, Invalid
from roundtable.kernel.files import store
from roundtable.records.meetings.domain.wording import Words, kept, read, written
from roundtable.records.meetings.models import Item, Material, Meeting
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services.changing import held
from roundtable.records.meetings.signals import Happened

PURPOSE = "meetings.material"
OFFERS = (Marking.PARTIES, Marking.LIMITE)


def _bring(item: Item, values: Mapping[str, Any], texts: Mapping[str, Words]) -> None:
    for name, value in values.items():
        setattr(item, name, value)
    found, item.wording = written(read(item.texts), texts, original=item.original, wording=item.wording)
    if not (found.get(item.original) and found[item.original].title):
        raise Invalid(
            _("Write the title in the language of the original."),
            fields={f"title_{item.original}": [_("Write a title.")]},
        )
    item.texts = kept(found)


@transaction.atomic
def add_item(
    meeting: Meeting, values: Mapping[str, Any], texts: Mapping[str, Words], *, by: User, at: datetime
) -> Item:
    """Add an item at the end of its day, or where its place says."""
    require(by, Do.KEEP, meeting, at=at)
    item = Item(meeting=meeting, place=0)
    _bring(item, values, texts)
    if not item.place:
        last = Item.objects.filter(meeting=meeting, day=item.day).aggregate(last=Max("place"))["last"] or 0
        item.place = last + 1
    else:
        Item.objects.filter(meeting=meeting, day=item.day, place__gte=item.place).update(place=F("place") + 1)
    item.save()
    remember(Happened.ITEM_ADDED, by=by, on=meeting, at=at, after={"item": item.place, "day": item.day})
    return item


@transaction.atomic
def change_item(  # noqa: PLR0913 - an item has these parts
    item: Item,
    values: Mapping[str, Any],
    texts: Mapping[str, Words],
    *,
    revision: int | None,
    by: User,
    at: datetime,
) -> Item:
    """Change an item; a changed original makes the translations stale that were not saved with it."""
    require(by, Do.KEEP, item.meeting, at=at)
    held(item)
    if revision is not None and item.revision != revision:
        raise Collision(
            _("Somebody else changed this while you were writing. Your text is still in the form: compare, then save.")
        )
    _bring(item, {name: value for name, value in values.items() if name != "place" or value}, texts)
    item.revision += 1
    item.save()
    remember(Happened.ITEM_CHANGED, by=by, on=item.meeting, at=at, after={"item": item.place, "day": item.day})
    return item


@transaction.atomic
def delete_item(item: Item, *, by: User, at: datetime) -> None:
    """Take an item from an agenda, unless something was concluded under it."""
    require(by, Do.KEEP, item.meeting, at=at)
    if item.conclusions.exists():
        raise Invalid(_("Something was concluded under this item. Move the conclusions to another item first."))
    remember(Happened.ITEM_DELETED, by=by, on=item.meeting, at=at, before={"item": item.place, "day": item.day})
    item.delete()


@transaction.atomic
def add_material(  # noqa: PLR0913 - a material has these parts
    meeting: Meeting,
    *,
    title: str,
    number: str = "",
    language: str = "en",
    marking: str = "",
    item: Item | None = None,
    upload: store.Upload | None = None,
    text: LaidText | None = None,
    by: User,
    at: datetime,
) -> Material:
    """Lay a document to a meeting: a file, a text of the documents, or the number under which it is kept elsewhere.

    A text brings its number, its language and its marking along, and its title where no other is given.
    """
    require(by, Do.KEEP, meeting, at=at)
    if text is not None and upload is not None:
        raise Invalid(
            _("Give a file, or choose a text of the documents: one of the two."),
            fields={"file": [_("Leave this empty, or choose no text.")]},
        )
    if text is not None:
        title, number, language = title.strip() or text.title[:250], text.number, text.language
        marking = str(at_least_inside(text.marking))
    if not title.strip():
        raise Invalid(_("Give the document a title."), fields={"title": [_("Write a title.")]})
    if upload is None and not number.strip():
        raise Invalid(
            _("Give a file or a document number."), fields={"number": [_("Give a file or a document number.")]}
        )
    if marking and Marking(marking) not in OFFERS:
        raise Invalid(_("A material is marked PARTIES or LIMITE. Choose one of the two."))
    if item is not None and item.meeting_id != meeting.pk:
        raise Invalid(_("Choose an item of this meeting."), fields={"item": [_("Choose an item of this meeting.")]})
    stored = (
        store.keep(
            upload,
            scope="dialogue",
            by=by.pk,
            purpose=PURPOSE,
            at=at,
            audience="dialogue",
            demonstration=meeting.demonstration,
        )
        if upload is not None
        else None
    )
    made = Material.objects.create(
        meeting=meeting,
        item=item,
        title=title.strip(),
        number=number.strip(),
        language=language,
        marking=marking or str(Marking.PARTIES),
        file_id=stored.pk if stored else None,
        text_id=text.revision_id if text else None,
        added_at=at,
        added_by=by,
    )
    remember(Happened.MATERIAL_ADDED, by=by, on=made, at=at, after={"meeting": meeting.code, "language": language})
    return made


def at_least_inside(marking: Marking) -> Marking:
    """What a material bears that is a text of the documents: as the text, and never less than what a meeting is."""
    return highest_marking([marking], least=Marking.PARTIES)


@transaction.atomic
def delete_material(material: Material, *, by: User, at: datetime) -> None:
    """Take a document back; its file is erased after thirty days."""
    require(by, Do.KEEP, material.meeting, at=at)
    held(material)
    if material.deleted_at is not None:
        return
    material.deleted_at = at
    material.save(update_fields=["deleted_at"])
    if material.file_id:
        store.delete(store.get(material.file_id), at=at)
    remember(Happened.MATERIAL_DELETED, by=by, on=material, at=at, before={"meeting": material.meeting.code})
