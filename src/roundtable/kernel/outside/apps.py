from django.apps import AppConfig


class OutsideConfig(AppConfig):
    """Wiring of kernel.outside."""

    name = "roundtable.kernel.outside"
    label = "outside"
