"""What every row of a chain has, where chains end, and where they stood when that was signed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.domain.chain import Family, Link, Part, chain_of
from roundtable.kernel.keys.fields import stored


class Tip(models.Model):
    """Where a chain ends. Whoever appends holds this row until the transaction ends, so that no two take one number."""

    chain = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("end of a chain")
        verbose_name_plural = _("ends of chains")

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class Chained(models.Model):
    """A row of a chain: never changed, never deleted; triggers of the database refuse it (`services.guards`)."""

    FAMILY: ClassVar[Family]
    SEALED: ClassVar[tuple[str, ...]] = ()
    """Sealed columns: the chain commits to their text as it is stored."""

    scope = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    # The instant of writing, beside the instant of the deed; of older rows, that at which they were put into the chain.
    written_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def chain(self) -> str:
        """The chain to which the row belongs."""
        return chain_of(self.FAMILY, self.scope)

    def parts(self) -> dict[str, Part]:
        """Everything that the hash commits to beside the place in the chain, as it is stored."""
        raise NotImplementedError

    def text_of(self, name: str) -> str:
        """The text that stands in a sealed column, whatever it is: the reading that checks chains asks for it apart."""
        apart: str | None = self.__dict__.get(f"text_of_{name}")
        return stored(self, name) if apart is None else apart

    def link(self) -> Link:
        """The row as its chain sees it."""
        return Link(self.chain, self.number, self.previous, self.written_at, self.parts(), self.hash)


class Statement(models.Model):
    """A signed statement of where every chain stood at an instant, as it was published."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    leaves = models.JSONField()
    key = models.CharField(max_length=80)
    signature = models.CharField(max_length=128)

    class Meta:
        verbose_name = _("signed statement")
        verbose_name_plural = _("signed statements")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.at}"


class Head(models.Model):
    """Where one chain stood when a statement was signed, with the number drawn for its leaf."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="heads")
    chain = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    nonce = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("signed head")
        verbose_name_plural = _("signed heads")
        constraints = [models.UniqueConstraint(fields=["statement", "chain"], name="a_statement_names_a_chain_once")]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"
