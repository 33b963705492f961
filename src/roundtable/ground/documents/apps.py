from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Signs up what this room offers to others."""

    name = "roundtable.ground.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        """Sign up."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.ground.documents.proofs import PROOFS
        from roundtable.ground.documents.proofs.leaving import APART, LEAVINGS
        from roundtable.ground.documents.proofs.planting import PLANTING
        from roundtable.ground.documents.proofs.ways import WAYS
        from roundtable.ground.documents.queries.happenings import HAPPENINGS, THINGS
        from roundtable.ground.documents.queries.texts import RESTRICTED
        from roundtable.ground.documents.queries.waiting import waiting_for
        from roundtable.ground.documents.readership import HELD, KINDS, READERSHIPS
        from roundtable.ground.documents.rules import ALLOWED, WORDS
        from roundtable.ground.documents.services.links import SEARCH
        from roundtable.ground.documents.services.marked import MARKED
        from roundtable.ground.trust.public import (
            Restricted,
            Rulebook,
            apart,
            guarded,
            happenings,
            kinds,
            leavings,
            marked,
            personal,
            plantings,
            proofs,
            readerships,
            restricted,
            rulebooks,
            things,
            ways,
        )
        from roundtable.kernel.links import search, waiting
        from roundtable.kernel.tasks import jobs
        from roundtable.ui import navigation

        navigation.add(navigation.Item(label=_("Documents"), url_name="documents:documents", order=28))
        rulebooks.add(Rulebook("documents", ALLOWED, order=20, words=WORDS, title=_("Documents")))
        happenings.add(*HAPPENINGS)
        things.add(*THINGS)
        readerships.add(*READERSHIPS)
        kinds.add(*KINDS)
        personal.add(*HELD)
        leavings.add(*LEAVINGS)
        apart.add(*APART)
        ways.add(*WAYS)
        plantings.add(PLANTING)
        proofs.add(*PROOFS)
        marked.add(*MARKED)
        restricted.add(Restricted(RESTRICTED, _("text under LIMITE")))
        # What was issued, and what was received in a silence, is changed by nobody's hand.
        guarded.add("documents_revision", "documents_silenceprocedure", "documents_silenceevent")
        search.sources.add(SEARCH)
        waiting.add(waiting_for)
        jobs.every(
            "roundtable.ground.documents.tasks.remind_members",
            minutes=15,
            title=_("Remind members of comments and silences that are due, and certify what has ended"),
        )
