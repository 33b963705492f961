"""Errors of the web service: the numbers of the standard, their states of HTTP, and the messages that carry them."""

import json
from xml.sax.saxutils import escape

from roundtable_analytics.sdmx.structures_writing import SCHEMAS

NO_RESULTS, NOT_ALLOWED, TOO_LARGE_AS_ASKED, SYNTAX, SEMANTIC = 100, 110, 130, 140, 150
FAILED, NOT_IMPLEMENTED, TOO_LARGE, NOT_ACCEPTABLE, WITHDRAWN = 500, 501, 510, 1006, 1010
STATUS = {
    NO_RESULTS: 404,
    NOT_ALLOWED: 401,
    TOO_LARGE_AS_ASKED: 413,
    SYNTAX: 400,
    SEMANTIC: 400,
    FAILED: 500,
    NOT_IMPLEMENTED: 501,
    TOO_LARGE: 413,
    NOT_ACCEPTABLE: 406,
    WITHDRAWN: 410,
}
"""Numbers from 1000 on are left to each service by the standard: ours are for formats and for what was withdrawn."""


class Fault(ValueError):  # noqa: N818 - a name that says what happened
    """A question is not answered. `code` is the number that the standard gives the reason."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence

    @property
    def status(self) -> int:
        """The state of HTTP that goes with the code."""
        return STATUS[self.code]


def fault_xml(code: int, sentence: str, *, version: str) -> bytes:
    """Write an error as a message of SDMX-ML 2.1 or 3.0.

    >>> fault_xml(100, "Nothing.", version="2.1").decode().partition("<mes:ErrorMessage")[2][:55]
    ' code="100"><com:Text xml:lang="en">Nothing.</com:Text>'
    """
    base = SCHEMAS + version.replace(".", "_")
    names = f'xmlns:mes="{base}/message" xmlns:com="{base}/common"'
    text = f'<com:Text xml:lang="en">{escape(sentence)}</com:Text>'
    told = f'<mes:ErrorMessage code="{code}">{text}</mes:ErrorMessage>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<mes:Error {names}>{told}</mes:Error>\n'.encode()


def fault_json(code: int, sentence: str) -> bytes:
    """Write an error as a message of SDMX-JSON.

    >>> fault_json(140, "The key is wrong.").decode()
    '{"errors": [{"code": 140, "status": 400, "title": "The key is wrong."}]}'
    """
    told = {"code": code, "status": STATUS[code], "title": sentence}
    return json.dumps({"errors": [told]}, ensure_ascii=False).encode()
