from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Signs up the navigation."""

    name = "roundtable.portal"
    label = "portal"
