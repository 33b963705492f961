"""Wiring of the interface."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The interface: no tables, only pages and pieces of pages."""

    name = "roundtable.ui"
    label = "ui"
