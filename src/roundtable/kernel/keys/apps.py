from django.apps import AppConfig


class KeysConfig(AppConfig):
    """Wiring of kernel.keys."""

    name = "roundtable.kernel.keys"
    label = "keys"

    def ready(self) -> None:
        """Let the doctor look at the keys."""
        from roundtable.kernel.base.health import checks
        from roundtable.kernel.keys.health import CHECK

        checks.add(CHECK)
