"""What can be wrong with an activity, each fault with its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as part
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one field; the sentence is in MESSAGES and its gaps are filled with the values."""

    field: str
    code: str
    values: Mapping[str, Any] = part(default_factory=dict)


def gettext_noop(text: str) -> str:
    """Mark a sentence for the translators and hand it back as it is."""
    return text


MESSAGES: Final[dict[str, str]] = {
    "title_missing": gettext_noop("Give the activity a title."),
    "title_long": gettext_noop("The title has %(length)s characters; shorten it to %(limit)s."),
    "reference_long": gettext_noop("The reference has %(length)s characters; shorten it to %(limit)s."),
    "reference_taken": gettext_noop(
        "The activity “%(title)s” already has the reference “%(value)s”. Choose another one."
    ),
    "reference_in_bin": gettext_noop(
        "The activity “%(title)s” in the bin has the reference “%(value)s”. Bring it back, or choose another reference."
    ),
    "place_long": gettext_noop("The place has %(length)s characters; shorten it to %(limit)s."),
    "kind_unknown": gettext_noop("“%(value)s” is not a kind of activity. Choose one of: %(choices)s."),
    "stage_unknown": gettext_noop("“%(value)s” is not a status. Choose one of: %(choices)s."),
    "audience_unknown": gettext_noop("“%(value)s” is not an audience. Choose one of: %(choices)s."),
    "audience_lowered": gettext_noop(
        "This would lower the marking from %(was)s to %(to)s, and lowering takes two people. Leave it as it is here; "
        "propose it with “Change the marking” on the activity's page, and somebody else confirms it there."
    ),
    "audience_below_source": gettext_noop(
        "The row is marked %(source)s where it comes from, and would be readable under %(to)s. Choose who may read it "
        "so that it is %(source)s or higher."
    ),
    "lead_missing": gettext_noop("Say who leads the activity."),
    "party_unknown": gettext_noop("“%(value)s” is not the code of a Party or Partner."),
    "participant_is_partner": gettext_noop("%(value)s is a Partner, not a Party. Name it among the partners."),
    "issue_unknown": gettext_noop("“%(value)s” is not the code of a horizontal issue. Choose one of: %(choices)s."),
    "ends_first": gettext_noop("The last day (%(ends)s) is before the first day (%(starts)s)."),
    "starts_missing": gettext_noop("A last day needs a first day. Enter the first day too."),
    "begun_without_day": gettext_noop("What is under way or completed has a first day. Enter it, or choose “Planned”."),
    "begun_in_future": gettext_noop("The first day (%(starts)s) is still to come. Correct it, or choose “Planned”."),
    "completed_in_future": gettext_noop("The last day (%(ends)s) is still to come. Correct it, or choose “Under way”."),
    "day_far": gettext_noop("%(day)s cannot be right: enter a day between %(first)s and %(last)s."),
    "stage_jump": gettext_noop("An activity cannot go from “%(before)s” to “%(after)s”. It can go to: %(choices)s."),
    "money_negative": gettext_noop("An amount of money cannot be below zero."),
    "money_large": gettext_noop("The amount is larger than %(limit)s euro. Enter whole euro, not cents."),
    "shares_missing": gettext_noop("Name at least one action that the activity serves."),
    "share_unknown": gettext_noop("“%(value)s” is not the code of an action of the plan, such as I.4."),
    "share_left": gettext_noop(
        "Action %(value)s was in the plan until %(until)s, and the activity has no day before that. Choose an action "
        "of the plan in force."
    ),
    "share_twice": gettext_noop("Action %(action)s stands there twice. Put its two shares together."),
    "share_small": gettext_noop("The share of action %(action)s must be above 0 %% and at most 100 %%."),
    "share_fine": gettext_noop("The share of action %(action)s has more than two decimals. Round it."),
    "shares_below": gettext_noop("The shares add up to %(sum)s %%: %(off)s %% are missing to 100 %%."),
    "shares_above": gettext_noop("The shares add up to %(sum)s %%: that is %(off)s %% too much."),
    "source_missing": gettext_noop("Name the source of the money in row %(row)s, or empty its amounts."),
    "source_long": gettext_noop("The source in row %(row)s has more than %(limit)s characters; shorten it."),
    "document_title": gettext_noop("Give the document in row %(row)s a title."),
    "document_empty": gettext_noop("The document in row %(row)s has neither a link nor a file. Add one of them."),
    "document_both": gettext_noop("The document in row %(row)s has a link and a file. Put them in two rows."),
    "document_link": gettext_noop("The link in row %(row)s must begin with https:// or http://."),
    "document_foreign": gettext_noop("A file could not be found any more. Hand it in again."),
    "document_long": gettext_noop("The document in row %(row)s: the title or link has more than %(limit)s characters."),
    # a row of a spreadsheet
    "cell_day": gettext_noop("“%(value)s” is not a day. Write it as 2026-05-12 or 12.05.2026."),
    "cell_amount": gettext_noop("“%(value)s” is not an amount of money. Write it as 12000 or 12000.50."),
    "cell_shares": gettext_noop("“%(value)s” cannot be read. Write the actions as “I.4: 60; II.1: 40”."),
    "cell_share_missing": gettext_noop("Action %(action)s has no share. Write it as “%(action)s: 40”."),
    "cell_sources": gettext_noop("“%(value)s” cannot be read. Write sources as “Name: pledged / paid; Name: pledged”."),
    "cell_yes_no": gettext_noop("“%(value)s” is neither yes nor no."),
    "cell_choice": gettext_noop("“%(value)s” is not known here. Choose one of: %(choices)s."),
    "cell_party": gettext_noop(
        "“%(value)s” is no Party or Partner. Use the code, such as GE, or the name as lists show it."
    ),
    "reference_missing": gettext_noop(
        "Give the row a reference of your own. By it the row is known when the file is brought in again."
    ),
    "reference_twice": gettext_noop("Row %(row)s has the same lead and reference. Each row needs its own."),
    "not_for_you": gettext_noop(
        "You do not work for this lead. Take the row out, or ask its contact point to bring it in."
    ),
}
"""Every code that a fault may carry, with its English sentence; the rooms above translate it and fill its gaps."""
