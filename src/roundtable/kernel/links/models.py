"""What links keep: saved views, the search index, and who took what."""

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedRow, SealedText


class SavedView(models.Model):
    """A listing with its filters and order, under a name that its owner chose."""

    user_id = models.BigIntegerField()
    listing = models.CharField(max_length=80)
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(blank=True, default="")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [UniqueConstraint(name="one_saved_view_for_a_name", fields=["user_id", "listing", "name"])]

    def __str__(self) -> str:
        return self.name


class IndexEntry(SealedRow):
    """One thing that can be found. The stemmed columns feed the full-text engines of SQLite and PostgreSQL.

    Title and text are sealed; the words of what is not public are kept as keyed hashes (`search.words.blind`).
    """

    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    title = SealedText(max_length=400)
    text = SealedText(blank=True, default="")
    url = models.CharField(max_length=300)
    codes = models.JSONField(default=list)
    scope = models.CharField(max_length=40, default="public", db_index=True)
    language = models.CharField(max_length=10, blank=True, default="")
    demonstration = models.BooleanField(default=False)
    title_words = models.TextField(blank=True, default="")
    text_words = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("index entry")
        verbose_name_plural = _("index entries")
        constraints = [UniqueConstraint(name="one_index_entry_for_a_thing", fields=["kind", "object_id", "language"])]

    def __str__(self) -> str:
        return self.title

    def seals_for(self) -> str:
        """Name those to whom it is shown."""
        return ring.scope(self.scope)


class Taken(models.Model):
    """Who, of all who hold a function, said “I do this”."""

    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    user_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("taken task")
        verbose_name_plural = _("taken tasks")
        constraints = [UniqueConstraint(name="a_thing_is_taken_by_one", fields=["kind", "object_id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
