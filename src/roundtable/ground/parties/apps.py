from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Signs up what this room offers to others."""

    name = "roundtable.ground.parties"
    label = "parties"
    verbose_name = "Parties"
