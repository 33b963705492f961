"""Files that are handed in to be loaded: kept, looked at without changing anything, then loaded by a job."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, require, working_for
from roundtable.kernel.files import store as files
from roundtable.kernel.tasks import jobs
from roundtable.kernel.tasks.models import Job
from roundtable.records.observatory.models import Intake, Vintage
from roundtable.records.observatory.queries.intake import PURPOSE
from roundtable.records.observatory.rules import Do
from roundtable.records.observatory.services import loading
from roundtable.records.observatory.services.looking import Looked, look, mapping_of, shipped_mapping
from roundtable_analytics.sources.mapping import Mapping

KINDS: Final = ("csv", "xlsx")
LOAD: Final = "roundtable.records.observatory.tasks.load_intake"


def told_by(text: str) -> Mapping:
    """Give a mapping by the name of one that is shipped, or from YAML. Raises `Invalid`."""
    return shipped_mapping(text.strip()) or mapping_of(text)


@transaction.atomic
def take_in(upload: files.Upload, *, mapping: str, facts: dict[str, Any], by: User, at: datetime) -> Intake:
    """Keep a file with the mapping by which it is read. Raises `Invalid` for a mapping that cannot be used."""
    require(by, Do.LOAD, at=at)
    told_by(mapping)
    kept = files.keep(
        upload,
        scope="secretariat",
        by=by.pk,
        purpose=PURPOSE,
        at=at,
        audience="secretariat",
        whole=True,
        kinds=KINDS,
    )
    return Intake.objects.create(
        file_id=kept.pk, name=kept.name, mapping=mapping.strip(), made_at=at, made_by=by, **facts
    )


def looked_at(intake: Intake, *, at: datetime, say: Callable[[str], None] = lambda _words: None) -> Looked:
    """Read a file that was handed in as its mapping says, and let the gate look; nothing is changed."""
    stored = files.get(intake.file_id)
    say(_("Reading the file"))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"table{Path(stored.name).suffix.lower()}"
        place.write_bytes(files.content(stored))
        return look(told_by(intake.mapping), place, today=at.date(), name=stored.name)


def ask_to_load(intake: Intake, *, by: User, at: datetime) -> Job:
    """Have a file loaded by the worker; asked twice, it is done once."""
    require(by, Do.LOAD, at=at)
    return jobs.defer(LOAD, by=by.pk, key=key_of(intake), at=at, tries=1, intake_id=intake.pk, by_id=by.pk)


def key_of(intake: Intake) -> str:
    """Name the work on a file."""
    return f"observatory.intake:{intake.pk}"


def load(intake_id: int, by_id: int, *, at: datetime) -> Vintage:
    """Load a file that was handed in, for the person who handed it in, telling how far it is."""
    running = jobs.current()
    person = User.objects.get(pk=by_id)
    with working_for(person, at=at):
        intake = Intake.objects.select_related("vintage", "made_by").get(pk=intake_id)
        if intake.vintage is not None:
            return intake.vintage
        running.progress(0, 3, _("Reading the file"))
        looked = looked_at(intake, at=at)
        running.progress(1, 3, _("Writing the rows"))
        known = intake.known_on
        facts = loading.Facts(
            intake.data_date, intake.retrieved, datetime.combine(known, time.min, tzinfo=UTC) if known else None
        )
        with transaction.atomic():
            vintage = loading.load(looked, by=person, at=at, facts=facts)
            intake.vintage = vintage
            intake.save(update_fields=["vintage"])
        running.progress(3, 3, "")
        running.result(url=reverse("observatory:vintage", args=[vintage.dataset.code, vintage.pk]))
        return vintage
