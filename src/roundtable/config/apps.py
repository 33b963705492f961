from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Holds the commands that concern the whole house."""

    name = "roundtable.config"
    label = "config"

    def ready(self) -> None:
        """Sign up the checks of the house."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.config.health import CHECKS
        from roundtable.config.proofs import PROOFS
        from roundtable.ground.trust.public import proofs
        from roundtable.kernel.base.health import checks
        from roundtable.kernel.tasks import jobs

        checks.add(*CHECKS)
        proofs.add(*PROOFS)
        jobs.every(
            "roundtable.config.once.forget_old",
            minutes=24 * 60,
            title=_("Forget the keys of calls that nobody sends again"),
        )
