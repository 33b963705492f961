"""Files that were handed in to be loaded, and who may read them."""

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.base.markings import INSTITUTION
from roundtable.kernel.files.models import StoredFile
from roundtable.records.observatory.models import Intake

PURPOSE: Final = "observatory.intake"


def intakes_for(person: Person, *, at: datetime) -> QuerySet[Intake]:
    """Give the files to load: the secretariat all of them, others none."""
    found = Intake.objects.select_related("vintage__dataset")
    return found if actor(person, at).holds(Role.SECRETARIAT) else found.none()


def readable_files(person: Person) -> Q:
    """The condition for files to load that a person may read: the secretariat all of them."""
    return Q() if actor(person).holds(Role.SECRETARIAT) else Q(pk__in=[])


def of_file(_stored: StoredFile) -> str:
    """What a file to load bears: it is for the secretariat until its figures are published."""
    return INSTITUTION
