from django.apps import AppConfig


class TrustConfig(AppConfig):
    """Signs up this room's rulebook, the words of its history and its entrances; listens to the sign-in library."""

    name = "roundtable.ground.trust"
    label = "trust"
    verbose_name = "Trust"

    def ready(self) -> None:
        """Sign up and listen."""
        from allauth.account import signals as account
        from allauth.mfa import signals as factors
        from allauth.socialaccount import signals as outside
        from django.contrib.auth.signals import user_logged_out, user_login_failed
        from django.utils.translation import gettext_lazy as _

        from roundtable.ground.trust.proofs import PROOFS
        from roundtable.ground.trust.proofs.planting import PLANTING
        from roundtable.ground.trust.proofs.ways import WAYS
        from roundtable.ground.trust.queries.entrances import ENTRANCES
        from roundtable.ground.trust.queries.happenings import HAPPENINGS, THINGS
        from roundtable.ground.trust.queries.proofs import proofs
        from roundtable.ground.trust.queries.readers import KEEPERS, READERS
        from roundtable.ground.trust.readership import kinds, plantings, readerships, ways
        from roundtable.ground.trust.readership.cellar import CELLAR
        from roundtable.ground.trust.readership.people import DEEDS, PEOPLE
        from roundtable.ground.trust.rules import ALLOWED, WORDS, Rulebook, rulebooks
        from roundtable.ground.trust.services import erasing, sign_in
        from roundtable.ground.trust.signals import happenings, things
        from roundtable.kernel.base.restoring import Step, after_restore
        from roundtable.kernel.notices.bouncing import keepers
        from roundtable.kernel.notices.telling import readers
        from roundtable.kernel.tasks import words
        from roundtable.ui import navigation

        rulebooks.add(Rulebook("trust", ALLOWED, order=1, words=WORDS, title=_("People and functions")))
        happenings.add(*HAPPENINGS)
        readerships.add(*PEOPLE, *CELLAR)
        kinds.add(*DEEDS)
        things.add(*THINGS)
        proofs.add(*PROOFS)
        ways.add(*WAYS)
        plantings.add(PLANTING)
        after_restore.add(Step("erasures that were decided after the backup", erasing.after_a_restore, order=10))
        readers.add(READERS)
        keepers.add(KEEPERS)
        words.called("roundtable.ground.trust.tasks.send_letter", _("Send a letter about an account"))
        self._sign_up_lists()
        self._guard_the_chains()
        for item in ENTRANCES:
            navigation.add(item)

        user_login_failed.connect(sign_in.on_not_let_in)
        user_logged_out.connect(sign_in.on_signed_out)
        account.user_logged_in.connect(sign_in.on_signed_in)
        account.authentication_step_completed.connect(sign_in.on_shown_again)
        account.password_changed.connect(sign_in.on_password_changed)
        account.password_set.connect(sign_in.on_password_changed)
        account.password_reset.connect(sign_in.on_password_reset)
        account.email_changed.connect(sign_in.on_address_changed)
        factors.authenticator_added.connect(sign_in.on_factor_added)
        factors.authenticator_removed.connect(sign_in.on_factor_removed)
        outside.social_account_added.connect(sign_in.on_connected)

    def _sign_up_lists(self) -> None:
        """In which forms lists leave, what is held about people, and what waits for a second person."""
        from roundtable.ground.trust.proofs.faults import FAULTS
        from roundtable.ground.trust.proofs.leaving import APART, LEAVINGS
        from roundtable.ground.trust.proofs.prices import PRICES
        from roundtable.ground.trust.queries.proofs import prices
        from roundtable.ground.trust.queries.second_person import waiting_for_a_second_person
        from roundtable.ground.trust.readership import apart, faults, leavings, personal
        from roundtable.ground.trust.readership.holdings import HELD
        from roundtable.kernel.links import waiting

        leavings.add(*LEAVINGS)
        apart.add(*APART)
        faults.add(*FAULTS)
        prices.add(*PRICES)
        personal.add(*HELD)
        waiting.add(waiting_for_a_second_person)

    def _guard_the_chains(self) -> None:
        """Sign where the chains stand every hour, let the database refuse to change them, and log who reads values."""
        from django.db.models.signals import post_migrate
        from django.utils.translation import gettext_lazy as _

        from roundtable.ground.trust.queries.held import KIND
        from roundtable.ground.trust.queries.history import VALUES
        from roundtable.ground.trust.services import guards
        from roundtable.ground.trust.signals import Restricted, restricted
        from roundtable.kernel.tasks import jobs

        restricted.add(Restricted(KIND, _("what is held about a person"), asks_purpose=True))
        restricted.add(Restricted(VALUES, _("what an entry of the history says, kept to some")))
        jobs.every(
            "roundtable.ground.trust.tasks.publish_heads",
            minutes=60,
            title=_("Sign where the history stands, so that nobody can change it unseen"),
        )
        jobs.every(
            "roundtable.ground.trust.tasks.erase_on_time",
            minutes=24 * 60,
            title=_("Erase what is kept about people when its months are over"),
        )
        guards.guarded.add("trust_entry", "trust_reading")
        post_migrate.connect(guards.after_migrations, sender=self)
