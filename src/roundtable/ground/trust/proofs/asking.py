"""Browsers for proofs: many of them, cheap to make."""

from functools import cache
from typing import Any

from django.test import Client
from django.test.client import ClientHandler


@cache
def _one_house() -> ClientHandler:
    """The house behind every browser: setting it up takes longer than asking it."""
    return ClientHandler(enforce_csrf_checks=False)


def browser(**head: Any) -> Client:
    """Give a browser that nobody used before; what the house cannot answer comes back as its page of faults."""
    client = Client(raise_request_exception=False, **head)
    client.handler = _one_house()
    return client
