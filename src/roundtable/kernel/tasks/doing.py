"""Doing jobs: claim, run, write down how it ended; put back what a dead worker left."""

import logging
import traceback
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.walls.reach import closed
from roundtable.kernel.tasks.jobs import (
    Cancelled,
    Later,
    LostHold,
    Running,
    being,
    defer,
    delay_before,
    fresh_token,
    function_at,
    repeated,
)
from roundtable.kernel.tasks.models import Job, Repeated
from roundtable.kernel.tasks.parcels import CARRY, of_the_queue, post

log = logging.getLogger("roundtable.tasks")

SILENCE = timedelta(seconds=120)
"""A running job without a heartbeat for so long belongs to a dead worker."""


@task()
def carry(job_id: int) -> None:
    """Open a parcel."""
    do(job_id)


def do(job_id: int) -> None:
    """Do one job to its end: done, failed, cancelled, or waiting for its next try."""
    job = _claim(job_id)
    if job is None:
        return
    try:
        function = function_at(job.path)
        with being(Running(job)), closed():
            function(**job.kwargs)
    except LostHold:
        log.warning("Job %s went to another worker.", job.pk)
    except Cancelled:
        _end(job, Job.State.CANCELLED)
    except Later as later:
        _put_off(job, later.at)
    except Told as error:
        # A refusal stays a refusal: trying again would only repeat it.
        _end(job, Job.State.FAILED, error=error.sentence)
    except Exception as error:  # noqa: BLE001 - whatever happens inside a job is told on its page
        _fail(job, error)
    else:
        _end(job, Job.State.DONE)


@of_the_queue
@transaction.atomic
def _claim(job_id: int) -> Job | None:
    now = timezone.now()
    token = fresh_token()
    claimed = (
        Job.objects.filter(pk=job_id, state=Job.State.WAITING)
        .filter(Q(run_after=None) | Q(run_after__lte=now))
        .update(
            state=Job.State.RUNNING,
            token=token,
            started_at=now,
            heartbeat_at=now,
            tries=F("tries") + 1,
            error="",
            trace="",
        )
    )
    return Job.objects.get(pk=job_id) if claimed else None


@of_the_queue
def _end(job: Job, state: Job.State, *, error: str = "", trace: str = "") -> None:
    now = timezone.now()
    values = {"state": state, "ended_at": now, "heartbeat_at": now, "error": str(error), "trace": trace, "token": None}
    if state == Job.State.DONE and job.of:
        values["done"] = job.of
    Job.objects.filter(pk=job.pk, token=job.token, state=Job.State.RUNNING).update(**values)


@of_the_queue
def _fail(job: Job, error: Exception) -> None:
    trace = "".join(traceback.format_exception(error))
    log.warning("Job %s (%s), try %s: %r", job.pk, job.path, job.tries, error)
    sentence = (
        _("Another server did not do its part (%(fault)s).")
        if isinstance(error, OSError)
        else _("The work stopped because of a fault in the platform (%(fault)s).")
    ) % {"fault": type(error).__name__}
    if job.tries >= job.tries_allowed:
        _end(job, Job.State.FAILED, error=sentence, trace=trace)
        return
    with transaction.atomic():
        later = timezone.now() + delay_before(job.tries)
        put_back = Job.objects.filter(pk=job.pk, token=job.token, state=Job.State.RUNNING).update(
            state=Job.State.WAITING, token=None, run_after=later, error=sentence, trace=trace
        )
        if put_back:
            post(job.pk, run_after=later)


@of_the_queue
def _put_off(job: Job, until: datetime) -> None:
    with transaction.atomic():
        put_off = Job.objects.filter(pk=job.pk, token=job.token, state=Job.State.RUNNING).update(
            state=Job.State.WAITING, token=None, run_after=until, tries=F("tries") - 1
        )
        if put_off:
            post(job.pk, run_after=until)


@of_the_queue
def beat(job_id: int, *, at: datetime) -> None:
    """Say that the worker on this job is alive."""
    Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(heartbeat_at=at)


@of_the_queue
@transaction.atomic
def put_back_abandoned(*, at: datetime) -> list[int]:
    """Give the jobs of dead workers back to the queue, or fail those that have no tries left.

    Answers with their numbers.
    """
    silent = Job.objects.select_for_update().filter(state=Job.State.RUNNING, heartbeat_at__lt=at - SILENCE)
    numbers = []
    for job in silent:
        numbers.append(job.pk)
        job.token = None
        if job.cancel_asked_at:
            job.state, job.ended_at = Job.State.CANCELLED, at
        elif job.tries >= job.tries_allowed:
            job.state, job.ended_at = Job.State.FAILED, at
            job.error = _("The worker died during this work, and there are no tries left. Start it again.")
        else:
            job.state, job.run_after = Job.State.WAITING, None
            job.error = _("The worker died during this work; it was put back into the queue.")
            post(job.pk)
        job.save()
    return numbers


@of_the_queue
@transaction.atomic
def post_again(*, at: datetime) -> int:
    """Make parcels for waiting jobs whose parcel was lost (a worker that died between claim and start).

    Answers how many.
    """
    due = Job.objects.filter(state=Job.State.WAITING, made_at__lt=at - SILENCE).filter(
        Q(run_after=None) | Q(run_after__lt=at - SILENCE)
    )
    waiting = set(due.values_list("pk", flat=True))
    if not waiting:
        return 0
    posted = {
        parcel.args_kwargs["args"][0]
        for parcel in DBTaskResult.objects.filter(status="READY", task_path=CARRY).only("args_kwargs")
    }
    for number in sorted(waiting - posted):
        post(number)
    return len(waiting - posted)


def defer_repeated(*, at: datetime) -> list[str]:
    """Defer the repeated work that is due, each once however many workers ask. Answers with its paths."""
    deferred = []
    for work in repeated:
        with transaction.atomic():
            Repeated.objects.get_or_create(path=work.path, defaults={"next_at": at})
            due = Repeated.objects.filter(path=work.path, next_at__lte=at).update(
                next_at=at + timedelta(minutes=work.minutes)
            )
            if due:
                defer(work.path, key=f"every:{work.path}", at=at)
                deferred.append(work.path)
    return deferred


@of_the_queue
@transaction.atomic
def forget_old(*, at: datetime, days: int = 30) -> int:
    """Forget parcels and jobs that ended long ago. Answers how many jobs."""
    DBTaskResult.objects.filter(status__in=["SUCCESSFUL", "FAILED"], finished_at__lt=at - timedelta(days=1)).delete()
    ended = Job.objects.filter(ended_at__lt=at - timedelta(days=days))
    number = ended.count()
    ended.delete()
    return number
