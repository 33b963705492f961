"""What the platform holds about a person, for that person."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps

from roundtable.ground.trust.models import Entry, Token, User
from roundtable.ground.trust.queries.history import Teller, deeds_of
from roundtable.ground.trust.queries.readings import readings_of
from roundtable.kernel.base.privacy import Personal


def held_about(person: User, *, at: datetime) -> dict[str, Any]:
    """Give everything held about a person as plain values: account, functions, keys, sessions, deeds, and the reasons.

    Secrets (passwords, tokens, factors) are named, never given.
    """
    teller = Teller(person, at=at)
    return {
        "account": {
            "name": person.name,
            "email": person.email,
            "language": person.language,
            "timezone": person.timezone,
            "joined_at": person.joined_at,
            "last_login": person.last_login,
            "demonstration": person.demonstration,
        },
        "functions": list(
            person.terms.order_by("starts", "pk").values("role", "scope", "institution", "starts", "ends")
        ),
        "tokens": list(
            Token.objects.filter(user=person)
            .order_by("pk")
            .values("name", "prefix", "allows", "created_at", "expires_at", "last_used_at", "revoked_at")
        ),
        "second_factors": list(
            Authenticator.objects.filter(user_id=person.pk).order_by("pk").values("type", "created_at", "last_used_at")
        ),
        "sessions": list(
            UserSession.objects.filter(user=person)
            .order_by("pk")
            .values("created_at", "last_seen_at", "ip", "user_agent")
        ),
        "history": [_deed(entry, teller) for entry in deeds_of(person)],
        "readings": [
            {name: getattr(reading, name) for name in ("at", "kind", "object_id", "scope", "way", "purpose")}
            for reading in readings_of(person)
        ],
        "elsewhere": held_elsewhere(person),
        "why": why(),
    }


def _deed(entry: Entry, teller: Teller) -> dict[str, Any]:
    # The thing is called as the person may call it today: a label of then may name somebody else.
    told = {"at": entry.at, "did": teller.did(entry), "thing": teller.thing(entry)}
    return told | {name: getattr(entry, name) for name in ("happened", "kind", "object_id", "scope")}


def held_elsewhere(person: User) -> dict[str, list[dict[str, Any]]]:
    """Give the personal fields of other rooms' tables that belong to the person, found by their label `Privacy`."""
    found: dict[str, list[dict[str, Any]]] = {}
    for model in apps.get_models():
        privacy = getattr(model, "Privacy", None)
        owner = next((f.name for f in model._meta.fields if f.one_to_one and f.related_model is User), None)
        if privacy is None or owner is None:
            continue
        names = [name for name, said in vars(privacy).items() if isinstance(said, Personal)]
        kept = model._default_manager.filter(**{owner: person})
        rows = [{name: getattr(row, name) for name in names} for row in kept]
        if rows:
            found[model._meta.label_lower] = rows
    return found


def why() -> dict[str, dict[str, str | int]]:
    """Give for every personal field in the house why it is kept, on which legal basis, and for how long."""
    reasons: dict[str, dict[str, str | int]] = {}
    for model in apps.get_models():
        for name, said in vars(getattr(model, "Privacy", object)).items():
            if isinstance(said, Personal):
                reasons[f"{model._meta.label_lower}.{name}"] = {
                    "purpose": said.purpose,
                    "basis": str(said.basis),
                    "months": said.keep_months,
                }
    return reasons
