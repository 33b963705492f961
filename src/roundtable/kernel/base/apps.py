from django.apps import AppConfig
from django.db.backends.signals import connection_created


class BaseConfig(AppConfig):
    """The lowest shelf of the kernel: every connection carries what is reached."""

    name = "roundtable.kernel.base"
    label = "base"

    def ready(self) -> None:
        """Listen to each connection that is made."""
        from roundtable.kernel.base.walls.carrying import carries

        connection_created.connect(carries, dispatch_uid="walls.carrying")
