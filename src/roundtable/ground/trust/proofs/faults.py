"""Faults of the house itself, planted on purpose while isolation looks: each lock and wall gone, one at a time."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from roundtable.ground.trust.domain.ways import Fault
from roundtable.ground.trust.models import Role, Term, Token, User
from roundtable.kernel.base.errors import NotAllowed
from roundtable.kernel.base.walls.managers import beside
from roundtable.kernel.files.models import StoredFile
from roundtable.kernel.links.models import IndexEntry, SavedView
from roundtable.kernel.notices.models import Notice


def _somebody() -> User:
    """Somebody of the secretariat, whose address the Parties do not see."""
    return User.objects.filter(terms__role=Role.SECRETARIAT, is_active=True).order_by("pk")[0]


def _opened(_was: Any) -> Any:
    return lambda *_asked, **_more: True


def _everybody(_was: Any) -> Any:
    def people(_person: Any, *, at: datetime) -> Any:  # noqa: ARG001 - asked as what it stands for
        return User.objects.all()

    return people


def _every_term(_was: Any) -> Any:
    def terms(_person: Any, *, at: datetime) -> Any:  # noqa: ARG001 - as above
        return Term.objects.select_related("user")

    return terms


def _in_the_head(_was: Any) -> Any:
    def patched(answer: HttpResponseBase, **told: Any) -> None:
        patch_cache_control(answer, **told)
        answer.headers["X-Answered-By"] = _somebody().email

    return patched


def _in_the_log(was: Callable[[HttpRequest], User]) -> Any:
    def person(request: HttpRequest) -> User:
        logging.getLogger("roundtable").warning("%s asks", was(request).email)
        return was(request)

    return person


def _anybodys_view(_was: Any) -> Any:
    def removed(*, user_id: int, number: int) -> None:  # noqa: ARG001 - as above
        beside(SavedView).filter(pk=number).delete()

    return removed


FAULTS = (
    Fault("a page without its lock", "trust:people", "roundtable.ground.trust.doors.allows", _opened),
    Fault(
        "a page about a person without its wall",
        "trust:person",
        "roundtable.ground.trust.queries.managed_by",
        _everybody,
    ),
    Fault(
        "a list that leaves as a file with everybody's rows",
        "trust:people",
        "roundtable.ground.trust.queries.terms_visible_to",
        _every_term,
        questions=["download=csv"],
    ),
    Fault(
        "what is kept from somebody answers that it is forbidden",
        "trust:people",
        "roundtable.ground.trust.doors.NotThere",
        lambda _was: NotAllowed,
    ),
    Fault(
        "a Party that takes no part goes on",
        "trust:people",
        "roundtable.ground.trust.rules.at_rest",
        lambda _was: lambda *_asked: frozenset(),
    ),
    Fault(
        "a head that names somebody", "portal:desk", "roundtable.ground.trust.doors.patch_cache_control", _in_the_head
    ),
    Fault(
        "a line of the log that names somebody",
        "trust:tokens",
        "roundtable.ground.trust.views.account.person_of",
        _in_the_log,
    ),
    Fault(
        "a key for machines that others revoke",
        "trust:revoke",
        "roundtable.ground.trust.queries.tokens_of",
        lambda _was: lambda _person: beside(Token),
        sends={},
    ),
    Fault(
        "a saved view that others remove",
        "portal:saved-view-remove",
        "roundtable.kernel.links.listings.views.remove",
        _anybodys_view,
        sends={},
    ),
    Fault(
        "an inbox with everybody's notices",
        "portal:inbox",
        "roundtable.kernel.notices.telling.for_user",
        lambda _was: lambda _number: beside(Notice).order_by("-pk"),
    ),
    Fault(
        "a file that is given without a look at its record",
        "portal:file",
        "roundtable.kernel.files.store.readable",
        lambda _was: lambda _person: beside(StoredFile).filter(deleted_at=None),
    ),
    Fault(
        "a search that finds what is kept from whoever searches",
        "portal:search",
        "roundtable.kernel.links.search.finding._visible",
        lambda _was: lambda _person: beside(IndexEntry),
        questions=["q=Reedbed"],
    ),
)
