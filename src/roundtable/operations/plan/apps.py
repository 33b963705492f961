from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Signs up what the plan room offers to others."""

    name = "roundtable.operations.plan"
    label = "plan"
    verbose_name = "Plan"
