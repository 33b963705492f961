"""In which forms the lists of people, of the history and of the log of reading leave."""

from roundtable.ground.trust.domain.leaving import Apart, Leaving, Told

OWN = "one's own, shown on the page from which it is fetched; the proof of access compares it with what is kept"

LEAVINGS = (
    Leaving(name="trust.people", page="trust:people", files="download"),
    Leaving(
        name="trust.history",
        page="trust:history",
        files="download",
        told=(
            Told(address="api-1:history", bare={"number": "the number of the row, by which machines know it again"}),
        ),
    ),
    Leaving(name="trust.readings", page="trust:readings", files="download", order=900),  # others are read first
)

APART = (
    Apart("trust:held", OWN),
    Apart("trust:held-of", "one person's own, told to the secretariat for them; the proof of access reads it"),
    Apart(
        "api-1:signed_heads",
        "numbers and hashes of the own chains, signed; the page of heads explains how to keep them",
    ),
    Apart("api-1:openapi-json", "what the API can do, the same for everybody"),
)
