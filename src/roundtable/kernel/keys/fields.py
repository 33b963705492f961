"""Columns whose contents are sealed: plain in Python, a box in the database.

A model with such columns has a column `row` (mix in `SealedRow`) and a method `seals_for()` that names the owner of the
key. Nothing plain reaches the database: what cannot be sealed for its row (`update()`, a filter by content) is refused.
"""

import json
import uuid
from typing import TYPE_CHECKING, Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import lookups
from django.db.models.query_utils import DeferredAttribute

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.boxes import Box, ErasedError, Place, SealedError

KEPT = "_boxes"


class SealedRow(models.Model):
    """A row to which its boxes are bound."""

    row = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def seals_for(self) -> str:
        """Name the owner of the key with which this row is sealed (`ring.scope`, `ring.person`)."""
        raise NotImplementedError


class SealedAttribute(DeferredAttribute):
    """Opens a box when it is first read, so that a list pays for what it shows, and keys are read together."""

    field: "Sealed"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None or not isinstance(value, Box):
            return value
        plain = self.field.opened(value, instance)
        instance.__dict__[self.field.attname] = plain
        return plain

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class Blank(lookups.Exact):
    """The one question that the database can answer about what is sealed: whether there is anything."""

    def get_prep_lookup(self) -> Any:
        """Take an empty value alone."""
        return cast("Sealed", self.lhs.output_field).get_prep_value(self.rhs)


class Sealed(models.Field):  # type: ignore[type-arg]  # what is shared by fields of text and of JSON
    """What fields of sealed columns share."""

    descriptor_class = SealedAttribute
    nothing: Any = ""
    """What is read where nothing was kept, or where it was erased."""

    def get_internal_type(self) -> str:
        """Keep boxes as text."""
        return "TextField"

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        """Give the box; the row opens it when it is read."""
        if not value:
            return self.empty()
        box = Box(value)
        ring.expect(box.key)
        return box

    def empty(self) -> Any:
        """Give what stands for nothing."""
        return self.nothing

    def opened(self, box: Box, instance: Any) -> Any:
        """Open the box of a row; what was erased reads as nothing."""
        try:
            text = ring.unseal(box, place=self.place(instance))
        except ErasedError:
            plain = self.empty()
            _kept(instance)[self.attname] = (box, self.as_text(plain))
            return plain
        _kept(instance)[self.attname] = (box, text)
        return self.as_value(text)

    def sealed(self, instance: Any) -> Box | str:
        """Give what goes into the column: the box that stands there while the content is the same, or a new one."""
        value = instance.__dict__.get(self.attname, self.empty())
        if isinstance(value, Box):
            return value
        if hasattr(value, "resolve_expression"):
            raise SealedError(f"{self.model.__name__}.{self.name} is sealed: the database cannot reckon with it.")
        text = self.as_text(value)
        box, before = _kept(instance).get(self.attname, (None, ""))
        if box is not None and before == text:
            return box
        if not text:
            return ""
        try:
            box = self.finished(ring.seal(text, owner=self.owner(instance), place=self.place(instance)), text)
        except ErasedError:
            return ""  # what is about somebody who was erased is not kept again
        _kept(instance)[self.attname] = (box, text)
        return box

    def finished(self, box: Box, text: str) -> Box:  # noqa: ARG002 - what else stands in the column may follow from it
        """Give the whole content of the column."""
        return box

    def owner(self, instance: Any) -> str:
        """Name the owner of the key with which a row is sealed."""
        return str(instance.seals_for())

    def place(self, instance: Any) -> Place:
        """Say where a row's box stands."""
        return Place(self.model._meta.db_table, cast("str", self.column), instance.row.hex)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002, FBT001 - Django's own signature
        """Seal for the row, whether it is saved alone or with many."""
        return self.sealed(model_instance)

    def get_prep_value(self, value: Any) -> Any:
        """Let boxes and nothing through. Raises `SealedError` for anything plain."""
        if isinstance(value, Box):
            return value.text
        if value is None or value == self.empty() or value == "":
            return ""
        raise SealedError(
            f"{self.model.__name__}.{self.name} is sealed: save the row itself; the database can neither be asked for "
            "its content nor be given it plain."
        )

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002 - Django's own signature
        """As `get_prep_value`."""
        return self.get_prep_value(value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:  # noqa: ARG002 - Django's own signature
        """As `get_prep_value`."""
        return self.get_prep_value(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Answer whether there is anything, and nothing else."""
        return Blank if lookup_name == "exact" else None

    def get_transform(self, lookup_name: str) -> Any:  # noqa: ARG002 - Django's own signature
        """Look inside nothing."""
        return None

    def as_text(self, value: Any) -> str:
        """Give the text that is sealed; an empty one for nothing."""
        return str(value) if value else ""

    def as_value(self, text: str) -> Any:
        """Give back the value of a text."""
        return text


if TYPE_CHECKING:  # to whoever reads a row they are what they seal
    SealedText = models.TextField
    SealedJSON = models.JSONField
else:

    class SealedText(Sealed, models.TextField):
        """A text that is sealed. `max_length` is checked by forms and `full_clean`."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            """Take what a text field takes."""
            super().__init__(*args, **kwargs)
            if self.max_length is not None:
                self.validators.append(MaxLengthValidator(self.max_length))

    class SealedJSON(Sealed, models.JSONField):
        """A value of JSON that is sealed; `default` makes what stands for nothing."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            """Take what a field of JSON takes."""
            kwargs.setdefault("encoder", DjangoJSONEncoder)
            super().__init__(*args, **kwargs)

        def empty(self) -> Any:
            """Give a new value that stands for nothing."""
            return self.get_default() if self.has_default() else None

        def as_text(self, value: Any) -> str:
            """Write it as JSON."""
            return json.dumps(value, cls=self.encoder, ensure_ascii=False) if value else ""

        def as_value(self, text: str) -> Any:
            """Read it back."""
            return json.loads(text, cls=self.decoder) if text else self.empty()


def stored(instance: models.Model, name: str) -> str:
    """Give what stands in a row's sealed column, as it stands there; before the first save, what will stand there."""
    box = cast("Sealed", instance._meta.get_field(name)).sealed(instance)
    return box.text if isinstance(box, Box) else box


def seal_anew(instance: models.Model) -> None:
    """Seal everything of a row anew when it is saved next, with its owner's key of now."""
    for field in sealed_fields(type(instance)):
        getattr(instance, field.attname)  # opened before its box is forgotten
    instance.__dict__.pop(KEPT, None)


def sealed_fields(model: type[models.Model]) -> list[Sealed]:
    """Give the sealed columns of a table."""
    return [field for field in model._meta.concrete_fields if isinstance(field, Sealed)]


def _kept(instance: Any) -> dict[str, tuple[Box | None, str]]:
    return cast("dict[str, tuple[Box | None, str]]", instance.__dict__.setdefault(KEPT, {}))
