from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.template import Context, Template

from roundtable.ground.trust.models import Role, Term, User
from roundtable.ground.trust.public import actor, demonstration_accounts, history_of, rulebooks
from roundtable.ground.trust.services import change_account
from roundtable.ground.trust.services.demo import PASSWORD, demo
from tests.factories.trust import UserFactory

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_an_account_for_each_role_and_running_it_twice_changes_nothing(now: datetime):
    demo(seed=1, at=now)
    first = list(User.objects.order_by("pk").values())
    demo(seed=2, at=now)
    assert list(User.objects.order_by("pk").values()) == first
    assert set(Term.objects.values_list("role", flat=True)) == set(Role.values)
    assert all(user["demonstration"] for user in first)
    assert User.objects.get(email="contact.ge@demo.example").check_password(PASSWORD)
    assert len(demonstration_accounts(now.date())) == len(first)


def test_who_holds_no_function_any_more_is_not_named_as_an_account_to_try(now: datetime):
    demo(seed=1, at=now)
    before = len(demonstration_accounts(now.date()))
    Term.objects.filter(user__email="contact.cz@demo.example").update(ends=now.date() - timedelta(days=1))
    told = [address for address, _role, _scope in demonstration_accounts(now.date())]
    assert len(told) == before - 1
    assert "contact.cz@demo.example" not in told


def test_the_command_prints_every_deed_of_every_room():
    said = StringIO()
    call_command("rules", stdout=said)
    missing = [str(do) for book in rulebooks for do in book.allowed if f"{do}: " not in said.getvalue()]
    assert missing == []


def test_the_history_of_a_thing_stands_on_its_page(now: datetime, django_assert_num_queries):
    someone = UserFactory(name="Ann")
    change_account(someone, at=now, name="Anna", language="ru", timezone="")
    page = Template("{% load history %}{% history lines %}")
    actor(someone, now)
    with django_assert_num_queries(2):
        text = page.render(Context({"lines": history_of(someone, someone, at=now)}))
    assert "Anna changed the account" in " ".join(text.split())
    assert 'Name of the person: <del dir="auto">Ann</del> → <ins dir="auto">Anna</ins>' in text
    assert 'Language: <ins dir="auto">Russian</ins>' in text
