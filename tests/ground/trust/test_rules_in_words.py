"""Conditions are said in the reader's language, and every deed of the house has words."""

from django.utils.translation import override

from roundtable.ground.trust.models import Role
from roundtable.ground.trust.queries.rules_table import condition, rules_table
from roundtable.ground.trust.rules import holds, in_scope_of, rulebooks, takes_part


def test_a_condition_names_roles_as_people_call_them():
    rule = holds(Role.SECRETARIAT) | (in_scope_of(Role.CONTACT_POINT, Role.PARTNER) & ~takes_part)
    assert condition(rule) == (
        "Secretariat or ((Contact point or Partner) of the Party or Partner that it concerns and "
        "not: everybody who holds a function today)"
    )
    with override("ru"):
        assert condition(holds(Role.SECRETARIAT)) == "Секретариат"


def test_no_deed_is_shown_by_its_code():
    assert [do for book in rulebooks for do in book.allowed if do not in book.words] == []


def test_no_condition_is_shown_by_the_name_of_a_function():
    with override("en"):
        assert [deed.who for chapter in rules_table() for deed in chapter.deeds if "_" in deed.who] == []
