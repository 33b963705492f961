"""Addresses: sealed as other texts, and yet found and kept apart, by a keyed hash that stands before the box."""

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import FieldError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db import models
from django.db.models import F, Lookup
from django.db.models.functions import Substr

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.boxes import Box, Place, SealedError
from roundtable.kernel.keys.fields import Sealed
from roundtable.kernel.keys.lookups import hashed

LENGTH: Final = 40


def found_by(address: str) -> str:
    """Give the hash by which an address is found, whatever the case of its letters."""
    return hashed(address.strip().lower(), use="address")[:LENGTH]


class Hashed(models.CharField):  # type: ignore[type-arg]  # generic in its stubs alone
    """The hash that stands before a box, as an expression gives it."""


def unfindable(stands: str, number: int) -> Box:
    """Give what stands in a column without the hash by which it was found: the number of the row stands there now."""
    return Box(f"{str(number).zfill(LENGTH)}:{Box(stands).sealed}")


def hash_in(column: str) -> Substr:
    """Give the part of a column by which addresses are told apart, for constraints."""
    return Substr(F(column), 1, LENGTH, output_field=Hashed())


class Found(Lookup[Any]):
    """Find an address by its hash."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Compare hashes; nothing is found by an expression, which the database cannot hash."""
        column, params = self.process_lhs(compiler, connection)
        if hasattr(self.rhs, "resolve_expression") or hasattr(self.rhs, "as_sql"):
            raise FieldError("A sealed address can be compared with a plain one alone.")
        asked = list(self.rhs) if self.lookup_name == "in" else [self.rhs]
        wanted = [found_by(one) if one else "" for one in map(str, asked)]
        marks = ", ".join(["%s"] * len(wanted)) or "NULL"
        return f"SUBSTR({column}, 1, {LENGTH}) IN ({marks})", [*params, *wanted]


class FoundExactly(Found):
    """Find one address."""

    lookup_name = "exact"


class FoundAmong(Found):
    """Find several addresses."""

    lookup_name = "in"


class Address(Sealed, models.TextField):  # type: ignore[type-arg]  # generic in its stubs alone
    """What stands behind `SealedAddress`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what a text field takes."""
        super().__init__(*args, **kwargs)
        self.validators.append(EmailValidator())
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def finished(self, box: Box, text: str) -> Box:
        """Put the hash before the box."""
        return Box(f"{found_by(text)}:{box.text}")

    def opened(self, box: Box, instance: Any) -> Any:
        """Open it, and refuse a hash of another address: it would lead somebody else's sign-in here."""
        address = super().opened(box, instance)
        if address and box.found != found_by(address):
            raise SealedError(f"The hash in {self.model._meta.db_table}.{self.column} is that of another address.")
        return address

    def get_lookup(self, lookup_name: str) -> Any:
        """Answer who has an address, and nothing else."""
        return {"exact": FoundExactly, "iexact": FoundExactly, "in": FoundAmong}.get(lookup_name)


class LibraryAddress(Address):
    """An address in the table of a library, which has no column `row`: bound to its own hash instead.

    Opened as soon as it is fetched, since the library asks for values without rows. To migrations it stays the field
    that the library declared.
    """

    def __init__(self, declared: Any, owner: str) -> None:
        """Take the place of a declared field; `owner` names the column with the number of the person."""
        super().__init__(verbose_name=declared.verbose_name, max_length=declared.max_length)
        self._declared, self._owner = declared, owner
        self.creation_counter = declared.creation_counter

    def deconstruct(self) -> Any:
        """Say what the library declared."""
        return self._declared.deconstruct()

    def __deepcopy__(self, _memo: Any) -> Any:
        return type(self)(self._declared, self._owner)

    def clone(self) -> Any:
        """Give another one like it."""
        return type(self)(self._declared, self._owner)

    def owner(self, instance: Any) -> str:
        """Name the person."""
        return ring.person(getattr(instance, self._owner))

    def bound(self, found: str) -> Place:
        """Say where it stands."""
        return Place(self.model._meta.db_table, str(self.column), found)

    def place(self, instance: Any) -> Place:
        """Say where it stands."""
        return self.bound(found_by(str(instance.__dict__[self.attname])))

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        """Open it at once."""
        if not value:
            return ""
        box = Box(value)
        return ring.unseal_or(box, place=self.bound(box.found), otherwise="")


def take_over(model: type[models.Model], name: str, *, owner: str) -> None:
    """Seal the addresses that a library keeps in its own table, from the moment at which tables are declared."""
    declared = model._meta.get_field(name)
    model._meta.local_fields.remove(declared)  # type: ignore[arg-type]  # a field with a column
    LibraryAddress(declared, owner).contribute_to_class(model, name)


if TYPE_CHECKING:  # to whoever reads a row it is what it seals
    SealedAddress = models.TextField
else:

    class SealedAddress(Address):
        """An address that is sealed, and found by `filter(email=…)`, whatever the case of its letters."""
