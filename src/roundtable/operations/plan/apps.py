from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Signs up what the plan room offers to others."""

    name = "roundtable.operations.plan"
    label = "plan"
    verbose_name = "Plan"

    def ready(self) -> None:
        """Sign up."""
        from roundtable.ground.trust.public import Rulebook, happenings, rulebooks
        from roundtable.operations.plan.rules import ALLOWED
        from roundtable.operations.plan.signals import HAPPENINGS

        rulebooks.add(Rulebook("plan", ALLOWED, order=30))
        happenings.add(*HAPPENINGS)
