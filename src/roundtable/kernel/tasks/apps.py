from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Wiring of kernel.tasks."""

    name = "roundtable.kernel.tasks"
    label = "tasks"
