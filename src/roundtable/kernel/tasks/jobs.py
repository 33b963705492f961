"""Work for later: `defer` it in the transaction that makes it necessary, follow it, cancel it, try it again.

A job is done at least once and its function must be safe to run twice. Effects that must happen exactly once go into
`with current().step("name") as first: if first: …`: the step is remembered in the same transaction as its effect.
"""

import contextvars
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Collision
from roundtable.kernel.base.registry import Registry
from roundtable.kernel.tasks import words
from roundtable.kernel.tasks.models import Job, Step
from roundtable.kernel.tasks.parcels import of_the_queue, post

NOTE_LENGTH = 300


class Cancelled(Exception):  # noqa: N818 - it is no error that somebody changed their mind
    """Somebody asked to cancel; raised inside the job at its next sign of progress, and handled by the worker."""


class Later(Exception):  # noqa: N818 - it is no error that something is not yet possible
    """Raised inside a job that cannot be done before an instant: it waits until then, and no try is counted."""

    def __init__(self, at: datetime) -> None:
        """Carry the instant."""
        super().__init__(f"not before {at.isoformat()}")
        self.at = at


class LostHold(Exception):  # noqa: N818 - the job goes on, elsewhere
    """This worker was silent for so long that the job was given to another; what it does now does not count."""


@dataclass(frozen=True, slots=True)
class Every:
    """Work that repeats."""

    path: str
    minutes: int


repeated: Registry[Every] = Registry("tasks.repeated")


def every(path: str, *, minutes: int, title: Promise) -> None:
    """Have the function at `path` (no arguments) done every so many minutes, by one worker at a time."""
    words.called(path, title)
    repeated.add(Every(path, minutes))


class Running:
    """The job as its own function sees it."""

    def __init__(self, job: Job) -> None:
        """Hold the row that the worker claimed."""
        self.job = job

    @property
    def pk(self) -> int:
        """The number of the job."""
        return int(self.job.pk)

    @of_the_queue
    def progress(self, done: int, of: int, note: str = "") -> None:
        """Say how far it is.

        Raises `Cancelled` when somebody asked to cancel, `LostHold` when the job went elsewhere.
        """
        self.job.done, self.job.of, self.job.note = done, of, str(note)[:NOTE_LENGTH]
        self._write(done=done, of=of, note=self.job.note, heartbeat_at=timezone.now())
        if Job.objects.filter(pk=self.job.pk, cancel_asked_at__isnull=False).exists():
            raise Cancelled

    def result(self, url: str = "", text: str = "", **more: Any) -> None:
        """Leave what came out: an address, a sentence, other plain values."""
        self.job.result = {
            **self.job.result,
            **({"url": url} if url else {}),
            **({"text": str(text)} if text else {}),
            **more,
        }
        self._write(result=self.job.result)

    @of_the_queue
    def happened(self, name: str) -> bool:
        """Whether a step was done in an earlier try; nothing is held by asking."""
        return Step.objects.filter(job=self.job.pk, name=name).exists()

    @contextmanager
    def step(self, name: str) -> Iterator[bool]:
        """Do something exactly once over all tries: yields True the first time, False when it has happened before."""
        with transaction.atomic():
            self._hold()
            yield self._first(name)

    @of_the_queue
    def _first(self, name: str) -> bool:
        _step, made = Step.objects.get_or_create(job=self.job, name=name)
        return made

    @of_the_queue
    def _hold(self) -> None:
        held = Job.objects.select_for_update().filter(pk=self.job.pk, token=self.job.token, state=Job.State.RUNNING)
        if not held.exists():
            raise LostHold

    @of_the_queue
    def _write(self, **values: Any) -> None:
        if not Job.objects.filter(pk=self.job.pk, token=self.job.token, state=Job.State.RUNNING).update(**values):
            raise LostHold


class Alone(Running):
    """What `current()` gives outside a worker: the same function called directly reports to nobody."""

    def __init__(self) -> None:
        """Stand in for a row."""
        super().__init__(Job(title="", path=""))

    @contextmanager
    def step(self, name: str) -> Iterator[bool]:  # noqa: ARG002 - the same shape as a real one
        """Without a job there was no earlier try."""
        with transaction.atomic():
            yield True

    def happened(self, name: str) -> bool:  # noqa: ARG002 - the same shape as a real one
        """Without a job there was no earlier try."""
        return False

    def _write(self, **values: Any) -> None:
        """Nobody reads it."""

    def progress(self, done: int, of: int, note: str = "") -> None:
        """Keep it to itself."""
        self.job.done, self.job.of, self.job.note = done, of, str(note)[:NOTE_LENGTH]


_current: contextvars.ContextVar[Running | None] = contextvars.ContextVar("job", default=None)


def current() -> Running:
    """The job that is being done here; outside a worker, a stand-in that swallows progress."""
    return _current.get() or Alone()


@contextmanager
def being(running: Running) -> Iterator[Running]:
    """Make a job the current one."""
    mark = _current.set(running)
    try:
        yield running
    finally:
        _current.reset(mark)


@of_the_queue
def defer(  # noqa: PLR0913 - a job has these parts
    path: str,
    *,
    title: str = "",
    by: int | None = None,
    scope: str = "",
    key: str = "",
    run_after: datetime | None = None,
    at: datetime | None = None,
    tries: int = 4,
    **kwargs: Any,
) -> Job:
    """Have a plain function done later, if and only if the surrounding transaction holds.

    `path` is the function's dotted name, `kwargs` what it takes (plain JSON values). While a job with the same key
    waits or runs, that job is the answer. Raises ImportError at once when there is no such function. Without a
    `title` of its own the job is called as `words.called` says.
    """
    function_at(path)
    if key and (found := _open_with(key)):
        return found
    try:
        with transaction.atomic():
            job = Job.objects.create(
                title=str(title)[:200],
                by_id=by,
                scope=scope,
                path=path,
                kwargs=kwargs,
                key=key,
                run_after=run_after,
                made_at=at or timezone.now(),
                tries_allowed=tries,
            )
            post(job.pk, run_after=run_after)
    except IntegrityError:
        found = _open_with(key) if key else None
        if found is None:
            raise
        return found
    return job


def last(key: str, *, by: int) -> Job | None:
    """Give the newest job that a person asked for under a key, whatever became of it."""
    return Job.objects.filter(key=key, by_id=by).order_by("-pk").first()


@of_the_queue
def cancel(job: Job, *, at: datetime) -> Job:
    """Ask for a job to stop: a waiting one never starts, a running one stops at its next sign of progress."""
    stopped = Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(
        state=Job.State.CANCELLED, cancel_asked_at=at, ended_at=at
    )
    if not stopped:
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_asked_at=at)
    job.refresh_from_db()
    return job


@of_the_queue
@transaction.atomic
def retry(job: Job, *, at: datetime) -> Job:
    """Let a failed or cancelled job try again with all its tries; steps that happened stay done."""
    held = Job.objects.select_for_update().get(pk=job.pk)
    if held.open:
        return held
    if held.state == Job.State.DONE:
        raise Collision(_("This job is done. Start a new one instead."))
    if held.key and (found := _open_with(held.key)):
        return found
    held.state, held.tries, held.error, held.trace = Job.State.WAITING, 0, "", ""
    held.cancel_asked_at = held.ended_at = held.token = held.run_after = None
    held.made_at = at
    held.save()
    post(held.pk)
    return held


def visible(
    *, by: int, scopes: Mapping[str, Any] | set[str] | frozenset[str] = frozenset(), everything: bool = False
) -> QuerySet[Job]:
    """The jobs that a person may see: their own, those of their scopes, or all."""
    jobs = Job.objects.all()
    return jobs if everything else jobs.filter(Q(by_id=by) | (Q(scope__in=list(scopes)) & ~Q(scope="")))


def function_at(path: str) -> Callable[..., Any]:
    """The function with this dotted name; it has to live in a module of the house named `tasks` (or below it)."""
    module, _dot, _name = path.rpartition(".")
    if not module.startswith("roundtable.") and not module.startswith("tests."):
        raise ImportError(f"“{path}” is not a function of the house.")
    function = import_string(path)
    if not callable(function):
        raise ImportError(f"“{path}” is not a function.")  # noqa: TRY004 - one kind of error for a name that leads nowhere
    return function  # type: ignore[no-any-return]  # any signature


def fresh_token() -> uuid.UUID:
    """A mark that tells this hold on a job from all others."""
    return uuid.uuid4()


def delay_before(attempt: int) -> timedelta:
    """How long to wait before the next try: 30 s, 2 min, 8 min, 32 min, then 2 hours."""
    return timedelta(seconds=min(30 * 4 ** max(attempt - 1, 0), 7200))


def _open_with(key: str) -> Job | None:
    return Job.objects.filter(key=key, state__in=[Job.State.WAITING, Job.State.RUNNING]).first()
