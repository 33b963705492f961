from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection

from roundtable.ground.trust import services
from roundtable.ground.trust.models import Role, Term
from roundtable.ground.trust.public import actor, history_of, holders, person_left
from roundtable.ground.trust.rules import Function
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.links import waiting
from roundtable.kernel.notices.telling import Reader, for_user, reader_of
from tests.factories.trust import TermFactory, TokenFactory, UserFactory, person

pytestmark = pytest.mark.django_db

CONTRIBUTOR_OF_GEORGIA = Function(Role.CONTRIBUTOR, "GE", "ge-stat")


@pytest.fixture
def secretariat():
    return person(Role.SECRETARIAT)


@pytest.fixture
def georgia():
    return person(Role.CONTACT_POINT, "GE")


def test_a_term_counts_on_its_first_and_on_its_last_day(now: datetime):
    today = now.date()
    someone = person(Role.CONTACT_POINT, "GE", starts=today, ends=today)
    functions = [bool(actor(someone, now + timedelta(days=days)).functions) for days in (-1, 0, 1)]
    assert functions == [False, True, False]


def test_a_contact_point_gives_functions_inside_the_own_party(georgia, now: datetime):
    newcomer = UserFactory()
    term = services.grant(newcomer, CONTRIBUTOR_OF_GEORGIA, starts=now.date(), by=georgia, at=now)
    assert (term.user, term.role, term.scope, term.institution) == (newcomer, "contributor", "GE", "ge-stat")
    assert [line.did for line in history_of(term, georgia, at=now)] == ["gave a function"]
    assert actor(newcomer, now).holds(Role.CONTRIBUTOR, scope="GE")


@pytest.mark.parametrize(
    "function",
    [
        Function(Role.CONTRIBUTOR, "CZ"),
        Function(Role.CONTACT_POINT, "CZ"),
        Function(Role.SECRETARIAT, "GE"),
        Function(Role.SECRETARIAT, "secretariat"),
        Function(Role.AUDITOR, "GE"),
        Function(Role.CHAIR, "dialogue"),
    ],
)
def test_a_contact_point_gives_nothing_else(georgia, function: Function, now: datetime):
    with pytest.raises(NotAllowed):
        services.grant(georgia, function, starts=now.date(), by=georgia, at=now)
    assert Term.objects.filter(user=georgia).count() == 1


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.SECRETARIAT, Role.CONTACT_POINT}])
def test_other_roles_give_no_functions_at_all(role: Role, now: datetime):
    someone = person(role, "GE")
    with pytest.raises(NotAllowed):
        services.grant(UserFactory(), CONTRIBUTOR_OF_GEORGIA, starts=now.date(), by=someone, at=now)


def test_nobody_holds_the_same_function_twice_at_a_time(secretariat, georgia, now: datetime):
    with pytest.raises(Invalid, match="already holds"):
        services.grant(georgia, Function(Role.CONTACT_POINT, "GE"), starts=now.date(), by=secretariat, at=now)


def test_a_term_does_not_end_before_it_starts(secretariat, now: datetime):
    with pytest.raises(Invalid, match="before it starts"):
        services.grant(
            UserFactory(),
            CONTRIBUTOR_OF_GEORGIA,
            starts=date(2026, 2, 2),
            ends=date(2026, 2, 1),
            by=secretariat,
            at=now,
        )


def test_a_function_ended_at_once_no_longer_counts(secretariat, georgia, now: datetime):
    services.end_term(georgia.terms.get(), by=secretariat, at=now)
    assert actor(georgia, now).functions == frozenset()
    assert list(holders(Role.CONTACT_POINT, "GE", on=now.date())) == []


def test_a_function_ended_at_once_on_its_first_day_leaves_only_history(secretariat, now: datetime):
    someone = person(Role.CONTACT_POINT, "GE", starts=now.date())
    services.end_term(someone.terms.get(), by=secretariat, at=now)
    assert not someone.terms.exists()


def test_a_term_can_end_on_a_later_day(secretariat, georgia, now: datetime):
    last = now.date() + timedelta(days=30)
    services.end_term(georgia.terms.get(), on=last, by=secretariat, at=now)
    assert georgia.terms.get().ends == last
    assert actor(georgia, now).functions


def days(term: Term) -> tuple[date, date | None]:
    term.refresh_from_db()
    return term.starts, term.ends


@pytest.mark.parametrize("on", [None, date(2027, 6, 30), date(2021, 6, 30)])
def test_a_term_that_has_ended_stays_ended(secretariat, on, now: datetime):
    ended = TermFactory(scope="GE", ends=date(2021, 12, 31))
    with pytest.raises(Invalid, match="ended on 31 December 2021 already"):
        services.end_term(ended, on=on, by=secretariat, at=now)
    assert days(ended) == (date(2020, 1, 1), date(2021, 12, 31))


def test_a_term_is_not_prolonged_into_another_one_of_the_same_function(secretariat, now: datetime):
    today = now.date()
    first = TermFactory(scope="GE", ends=today + timedelta(days=9))
    TermFactory(user=first.user, scope="GE", starts=today + timedelta(days=20), ends=None)
    with pytest.raises(Invalid, match="from 14 December 2026 on"):
        services.end_term(first, on=today + timedelta(days=20), by=secretariat, at=now)
    services.end_term(first, on=today + timedelta(days=19), by=secretariat, at=now)
    assert days(first)[1] == today + timedelta(days=19)


def test_a_term_ended_on_a_day_that_has_passed_counts_no_longer_and_is_heard_of(secretariat, georgia, now: datetime):
    heard = []

    def listen(**told):
        heard.append((told["leaver"], told["scope"]))

    person_left.connect(listen)
    try:
        services.end_term(georgia.terms.get(), on=now.date() - timedelta(days=3), by=secretariat, at=now)
    finally:
        person_left.disconnect(listen)
    assert (actor(georgia, now).functions, heard) == (frozenset(), [(georgia, "GE")])


def november(number: int | None) -> date | None:
    return date(2026, 11, number) if number else None


@pytest.mark.parametrize(
    ("held", "asked", "days"),
    [
        ((1, None), (5, 9), "since 1 November 2026, without a last day"),
        ((8, None), (5, None), "from 8 November 2026 on"),
        ((1, 5), (5, 9), "from 1 November 2026 to 5 November 2026"),
        ((6, 7), (1, 30), "from 6 November 2026 to 7 November 2026"),
    ],
)
def test_terms_of_the_same_function_share_no_day(secretariat, held, asked, days, now: datetime):
    first, last = map(november, held)
    someone = person(Role.CONTRIBUTOR, "GE", institution="ge-stat", starts=first, ends=last)
    first, last = map(november, asked)
    with pytest.raises(Invalid, match=f"already holds this function in that time: {days}"):
        services.grant(someone, CONTRIBUTOR_OF_GEORGIA, starts=first, ends=last, by=secretariat, at=now)
    assert someone.terms.count() == 1


@pytest.mark.parametrize(("held", "asked"), [((1, 4), (5, 9)), ((10, None), (5, 9))])
def test_terms_of_the_same_function_may_follow_each_other(secretariat, held, asked, now: datetime):
    first, last = map(november, held)
    someone = person(Role.CONTRIBUTOR, "GE", institution="ge-stat", starts=first, ends=last)
    first, last = map(november, asked)
    services.grant(someone, CONTRIBUTOR_OF_GEORGIA, starts=first, ends=last, by=secretariat, at=now)
    assert someone.terms.count() == 2


def test_the_database_refuses_a_function_held_twice_without_a_last_day(georgia):
    with pytest.raises(IntegrityError):
        TermFactory(user=georgia, scope="GE", starts=date(2024, 1, 1))


def test_an_invitation_to_a_function_that_is_held_already_is_refused_in_words_and_stays_open(
    secretariat, georgia, now: datetime
):
    offer = Function(Role.CONTACT_POINT, "GE")
    with patch("roundtable.ground.trust.services.invitations.fresh_secret", return_value="a secret"):
        invitation = services.invite(georgia.email, "Nino", offer, starts=now.date(), by=secretariat, at=now)
    with pytest.raises(Invalid, match="already holds this function"):
        services.accept("a secret", name="", password=None, by=georgia, at=now)
    invitation.refresh_from_db()
    assert (invitation.accepted_at, georgia.terms.count()) == (None, 1)


@pytest.mark.django_db(transaction=True)
def test_two_who_give_the_same_function_at_once_give_it_once(now: datetime):
    by, someone = person(Role.SECRETARIAT), UserFactory()
    start, told = Barrier(2), []

    def give() -> None:
        start.wait()
        try:
            with looking_across("a thread of a test begins without the reach that tests have"):
                services.grant(someone, CONTRIBUTOR_OF_GEORGIA, starts=now.date(), ends=date(2027, 1, 1), by=by, at=now)
        except Invalid as error:
            told.append(str(error))
        finally:
            connection.close()

    both = [Thread(target=give) for _one in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert (someone.terms.count(), len(told)) == (1, 1)


def test_the_last_of_the_secretariat_stays(secretariat, now: datetime):
    with pytest.raises(Invalid, match="last account of the secretariat"):
        services.end_term(secretariat.terms.get(), by=secretariat, at=now)


def test_handing_over_moves_functions_duties_and_ends_tokens_in_one_step(secretariat, georgia, now: datetime):
    successor = person(Role.CONTRIBUTOR, "GE", institution="ge-stat")
    TermFactory(user=georgia, role=Role.SENIOR_OFFICIAL, scope="GE", ends=date(2027, 6, 30))
    token = TokenFactory(user=georgia, secret_hash="a", created_at=now, expires_at=now + timedelta(days=9))
    waiting.take("plan.report", 7, georgia.pk, now)
    heard = []

    def listen(**told):
        heard.append((told["leaver"], told["successor"], told["scope"]))

    person_left.connect(listen)
    try:
        services.hand_over(georgia, successor, scope="GE", by=secretariat, at=now)
    finally:
        person_left.disconnect(listen)

    token.refresh_from_db()
    assert actor(georgia, now).functions == frozenset()
    assert actor(successor, now).functions == {
        Function(Role.CONTRIBUTOR, "GE", "ge-stat"),
        Function(Role.CONTACT_POINT, "GE"),
        Function(Role.SENIOR_OFFICIAL, "GE"),
    }
    assert successor.terms.get(role=Role.SENIOR_OFFICIAL).ends == date(2027, 6, 30)
    assert token.revoked_at == now
    assert heard == [(georgia, successor, "GE")]
    assert waiting.take("plan.report", 7, successor.pk, now).user_id == successor.pk
    (told,) = for_user(successor.pk)
    assert "keys of your own" in told.text, "the successor reads that programs need other keys"
    assert "a script" not in told.text, "what a key is for is told to its owner and to overseers"
    assert history_of(georgia, secretariat, at=now)[0].did == "handed over the functions"


def test_a_contact_point_hands_the_own_function_over(georgia, now: datetime):
    successor = person(Role.CONTRIBUTOR, "GE")
    services.hand_over(georgia, successor, scope="GE", by=georgia, at=now)
    assert actor(successor, now).holds(Role.CONTACT_POINT, scope="GE")


def test_a_contact_point_hands_nothing_over_for_another_party(georgia, now: datetime):
    czechia, other = person(Role.CONTACT_POINT, "CZ"), person(Role.CONTRIBUTOR, "CZ")
    with pytest.raises(NotAllowed):
        services.hand_over(czechia, other, scope="CZ", by=georgia, at=now)
    assert actor(czechia, now).holds(Role.CONTACT_POINT, scope="CZ")


def test_what_somebody_took_stays_with_them_while_they_hold_another_function(secretariat, georgia, now: datetime):
    TermFactory(user=georgia, role=Role.DRAFTER, scope="dialogue")
    waiting.take("documents.draft", 1, georgia.pk, now)
    services.hand_over(georgia, person(Role.CONTRIBUTOR, "GE"), scope="GE", by=secretariat, at=now)
    assert waiting.take("documents.draft", 1, georgia.pk, now).user_id == georgia.pk


def test_nothing_is_handed_over_to_somebody_whose_account_is_closed(secretariat, georgia, now: datetime):
    with pytest.raises(Invalid):
        services.hand_over(georgia, UserFactory(is_active=False), scope="GE", by=secretariat, at=now)
    assert actor(georgia, now).holds(Role.CONTACT_POINT)


def test_the_successor_is_told(secretariat, georgia, now: datetime):
    successor = person(Role.CONTRIBUTOR, "GE")
    services.hand_over(georgia, successor, scope="GE", by=secretariat, at=now)
    (notice,) = for_user(successor.pk)
    assert notice.subject == f"You have taken over from {georgia.name}"


def test_notices_know_how_people_are_reached():
    someone = person(None, language="ru", timezone="Asia/Tbilisi", is_active=False)
    assert reader_of(someone.pk) == Reader(someone.pk, someone.email, someone.name, "ru", "Asia/Tbilisi", active=False)


def test_a_successor_from_another_ministry_takes_over_the_work_of_the_leavers_ministry_too(secretariat, now: datetime):
    leaver = person(Role.CONTRIBUTOR, "GE", institution="ge-justice")
    successor = person(Role.CONTRIBUTOR, "GE", institution="ge-stat")
    services.hand_over(leaver, successor, scope="GE", by=secretariat, at=now)
    assert actor(successor, now).functions == {
        Function(Role.CONTRIBUTOR, "GE", "ge-stat"),
        Function(Role.CONTRIBUTOR, "GE", "ge-justice"),
    }
