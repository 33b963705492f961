"""Short titles: made from the wording, until somebody writes a better one."""

from datetime import datetime

from django.db import transaction
from i18nfield.strings import LazyI18nString

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.links import search
from roundtable.operations.plan.models import Action
from roundtable.operations.plan.queries.frame_links import KIND
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.signals import Happened

SHORT_TITLE_WORDS = 8


@transaction.atomic
def retitle(action: Action, title: LazyI18nString, *, by: User, at: datetime) -> Action:
    """Write another short title for an action."""
    require(by, Do.EDIT_FRAME, action, at=at)
    before = action.short_title.data
    action.short_title = title
    action.save(update_fields=["short_title"])
    search.rebuild(KIND)
    after = {"short_title": title.data}
    remember(
        Happened.EDITED_TITLE, by=by, on=action, scope="dialogue", at=at, before={"short_title": before}, after=after
    )
    return action


def short(wording: str) -> LazyI18nString:
    """Make a short title from the first words, until somebody writes a better one."""
    parts = wording.split()
    text = " ".join(parts[:SHORT_TITLE_WORDS])
    return LazyI18nString({"en": text + (" …" if len(parts) > SHORT_TITLE_WORDS else "")})
