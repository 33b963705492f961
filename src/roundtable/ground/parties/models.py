"""Parties and Partners, their participation as dated facts, their institutions and contact points, and stakeholders."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, TypeVar
from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from roundtable.kernel.base import once
from roundtable.kernel.base.privacy import Basis, Personal
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedRow, SealedText

M = TypeVar("M", bound=models.Model)


class Naming(models.TextChoices):
    """Whose name of a state is shown where the dialogue has no designation of its own."""

    CLDR = "cldr", _("Unicode's common list (CLDR), in the reader's language")
    DECLARATION = "declaration", _("The Declaration's wording where the page is in English")


class Dialogue(models.Model):
    """The dialogue that this installation serves: one row."""

    name = I18nCharField(_("name"), max_length=400)
    short_name = I18nCharField(_("short name"), max_length=120)
    purpose = I18nTextField(_("what it is for"), blank=True)
    zone = models.CharField(_("time zone of the secretariat"), max_length=64, default="Europe/Vienna")
    naming = models.CharField(_("names of states"), max_length=12, choices=Naming.choices, default=Naming.CLDR)
    demonstration = models.BooleanField(_("holds demonstration data"), default=False)
    started_at = models.DateTimeField(auto_now_add=True)
    # A new stamp with every change at the table: whoever keeps a copy of it in memory knows when to read again.
    stamp = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        verbose_name = _("dialogue")
        constraints = [CheckConstraint(name="there_is_one_dialogue", condition=Q(pk=1))]

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let every copy in memory know."""
        self.stamp = uuid4()
        super().save(*args, **kwargs)


STAMP = "parties.stamp"


def table_changed() -> None:
    """Give the table a new stamp, in the transaction of the change."""
    once.forget(STAMP)
    Dialogue.objects.filter(pk=1).update(stamp=uuid4())


class AtTheTable(models.Model):
    """What changes who is seen to sit at the table."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let every copy in memory know."""
        super().save(*args, **kwargs)
        table_changed()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, and let every copy in memory know."""
        gone = super().delete(*args, **kwargs)
        table_changed()
        return gone


class KnownQuerySet(models.QuerySet[M]):
    """Rows of which copies are kept in memory: every way of changing many of them lets the copies know."""

    def update(self, **values: Any) -> int:
        """Change, and let every copy in memory know."""
        changed = super().update(**values)
        table_changed()
        return changed

    update.alters_data = True  # type: ignore[attr-defined]  # templates must not call it, says Django

    def bulk_create(self, objs: Iterable[M], *args: Any, **options: Any) -> list[M]:
        """Add, and let every copy in memory know."""
        made = super().bulk_create(objs, *args, **options)
        table_changed()
        return made

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete, and let every copy in memory know."""
        gone = super().delete()
        table_changed()
        return gone

    delete.alters_data = True  # type: ignore[attr-defined]  # templates must not call it, says Django
    delete.queryset_only = True  # type: ignore[attr-defined]  # not for managers, as Django's own


class Known(AtTheTable):
    """A row of which rooms keep copies in memory between requests (`while_unchanged`), and that changes in any way."""

    objects = KnownQuerySet.as_manager()

    class Meta:
        abstract = True


class Kind(models.TextChoices):
    """What sits at the table."""

    STATE = "state", _("State")
    UNION = "union", _("Union of states")
    PARTNER = "partner", _("Partner")


class Party(AtTheTable):
    """A Party or a Partner, known by its code (ISO 3166 alpha-2 for states)."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    iso3 = models.CharField(_("ISO 3166 alpha-3"), max_length=3, blank=True, default="")
    designation = I18nCharField(_("the dialogue's own designation"), max_length=400, blank=True)
    designation_source = models.CharField(_("source of the designation"), max_length=300, blank=True, default="")
    footnote_mark = models.CharField(_("mark of the footnote"), max_length=4, blank=True, default="")
    footnote = I18nTextField(_("footnote to the designation"), blank=True)
    listed_as = models.CharField(_("as the Declaration lists it"), max_length=160, blank=True, default="")
    listed_order = models.PositiveSmallIntegerField(_("place in the Declaration's list"), null=True, blank=True)
    in_brackets = models.BooleanField(_("in square brackets in the draft"), default=False)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    website = models.URLField(_("web page"), blank=True, default="")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("Party or Partner")
        verbose_name_plural = _("Parties and Partners")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def scope(self) -> str:
        """A Party's things belong to its code."""
        return self.code


class Standing(models.TextChoices):
    """How a Party or Partner takes part."""

    PARTICIPATING = "participating", _("Participating")
    NOT_PARTICIPATING = "not-participating", _("Not participating")


class Participation(AtTheTable):
    """A dated fact about taking part, with the source that says so."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="participations")
    standing = models.CharField(_("standing"), max_length=20, choices=Standing.choices)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    start_assumed = models.BooleanField(_("the source gives no first day: assumed"), default=False)
    end_assumed = models.BooleanField(_("the source gives no last day: assumed"), default=False)
    source = models.CharField(_("source"), max_length=300)
    note = I18nTextField(_("note"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["starts"]
        constraints = [
            CheckConstraint(
                name="a_participation_ends_after_it_starts",
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.get_standing_display()} {self.starts}"

    @property
    def scope(self) -> str:
        """A fact about a Party belongs to it; the secretariat keeps it."""
        return str(self.party_id)

    def holds_on(self, day: date) -> bool:
        """Whether the fact is in force on a day (the last day counts)."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


class MeetingInvitation(AtTheTable):
    """Whether a Party was invited to one meeting: a fact of that meeting, which gives no standing in the dialogue."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="meeting_invitations")
    meeting = I18nCharField(_("meeting"), max_length=400)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    invited = models.BooleanField(_("invited"))
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("invitation to a meeting")
        verbose_name_plural = _("invitations to meetings")
        ordering = ["first_day", "pk"]
        constraints = [
            CheckConstraint(name="a_meeting_ends_after_it_begins", condition=Q(last_day__gte=F("first_day"))),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.first_day}"

    @property
    def scope(self) -> str:
        """A fact about a Party belongs to it; the secretariat keeps it."""
        return str(self.party_id)


class Institution(models.Model):
    """A ministry or body inside a Party: the whole of government takes part, not one office."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("Ministry")
        AGENCY = "agency", _("Agency or service")
        STATISTICS = "statistics", _("Statistical office")
        LOCAL = "local", _("Regional or local authority")
        OTHER = "other", _("Other body")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="institutions")
    name = I18nCharField(_("name"), max_length=400)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    website = models.URLField(_("web page"), blank=True, default="")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    demonstration = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["party", "code"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def scope(self) -> str:
        """An institution belongs to its Party."""
        return str(self.party_id)


class ContactCard(SealedRow):
    """How the person who holds a function for a Party is reached; the function itself is a term in trust."""

    user = models.OneToOneField("trust.User", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contacts")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    title = SealedText(_("position"), max_length=160, blank=True, default="")
    phone = SealedText(_("telephone"), max_length=40, blank=True, default="")
    speaks = SealedText(_("working languages"), max_length=120, blank=True, default="")
    demonstration = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager["ContactCard"]] = behind(
        Wall(own="party_id", person=("user_id",), dialogue=True, secretariat=True)
    )

    class Meta:
        verbose_name = _("contact card")
        verbose_name_plural = _("contact cards")

    class Privacy:
        title = Personal("to show others whom they write to", Basis.PUBLIC_TASK, keep_months=24)
        phone = Personal("so that other contact points can call", Basis.PUBLIC_TASK, keep_months=24)
        speaks = Personal("to choose a common language", Basis.PUBLIC_TASK, keep_months=24)

    def __str__(self) -> str:
        return f"{self.party_id} {self.title}"

    @property
    def scope(self) -> str:
        """A contact card belongs to its Party."""
        return str(self.party_id)

    def seals_for(self) -> str:
        """Name the person."""
        return ring.person(self.user_id)


class Stakeholder(models.Model):
    """Somebody outside government whom the plan wants at the table."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality or local community")
        DIASPORA = "diaspora", _("Diaspora organisation")
        CIVIL_SOCIETY = "civil-society", _("Civil society organisation")
        BUSINESS = "business", _("Business or association")
        SOCIAL_PARTNER = "social-partner", _("Social partner")
        INTERNATIONAL = "international", _("International organisation")
        RESEARCH = "research", _("University or research institute")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="stakeholders")
    website = models.URLField(_("web page"), blank=True, default="")
    about = models.TextField(_("what they do"), blank=True, default="")
    codes = models.JSONField(_("actions of the plan"), default=list, blank=True)
    demonstration = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Stakeholder"]] = behind(Wall(own="party_id", dialogue=True, secretariat=True))

    class Meta:
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> str:
        """A stakeholder belongs to the Party that named it, or to the whole dialogue."""
        return str(self.party_id or "dialogue")
