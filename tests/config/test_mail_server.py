"""Mail against real servers on this machine: with TLS and sign-in, refusing, falling silent, and away."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from roundtable.config.settings import env
from roundtable.ground.trust.models import Role
from roundtable.kernel import notices
from roundtable.kernel.notices import bouncing, mailing
from roundtable.kernel.notices.models import Notice
from roundtable.kernel.outside.models import Sent
from roundtable.kernel.tasks.models import Job
from roundtable.kernel.tasks.worker import run_waiting
from tests.factories.trust import person
from tests.servers import PostOffice, certificate, free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_office(settings):
    """Open a mail server and let the installation send there, by an address as administrators write it."""
    opened = []

    def open_one(url: str, **options) -> PostOffice:
        office = PostOffice(**options)
        office.open()
        opened.append(office)
        use(settings, url.replace("PORT", str(office.port)))
        return office

    yield open_one
    for office in opened:
        office.close()


def use(settings, url: str) -> None:
    settings.EMAIL_URL = url
    for name, value in env.email_url_config(url).items():
        setattr(settings, name, value)


def mail_test() -> str:
    told = StringIO()
    call_command("mail_test", "ana@example.org", stdout=told)
    return told.getvalue()


def later() -> None:
    """Let the time pass after which a job is tried again."""
    Job.objects.filter(state=Job.State.WAITING).update(run_after=None)
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))


def tell(*people, key="k") -> None:
    notices.tell([one.pk for one in people], subject="A report was returned", url="/plan/", key=key, at=timezone.now())


def jobs() -> list[tuple[str, int]]:
    return list(Job.objects.order_by("pk").values_list("state", "tries"))


# The connection: STARTTLS and TLS from the start, with name and password.


@pytest.mark.parametrize(
    ("url", "how"),
    [
        ("smtp+tls://house:p%40ss%3Aw%2Frd@localhost:PORT", {"require_starttls": True, "auth_required": True}),
        ("smtp+ssl://localhost:PORT", {}),
    ],
    ids=["STARTTLS and a password of any characters", "TLS from the start"],
)
def test_mail_leaves_encrypted(at_office, tmp_path, monkeypatch, url, how):
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    office = at_office(url, **how, **{"tls_context" if how else "ssl_context": context})

    assert mail_test() == "A test mail to ana@example.org left through localhost.\n"
    assert [mail["Subject"] for mail in office.mails] == ["Roundtable: mail works"]


@pytest.mark.parametrize(
    ("url", "options", "told"),
    [
        ("smtp+tls://house:wrong@localhost:PORT", {"auth_required": True}, "does not accept the name and password"),
        ("smtp+tls://localhost:PORT", {"untrusted": True}, "certificate of localhost"),
        ("smtp+tls://localhost:PORT", {"plain": True}, "cannot do what EMAIL_URL asks: STARTTLS"),
        ("smtp+ssl://localhost:PORT", {"plain": True}, "does not speak TLS as EMAIL_URL says"),
    ],
    ids=["wrong password", "unknown certificate", "no STARTTLS", "no TLS"],
)
def test_the_test_says_what_to_change(at_office, tmp_path, monkeypatch, *, url, options, told):
    context, trusted = certificate(tmp_path)
    if not options.pop("untrusted", False):
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    if not options.pop("plain", False):
        options["tls_context"] = context
    at_office(url, **options)

    with pytest.raises(CommandError, match=told):
        mail_test()


def test_the_test_says_that_nothing_listens_and_that_nobody_answers(settings, at_office):
    use(settings, f"smtp://127.0.0.1:{free_port()}")
    with pytest.raises(CommandError, match="nothing listens at 127"):
        mail_test()

    settings.EMAIL_TIMEOUT = 0.2
    office = at_office("smtp://127.0.0.1:PORT")
    office.dumb_for = 1
    with pytest.raises(CommandError, match=r"did not answer within 0\.2 seconds"):
        mail_test()


# A server that refuses, falls silent, or is away: nobody's mail is lost, none is shown twice.


def test_an_address_that_does_not_exist_gets_no_more_mail_and_the_secretariat_hears_of_it(post_office):
    secretariat, gone = person(Role.SECRETARIAT), person(Role.CONTRIBUTOR, "GE", email="gone@ge.example")
    post_office.refuses["gone@ge.example"] = "550 5.1.1 no such user here"
    tell(gone)
    run_waiting()
    tell(gone, key="second")
    run_waiting()

    assert bouncing.is_dead("gone@ge.example")
    assert [notice.subject for notice in notices.for_user(secretariat.pk)] == [
        "Mail to gone@ge.example does not arrive"
    ]
    assert [mail["To"] for mail in post_office.mails] == [secretariat.email]
    assert {state for state, _tries in jobs()} == {"done"}


@pytest.mark.parametrize("answer", ["451 4.7.1 come back later", "554 5.7.1 relay access denied"])
def test_a_refusal_for_now_or_because_of_us_is_tried_again_until_it_passes(post_office, answer):
    ana = person(Role.CONTRIBUTOR, "GE")
    post_office.refuses[ana.email] = answer
    tell(ana)
    run_waiting()
    later()
    run_waiting()
    assert (jobs(), bouncing.is_dead(ana.email), post_office.mails) == ([("waiting", 2)], False, [])

    post_office.refuses.clear()
    later()
    run_waiting()
    later()
    run_waiting()
    assert jobs() == [("done", 3)]
    assert [mail["Subject"] for mail in post_office.mails] == ["A report was returned"]


def test_a_server_that_takes_a_mail_and_says_nothing_gets_it_again_under_the_same_id(post_office, settings):
    settings.EMAIL_TIMEOUT = 0.2
    post_office.dumb_for = 1
    tell(person(Role.CONTRIBUTOR, "GE"))
    run_waiting()
    assert jobs() == [("waiting", 1)]

    later()
    run_waiting()
    assert jobs() == [("done", 2)]
    first, second = post_office.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert Notice.objects.get().mailed_at is not None


def test_while_the_mail_server_is_away_mails_wait_and_then_each_leaves_once(settings, post_office):
    settings.EMAIL_PORT = free_port()
    people = [person(Role.CONTRIBUTOR, "GE") for _each in range(3)]
    tell(*people)
    run_waiting()
    assert jobs() == [("waiting", 1)] * 3

    settings.EMAIL_PORT = post_office.port
    for _round in range(2):
        later()
        run_waiting()
    assert sorted(mail["To"] for mail in post_office.mails) == sorted(one.email for one in people)


def test_a_mail_whose_worker_died_while_sending_is_not_lost(post_office):
    ana = person(Role.CONTRIBUTOR, "GE")
    tell(ana)
    notice = Notice.objects.get()
    Sent.objects.create(
        key=f"notice:{notice.pk}",
        to=ana.email,
        subject="A report was returned",
        message_id="<x@y>",
        held_until=timezone.now() + timedelta(minutes=4),
    )
    run_waiting()
    assert ([state for state, _tries in jobs()], post_office.mails) == (["waiting"], [])

    Sent.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    later()
    run_waiting()
    assert [mail["Message-ID"] for mail in post_office.mails] == ["<x@y>"]


def test_a_digest_arrives_as_one_mail(post_office):
    ana = person(Role.CONTRIBUTOR, "GE")
    notices.choose(ana.pk, "daily")
    for key in ("one", "two", "three"):
        tell(ana, key=key)
    mailing.daily_digests()
    run_waiting()
    mailing.daily_digests()
    run_waiting()

    assert [mail["Subject"] for mail in post_office.mails] == ["3 new notices"]


def test_names_and_subjects_in_every_alphabet_arrive_whole(post_office):
    ana = person(Role.CONTRIBUTOR, "GE")
    subject = "Отчёт возвращён: საქართველო, أرمينيا — “VI.4”"
    notices.tell([ana.pk], subject=subject, text="جملة", public=True, key="k", at=timezone.now())
    run_waiting()

    (mail,) = post_office.mails
    assert (mail["Subject"].strip(), "جملة" in mail.get_content()) == (subject, True)
    assert mail["Auto-Submitted"] == "auto-generated"
