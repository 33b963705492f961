"""Ask a question once in a request: the answer is kept until the request ends. Outside of requests nothing is kept."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers of this request", default=None)


def once(key: Hashable, ask: Callable[[], T]) -> T:
    """Give the answer kept under a key in this request, asking when there is none yet.

    For what does not change while one request is answered, or is told by `forget` when it does.
    """
    kept = _answers.get()
    if kept is None:
        return ask()
    if key not in kept:
        kept[key] = ask()
    return cast("T", kept[key])


def forget(key: Hashable) -> None:
    """Let the question be asked anew: something changed."""
    kept = _answers.get()
    if kept is not None:
        kept.pop(key, None)


@contextmanager
def one_request() -> Iterator[None]:
    """Keep answers from here on, until the end of the block."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)
