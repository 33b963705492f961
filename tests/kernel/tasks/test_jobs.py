import threading
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.tasks import jobs, words
from roundtable.kernel.tasks.doing import defer_repeated, do, forget_old, post_again, put_back_abandoned
from roundtable.kernel.tasks.models import Job, Repeated, Worker
from roundtable.kernel.tasks.worker import run_waiting, run_worker

HERE = "tests.kernel.tasks.test_jobs"
done = []
stop = threading.Event()


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()
    stop.clear()


def write_down(word):
    done.append(word)
    jobs.current().progress(1, 2, "half")
    jobs.current().result(url="/there/", text=f"wrote {word}")


def ask_to_stop():
    stop.set()


def fail():
    raise ZeroDivisionError


def refuse():
    raise Invalid("The year is missing. Choose one.")


@looking_across("the test looks at the job from outside")
def cancel_itself():
    job = jobs.current()
    job.progress(1, 3)
    jobs.cancel(Job.objects.get(pk=job.pk), at=timezone.now())
    job.progress(2, 3)
    done.append("too far")


def three_steps():
    job = jobs.current()
    for name in ("one", "two", "three"):
        with job.step(name) as first:
            if first:
                done.append(name)
                if name == "two" and job.job.tries == 1:
                    raise ZeroDivisionError


@looking_across("the test looks at the job from outside")
def lose_hold():
    job = jobs.current()
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    put_back_abandoned(at=timezone.now())
    job.progress(1, 1)
    done.append("too far")


def not_before(until):
    raise jobs.Later(datetime.fromisoformat(until))


@pytest.mark.django_db
def test_what_is_deferred_is_done_once(now):
    job = jobs.defer(f"{HERE}.write_down", title="Write", by=1, scope="ge", at=now, word="a")

    assert (run_waiting(), run_waiting()) == (1, 0)
    job.refresh_from_db()
    assert done == ["a"]
    assert (job.state, job.done, job.of, job.note, job.tries) == ("done", 2, 2, "half", 1)
    assert job.result == {"url": "/there/", "text": "wrote a"}


@pytest.mark.django_db(transaction=True)
def test_what_a_failed_transaction_deferred_never_was():
    with transaction.atomic():
        jobs.defer(f"{HERE}.write_down", word="a")
        transaction.set_rollback(True)

    assert (run_waiting(), Job.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_function_that_does_not_exist_is_refused_at_once():
    with pytest.raises(ImportError):
        jobs.defer("roundtable.nowhere.at_all")
    with pytest.raises(ImportError, match="house"):
        jobs.defer("os.getcwd")


@pytest.mark.django_db
def test_one_key_is_one_job_while_it_is_open():
    first = jobs.defer(f"{HERE}.write_down", key="pack:2026", word="a")

    assert jobs.defer(f"{HERE}.write_down", key="pack:2026", word="b") == first
    run_waiting()
    assert jobs.defer(f"{HERE}.write_down", key="pack:2026", word="b") != first


@pytest.mark.django_db
def test_two_parcels_for_one_job_do_it_once():
    job = jobs.defer(f"{HERE}.write_down", word="a")
    do(job.pk)

    assert run_waiting() == 1
    assert done == ["a"]


@pytest.mark.django_db
def test_a_fault_is_tried_again_later_and_told_in_a_sentence_at_last():
    job = jobs.defer(f"{HERE}.fail", tries=2)
    run_waiting()
    job.refresh_from_db()
    assert job.state == "waiting"
    assert timedelta(seconds=25) < job.run_after - timezone.now() < timedelta(seconds=35)

    Job.objects.update(run_after=None)
    do(job.pk)
    job.refresh_from_db()
    assert (job.state, job.tries) == ("failed", 2)
    assert job.error == "The work stopped because of a fault in the platform (ZeroDivisionError)."
    assert "ZeroDivisionError" in job.trace


@pytest.mark.django_db
def test_what_is_not_yet_possible_waits_and_costs_no_try():
    until = timezone.now() + timedelta(minutes=5)
    job = jobs.defer(f"{__name__}.not_before", until=until.isoformat())
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.tries, job.run_after) == (Job.State.WAITING, 0, until)
    assert run_waiting() == 0


@pytest.mark.django_db
def test_a_refusal_is_not_tried_again():
    job = jobs.defer(f"{HERE}.refuse")
    run_waiting()
    job.refresh_from_db()

    assert (job.state, job.tries, job.error) == ("failed", 1, "The year is missing. Choose one.")


@pytest.mark.django_db
def test_a_failed_job_can_be_tried_again_by_a_person(now):
    job = jobs.defer(f"{HERE}.refuse")
    run_waiting()
    again = jobs.retry(job, at=now)

    assert (again.pk, again.state, again.tries, again.error) == (job.pk, "waiting", 0, "")
    assert run_waiting() == 1


@pytest.mark.django_db
def test_a_waiting_job_that_is_cancelled_never_starts(now):
    job = jobs.cancel(jobs.defer(f"{HERE}.write_down", word="a"), at=now)
    run_waiting()

    assert (job.state, done) == ("cancelled", [])


@pytest.mark.django_db
def test_a_running_job_that_is_cancelled_stops_at_its_next_sign():
    job = jobs.defer(f"{HERE}.cancel_itself")
    run_waiting()
    job.refresh_from_db()

    assert (job.state, job.done, done) == ("cancelled", 2, [])


@pytest.mark.django_db
def test_steps_happen_once_over_all_tries():
    job = jobs.defer(f"{HERE}.three_steps")
    run_waiting()
    Job.objects.update(run_after=None)
    do(job.pk)
    job.refresh_from_db()

    # The second step failed with its transaction, so it happens again; the first does not.
    assert (job.state, done) == ("done", ["one", "two", "two", "three"])


@pytest.mark.django_db
def test_the_job_of_a_dead_worker_goes_back_into_the_queue():
    job = jobs.defer(f"{HERE}.write_down", word="a")
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.update(state="running", token=jobs.fresh_token(), heartbeat_at=long_ago, tries=1)

    assert put_back_abandoned(at=timezone.now()) == [job.pk]
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.tries, done) == ("done", 2, ["a"])


@pytest.mark.django_db
def test_a_worker_that_lost_its_job_does_not_write_any_more():
    job = jobs.defer(f"{HERE}.lose_hold", tries=1)
    run_waiting()
    job.refresh_from_db()

    assert (job.state, done) == ("failed", [])
    assert job.error.startswith("The worker died")


@pytest.mark.django_db
def test_a_lost_parcel_is_posted_again(now):
    jobs.defer(f"{HERE}.write_down", word="a", at=timezone.now() - timedelta(hours=1))
    from django_tasks_db.models import DBTaskResult

    assert post_again(at=timezone.now()) == 0
    DBTaskResult.objects.all().delete()
    assert post_again(at=timezone.now()) == 1
    run_waiting()
    assert done == ["a"]


@pytest.mark.django_db
def test_work_for_later_waits():
    jobs.defer(f"{HERE}.write_down", word="a", run_after=timezone.now() + timedelta(hours=1))

    assert (run_waiting(), done) == (0, [])


@pytest.mark.django_db
def test_repeated_work_is_deferred_once_however_many_ask(now, monkeypatch):
    from roundtable.kernel.base.registry import Registry

    mine = Registry("mine")
    mine.add(jobs.Every(f"{HERE}.fail", 60))
    monkeypatch.setattr("roundtable.kernel.tasks.doing.repeated", mine)

    assert defer_repeated(at=now) == [f"{HERE}.fail"]
    assert defer_repeated(at=now) == []
    assert defer_repeated(at=now + timedelta(minutes=60)) == [f"{HERE}.fail"]
    assert Repeated.objects.get().next_at == now + timedelta(minutes=120)
    assert Job.objects.count() == 1  # the first is still waiting under the same key


@pytest.mark.django_db
def test_old_jobs_are_forgotten():
    jobs.defer(f"{HERE}.write_down", word="a")
    run_waiting()

    assert forget_old(at=timezone.now() + timedelta(days=31)) == 1


@pytest.mark.django_db
def test_people_see_their_own_jobs_and_those_of_their_scopes():
    mine = jobs.defer(f"{HERE}.write_down", by=1, word="a")
    ours = jobs.defer(f"{HERE}.write_down", by=2, scope="ge", word="b")
    other = jobs.defer(f"{HERE}.write_down", by=3, scope="am", word="c")

    assert set(jobs.visible(by=1, scopes={"ge"})) == {mine, ours}
    assert set(jobs.visible(by=9)) == set()
    assert set(jobs.visible(by=9, everything=True)) == {mine, ours, other}


@pytest.mark.django_db
def test_outside_a_worker_progress_goes_nowhere():
    write_down("a")

    assert (done, Job.objects.count()) == (["a"], 0)


@pytest.mark.django_db(transaction=True)
def test_a_worker_works_until_it_is_asked_to_stop():
    job = jobs.defer(f"{HERE}.write_down", word="a")
    jobs.defer(f"{HERE}.ask_to_stop")
    jobs.defer(f"{HERE}.write_down", word="too late")

    run_worker(stop, name="w", idle=0.01)

    job.refresh_from_db()
    assert (job.state, done) == ("done", ["a"])
    assert Worker.objects.get().stopped_at is not None


def test_a_job_is_called_what_its_work_is_called_in_the_readers_language(db, now, monkeypatch):
    monkeypatch.setattr(words, "_titles", {f"{HERE}.write_down": gettext_lazy("Yes")})
    job = jobs.defer(f"{HERE}.write_down", at=now, word="a")
    own = jobs.defer(f"{HERE}.write_down", title="Write a letter", at=now, word="b")

    with override("ru"):
        assert (str(job), str(own)) == ("Да", "Write a letter")
    assert str(job) == "Yes"


def test_the_title_of_a_job_names_what_the_work_is_about(db, now, monkeypatch):
    monkeypatch.setattr(words, "_titles", {f"{HERE}.write_down": gettext_lazy("Report of %(word)s")})

    assert str(jobs.defer(f"{HERE}.write_down", at=now, word="Georgia")) == "Report of Georgia"
