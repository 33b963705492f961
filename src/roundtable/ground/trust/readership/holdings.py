"""What this room, the cellar and the libraries hold about people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.readership.held import Goes, Held, deeds
from roundtable.kernel.base.privacy import Basis, Personal

ACCOUNT: Final = Personal(_("so that somebody can sign in and be reached"), Basis.PUBLIC_TASK, keep_months=60)
FUNCTION: Final = Personal(_("to show who holds which function, and since when"), Basis.PUBLIC_TASK, keep_months=60)
SAFETY: Final = Personal(_("so that nobody else signs in"), Basis.PUBLIC_TASK, keep_months=24)
HABIT: Final = Personal(_("so that the platform works as the person wants"), Basis.PUBLIC_TASK, keep_months=24)
POST: Final = Personal(_("to know which mail went out, so that none goes twice"), Basis.PUBLIC_TASK, keep_months=3)
SECRET: Final = _("a secret, or a trace of one: who holds it could act in the person's name")
SEAL: Final = _("the number to which the seal of the row is bound")
CHAIN: Final = _("the place in the chain")
WORK: Final = _("what a program was handed for its work; it may be about others")
JOB: Final = (
    *("scope", "path", "kwargs", "key", "done", "of", "tries", "tries_allowed", "trace"),
    *("run_after", "heartbeat_at", "cancel_asked_at", "token"),
)

LIBRARIES = (
    Held(
        model="account.emailaddress",
        whose="user_id",
        label=SAFETY,
        about="email verified primary",
        goes=Goes.ROW,
    ),
    Held(
        model="mfa.authenticator",
        whose="user_id",
        label=SAFETY,
        about="type created_at last_used_at",
        without={"data": SECRET},
        goes=Goes.ROW,
    ),
    Held(
        model="usersessions.usersession",
        whose="user_id",
        label=Personal(_("to show where somebody is signed in"), Basis.PUBLIC_TASK, keep_months=1),
        about="created_at last_seen_at ip user_agent",
        without={"session_key": SECRET, "data": _("empty")},
        since="last_seen_at",
        goes=Goes.ROW,
    ),
    Held(
        model="socialaccount.socialaccount",
        whose="user_id",
        label=SAFETY,
        about="provider uid last_login date_joined extra_data",
        goes=Goes.ROW,
    ),
)

CELLAR = (
    Held(
        model="outside.sent",
        whose="to",
        by_address=True,
        label=POST,
        about="to subject sent_at",
        without={
            "row": SEAL,
            "key": _("by which the same mail is known again"),
            "message_id": _("as `key`"),
            "held_until": _("as `key`"),
        },
        since="sent_at",
        goes=Goes.ROW,
    ),
    Held(
        model="notices.notice",
        whose="user_id",
        label=Personal(_("to tell a person what concerns them"), Basis.PUBLIC_TASK, keep_months=24),
        about="subject text url marking at read_at mailed_at demonstration",
        without={
            "row": SEAL,
            "key": _("by which the same notice is known again"),
            "public": _("whether a mail may say it"),
        },
        since="at",
        goes=Goes.ROW,
    ),
    Held(model="notices.mailchoice", whose="user_id", label=HABIT, about="how digest_at", goes=Goes.ROW),
    Held(
        model="notices.deadaddress",
        whose="address",
        by_address=True,
        label=Personal(_("to stop sending mail that does not arrive"), Basis.PUBLIC_TASK, keep_months=12),
        about="address hard times reason last_at cleared_at",
        without={"row": SEAL},
        since="last_at",
        goes=Goes.ROW,
    ),
    Held(
        model="tasks.job",
        whose="by_id",
        label=Personal(_("to show who asked for a piece of work how far it is"), Basis.PUBLIC_TASK, keep_months=6),
        about="title state note error result made_at started_at ended_at",
        without=dict.fromkeys(JOB, WORK),
        since="ended_at",
        goes=Goes.ROW,
    ),
    *deeds("files.storedfile", "by_id", at="purpose kept_at deleted_at"),
    Held(model="links.savedview", whose="user_id", label=HABIT, about="listing name query saved_at", goes=Goes.ROW),
    Held(
        model="links.taken",
        whose="user_id",
        label=Personal(_("to show who does what waits for several"), Basis.PUBLIC_TASK, keep_months=12),
        about="kind object_id at",
        since="at",
        goes=Goes.ROW,
    ),
    *deeds("drafts.text", "changed_by", at="kind key field changed_at"),
    *deeds("drafts.stroke", "by_id", at="at"),
    *deeds("drafts.conflict", "by_id theirs_by resolved_by", at="at resolved_at"),
    Held(
        model="drafts.presence",
        whose="by_id",
        label=Personal(_("to show who else works on the same text now"), Basis.PUBLIC_TASK, keep_months=1),
        about="kind key field at",
        since="at",
        goes=Goes.ROW,
    ),
)

PEOPLE = (
    Held(
        model="trust.user",
        whose="pk",
        label=ACCOUNT,
        about="name email language timezone is_active demonstration joined_at deactivated_at last_login",
        without={"password": SECRET, "row": SEAL, "sessions_epoch": _("by which all sessions are ended at once")},
        goes=Goes.PERSON,
    ),
    Held(
        model="trust.user",
        whose="id",
        label=ACCOUNT,
        about="email",
        without=dict.fromkeys(
            ("name", "language", "timezone", "is_active", "demonstration", "joined_at", "deactivated_at", "last_login"),
            _("it stands with the account"),
        )
        | {"password": SECRET, "row": SEAL, "sessions_epoch": _("by which all sessions are ended at once")},
        goes=Goes.ADDRESS,
    ),
    Held(
        model="trust.term",
        whose="user_id",
        label=FUNCTION,
        about="role scope institution starts ends",
        goes=Goes.NAMELESS,
    ),
    *deeds("trust.term", "granted_by_id", at="starts"),
    Held(
        model="trust.invitation",
        whose="email",
        by_address=True,
        label=Personal(_("to invite somebody to a function"), Basis.PUBLIC_TASK, keep_months=3),
        about="email name role scope institution starts ends sent_at expires_at accepted_at withdrawn_at",
        without={"row": SEAL, "secret_hash": SECRET},
        since="expires_at",
        goes=Goes.ROW,
    ),
    *deeds("trust.invitation", "invited_by_id", at="sent_at"),
    Held(
        model="trust.token",
        whose="user_id",
        label=SAFETY,
        about="name prefix allows created_at expires_at last_used_at revoked_at",
        without={"secret_hash": SECRET},
        since="expires_at",
        goes=Goes.ROW,
    ),
    *deeds("trust.lowering", "proposed_by_id", at="kind was to proposed_at"),
    *deeds("trust.lowering", "decided_by_id", at="kind was to decided_at confirmed"),
    Held(
        model="trust.hold",
        whose="user_id",
        label=Personal(_("to keep what a court or an inquiry needs"), Basis.LEGAL_DUTY, keep_months=60),
        about="reason until proposed_at confirmed_at lifted_at",
        without={"row": SEAL},
    ),
    *deeds("trust.hold", "proposed_by_id", at="proposed_at"),
    *deeds("trust.hold", "confirmed_by_id", at="confirmed_at"),
    *deeds("trust.hold", "lifted_by_id", at="lifted_at"),
    *deeds("trust.entry", "by_id", at="happened kind object_id at"),
    Held(
        model="trust.entry",
        whose="object_id",
        within={"kind": "trust.user"},
        as_owner=str,
        label=Personal(_("to show what was done about an account"), Basis.PUBLIC_TASK, keep_months=60),
        about="happened at before after",
        without={
            **dict.fromkeys(["scope", "number", "previous", "hash", "written_at"], CHAIN),
            "row": SEAL,
            "kind": _("that it is about the account"),
            "label": _("empty where it is about an account"),
            "kept_to": _("who else may read it"),
            "demonstration": _("as the account says it"),
        },
    ),
    Held(
        model="trust.reading",
        whose="by_id",
        label=Personal(_("to tell those whose words they are who read them"), Basis.PUBLIC_TASK, keep_months=60),
        about="at kind object_id scope way purpose",
    ),
    Held(
        model="trust.reading",
        whose="object_id",
        within={"kind": "trust.held"},
        as_owner=str,
        label=Personal(
            _("to tell a person when their data was handed out for them"), Basis.PUBLIC_TASK, keep_months=60
        ),
        about="at way purpose",
        without={
            **dict.fromkeys(["scope", "number", "previous", "hash", "written_at"], CHAIN),
            "kind": _("that it is about what is held"),
            "label": _("empty where it is about a person"),
            "demonstration": _("as the account says it"),
        },
    ),
)

HELD = (*LIBRARIES, *CELLAR, *PEOPLE)

NOBODYS = {
    "trust.signintry": "hashes of tries, kept for an hour at most; they name nobody",
    "sessions.session": "what the browser of somebody signed in shows; `usersessions.usersession` tells of it",
    "links.indexentry": "a copy of what is held elsewhere, for finding it",
    "base.answeredcall": "hashes of calls, kept for two days",
    "keys.datakey": "the key itself: with it goes all that is about the person",
    "django_tasks_database.dbtaskresult": "the number of a piece of work, told with `tasks.job`",
    "socialaccount.socialtoken": "not kept: the identity service is asked once",
    "account.emailconfirmation": "not kept: links to confirm an address are signed, not stored",
}
"""Tables without a column that names a person in which something about somebody could be thought to stand."""
