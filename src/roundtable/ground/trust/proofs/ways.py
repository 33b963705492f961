"""How the addresses of accounts, people and the sign-in library are asked for."""

from typing import Any

from roundtable.ground.trust.domain.ways import Way
from roundtable.ground.trust.readership import person_in, personal, readership_of, secretariat
from roundtable.ground.trust.readership.people import decides_on_the_marking
from roundtable.ground.trust.rules import Actor

ELSEWHERE = "what opens it comes by mail or from another service; the proof of signing in tries it"
PERSON, KEY = "trust.user", "mfa.authenticator"
own = person_in("user_id")


def _of_term(term: Any) -> dict[str, Any]:
    return {"pk": term.user_id, "scope": term.scope}


def _marked(thing: Any) -> dict[str, Any]:
    return {"kind": thing._meta.label_lower, "pk": thing.pk}


def _decides(who: Actor, thing: Any) -> bool:
    said = readership_of(type(thing))
    return decides_on_the_marking(who, thing) and said is not None and said.may_read(who, thing, "marking")


def is_held_about(person: Any, row: Any, field: str) -> bool:
    """Whether a room says that this field of this row is about a person."""
    label = row._meta.label_lower
    return any(held.model == label and field in held.fields and held.names(person, row) for held in personal)


def told_to_oneself(who: Actor, person: Any, row: Any, field: str) -> bool:
    """Whoever asks what is held about them: fields that are said to be about them, of their own rows."""
    return person is not None and who.user_id == person.pk and is_held_about(person, row, field)


def told_for_them(who: Actor, person: Any, row: Any, field: str) -> bool:
    """The secretariat, when it answers for somebody: fields that are said to be about that person, of their own rows.

    Nothing about anybody else, and nothing that is kept about the same person and not told to them.
    """
    return secretariat(who, person) and is_held_about(person, row, field)


WAYS = (
    Way(
        "trust:marking",
        "plan.report",
        _marked,
        values=[{"kind": "no.such", "pk": 1}, {"kind": "trust.user", "pk": 1}],
        kinds=["kind"],
        sees=_decides,
    ),
    Way("trust:end-session", "usersessions.usersession"),
    Way("trust:revoke", "trust.token", sees=own),
    Way("trust:welcome", values=[{"secret": "x"}, {"secret": "a" * 43}], vain=ELSEWHERE),
    Way("trust:withdraw", "trust.invitation"),
    Way("trust:end", "trust.term"),
    Way("trust:person", PERSON),
    Way("trust:grant", PERSON),
    Way("trust:close", PERSON),
    Way("trust:held", tells=told_to_oneself, tells_by="GET"),
    Way("trust:held-page", tells=told_to_oneself, tells_by="GET"),
    Way(
        "trust:held-of",
        PERSON,
        sends=[{"purpose": ""}, {"purpose": "asked for by letter"}, {"purpose": "asked for by letter", "file": "json"}],
        tells=told_for_them,
    ),
    Way("trust:hold", PERSON),
    Way("trust:hand-over", "trust.term", _of_term),
    Way("account_confirm_email", values=[{"key": "x"}], vain=ELSEWHERE),
    Way("account_reset_password_from_key", values=[{"uidb36": "1", "key": "x-y"}], vain=ELSEWHERE),
    Way("mfa_remove_webauthn", KEY),
    Way("mfa_edit_webauthn", KEY),
    Way("openid_connect_login", values=[{"provider_id": "x"}], vain=ELSEWHERE),
    Way("openid_connect_callback", values=[{"provider_id": "x"}], vain=ELSEWHERE),
)
