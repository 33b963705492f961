"""What each kind of work is called, in the reader's language: nobody should have to read a function's name."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

_titles: dict[str, Promise] = {}


def called(path: str, title: Promise) -> None:
    """Say what work of this function is called; the title may have gaps for what the function takes, `%(year)s`."""
    _titles[path] = title


def known() -> Mapping[str, Promise]:
    """Give the title of every function that was named."""
    return dict(_titles)


def title_of(path: str, values: Mapping[str, Any]) -> str:
    """Give the title of work in the reader's language; the function's name where nobody gave it one.

    >>> title_of("roundtable.kernel.tasks.words.title_of", {})
    'title of'
    """
    title = _titles.get(path)
    if title is None:
        return path.rpartition(".")[2].replace("_", " ")
    return str(title) % values
