"""Every table stands behind a wall or says why not, and every place that looks across walls says why."""

import ast

import pytest
from django.apps import apps
from django_scopes.exceptions import ScopeError

from roundtable.kernel.base.walls.managers import walled
from roundtable.kernel.base.walls.reach import NOTHING, closed, opened
from tests.architecture.house import sources

OPEN = {
    "base.answeredcall": "hashes of calls of the API, asked by the hash of the caller's own key alone",
    "keys.datakey": "keys, wrapped by a master key that lies elsewhere; needed before any row can be read",
    "outside.sent": "which mail went out under which number, kept so that none goes twice; asked by jobs alone",
    "tasks.repeated": "when work that repeats is due: no word of anybody",
    "tasks.worker": "names of processes",
    "links.savedview": "names that a person gave to lists; asked by the person's number alone",
    "links.indexentry": "answered from an index that a wall would close; each source says who finds",
    "links.taken": "who said “I do this” of a thing, which is named by number",
    "drafts.presence": "who has a thing open now, which is named by number",
    "notices.mailchoice": "how often a person wants mail",
    "notices.deadaddress": "addresses that do not work, asked whenever a mail goes out",
    "trust.user": "who somebody is has to be read before a reach can be opened",
    "trust.term": "what somebody holds has to be read before a reach can be opened",
    "trust.gone": "how many rows of what were erased, and nobody's name",
    "trust.lowering": "a marking proposed for a thing that is named by number; its page says the reason",
    "trust.tip": "ends of chains, which whoever writes has to hold: numbers and hashes",
    "trust.statement": "public",
    "trust.head": "numbers and hashes; who is told which is asked by `queries.heads` and the rules alone",
    "trust.signintry": "tries to sign in, counted before anybody is known; hashes alone",
    "parties.dialogue": "public",
    "parties.party": "public",
    "parties.participation": "public",
    "parties.meetinginvitation": "public",
    "parties.institution": "public bodies",
    "meetings.meeting": "published, or the secretariat's until it is called; asked by `queries.meetings`",
    "meetings.guest": "as the meeting",
    "meetings.feed": "a digest of an address that nobody can guess; asked by the digest or the person alone",
    "plan.activity": "those kept among a few are held by `queries.activities` and the rules alone",
    "plan.share": "as the activity",
    "plan.funding": "as the activity",
    "plan.activitydocument": "as the activity",
    "plan.frame": "public",
    "plan.area": "public",
    "plan.horizontalissue": "public",
    "plan.action": "public",
    "plan.point": "public",
    "plan.round": "dates that every page reckons with",
    "plan.extension": "dates that every page reckons with; the reason is held by `queries.rounds` and the rules alone",
    "plan.pack": "published, or the secretariat's until then; whoever may read which is asked by `queries.packs`",
    "plan.rendering": "as the pack",
    "plan.corrigendum": "published, or the secretariat's until then",
}
"""Tables without a wall, each with its reason. Whatever is not named here and has no wall fails."""

MARKS = {"of_the_queue", "at_the_machine"}
"""Reasons that are said once for many places: the queue's own work, and commands."""

ACROSS = {
    ("kernel/base/walls/reach.py", "at_the_machine"),
    ("kernel/drafts/saving.py", "hand_over"),
    ("kernel/drafts/saving.py", "prune_old"),
    ("kernel/files/store.py", "sweep_old"),
    ("kernel/notices/mailing.py", "daily_digests"),
    ("kernel/notices/mailing.py", "mail_digest"),
    ("kernel/notices/mailing.py", "mail_notice"),
    ("kernel/notices/telling.py", "tell"),
    ("kernel/tasks/parcels.py", "of_the_queue"),
    ("ground/documents/services/answering.py", "_settle"),
    ("ground/documents/tasks.py", "remind_members"),
    ("ground/parties/tasks.py", "empty_bin"),
    ("ground/trust/queries/chains.py", "verified"),
    ("ground/trust/queries/held.py", "_rows_told"),
    ("ground/trust/queries/held.py", "counted"),
    ("ground/trust/queries/held.py", "held_about"),
    ("ground/trust/tasks.py", "erase_on_time"),
    ("ground/trust/queries/people.py", "invitation_behind"),
    ("ground/trust/queries/tokens.py", "token_shown"),
    ("ground/trust/services/heads.py", "publish"),
    ("ground/trust/services/history.py", "remember"),
    ("ground/trust/services/invitations.py", "accept"),
    ("ground/trust/services/invitations.py", "accept_vouched"),
    ("ground/trust/services/readings.py", "remember_reading"),
    ("ground/trust/services/tokens.py", "note_use"),
    ("ground/trust/services/tokens.py", "revoke_tokens_of"),
    ("records/meetings/services/floor.py", "ask"),
    ("records/meetings/services/floor.py", "end"),
    ("records/meetings/services/floor.py", "give"),
    ("records/meetings/services/floor.py", "move"),
    ("records/meetings/services/floor.py", "withdraw"),
    ("records/meetings/tasks.py", "erase_needs"),
    ("records/observatory/tasks.py", "find_released"),
    ("operations/plan/queries/coverage.py", "_published"),
    ("operations/plan/services/frame/rows.py", "_merge"),
    ("operations/plan/services/report_links.py", "hand_over_words"),
    ("operations/plan/tasks/activities.py", "empty_bin"),
    ("operations/plan/tasks/frame.py", "find_anew"),
    ("operations/plan/tasks/packs.py", "make"),
    ("operations/plan/tasks/reports.py", "empty_bin"),
    ("operations/plan/tasks/reports.py", "remind_parties"),
}
"""Every place in the house that looks across walls. A new one is a decision: add it here, and its reason there.

Proofs are left out: they are no part of what serves people.
"""


def _looking(node: ast.AST) -> ast.Call | None:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "looking_across"
    return node if called else None


def _places() -> dict[tuple[str, str], str]:
    found = {}
    for path, tree in sources():
        if "proofs" in path:
            continue
        named: dict[int, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.Assign | ast.AnnAssign):
                target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
                name = node.name if isinstance(node, ast.FunctionDef) else getattr(target, "id", "")
                for inner in ast.walk(node):
                    named[id(inner)] = name
        for node in ast.walk(tree):
            if call := _looking(node):
                reason = call.args[0]
                assert isinstance(reason, ast.Constant), f"{path}:{call.lineno} gives no reason in words"
                assert isinstance(reason.value, str), f"{path}:{call.lineno} gives no reason in words"
                found[path, named[id(call)]] = reason.value
    return found


def test_every_table_stands_behind_a_wall_or_says_why_not() -> None:
    house = {model._meta.label_lower for model in apps.get_models() if model.__module__.startswith("roundtable.")}
    behind = {model._meta.label_lower for model in walled()}
    assert house - behind == set(OPEN)


def test_every_place_that_looks_across_is_known_and_says_why() -> None:
    places = _places()
    assert set(places) == ACROSS
    assert all(len(reason) > 20 for reason in places.values())


def test_the_marks_for_many_places_stay_where_they_belong() -> None:
    elsewhere = [
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in MARKS
        if not path.startswith(("kernel/tasks/", "kernel/base/walls/")) and "management/commands" not in path
    ]
    assert elsewhere == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", list(walled()), ids=lambda model: model._meta.label_lower)
def test_a_walled_table_gives_nothing_to_nobody(model) -> None:
    with closed(), pytest.raises(ScopeError, match="no reach is open"):
        model._default_manager.exists()
    with opened(NOTHING):
        assert not model._default_manager.exists()
