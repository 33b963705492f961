"""From text to the words under which it is found: without case and accents, with their stems, codes in one piece."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import snowballstemmer

from roundtable.kernel.keys.lookups import hashed

WORD: Final = re.compile(r"[^\W_]+(?:\.[^\W_]+)+|[^\W_]+")
CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
LATIN: Final = re.compile(r"[a-z]")
LONGEST: Final = 60
_stemmers: Final = {"en": snowballstemmer.stemmer("english"), "ru": snowballstemmer.stemmer("russian")}


def plain(word: str) -> str:
    """A word without case, without the accents of Latin letters, with ё as е.

    >>> plain("Éducation"), plain("Отчёт"), plain("Край")
    ('education', 'отчет', 'край')
    """
    word = unicodedata.normalize("NFKC", word).casefold().replace("ё", "е")
    if word.isascii():
        return word
    kept: list[str] = []
    for sign in unicodedata.normalize("NFD", word):
        if unicodedata.combining(sign) and (not kept or "a" <= kept[-1][0] <= "z"):
            continue
        kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of a plain word; languages without a stemmer keep the word."""
    stemmer = _stemmers.get(language)
    return str(stemmer.stemWord(word)) if stemmer else word


def language_of(word: str, language: str = "") -> str:
    """The language whose stemmer fits a plain word: that of the text, if its alphabet fits, or English or Russian."""
    if CYRILLIC.search(word):
        return language if language and language not in {"en", "tr"} else "ru"
    if LATIN.search(word):
        return language if language and language not in {"ru", "uk", "ar", "fa-af"} else "en"
    return ""


def is_code(word: str) -> bool:
    """Whether a word with dots is a code (VI.4, I.1.a) and no address or broken sentence."""
    return "." in word and any(sign.isdigit() for sign in word)


def code_word(code: str) -> str:
    """A code as one word of letters and digits, which both databases leave whole.

    >>> code_word("VI.4")
    'codevidot4'
    """
    return "code" + "dot".join(plain(part) for part in code.split("."))


def pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text with the places where they begin and end; codes whole, other words with dots in parts."""
    for found in WORD.finditer(text):
        if "." not in found.group() or is_code(found.group()):
            yield found.group(), found.start(), found.end()
        else:
            start = found.start()
            for part in found.group().split("."):
                yield part, start, start + len(part)
                start += len(part) + 1


def forms(word: str, language: str = "") -> set[str]:
    """All forms under which a word is kept: itself and its stem; a code whole and in its longer beginnings.

    >>> sorted(forms("reports")), sorted(forms("I.1.a"))
    (['report', 'reports'], ['codeidot1', 'codeidot1dota'])
    """
    if is_code(word):
        parts = word.split(".")
        return {code_word(".".join(parts[:length])) for length in range(2, len(parts) + 1)}
    bare = plain(word)[:LONGEST]
    return {bare, stem(bare, language_of(bare, language))}


def indexed(text: str, language: str = "", codes: tuple[str, ...] = ()) -> str:
    """The words of a text as they are kept for the engines, in the order of the text."""
    kept: list[str] = []
    for word, _start, _end in pieces(text):
        kept.extend(sorted(forms(word, language)))
    for code in codes:
        kept.extend(sorted(forms(code)) if is_code(code) else [plain(code), code_word(code)])
    return " ".join(kept)


def whole_word(name: str) -> str:
    """A whole name as one word, so that who asks for just this name finds the thing itself before what mentions it.

    >>> whole_word("Czech Republic"), whole_word("Косово*")
    ('wholeczechrepublic', 'wholeкосово')
    """
    return "whole" + "".join(plain(word) for word, _start, _end in pieces(name))[:LONGEST]


def named(name: str) -> str:
    """The words of a name as they are kept: each of them, and all as one."""
    return f"{indexed(name)} {whole_word(name)}"


@lru_cache(maxsize=50_000)
def blind(form: str) -> str:
    """Give the hash under which a form of a word is kept where the text is not public: found whole, read by nobody."""
    return f"blind{hashed(form, use='search')[:24]}"


def blinded(kept: str) -> str:
    """Give kept words as hashes."""
    return " ".join(blind(form) for form in kept.split())


def asked(words: str, most: int = 12) -> list[tuple[set[str], bool]]:
    """What somebody typed: for each word the forms that will do, and whether its beginning is enough."""
    terms: list[tuple[set[str], bool]] = []
    for word, _start, _end in pieces(words):
        if is_code(word):
            terms.append(({code_word(word)}, False))
        else:
            terms.append(({form for form in forms(word) if form}, True))
        if len(terms) == most:
            break
    if terms and terms[0][1]:
        terms[0] = (terms[0][0] | {whole_word(words)}, True)
    return [(wanted | {blind(form) for form in wanted}, begun) for wanted, begun in terms if wanted]
