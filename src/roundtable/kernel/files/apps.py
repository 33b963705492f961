from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Wiring of kernel.files."""

    name = "roundtable.kernel.files"
    label = "files"

    def ready(self) -> None:
        """Have what is old taken away."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.kernel.tasks import jobs

        jobs.every(
            "roundtable.kernel.files.store.sweep_old",
            minutes=24 * 60,
            title=_("Erase deleted files whose time to come back is over"),
        )
