"""What left the house: one row for each mail, so that none leaves twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base.privacy import Basis, Personal
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.addresses import SealedAddress
from roundtable.kernel.keys.fields import SealedRow, SealedText


class Sent(SealedRow):
    """A mail that was handed to the mail server, or is being handed over."""

    key = models.CharField(max_length=250, unique=True)
    to = SealedAddress(_("to"), max_length=254)
    subject = SealedText(_("subject"), max_length=250)
    message_id = models.CharField(max_length=250)
    held_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sent mail")
        verbose_name_plural = _("sent mails")
        indexes = [models.Index(fields=["message_id"])]

    class Privacy:
        to = Personal(
            purpose="to know which mail reached whom and which came back", basis=Basis.PUBLIC_TASK, keep_months=3
        )
        subject = Personal(purpose="to know which mail came back", basis=Basis.PUBLIC_TASK, keep_months=3)

    def __str__(self) -> str:
        return self.subject

    def seals_for(self) -> str:
        """Name the mail: whose address it is, mail does not know."""
        return ring.scope("mail")
