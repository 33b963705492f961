from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Signs up what the plan room offers to others."""

    name = "roundtable.operations.plan"
    label = "plan"
    verbose_name = "Plan"

    def ready(self) -> None:
        """Sign up."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.ground.trust.public import Rulebook, happenings, rulebooks
        from roundtable.operations.plan.rules import ALLOWED
        from roundtable.operations.plan.signals import HAPPENINGS
        from roundtable.ui import navigation

        navigation.add(navigation.Item(label=_("Plan"), url_name="plan:overview", order=20))
        rulebooks.add(Rulebook("plan", ALLOWED, order=30))
        happenings.add(*HAPPENINGS)
