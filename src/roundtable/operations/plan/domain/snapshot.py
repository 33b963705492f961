r"""A frozen snapshot: canonical bytes, and the hash by which everybody can tell whether theirs is the same.

>>> canonical({"b": 1, "a": [None, "é"]})
b'{"a":[null,"\xc3\xa9"],"b":1}\n'
>>> opened(packed({"a": 1}))
{'a': 1}
"""

import hashlib
import json
import zlib
from typing import Any, Final

SCHEMA: Final = "roundtable.pack/1"
"""Name and version of the snapshot's shape; `docs/data/pack.schema.json` describes it."""

LEVEL: Final = 6


def canonical(value: Any) -> bytes:
    """Write a value as JSON in the one way that counts: keys sorted, no spaces, UTF-8, one line feed at the end.

    Raises ValueError for numbers that JSON cannot carry (not a number, infinite).
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def sha256(data: bytes) -> str:
    """The SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def packed(value: Any) -> bytes:
    """The canonical bytes, compressed for keeping."""
    return zlib.compress(canonical(value), LEVEL)


def unpacked(kept: "bytes | memoryview") -> bytes:
    """The canonical bytes of what was kept."""
    return zlib.decompress(bytes(kept))


def opened(kept: "bytes | memoryview") -> Any:
    """The value that was kept."""
    return json.loads(unpacked(kept))
