"""Who may read and change what the cellar and the libraries keep. Where they keep it for a room, the room says it."""

from typing import Any

from roundtable.ground.trust.domain.readership import Readership
from roundtable.ground.trust.models import User
from roundtable.ground.trust.readership.common import (
    everybody,
    nobody,
    one_of,
    only_when_asked,
    overseer,
    participant,
    person_in,
    secretariat,
)
from roundtable.ground.trust.readership.people import keeps_the_account
from roundtable.ground.trust.readership.registry import as_its_room_says
from roundtable.ground.trust.rules import Actor

told = person_in("user_id")
asked_for_it = one_of(person_in("by_id"), secretariat)
reads_the_file, changes_the_file = as_its_room_says("files.storedfile", "purpose")
reads_the_text, writes_the_text = as_its_room_says("drafts.text", "kind")
reads_the_stroke, writes_the_stroke = as_its_room_says("drafts.stroke", "text.kind")
reads_the_conflict, writes_the_conflict = as_its_room_says("drafts.conflict", "text.kind")


def of_the_same_person(who: Actor, thing: Any) -> bool:
    """Whoever keeps the account to which a library's row belongs."""
    person: User = thing.user
    return keeps_the_account(who, person)


OUTSIDE_AND_TASKS = (
    # Hashes and an address; whoever repeats a call is asked anew who they are.
    Readership("base.answeredcall", {nobody: "mark asked place"}, changes=everybody, codes="mark asked place"),
    Readership("keys.datakey", {nobody: "owner wrapped"}, changes=nobody, makes=everybody, codes="owner wrapped"),
    Readership(
        "outside.sent",
        {only_when_asked: "to subject", nobody: "key message_id"},
        changes=nobody,
        codes="key message_id",
    ),
    Readership(
        "tasks.job",
        {asked_for_it: "title state note error result", nobody: "scope path kwargs key trace"},
        changes=asked_for_it,
        makes=everybody,
        codes="scope path key",
    ),
    Readership("tasks.step", {nobody: "name"}, changes=nobody, codes="name"),
    Readership("tasks.repeated", {nobody: "path"}, changes=nobody, codes="path"),
    Readership("tasks.worker", {everybody: "name"}, changes=nobody, codes="name"),
)

FILES_AND_LINKS = (
    Readership(
        "files.storedfile",
        {reads_the_file: "name media_type cleaned", nobody: "scope purpose audience sha256"},
        changes=changes_the_file,
        codes="scope purpose audience media_type sha256 cleaned",
    ),
    Readership("links.savedview", {told: "listing name query"}, changes=told, codes="listing"),
    # A copy of what is kept elsewhere, for finding it: whoever may read it there may find it.
    Readership(
        "links.indexentry",
        {everybody: "kind object_id title text url codes scope language", nobody: "title_words text_words"},
        changes=participant,
        codes="kind object_id title text url codes scope language title_words text_words",
    ),
    Readership("links.taken", {participant: "kind object_id"}, changes=participant, codes="kind object_id"),
)

DRAFTS_AND_NOTICES = (
    Readership(
        "drafts.text",
        {reads_the_text: "kind key field scope origin text"},
        changes=writes_the_text,
        codes="kind key field scope",
    ),
    Readership("drafts.stroke", {reads_the_stroke: "sent became"}, changes=writes_the_stroke),
    Readership("drafts.conflict", {reads_the_conflict: "base_text mine theirs both"}, changes=writes_the_conflict),
    Readership("drafts.presence", {participant: "kind key field"}, changes=person_in("by_id"), codes="kind key field"),
    Readership(
        "notices.notice", {told: "key subject text url marking"}, changes=told, makes=everybody, codes="key url marking"
    ),
    Readership("notices.mailchoice", {told: "how"}, changes=told),
    # Told to the secretariat in a notice; the table itself has no page.
    Readership("notices.deadaddress", {secretariat: "address reason"}, changes=nobody),
)

LIBRARIES = (
    Readership("auth.permission", {nobody: "name codename"}, changes=nobody, codes="name codename"),
    Readership("auth.group", {nobody: "name"}, changes=nobody, codes="name"),
    Readership("contenttypes.contenttype", {nobody: "app_label model"}, changes=nobody, codes="app_label model"),
    Readership(
        "sessions.session", {nobody: "session_key session_data"}, changes=everybody, codes="session_key session_data"
    ),
    # The address itself stands in the account, and is planted there.
    Readership("account.emailaddress", {overseer: "email"}, changes=of_the_same_person, codes="email"),
    Readership("account.emailconfirmation", {nobody: "key"}, changes=everybody, codes="key"),
    Readership("mfa.authenticator", {told: "type data"}, changes=of_the_same_person, codes="data"),
    Readership(
        "usersessions.usersession",
        {told: "ip session_key user_agent data"},
        changes=everybody,
        codes="ip session_key user_agent data",
    ),
    Readership(
        "socialaccount.socialapp",
        {nobody: "provider provider_id name client_id secret key settings"},
        changes=nobody,
        codes="provider provider_id name client_id secret key settings",
    ),
    Readership(
        "socialaccount.socialaccount",
        {told: "provider uid extra_data"},
        changes=of_the_same_person,
        codes="provider uid extra_data",
    ),
    Readership("socialaccount.socialtoken", {nobody: "token token_secret"}, changes=nobody, codes="token token_secret"),
    Readership(
        "django_tasks_database.dbtaskresult",
        {
            nobody: "status args_kwargs task_path worker_ids queue_name backend_name return_value exception_class_path "
            "traceback"
        },
        changes=nobody,
        makes=everybody,
        codes="args_kwargs task_path worker_ids queue_name backend_name return_value exception_class_path traceback",
    ),
)

CELLAR = (*OUTSIDE_AND_TASKS, *FILES_AND_LINKS, *DRAFTS_AND_NOTICES, *LIBRARIES)
