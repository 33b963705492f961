"""What a request makes the house tell others: notices and letters hold nothing that their readers may not read."""

import json
from collections.abc import Iterator
from typing import Any

from roundtable.ground.trust.domain.canaries import canaries_in
from roundtable.ground.trust.proofs.matrix.planted import Planted
from roundtable.ground.trust.proofs.matrix.watching import Watch
from roundtable.ground.trust.services.sealing import unsealed


def told_wrongly(world: Planted, watch: Watch) -> Iterator[str]:
    """Give a sentence for each canary that is told to somebody who may not meet it, or travels by mail at all."""
    by_number = {asker.user.pk: asker for asker in world.askers if asker.user is not None}
    for change in watch.changes:
        if change.how != "made":
            continue
        label, row = change.model._meta.label_lower, change.row
        if label == "notices.notice":
            reader = by_number.get(row.user_id)
            told = canaries_in(f"{row.subject} {row.text} {row.url}")
            for leak in world.met(reader, told) if reader is not None else sorted(told):
                yield f"a notice tells {reader or row.user_id} of {leak}"
        elif label == "tasks.job" and "letter" in row.kwargs:
            yield from _letter(world, row)


def _letter(world: Planted, job: Any) -> Iterator[str]:
    letter = json.loads(unsealed(job.kwargs["letter"]))
    reader = next((one for one in world.askers if one.user is not None and one.user.email == letter.get("to")), None)
    told = canaries_in(json.dumps(letter)) - canaries_in(letter.get("to", ""))
    for leak in world.met(reader, told) if reader is not None else []:
        yield f"a letter tells {reader} of {leak}"
