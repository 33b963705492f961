from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Wiring of kernel.files."""

    name = "roundtable.kernel.files"
    label = "files"
