from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The lowest shelf of the kernel."""

    name = "roundtable.kernel.base"
    label = "base"
