from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Wiring of kernel.drafts."""

    name = "roundtable.kernel.drafts"
    label = "drafts"
