from django.apps import AppConfig


class TrustConfig(AppConfig):
    """Signs up this room's rulebook and the words of its history."""

    name = "roundtable.ground.trust"
    label = "trust"
    verbose_name = "Trust"

    def ready(self) -> None:
        """Sign up."""
        from roundtable.ground.trust.rules import ALLOWED, Rulebook, rulebooks
        from roundtable.ground.trust.signals import HAPPENINGS, happenings

        rulebooks.add(Rulebook("trust", ALLOWED, order=1))
        happenings.add(*HAPPENINGS)
