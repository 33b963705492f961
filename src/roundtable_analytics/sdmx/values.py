"""Values as XML writes them: references resolved, line breaks made spaces."""

import re

import polars as pl

from roundtable_analytics.sdmx.refusals import Refused

_REFERENCE = re.compile(r"&([^;&]*)(;?)")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LAST = 0x10FFFF


def plain(texts: pl.Series, name: str) -> pl.Series:
    """Give the texts that the values of an attribute stand for; refuse references to anything but characters.

    The only names that are known are XML's own five: a message can define no others, so nothing can be expanded.
    """
    odd = texts.str.contains("[&\t\r\n]")
    if not odd.any():
        return texts
    distinct = texts.filter(odd).unique()
    meant = {text: resolved(text, name) for text in distinct.to_list()}
    return texts.replace(meant)


def resolved(text: str, name: str) -> str:
    """Give what one value stands for.

    >>> resolved("C&#244;te d&apos;Ivoire", "geo")
    "Côte d'Ivoire"
    """
    text = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ").replace("\r", " ")
    return _REFERENCE.sub(lambda found: _character(found, name), text)


def _character(found: re.Match[str], name: str) -> str:
    body = found[1]
    if found[2] and body in _NAMED:
        return _NAMED[body]
    if found[2] and (number := re.fullmatch(r"#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))", body)):
        code = int(number[1], 16) if number[1] else int(number[2])
        if code in (9, 10, 13) or (
            32 <= code <= _LAST and not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF)
        ):
            return chr(code)
    raise Refused(f"attribute {name}", f"“{found[0][:20]}” stands for no character; entities are not accepted.")
