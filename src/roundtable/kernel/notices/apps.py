from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Wiring of kernel.notices."""

    name = "roundtable.kernel.notices"
    label = "notices"

    def ready(self) -> None:
        """Have digests made."""
        from roundtable.kernel.tasks import jobs

        jobs.every("roundtable.kernel.notices.mailing.daily_digests", minutes=60)
