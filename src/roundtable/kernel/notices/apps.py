from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Wiring of kernel.notices."""

    name = "roundtable.kernel.notices"
    label = "notices"
