"""How fast and how short a redline is, inside an installation of the bench."""

import random
import statistics
import time
from dataclasses import replace
from pathlib import Path

from figures import say

ROOT = Path(__file__).resolve().parent.parent


def inside_texts() -> None:
    """A text as long as the source against revisions with 200 edits, moves included; and the source itself."""
    from roundtable.ground.documents.domain import source
    from roundtable.ground.documents.domain.kinship import recognised
    from roundtable.ground.documents.domain.redline import redline
    from roundtable.ground.documents.domain.text import Text
    from roundtable.ground.documents.proofs.revisions import Pen, made_up, strangers

    path = ROOT.parent / "shared" / "source" / "action-plan-2023-2027.txt"
    name, old = "a made-up text of 120 paragraphs", made_up(random.Random(1), 120)  # noqa: S311 - repeatable trials
    if path.exists():
        read = source.read(path.read_text(encoding="utf-8"))
        parts = (*read.declaration.paragraphs, *read.plan.paragraphs)
        renamed = strangers(Text(tuple(replace(one, key=f"d{place}") for place, one in enumerate(parts))))
        name, old = "the source (Declaration and Action Plan)", renamed
    spent, elsewhere, ratios = [], [], []
    for seed in range(15):
        pen = Pen.over(old, random.Random(seed))  # noqa: S311 - repeatable trials
        pen.edit(200)
        new = pen.text()
        begin = time.process_time()
        size = redline(old, new).size
        spent.append((time.process_time() - begin) * 1000)
        ratios.append(size / pen.cost)
        begin = time.process_time()
        _ = redline(old, recognised(old, strangers(new))).size
        elsewhere.append((time.process_time() - begin) * 1000)
    say(
        f"redline, 200 edits, {name}",
        f"{statistics.median(spent):.0f} ms, worst {max(spent):.0f} ms",
        "300 ms",
        met=statistics.median(spent) <= 300,
    )
    say("the same, when its keys have to be recognised first", f"{statistics.median(elsewhere):.0f} ms")
    say("its length, of what really changed", f"worst {max(ratios):.3f}", "1.1", met=max(ratios) <= 1.1)


def inside_revisions() -> None:
    """The long form of the proof `texts`: 500 made-up revisions, their redlines, and where comments are found."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    from roundtable.ground.trust.public import Trial

    trial = Trial(Path(settings.ROUNDTABLE_HOME), long=True)
    import_string("roundtable.ground.documents.proofs.texts.run")(trial)
    longest = trial.figures["longest redline, of what really changed"]
    say("redline of 500 made-up revisions, of what really changed", f"worst {longest}", "1.1", met=longest <= 1.1)
    right = trial.figures["comments found right"]
    wrong = trial.violations
    say(
        "comments that find their place, 500 made-up revisions",
        f"{right:.3%} right, {wrong} silently wrong or too long",
        "99%, 0 silently wrong",
        met=right >= 0.99 and not wrong,
    )
