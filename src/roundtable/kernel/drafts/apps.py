from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Wiring of kernel.drafts."""

    name = "roundtable.kernel.drafts"
    label = "drafts"

    def ready(self) -> None:
        """Have what is old taken away."""
        from roundtable.kernel.tasks import jobs

        jobs.every("roundtable.kernel.drafts.saving.prune_old", minutes=24 * 60)
