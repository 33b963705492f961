"""Who may do what with documents: the readable table. No rule names a state."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rules import Predicate, predicate

from roundtable.ground.trust.public import Actor, Role, anyone, holds, in_scope_of, is_secretariat, takes_part


class Do(StrEnum):
    """What can be done in this room."""

    READ_DOCUMENTS = "documents.read-documents"
    SEE_CONTRIBUTIONS = "documents.see-contributions"
    MAKE_DOCUMENT = "documents.make-document"
    CHANGE_DOCUMENT = "documents.change-document"
    MAKE_REVISION = "documents.make-revision"
    WRITE_WORKING_TEXT = "documents.write-working-text"
    CONTRIBUTE = "documents.contribute"
    ENTER_FOR_OTHERS = "documents.enter-for-others"
    TAKE_BACK = "documents.take-back"
    ANSWER = "documents.answer"
    OPEN_SILENCE = "documents.open-silence"
    STEER_SILENCE = "documents.steer-silence"
    SPEAK_IN_SILENCE = "documents.speak-in-silence"
    CERTIFY = "documents.certify"
    VERIFY = "documents.verify"
    EDIT_STEPS = "documents.edit-steps"
    CONFIRM_STEP = "documents.confirm-step"
    ADOPT = "documents.adopt"
    KEEP_VERSIONS = "documents.keep-versions"
    SAY_NO_CHANGE = "documents.say-no-change"


is_presidency = is_secretariat | holds(Role.CHAIR)
"""The chair, and the secretariat that works for the chair."""

speaks_for_it = in_scope_of(Role.CONTACT_POINT, Role.SENIOR_OFFICIAL)
"""Who speaks for the Party whose word it is. Partners and observers read, and do not decide."""

writes_for_it = is_presidency | holds(Role.DRAFTER)
"""Whoever drafts for the presidency."""


@predicate("a member of the demonstration, who has a letter and no people")  # type: ignore[untyped-decorator]  # rules ships no types
def has_no_people(_actor: Actor, thing: object = None) -> bool:
    """Whether the word is that of a member that the demonstration made up: nobody else could take it back."""
    return thing is not None and bool(getattr(thing, "demonstration", False)) and len(getattr(thing, "scope", "")) == 1


is_second_reader = writes_for_it | holds(Role.CONTACT_POINT, Role.SENIOR_OFFICIAL)
"""Whoever reads two languages of a text for the presidency or a Party."""


ALLOWED: Mapping[StrEnum, Predicate] = {
    Do.READ_DOCUMENTS: anyone,
    Do.SEE_CONTRIBUTIONS: takes_part,
    Do.MAKE_DOCUMENT: is_presidency,
    Do.CHANGE_DOCUMENT: is_presidency,
    Do.MAKE_REVISION: is_presidency,
    Do.WRITE_WORKING_TEXT: writes_for_it,
    Do.CONTRIBUTE: speaks_for_it | is_secretariat,
    Do.ENTER_FOR_OTHERS: is_secretariat,
    Do.TAKE_BACK: speaks_for_it | (is_secretariat & has_no_people),
    Do.ANSWER: is_presidency,
    Do.OPEN_SILENCE: is_presidency,
    Do.STEER_SILENCE: is_presidency,
    Do.SPEAK_IN_SILENCE: speaks_for_it | is_secretariat,
    Do.CERTIFY: is_presidency,
    Do.VERIFY: anyone,
    Do.EDIT_STEPS: is_presidency,
    Do.CONFIRM_STEP: is_presidency,
    Do.ADOPT: is_presidency,
    Do.KEEP_VERSIONS: writes_for_it,
    Do.SAY_NO_CHANGE: is_second_reader,
}

WORDS: Mapping[StrEnum, str | Promise] = {
    Do.READ_DOCUMENTS: _("read documents, as their marking allows"),
    Do.SEE_CONTRIBUTIONS: _("see what members say on a text, and what was answered"),
    Do.MAKE_DOCUMENT: _("open a document"),
    Do.CHANGE_DOCUMENT: _("change the title, body and deadline of a document"),
    Do.MAKE_REVISION: _("issue a revision"),
    Do.WRITE_WORKING_TEXT: _("write the working text of the next revision"),
    Do.CONTRIBUTE: _("comment, amend and reserve on a paragraph"),
    Do.ENTER_FOR_OTHERS: _("enter what a Party sent in writing"),
    Do.TAKE_BACK: _("withdraw a contribution and lift a reservation"),
    Do.ANSWER: _("answer contributions for the presidency"),
    Do.OPEN_SILENCE: _("put a text under silence"),
    Do.STEER_SILENCE: _("extend, stop, resume and withdraw a silence procedure"),
    Do.SPEAK_IN_SILENCE: _("acknowledge, break and withdraw a break in a silence procedure"),
    Do.CERTIFY: _("issue the certificate of a silence procedure"),
    Do.VERIFY: _("verify a certificate"),
    Do.EDIT_STEPS: _("say which bodies a text passes"),
    Do.CONFIRM_STEP: _("enter that a body confirmed a text"),
    Do.ADOPT: _("enter that a text is adopted"),
    Do.KEEP_VERSIONS: _("keep the versions of a text in other languages"),
    Do.SAY_NO_CHANGE: _("say of a paragraph that its meaning did not change"),
}
