"""The roles that people hold in the dialogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does in the dialogue."""

    SECRETARIAT = "secretariat", _("Secretariat")
    CONTACT_POINT = "contact-point", _("Contact point")
    CONTRIBUTOR = "contributor", _("Contributor in a ministry")
    SENIOR_OFFICIAL = "senior-official", _("Senior official")
    CHAIR = "chair", _("Presidency or chair")
    DRAFTER = "drafter", _("Drafter")
    ANALYST = "analyst", _("Analyst")
    PARTNER = "partner", _("Partner")
    OBSERVER = "observer", _("Observer")
    AUDITOR = "auditor", _("Auditor")
