"""What a person is told about a file that is not taken, and what a file that is taken becomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid

Gaps = Mapping[str, Any]
"""What the sentences need: the name, the ending, the limit, the kinds that are taken."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept."""

    name: str
    media_type: str
    content: bytes
    cleaned: str = ""


def wrong_kind(gaps: Gaps) -> Invalid:
    """The content is not what the name says."""
    return Invalid(
        _("The file “%(name)s” is not what its ending (“%(ending)s”) says. Save it again in the program that made it.")
        % gaps
    )


def too_much(gaps: Gaps) -> Invalid:
    """The content would unpack to far more than is reasonable."""
    return Invalid(_("The file “%(name)s” unpacks to far more than its size. It was not opened.") % gaps)


def acts(gaps: Gaps) -> Invalid:
    """The content could do something by itself."""
    return Invalid(
        _("The file “%(name)s” contains macros or other programs. Save a copy without them and hand that in.") % gaps
    )
