from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Holds the commands that concern the whole house."""

    name = "roundtable.config"
    label = "config"
