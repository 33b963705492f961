"""Sign certificates, with keys of their own: published with fingerprints, kept for verifying once retired."""

from datetime import datetime
from itertools import pairwise
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from roundtable.ground.documents.domain.certificate import Keyring, PublicKey
from roundtable.ground.trust.public import public_keys, rotate_key, signing_key

PURPOSE: Final = "certificates"


def key(*, at: datetime) -> Ed25519PrivateKey:
    """Give the key that signs certificates; it is made when it is first needed."""
    return signing_key(at=at, purpose=PURPOSE)


def rotate(*, at: datetime) -> Ed25519PrivateKey:
    """Sign with a new key from now on. What older ones signed stays verifiable."""
    return rotate_key(at=at, purpose=PURPOSE)


def published() -> list[PublicKey]:
    """Give every key that ever signed certificates, each with the time of its use, the oldest first."""
    kept = public_keys(PURPOSE)
    untils = {one.fingerprint: after.moment() for one, after in pairwise(kept)}
    return [PublicKey(one.public, one.moment(), untils.get(one.fingerprint)) for one in kept]


def keyring() -> Keyring:
    """Give the published keys by their fingerprints."""
    return Keyring.of(published())
