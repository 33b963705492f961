"""What is kept of background work: jobs, their finished steps, repeated work, and the workers themselves."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.tasks.words import title_of


class Job(models.Model):
    """One piece of background work. The row is the authority; the parcel in the queue only says “look at this row”."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    title = models.CharField(_("title"), max_length=200, blank=True, default="")
    scope = models.CharField(max_length=40, blank=True, default="")
    by_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=200)
    kwargs = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    of = models.PositiveIntegerField(_("steps in all"), default=0)
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    tries_allowed = models.PositiveSmallIntegerField(default=4)
    error = models.TextField(_("what went wrong"), blank=True, default="")
    trace = models.TextField(blank=True, default="")
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("asked for"))
    run_after = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)

    objects: ClassVar[models.Manager["Job"]] = behind(Wall(own="scope", person=("by_id",), secretariat=True))

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["state", "run_after"])]
        constraints = [
            UniqueConstraint(
                name="one_open_job_for_a_key",
                fields=["key"],
                condition=Q(state__in=["waiting", "running"]) & ~Q(key=""),
            ),
            CheckConstraint(name="a_running_job_has_a_token", condition=~Q(state="running") | Q(token__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title or title_of(self.path, self.kwargs)

    @property
    def share(self) -> float | None:
        """How much is done, from 0 to 1; None while nobody knows."""
        return min(1.0, self.done / self.of) if self.of else None

    @property
    def open(self) -> bool:
        """Still waiting or running."""
        return self.state in {self.State.WAITING, self.State.RUNNING}


class Step(models.Model):
    """A step of a job that happened, written in the same transaction as its effect, so that a retry skips it."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=200)

    objects: ClassVar[models.Manager["Step"]] = behind(Wall(via="job"))

    class Meta:
        verbose_name = _("finished step")
        verbose_name_plural = _("finished steps")
        constraints = [UniqueConstraint(name="a_step_of_a_job_happens_once", fields=["job", "name"])]

    def __str__(self) -> str:
        return self.name


class Repeated(models.Model):
    """When work that repeats is due next; workers agree through this row."""

    path = models.CharField(max_length=200, unique=True)
    next_at = models.DateTimeField()

    class Meta:
        verbose_name = _("repeated work")
        verbose_name_plural = _("repeated work")

    def __str__(self) -> str:
        return self.path


class Worker(models.Model):
    """A worker process and when it was last heard of."""

    name = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.name
