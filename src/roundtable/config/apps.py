from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Holds the commands that concern the whole house."""

    name = "roundtable.config"
    label = "config"

    def ready(self) -> None:
        """Sign up the checks of the house."""
        from roundtable.config.health import CHECKS
        from roundtable.config.proofs import PROOFS
        from roundtable.ground.trust.public import proofs
        from roundtable.kernel.base.health import checks

        checks.add(*CHECKS)
        proofs.add(*PROOFS)
