from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Signs up what this room offers to others."""

    name = "roundtable.records.meetings"
    label = "meetings"
    verbose_name = "Meetings"

    def ready(self) -> None:
        """Sign up."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.ground.documents.public import marking_changed
        from roundtable.ground.trust.public import (
            Rulebook,
            apart,
            faults,
            happenings,
            kinds,
            leavings,
            marked,
            personal,
            plantings,
            readerships,
            rulebooks,
            things,
            ways,
        )
        from roundtable.kernel.base import codes
        from roundtable.kernel.files import store
        from roundtable.kernel.links import mentions, search, waiting
        from roundtable.kernel.notices.telling import enclosures
        from roundtable.kernel.tasks import jobs
        from roundtable.records.meetings.proofs.faults import FAULTS
        from roundtable.records.meetings.proofs.leaving import APART, LEAVINGS
        from roundtable.records.meetings.proofs.planting import PLANTING
        from roundtable.records.meetings.proofs.ways import WAYS
        from roundtable.records.meetings.queries.happenings import HAPPENINGS, THINGS
        from roundtable.records.meetings.queries.waiting import waiting_for
        from roundtable.records.meetings.readership import HELD, KINDS, READERSHIPS
        from roundtable.records.meetings.rules import ALLOWED, WORDS
        from roundtable.records.meetings.services import links
        from roundtable.records.meetings.services import marked as bearing
        from roundtable.records.meetings.services.agenda import PURPOSE
        from roundtable.records.meetings.services.telling import ENCLOSURES
        from roundtable.ui import navigation

        navigation.add(navigation.Item(label=_("Meetings"), url_name="meetings:list", order=29))
        rulebooks.add(Rulebook("meetings", ALLOWED, order=20, words=WORDS, title=_("Meetings")))
        happenings.add(*HAPPENINGS)
        readerships.add(*READERSHIPS)
        kinds.add(*KINDS)
        things.add(*THINGS)
        ways.add(*WAYS)
        plantings.add(PLANTING)
        leavings.add(*LEAVINGS)
        apart.add(*APART)
        faults.add(*FAULTS)
        personal.add(*HELD)
        marked.add(*bearing.MARKED)
        codes.keepers.add(links.codes_moved)
        mentions.add(links.mentions)
        waiting.add(waiting_for)
        marking_changed.connect(bearing.follow, dispatch_uid="meetings.materials-follow")
        enclosures.add(*ENCLOSURES)
        search.sources.add(*links.SOURCES)
        store.access.add(store.AccessRule(PURPOSE, bearing.readable_files, bearing.of_file))
        jobs.every(
            "roundtable.records.meetings.tasks.erase_needs",
            minutes=24 * 60,
            title=_("Erase what participants of meetings needed, a month after each"),
        )
