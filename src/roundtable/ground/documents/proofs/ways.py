"""How the addresses of documents are asked for."""

from typing import Any

from roundtable.ground.documents.exports.texts import FORMATS
from roundtable.ground.documents.readership import in_its_circle, presidency, reads_the_document
from roundtable.ground.trust.public import Actor, Way

DOCUMENT, REVISION, SILENCE = "documents.document", "documents.revision", "documents.silenceprocedure"
STROKE = {
    "field": "text",
    "text": "typed by the proof",
    "base": 0,
    "stroke": "00000000-0000-4000-8000-000000000001",
}


def _text(revision: Any) -> dict[str, Any]:
    return {"pk": revision.document_id, "name": revision.name}


def _files(revision: Any) -> list[dict[str, Any]]:
    return [{**_text(revision), "fmt": fmt} for fmt in FORMATS]


def _paragraphs(revision: Any) -> list[dict[str, Any]]:
    keys = list(revision.content.by_key)
    return [{**_text(revision), "key": key} for key in [*keys[:2], "nosuch"]]


def _intake(intake: Any) -> dict[str, Any]:
    return {"pk": 1, "number": intake.pk}


def _contribution(one: Any) -> dict[str, Any]:
    return {"pk": one.document_id, "number": one.pk}


def _step(step: Any) -> dict[str, Any]:
    return {"pk": step.document_id, "number": step.pk}


def _version(version: Any) -> dict[str, Any]:
    return {"pk": version.document_id, "language": version.language}


def _version_paragraphs(version: Any) -> list[dict[str, Any]]:
    return [{**_version(version), "key": key} for key in list(version.content.by_key)[:2]]


def _certificates(procedure: Any) -> list[dict[str, Any]]:
    return [{"pk": procedure.pk, "fmt": fmt} for fmt in ("json", "pdf", "md")]


def sees_the_text(who: Actor, revision: Any) -> bool:
    """Whoever reads the document."""
    return reads_the_document(who, revision.document)


def hears_what_is_said(who: Actor, part: Any) -> bool:
    """Whoever takes part and reads the document."""
    return in_its_circle(who, part.document)


def presides_over_it(who: Actor, part: Any) -> bool:
    """The presidency, of what it may read: all documents."""
    return presidency(who, part)


WAYS = (
    Way("documents:document", DOCUMENT),
    Way("documents:document-change", DOCUMENT),
    Way("documents:import", DOCUMENT),
    Way("documents:import-preview", "documents.intake", _intake),
    Way("documents:working", DOCUMENT),
    Way("documents:working-paragraph", DOCUMENT, lambda row: {"pk": row.pk, "key": "p1"}),
    Way("documents:working-autosave", DOCUMENT, sends=[{"strokes": [STROKE], "here": "text"}], as_json=True),
    Way("documents:working-accepted", DOCUMENT),
    Way("documents:issue", DOCUMENT),
    Way("documents:steps", DOCUMENT),
    Way("documents:step-confirm", "documents.approvalstep", _step, sees=hears_what_is_said),
    Way("documents:adopt", DOCUMENT),
    Way("documents:withdraw", "documents.contribution", _contribution),
    Way("documents:lift", "documents.contribution", _contribution),
    Way("documents:version", "documents.languageversion", _version),
    Way("documents:version-paragraph", "documents.languageversion", _version_paragraphs),
    Way("documents:version-unchanged", "documents.languageversion", _version_paragraphs),
    Way("documents:silence", SILENCE),
    Way("documents:certify", SILENCE),
    Way("documents:certificate", SILENCE, _certificates),
    Way("documents:revision", REVISION, _text),
    Way("documents:redline", REVISION, _text, questions=["view=side", "all=yes"]),
    Way("documents:table", REVISION, _text, questions=["download=docx", "download=xlsx"], sees=hears_what_is_said),
    Way("documents:silence-new", REVISION, _text),
    Way("documents:file", REVISION, _files, questions=["remarks=yes"]),
    Way("documents:paragraph", REVISION, _paragraphs, sees=hears_what_is_said),
    Way("documents:credits", REVISION, _paragraphs, sees=hears_what_is_said),
    Way("api-1:silence_procedure", SILENCE),
    Way("api-1:speak", SILENCE, sends=[{"kind": "acknowledged", "speaker": "GE"}], as_json=True),
    Way("api-1:document", DOCUMENT),
    Way("api-1:text", REVISION, _text),
    Way("api-1:changes", REVISION, _text, questions=["against=0"]),
    Way(
        "api-1:contributions",
        REVISION,
        _text,
        sends=[{"kind": "comment", "speaker": "GE", "paragraph": "p2", "text": "typed by the proof"}],
        sees=hears_what_is_said,
    ),
)
