"""Work on monitoring packs that takes longer than a page may."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from roundtable.ground.trust.public import Marking, User
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.tasks import jobs
from roundtable.operations.plan.exports.pack.annexes import called
from roundtable.operations.plan.exports.pack.freeze import LANGUAGES
from roundtable.operations.plan.exports.pack.render import FORMATS
from roundtable.operations.plan.exports.pack.speech import in_words
from roundtable.operations.plan.models import Pack
from roundtable.operations.plan.services import packs


@looking_across("a pack counts what every Party handed in; the secretariat makes it")
def make(  # noqa: PLR0913, PLR0917 - a pack is made with these
    year: int,
    maker: int,
    decisions: dict[str, str],
    language: str = "en",
    corrects: int | None = None,
    marking: str = "",
    leave_out: bool = False,  # noqa: FBT001, FBT002 - what a job is handed has names
) -> None:
    """Freeze a year and lay out every format in every language; a second try goes on where the first one stopped."""
    job = jobs.current()
    person = User.objects.get(pk=maker)
    with override(language):
        kept = job.job.result.get("pack") if job.job.pk else None
        pack = Pack.objects.filter(pk=kept).first() if kept else None
        job.progress(0, _steps(), _("Reading reports and activities"))
        if pack is None:
            with job.step("freeze"):
                before = Pack.objects.get(pk=corrects) if corrects else None
                pack = packs.freeze(
                    year,
                    by=person,
                    at=timezone.now(),
                    decisions=decisions,
                    corrects=before,
                    marking=Marking(marking) if marking else None,
                    leave_out=leave_out,
                )
                job.result(url=reverse("plan:pack", args=[pack.pk]), text=pack.name, pack=pack.pk)
        _lay_out(pack, job, before=1)


def _steps() -> int:
    return 1 + len(FORMATS) * len(LANGUAGES)


def _lay_out(pack: Pack, job: jobs.Running, *, before: int) -> None:
    done = before
    for language in LANGUAGES:
        for fmt in FORMATS:
            job.progress(done, _steps(), f"{fmt.upper()}, {in_words(language)}")
            packs.render_file(pack, fmt=fmt, language=language, at=timezone.now())
            done += 1
    job.progress(done, _steps())


def make_annexes(pack: int, language: str, fmt: str = "pdf") -> None:
    """Lay out the annexes part by part."""
    job = jobs.current()
    found = Pack.objects.get(pk=pack)
    names = packs.parts_of(found)
    total = 0
    with override(language):
        for done, name in enumerate(names):
            so_far = {"part": called(name), "pages": total}
            job.progress(done, len(names), _("%(part)s; %(pages)s pages so far") % so_far)
            total += packs.render_file(found, fmt=fmt, language=language, part=name, at=timezone.now()).pages or 0
        job.progress(len(names), len(names), _("%(pages)s pages") % {"pages": total})
        job.result(url=reverse("plan:pack", args=[pack]), text=found.name)
