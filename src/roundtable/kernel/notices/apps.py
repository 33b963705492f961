from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Wiring of kernel.notices."""

    name = "roundtable.kernel.notices"
    label = "notices"

    def ready(self) -> None:
        """Have digests made, and name the work of mailing."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.kernel.tasks import jobs, words

        words.called("roundtable.kernel.notices.mailing.mail_notice", _("Mail a notice to its reader"))
        words.called("roundtable.kernel.notices.mailing.mail_digest", _("Mail a person the notices of the day"))
        jobs.every(
            "roundtable.kernel.notices.mailing.daily_digests",
            minutes=60,
            title=_("See who has notices waiting for their daily mail"),
        )
