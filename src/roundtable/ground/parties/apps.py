from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Signs up what this room offers to others."""

    name = "roundtable.ground.parties"
    label = "parties"
    verbose_name = "Parties"

    def ready(self) -> None:
        """Sign up."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.ground.parties.proofs.leaving import APART, LEAVINGS
        from roundtable.ground.parties.proofs.planting import PLANTING
        from roundtable.ground.parties.proofs.ways import WAYS
        from roundtable.ground.parties.queries import binned, links, resting_on
        from roundtable.ground.parties.queries.explaining import EXPLANATION
        from roundtable.ground.parties.queries.happenings import HAPPENINGS, THINGS
        from roundtable.ground.parties.readership import DEEDS, HELD, READERSHIPS
        from roundtable.ground.parties.rules import ALLOWED, WORDS
        from roundtable.ground.parties.services.government import codes_moved
        from roundtable.ground.trust.public import (
            Rulebook,
            apart,
            explanations,
            happenings,
            kinds,
            leavings,
            personal,
            plantings,
            readerships,
            resting,
            rulebooks,
            things,
            ways,
        )
        from roundtable.kernel.base import codes
        from roundtable.kernel.links import bins, search, waiting
        from roundtable.kernel.tasks import jobs
        from roundtable.ui import installation, navigation

        installation.say(links.installation)
        rulebooks.add(Rulebook("parties", ALLOWED, order=2, words=WORDS, title=_("Parties")))
        happenings.add(*HAPPENINGS)
        readerships.add(*READERSHIPS)
        kinds.add(*DEEDS)
        things.add(*THINGS)
        ways.add(*WAYS)
        plantings.add(PLANTING)
        leavings.add(*LEAVINGS)
        apart.add(*APART)
        personal.add(*HELD)
        explanations.add(EXPLANATION)
        resting.add(resting_on)
        codes.keepers.add(codes_moved)
        waiting.add(links.waiting_for)
        bins.add(binned.in_the_bin)
        jobs.every(
            "roundtable.ground.parties.tasks.empty_bin",
            minutes=24 * 60,
            title=_("Erase stakeholders and facts that were in the bin for thirty days"),
        )
        search.sources.add(
            search.Source("parties.party", _("Parties and Partners"), links.found_parties, order=10),
            search.Source("parties.institution", _("Institutions"), links.found_institutions, order=11),
            search.Source(
                "parties.stakeholder",
                _("Stakeholders"),
                links.found_stakeholders,
                links.findable_by_participants,
                order=12,
            ),
        )
        navigation.add(navigation.Item(label=_("Parties"), url_name="parties:list", order=30))
