from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Signs up what the plan room offers to others."""

    name = "roundtable.operations.plan"
    label = "plan"
    verbose_name = "Plan"

    def ready(self) -> None:
        """Sign up."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.ground.parties.public import Panel, panels
        from roundtable.ground.trust.public import (
            Rulebook,
            apart,
            faults,
            happenings,
            kinds,
            leavings,
            marked,
            may,
            personal,
            plantings,
            proofs,
            readerships,
            rulebooks,
            things,
            ways,
        )
        from roundtable.operations.plan.proofs import PROOFS
        from roundtable.operations.plan.proofs.faults import FAULTS
        from roundtable.operations.plan.proofs.leaving import APART, LEAVINGS
        from roundtable.operations.plan.proofs.planting import PLANTING
        from roundtable.operations.plan.proofs.ways import WAYS
        from roundtable.operations.plan.queries.happenings import HAPPENINGS, THINGS
        from roundtable.operations.plan.readership import KINDS, READERSHIPS
        from roundtable.operations.plan.readership.holdings import HELD
        from roundtable.operations.plan.rules import ALLOWED, WORDS, Do
        from roundtable.operations.plan.services.marked import MARKED
        from roundtable.operations.plan.views.of_party import in_the_plan
        from roundtable.ui import navigation

        navigation.add(navigation.Item(label=_("Plan"), url_name="plan:overview", order=20))
        navigation.add(navigation.Item(label=_("Activities"), url_name="plan:activities", order=22))
        navigation.add(
            navigation.Item(label=_("Reports"), url_name="plan:reports", order=24, audience=may(Do.SEE_REPORTS))
        )
        navigation.add(
            navigation.Item(label=_("Review"), url_name="plan:review", order=26, audience=may(Do.REVIEW_REPORT))
        )
        navigation.add(navigation.Item(label=_("Packs"), url_name="plan:packs", order=28))
        rulebooks.add(Rulebook("plan", ALLOWED, order=30, words=WORDS, title=_("Plan")))
        happenings.add(*HAPPENINGS)
        readerships.add(*READERSHIPS)
        kinds.add(*KINDS)
        things.add(*THINGS)
        proofs.add(*PROOFS)
        ways.add(*WAYS)
        plantings.add(PLANTING)
        leavings.add(*LEAVINGS)
        apart.add(*APART)
        faults.add(*FAULTS)
        personal.add(*HELD)
        marked.add(*MARKED)
        panels.add(Panel(order=10, template="plan/of_party.html", context=in_the_plan))
        self._sign_up_cards()
        self._sign_up_activities()
        self._sign_up_reports()
        self._sign_up_packs()

    def _sign_up_packs(self) -> None:
        """Packs: a corrected report brings up a corrigendum, and what is brought up waits for the secretariat."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.kernel.links import waiting
        from roundtable.kernel.tasks import words
        from roundtable.operations.plan.queries.waiting_office import waiting_for_the_office
        from roundtable.operations.plan.services.pack_links import on_report_corrected
        from roundtable.operations.plan.signals import report_corrected

        report_corrected.connect(on_report_corrected, dispatch_uid="plan.packs")
        waiting.add(waiting_for_the_office)
        words.called("roundtable.operations.plan.tasks.packs.make", _("Monitoring pack %(year)s"))
        words.called("roundtable.operations.plan.tasks.packs.make_annexes", _("Annexes of a monitoring pack"))
        words.called("roundtable.operations.plan.tasks.frame.find_anew", _("Make the plan findable by its new numbers"))

    def _sign_up_reports(self) -> None:
        """Reporting: what waits, who may read evidence, what is done again and again."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.ground.trust.public import Restricted, person_left, restricted
        from roundtable.kernel.files import store
        from roundtable.kernel.links import bins, search, waiting
        from roundtable.kernel.tasks import jobs
        from roundtable.operations.plan.queries.markings import of_evidence_file
        from roundtable.operations.plan.queries.reports import RESTRICTED, RESTRICTED_FILE
        from roundtable.operations.plan.queries.waiting_reports import SOURCES
        from roundtable.operations.plan.services import report_links
        from roundtable.operations.plan.services.evidence import PURPOSE, hand_out_evidence, readable_files
        from roundtable.operations.plan.signals import report_accepted, report_corrected

        waiting.add(*SOURCES)
        bins.add(report_links.in_the_bin)
        search.sources.add(report_links.SEARCH)
        person_left.connect(report_links.hand_over_words, dispatch_uid="plan.reports.words")
        report_accepted.connect(report_links.find_anew, dispatch_uid="plan.reports.search")
        report_corrected.connect(report_links.find_anew, dispatch_uid="plan.reports.search")
        store.access.add(store.AccessRule(PURPOSE, readable_files, of_evidence_file, hand_out_evidence))
        restricted.add(
            Restricted(RESTRICTED, _("report in confidence, under LIMITE, or on its way to acceptance")),
            Restricted(RESTRICTED_FILE, _("file of a report in confidence, under LIMITE, or on its way to acceptance")),
        )
        jobs.every(
            "roundtable.operations.plan.tasks.reports.remind_parties",
            minutes=60,
            title=_("Remind Parties whose reports are due"),
        )
        jobs.every(
            "roundtable.operations.plan.tasks.reports.empty_bin",
            minutes=24 * 60,
            title=_("Erase reports that were in the bin for thirty days"),
        )

    def _sign_up_cards(self) -> None:
        """What the plan shows on the public home and on the desk."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.kernel.links import cards, search
        from roundtable.kernel.links.cards import Card
        from roundtable.operations.plan.queries.frame_links import KIND, found_frame
        from roundtable.operations.plan.views.cards import happening, how_far, numbers

        search.sources.add(search.Source(KIND, _("Plan"), found_frame, order=1))
        cards.home.add(
            Card(10, "plan/card_progress.html", how_far, columns=7),
            Card(20, "plan/card_happening.html", happening, columns=5),
        )
        cards.desk.add(
            Card(10, "plan/card_numbers.html", numbers),
            Card(20, "plan/card_progress.html", how_far, columns=7),
            Card(30, "plan/card_happening.html", happening, columns=5),
        )

    def _sign_up_activities(self) -> None:
        """Activities: search, the bin, mentions of an action, who may read their files, and emptying the bin."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.kernel.files import store
        from roundtable.kernel.links import bins, mentions, search
        from roundtable.kernel.tasks import jobs, words
        from roundtable.operations.plan.queries.markings import of_activity_file
        from roundtable.operations.plan.services import activity_import_jobs, activity_links
        from roundtable.operations.plan.services.activities import FILES

        words.called(activity_import_jobs.LOOK, _("Look at the rows of “%(name)s”"))
        words.called(activity_import_jobs.BRING_IN, _("Bring activities in from “%(name)s”"))
        search.sources.add(activity_links.SEARCH)
        bins.add(activity_links.in_the_bin)
        mentions.add(activity_links.mentions)
        store.access.add(store.AccessRule(FILES, activity_links.readable_files, of_activity_file))
        jobs.every(
            "roundtable.operations.plan.tasks.activities.empty_bin",
            minutes=24 * 60,
            title=_("Erase activities that were in the bin for thirty days"),
        )
