"""Which handling markings things of this room bear: every part of a document bears what the document bears."""

from typing import Any

from roundtable.ground.trust.public import Marking


def of_document(document: Any) -> Marking:
    """What a document bears; the highest of ours where nothing is said."""
    return Marking(document.marking) if document.marking else Marking.LIMITE
