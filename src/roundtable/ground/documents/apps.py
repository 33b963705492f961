from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Signs up what this room promises."""

    name = "roundtable.ground.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        """Sign up."""
        from roundtable.ground.documents.proofs import PROOFS
        from roundtable.ground.trust.public import proofs

        proofs.add(*PROOFS)
