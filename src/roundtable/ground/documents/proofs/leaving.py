"""In which forms documents, their texts, what is said on them, and silences leave."""

from roundtable.ground.trust.public import Apart, Leaving, Told

LEAVINGS = (
    Leaving(
        name="documents.documents",
        page="documents:documents",
        files="download",
        told=(
            Told(
                address="api-1:documents",
                bare={"id": "the number in the address of its page", "address": "where its page is"},
            ),
        ),
    ),
    Leaving(
        name="documents.document",
        page="documents:document",
        one=True,
        along="documents:revision",
        told=(Told(address="api-1:document"),),
    ),
    Leaving(
        name="documents.text",
        page="documents:revision",
        one=True,
        told=(Told(address="api-1:text"),),
    ),
    Leaving(
        name="documents.changes",
        page="documents:redline",
        one=True,
        along_row="documents:revision",
        told=(Told(address="api-1:changes"),),
    ),
    Leaving(
        name="documents.contributions",
        page="documents:table",
        one=True,
        along_row="documents:revision",
        told=(Told(address="api-1:contributions"),),
    ),
    Leaving(
        name="documents.silence",
        page="documents:silence",
        one=True,
        told=(Told(address="api-1:silence_procedure"),),
    ),
)

APART = (
    Apart("api-1:keys", "public keys with the time of their use, as their page shows them"),
    Apart("documents:keys", "the same keys as a file, for verifying offline"),
    Apart(
        "documents:file",
        "the text of its page as a file; tests read each format back, and the hash says if it is whole",
    ),
    Apart(
        "documents:certificate",
        "what came of the silence on its page, signed; `roundtable verify` holds it against the text",
    ),
    Apart("documents:working-autosave", "what was kept of the own text while it is written, as its page shows it"),
)
