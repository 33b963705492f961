from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Wiring of kernel.drafts."""

    name = "roundtable.kernel.drafts"
    label = "drafts"

    def ready(self) -> None:
        """Have what is old taken away."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.kernel.tasks import jobs

        jobs.every(
            "roundtable.kernel.drafts.saving.prune_old",
            minutes=24 * 60,
            title=_("Clear away earlier versions of drafts that are no longer needed"),
        )
