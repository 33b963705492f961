"""What the portal hands out besides pages. It keeps no list of its own."""

from roundtable.ground.trust.public import Apart

SIGNED = "numbers and hashes of chains, signed; the page of heads shows the same to the same people"

APART = (
    Apart("portal:proof-json", "the results of proofs, the same for everybody as on the page of proofs"),
    Apart("portal:heads-last", SIGNED),
    Apart("portal:heads-feed", SIGNED),
    Apart("portal:heads-own", SIGNED),
    Apart("portal:file", "one file as it was handed in; the proof of files says who gets it"),
)
