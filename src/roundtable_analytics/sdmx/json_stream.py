"""JSON read piece by piece: members of large objects one after the other, without the whole in memory."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from roundtable_analytics.sdmx.refusals import Refused

PIECE = 1 << 20
LONGEST_VALUE = 1 << 26
_SPACE = " \t\r\n"


class JsonStream:
    """A place in a JSON text. Numbers are given as they are written, so that no digit is lost."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.text = ""
        self.place = 0
        self.before = 0
        self.decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=self._constant)
        self.rest = b""
        self.ended = False

    def _constant(self, word: str) -> Any:
        raise Refused(self.where(), f"{word} is no JSON.")

    def where(self) -> str:
        """Say where the reader stands."""
        return f"character {self.before + self.place + 1}"

    def _more(self) -> bool:
        if self.ended:
            return False
        piece = self.stream.read(PIECE)
        self.ended = not piece
        content = self.rest + piece
        try:
            whole = content.decode()
            self.rest = b""
        except UnicodeDecodeError as error:
            if self.ended or len(content) - error.start > 3:
                raise Refused(self.where(), "the text is not UTF-8.") from error
            whole, self.rest = content[: error.start].decode(), content[error.start :]
        self.before += self.place
        self.text = self.text[self.place :] + whole
        if self.before == 0 and self.text.startswith("\ufeff"):
            self.text = self.text[1:]
        self.place = 0
        return True

    def peek(self) -> str:
        """Give the next character that is no space; empty at the end."""
        while True:
            while self.place < len(self.text):
                if self.text[self.place] not in _SPACE:
                    return self.text[self.place]
                self.place += 1
            if not self._more():
                return ""

    def expect(self, character: str) -> None:
        """Go past a character; refuse anything else."""
        if self.peek() != character:
            found = self.peek() or "the end"
            raise Refused(self.where(), f"“{character}” is expected, here is {found}.")
        self.place += 1

    def value(self) -> Any:
        """Give the value that stands here, whole."""
        self.peek()
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.place)
            except json.JSONDecodeError as error:
                if len(self.text) - self.place > LONGEST_VALUE or not self._more():
                    raise Refused(
                        f"character {self.before + error.pos + 1}", f"this is no JSON: {error.msg}."
                    ) from error
                continue
            except RecursionError as error:
                raise Refused(self.where(), "it is nested too deeply.") from error
            # A number may go on behind the piece.
            if end < len(self.text) or not self._more():
                self.place = end
                return value

    def members(self) -> Iterator[str]:
        """Give the names of the object that stands here; the caller takes each value before the next."""
        self.expect("{")
        if self.peek() == "}":
            self.place += 1
            return
        while True:
            name = self.value()
            if not isinstance(name, str):
                raise Refused(self.where(), "a member has no name.")
            self.expect(":")
            yield name
            if self.peek() == "}":
                self.place += 1
                return
            self.expect(",")

    def items(self) -> Iterator[int]:
        """Count the items of the array that stands here; the caller takes each before the next."""
        self.expect("[")
        if self.peek() == "]":
            self.place += 1
            return
        number = 0
        while True:
            yield number
            number += 1
            if self.peek() == "]":
                self.place += 1
                return
            self.expect(",")

    def skip(self, depth: int = 4) -> None:
        """Go past a value, keeping little of it: objects and arrays member by member down to a depth."""
        if depth and self.peek() == "{":
            for _name in self.members():
                self.skip(depth - 1)
        elif depth and self.peek() == "[":
            for _item in self.items():
                self.skip(depth - 1)
        else:
            self.value()
