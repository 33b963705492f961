from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LinksConfig(AppConfig):
    """Wiring of kernel.links: what search needs beside its table is made when migrations end."""

    name = "roundtable.kernel.links"
    label = "links"

    def ready(self) -> None:
        """Listen to the end of migrations."""
        from roundtable.kernel.links.search.engines import prepare_after_migrate

        post_migrate.connect(prepare_after_migrate, sender=self, dispatch_uid="links.search.prepare")
