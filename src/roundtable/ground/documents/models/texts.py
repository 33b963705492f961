"""Documents, their revisions that never change, and the versions of their text in other languages."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roundtable.ground.documents.domain.numbering import Number
from roundtable.ground.documents.domain.text import Text, from_json
from roundtable.ground.documents.models.opened import opened
from roundtable.ground.trust.public import Marked
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.boxes import Box
from roundtable.kernel.keys.fields import SealedJSON, SealedRow, SealedText


class Document(Marked):
    """A text that is written together, under its base number. What it says stands in its revisions."""

    prefix = models.CharField(_("letters before the number"), max_length=6, blank=True, default="")
    base = models.PositiveIntegerField(_("base number"))
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=300)
    body = models.CharField(_("who works on it"), max_length=120, blank=True, default="")
    language = models.CharField(_("language of the original"), max_length=12, default="en")
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("continues")
    )
    comments_until = models.DateTimeField(_("comments until"), null=True, blank=True)
    comments_zone = models.CharField(_("zone in which that was said"), max_length=64, blank=True, default="UTC")
    reminded_at = models.DateTimeField(null=True, blank=True)
    adopted = models.ForeignKey("documents.Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)
    # Whose the document is, for the walls: everybody's who takes part.
    scope = models.CharField(max_length=20, default="dialogue", editable=False)
    made_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Document"]] = behind(
        Wall(own="scope", public=Q(marking="PUBLIC"), dialogue=True, secretariat=True)
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-year", "-base"]
        constraints = [
            UniqueConstraint(fields=["prefix", "year", "base"], name="one_document_for_each_base_number"),
            CheckConstraint(
                name="an_adopted_text_says_since_when",
                condition=Q(adopted=None, adopted_at=None) | Q(adopted__isnull=False, adopted_at__isnull=False),
            ),
            CheckConstraint(name="a_document_bears_a_marking", condition=~Q(marking="")),
            CheckConstraint(
                name="a_document_does_not_continue_itself", condition=Q(follows=None) | ~Q(follows=F("pk"))
            ),
        ]
        indexes = [models.Index(fields=["marking", "-year", "-base"]), models.Index(fields=["comments_until"])]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def number(self) -> Number:
        """The base number."""
        return Number(self.year, self.base, prefix=self.prefix)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("documents:document", args=[self.pk])


class Revision(SealedRow):
    """One state of a text: 10917/1/22 REV 1. Never changed, never deleted; triggers of the database refuse it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions")
    revision = models.PositiveSmallIntegerField(_("REV"), default=0)
    addendum = models.PositiveSmallIntegerField(_("ADD"), default=0)
    corrigendum = models.PositiveSmallIntegerField(_("COR"), default=0)
    day = models.DateField(_("date"))
    language = models.CharField(_("language"), max_length=12, default="en")
    text = SealedJSON(_("text"), default=dict)
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    note = SealedText(_("what this revision is"), blank=True, default="")
    asked = SealedJSON(_("who asked for which words"), default=list, blank=True)
    source_sha256 = models.CharField(_("SHA-256 of the file it came from"), max_length=64, blank=True, default="")
    made_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    # The key of the form or file that it came with: the same sent twice makes one.
    made_by_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects: ClassVar[models.Manager["Revision"]] = behind(Wall(via="document"))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["revision", "addendum", "corrigendum"]
        constraints = [
            UniqueConstraint(
                fields=["document", "revision", "addendum", "corrigendum"], name="one_text_for_each_number"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def number(self) -> Number:
        """Its number, as the Council writes it."""
        return Number(
            self.document.year,
            self.document.base,
            self.revision,
            self.addendum,
            self.corrigendum,
            prefix=self.document.prefix,
        )

    @property
    def is_main(self) -> bool:
        """Whether it is a state of the text itself, and no addendum or corrigendum."""
        return not (self.addendum or self.corrigendum)

    @property
    def name(self) -> str:
        """How it is named in addresses: `0`, `rev-2`, `rev-2-cor-1`."""
        parts = (("rev", self.revision), ("add", self.addendum), ("cor", self.corrigendum))
        return "-".join(f"{word}-{number}" for word, number in parts if number) or "0"

    @property
    def content(self) -> Text:
        """The text as structure; read once, and a long one once for all who look at it."""
        kept: Text | None = self.__dict__.get("_content")
        if kept is None:
            if "text" in self.get_deferred_fields():
                self.__dict__["text"] = Revision.objects.only("text").get(pk=self.pk).__dict__["text"]
            # What is sealed stands in the row as a box until somebody reads the field.
            box = self.__dict__.get("text")
            kept = opened(box.text, self._read) if isinstance(box, Box) else self._read()
            self.__dict__["_content"] = kept
        return kept

    def _read(self) -> Text:
        return from_json(self.text)

    @property
    def scope(self) -> str:
        """A text is written by all who take part."""
        return self.document.scope

    @property
    def demonstration(self) -> bool:
        """Whether it is a part of the demonstration."""
        return self.document.demonstration

    def seals_for(self) -> str:
        """Name the dialogue."""
        return ring.scope("dialogue")

    def get_absolute_url(self) -> str:
        """The page on which it is read."""
        return reverse("documents:revision", args=[self.document_id, self.name])


class LanguageVersion(SealedRow):
    """The text of a document in another language, paragraph by paragraph, and what each paragraph was made from."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    language = models.CharField(_("language"), max_length=12)
    text = SealedJSON(_("text"), default=dict)
    # For each paragraph the hash of the original paragraph that it says: another hash, and it is stale.
    made_from = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["LanguageVersion"]] = behind(Wall(via="document"))

    class Meta:
        verbose_name = _("linguistic version")
        verbose_name_plural = _("linguistic versions")
        ordering = ["language"]
        constraints = [UniqueConstraint(fields=["document", "language"], name="one_version_for_each_language")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.language}"

    @property
    def scope(self) -> str:
        """As its document."""
        return self.document.scope

    @property
    def content(self) -> Text:
        """The text as structure."""
        return from_json(self.text)

    def seals_for(self) -> str:
        """Name the dialogue."""
        return ring.scope("dialogue")
