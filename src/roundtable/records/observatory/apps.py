from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    """Signs up what this room offers to others."""

    name = "roundtable.records.observatory"
    label = "observatory"
    verbose_name = "Observatory"

    def ready(self) -> None:
        """Sign up."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.ground.trust.public import (
            Rulebook,
            apart,
            happenings,
            kinds,
            leavings,
            personal,
            plantings,
            readerships,
            rulebooks,
            things,
            ways,
        )
        from roundtable.kernel.files import store
        from roundtable.kernel.links import cards, search, waiting
        from roundtable.kernel.tasks import words
        from roundtable.records.observatory.proofs.leaving import APART, LEAVINGS
        from roundtable.records.observatory.proofs.planting import PLANTING
        from roundtable.records.observatory.proofs.ways import WAYS
        from roundtable.records.observatory.queries.desk import waiting_mirrors
        from roundtable.records.observatory.queries.happenings import HAPPENINGS, THINGS
        from roundtable.records.observatory.queries.intake import PURPOSE, of_file, readable_files
        from roundtable.records.observatory.queries.waiting import waiting_for
        from roundtable.records.observatory.readership import HELD, KINDS, READERSHIPS
        from roundtable.records.observatory.rules import ALLOWED, WORDS
        from roundtable.records.observatory.services import links
        from roundtable.records.observatory.views.cards import newest
        from roundtable.ui import navigation

        navigation.add(navigation.Item(label=_("Figures"), url_name="observatory:list", order=31))
        rulebooks.add(Rulebook("observatory", ALLOWED, order=25, words=WORDS, title=_("Figures")))
        happenings.add(*HAPPENINGS)
        readerships.add(*READERSHIPS)
        kinds.add(*KINDS)
        things.add(*THINGS)
        ways.add(*WAYS)
        plantings.add(PLANTING)
        leavings.add(*LEAVINGS)
        apart.add(*APART)
        personal.add(*HELD)
        waiting.add(waiting_for, waiting_mirrors)
        cards.home.add(cards.Card(30, "observatory/card_newest.html", newest, columns=7))
        search.sources.add(*links.SOURCES)
        words.called("roundtable.records.observatory.tasks.load_intake", _("Load figures from a file"))
        store.access.add(store.AccessRule(PURPOSE, readable_files, of_file))
        words.called(
            "roundtable.records.observatory.tasks.find_released", _("Let figures be found whose embargo ended")
        )
