from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Wiring of kernel.files."""

    name = "roundtable.kernel.files"
    label = "files"

    def ready(self) -> None:
        """Have what is old taken away."""
        from roundtable.kernel.tasks import jobs

        jobs.every("roundtable.kernel.files.store.sweep_old", minutes=24 * 60)
