"""People, the terms in which they hold functions, their keys, and the history of what was done."""

from datetime import date, datetime
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.domain.chain import Family, Link, Part, chain_of, instant
from roundtable.ground.trust.domain.marking import Marking
from roundtable.kernel.base.privacy import Basis, Personal
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.addresses import SealedAddress, hash_in, take_over
from roundtable.kernel.keys.fields import SealedJSON, SealedRow, SealedText, seal_anew, stored


class Role(models.TextChoices):
    """What a person does in the dialogue."""

    SECRETARIAT = "secretariat", _("Secretariat")
    CONTACT_POINT = "contact-point", _("Contact point")
    CONTRIBUTOR = "contributor", _("Contributor in a ministry")
    SENIOR_OFFICIAL = "senior-official", _("Senior official")
    CHAIR = "chair", _("Presidency or chair")
    DRAFTER = "drafter", _("Drafter")
    ANALYST = "analyst", _("Analyst")
    PARTNER = "partner", _("Partner")
    OBSERVER = "observer", _("Observer")
    AUDITOR = "auditor", _("Auditor")


class People(BaseUserManager["User"]):
    """The manager of people: an account is known by its e-mail address."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its address, whatever the case of its letters."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password nobody can sign in to it until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(SealedRow, AbstractBaseUser):
    """A person with an account. What they may do follows from their terms alone: there are no other powers.

    Name and address are sealed with a key of their own: to destroy it is to erase them.
    """

    email = SealedAddress(_("e-mail address"), max_length=254, unique=True)
    name = SealedText(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    timezone = models.CharField(_("time zone"), max_length=64, blank=True, default="")
    is_active = models.BooleanField(_("may sign in"), default=True)
    demonstration = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    sessions_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[People] = People()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(hash_in("email"), name="one_account_for_each_address")]

    class Privacy:
        email = Personal("to sign in and to be reached", Basis.PUBLIC_TASK, keep_months=24)
        name = Personal("to show who holds a function and who did what", Basis.PUBLIC_TASK, keep_months=60)

    def __str__(self) -> str:
        # Never the address: whoever sees a name need not see how the person is reached.
        return self.name or gettext("Somebody")

    def get_full_name(self) -> str:
        """Give the name as it was entered: we do not take names apart."""
        return self.name

    def get_short_name(self) -> str:
        """Give the name as it was entered."""
        return self.name

    @property
    def scope(self) -> str:
        """An account is nobody's alone: what is remembered about it names the scope itself."""
        return ""

    def seals_for(self) -> str:
        """Name the person; before the number is known, the row."""
        return ring.person(self.pk) if self.pk else f"new person:{self.row.hex}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the key of a new account becomes the person's own."""
        made_for = self.seals_for()
        super().save(*args, **kwargs)
        if made_for != self.seals_for() and not ring.settle(made_for, into=self.seals_for()):
            seal_anew(self)
            super().save(update_fields=["email", "name"])

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # Each session carries this; raising the epoch ends them all at once, also on other servers.
        salt = "roundtable.ground.trust.models.User.sessions"
        return salted_hmac(
            salt, f"{self.password}:{self.sessions_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()


class TermQuerySet(models.QuerySet["Term"]):
    """Terms, asked by day."""

    def in_force(self, day: date) -> "TermQuerySet":
        """Keep the terms that have begun and not ended on this day (the last day counts)."""
        return self.filter(starts__lte=day).filter(Q(ends=None) | Q(ends__gte=day))


class Term(models.Model):
    """A role held by a person in a scope, from a day to a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="terms")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    scope = models.CharField(_("for"), max_length=20)
    institution = models.CharField(_("institution"), max_length=60, blank=True, default="")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Term"]] = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            CheckConstraint(name="a_term_ends_after_it_starts", condition=Q(ends=None) | Q(ends__gte=F("starts"))),
            # Terms with a last day are kept apart by `services.functions`, one change of a person's terms at a time.
            models.UniqueConstraint(
                fields=["user", "role", "scope", "institution"],
                condition=Q(ends=None),
                name="a_function_is_held_once_without_a_last_day",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "scope", "institution", "starts"],
                name="a_function_begins_once_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["scope", "role"])]

    def __str__(self) -> str:
        return f"{self.role}@{self.scope}"


class Invitation(SealedRow):
    """An offer to hold a function, sent by mail; the secret in the link is kept only as its hash."""

    email = SealedAddress(_("e-mail address"), max_length=254)
    name = SealedText(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    scope = models.CharField(_("for"), max_length=20)
    institution = models.CharField(_("institution"), max_length=60, blank=True, default="")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Invitation"]] = behind(Wall(own="scope", secretariat=True, oversight=True))

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    class Privacy:
        email = Personal("to send the invitation", Basis.PUBLIC_TASK, keep_months=3)
        name = Personal("to address the person invited", Basis.PUBLIC_TASK, keep_months=3)

    def __str__(self) -> str:
        return f"{self.role}@{self.scope}"

    def seals_for(self) -> str:
        """Name the scope in which the function is: an account is not there yet."""
        return ring.scope(self.scope)

    def open_at(self, at: datetime) -> bool:
        """Whether the invitation can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at


class Token(models.Model):
    """A person's key for machines; only its hash is kept, so it is shown once."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    allows = models.JSONField(_("allows"), default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Token"]] = behind(Wall(person=("user_id",)))

    class Meta:
        verbose_name = pgettext_lazy("key for machines", "token")
        verbose_name_plural = pgettext_lazy("keys for machines", "tokens")

    def __str__(self) -> str:
        return self.name


class SignInTry(models.Model):
    """A try to sign in that has not succeeded: which account from which source, as a hash. Kept for an hour at most."""

    key_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("try to sign in")
        verbose_name_plural = _("tries to sign in")
        indexes = [models.Index(fields=["key_hash", "at"])]

    def __str__(self) -> str:
        return f"{self.key_hash[:8]} {self.at}"


class Marked(models.Model):
    """What bears a handling marking of its own; without one it bears what its room says of things in its state."""

    marking = models.CharField(
        _("marking"),
        max_length=12,
        choices=[(one.value, one.value) for one in Marking],
        blank=True,
        default="",
        db_default="",
    )

    class Meta:
        abstract = True


class Lowering(models.Model):
    """A proposal to lower the marking of something: it counts only when a second person confirms it in time."""

    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    scope = models.CharField(max_length=20)
    was = models.CharField(_("marking until now"), max_length=12, choices=[(one.value, one.value) for one in Marking])
    to = models.CharField(_("proposed marking"), max_length=12, choices=[(one.value, one.value) for one in Marking])
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("waits until"))
    # Laid aside when it expired: then nobody decided it.
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("proposal to lower a marking")
        verbose_name_plural = _("proposals to lower markings")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            CheckConstraint(
                name="lowering_a_marking_takes_two_people",
                condition=Q(confirmed=False) | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            CheckConstraint(
                name="who_decided_on_a_lowering_says_when",
                condition=Q(decided_by=None) | Q(decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=Q(decided_at=None),
                name="one_open_proposal_to_lower_a_marking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.was} > {self.to}"


class KeptTo(models.TextChoices):
    """Who may read what an entry says before and after; that it happened, who did it and when is told to all of them.

    The rule is `Do.READ_VALUES`.
    """

    ALL = "all", _("Everybody who sees the entry")
    BOTH = "both", _("The Party itself and the secretariat")
    OWN = "own", _("The Party itself")


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


class Entry(SealedRow, Chained):
    """One line of history: who did what to what, when, and what it was before and after. Never changed or deleted.

    Before and after are sealed: those of a person's account with the person's key, others with the scope's. The chain
    commits to the sealed text, so that it stays whole when a key is destroyed.
    """

    FAMILY = Family.HISTORY
    SEALED = ("before", "after")

    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    happened = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    label = models.CharField(max_length=250)
    """How the thing was called; empty for people, who are told by their number."""
    before = SealedJSON(default=dict)
    after = SealedJSON(default=dict)
    # None: written before entries said so themselves; then what its kind of entry says counts.
    kept_to = models.CharField(max_length=4, choices=KeptTo.choices, null=True)
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Entry"]] = behind(
        Wall(
            own="scope",
            person=("by_id",),
            # What a Party keeps to itself, and what is told of accounts, is not for others who take part.
            dialogue=~Q(kept_to="own") & ~Q(kind__startswith="trust."),
            secretariat=True,
            oversight=True,
        )
    )

    class Meta:
        verbose_name = _("entry of the history")
        verbose_name_plural = _("history")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "object_id", "-at"]), models.Index(fields=["scope", "-at"])]
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="an_entry_has_its_place_in_its_chain")]

    def __str__(self) -> str:
        return f"{self.happened} {self.label}"

    def seals_for(self) -> str:
        """Name the person whose account it is about, or the scope."""
        return ring.person(self.object_id) if self.kind == "trust.user" else ring.scope(self.scope)

    def parts(self) -> dict[str, Part]:
        """Everything that was remembered."""
        return {
            "at": instant(self.at),
            "by": self.by_id,
            "happened": self.happened,
            "kind": self.kind,
            "object_id": self.object_id,
            "label": self.label,
            "row": self.row.hex,
            "before": self.text_of("before"),
            "after": self.text_of("after"),
            "kept_to": self.kept_to,
            "demonstration": self.demonstration,
        }


class Reading(Chained):
    """One line of the log of reading: who read which restricted thing, when, in which way, and what for."""

    FAMILY = Family.READINGS

    class Way(models.TextChoices):
        PAGE = "page", _("on a page")
        API = "api", _("through the API")
        EXPORT = "export", _("in a downloaded list")
        FILE = "file", _("as a file")

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    label = models.CharField(max_length=250)
    way = models.CharField(_("how"), max_length=6, choices=Way.choices)
    purpose = models.CharField(_("what for"), max_length=250, blank=True, default="")
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Reading"]] = behind(Wall(own="scope", person=("by_id",), oversight=True))

    class Meta:
        verbose_name = _("entry of the log of reading")
        verbose_name_plural = _("log of reading")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["scope", "-at"]), models.Index(fields=["by", "-at"])]
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="a_reading_has_its_place_in_its_chain")]

    class Privacy:
        by = Personal("to tell those whose words they are who read them", Basis.PUBLIC_TASK, keep_months=60)

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"

    def parts(self) -> dict[str, Part]:
        """Everything that was remembered."""
        return {
            "at": instant(self.at),
            "by": self.by_id,
            "kind": self.kind,
            "object_id": self.object_id,
            "label": self.label,
            "way": self.way,
            "purpose": self.purpose,
            "demonstration": self.demonstration,
        }


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


class Hold(SealedRow):
    """A legal hold: until a day nothing about a person is erased, because two people decided so.

    It counts once a second person has confirmed it, and ends by itself.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holds")
    reason = SealedText(_("reason"), max_length=2000)
    until = models.DateField(_("until"))
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Hold"]] = behind(Wall(secretariat=True, oversight=True))

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            CheckConstraint(
                name="a_legal_hold_takes_two_people",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
            ),
            CheckConstraint(
                name="who_confirmed_a_hold_says_when",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.until}"

    def seals_for(self) -> str:
        """Name the person whom it is about."""
        return ring.person(self.user_id)

    @property
    def scope(self) -> str:
        """A hold is nobody's alone."""
        return ""


class Gone(models.Model):
    """What was erased at once because its months were over: how many rows of what; whose, nobody knows any more."""

    at = models.DateTimeField(_("when"))
    table = models.CharField(max_length=60)
    what = models.CharField(max_length=40)
    rows = models.PositiveIntegerField(_("how many"))

    class Meta:
        verbose_name = _("what was erased on time")
        verbose_name_plural = _("what was erased on time")
        ordering = ["-at", "table", "what"]

    def __str__(self) -> str:
        return f"{self.table} {self.what} {self.rows}"


# The sign-in library keeps addresses in a table of its own, which is sealed as ours are.
take_over(EmailAddress, "email", owner="user_id")
