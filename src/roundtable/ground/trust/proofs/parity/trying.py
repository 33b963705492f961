"""Read every form of every list as the same person, and compare them cell by cell."""

from collections.abc import Sequence

from django.utils import timezone, translation

from roundtable.ground.trust.domain.canaries import Mint
from roundtable.ground.trust.domain.leaving import Leaving
from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.domain.ways import Soil
from roundtable.ground.trust.proofs.isolation import WAYS_OUT, set_up
from roundtable.ground.trust.proofs.matrix.asking import targets
from roundtable.ground.trust.proofs.matrix.people import Asker
from roundtable.ground.trust.proofs.matrix.planted import planted
from roundtable.ground.trust.proofs.parity.found import Parity
from roundtable.ground.trust.proofs.parity.leaving import Left, undeclared
from roundtable.ground.trust.proofs.parity.lists import one_list
from roundtable.ground.trust.proofs.parity.things import one_thing
from roundtable.ground.trust.readership import leavings

ROWS_SHORT, ROWS_LONG = 2, 6
"""Of how many rows of a kind a list or a thing is read."""
ASKERS_SHORT, DIFFERING_SHORT = 3, 5


def run(trial: Trial) -> None:
    """Plant, read every list as everybody in every form, and look for what left without being declared."""
    set_up()
    soil = Soil(Mint(), timezone.now())
    with translation.override("en"):
        world = planted(trial, soil)
        at_work = [one for one in world.askers if one.state == "at work"]
        differing = at_work if trial.long else _one_of_each_role(at_work)[:DIFFERING_SHORT]
        found = targets(trial, differing, most=ROWS_LONG if trial.long else ROWS_SHORT)
        parity = Parity(trial, world, found, Left())
        for place, leaving in enumerate(leavings):
            chosen, further = _askers(parity, at_work, place)
            for asker in chosen:
                compared_as(parity, leaving, asker)
            for asker in further:
                if not parity.compared[f"of {leaving.name}"]:
                    compared_as(parity, leaving, asker)
        _nothing_else(parity, at_work)
    trial.figure("lists", len([one for one in leavings if not one.one]))
    trial.figure("things that are read by themselves", len([one for one in leavings if one.one]))
    trial.figure("requests", parity.requests)
    for form, cells in sorted(parity.compared.items()):
        trial.figure(f"cells compared: {form}", cells)
    for leaving in leavings:
        trial.holds(parity.compared[f"of {leaving.name}"], f"{leaving.name}: nobody in this world sees a row of it")


def compared_as(parity: Parity, leaving: Leaving, asker: Asker) -> None:
    """Compare every form of one list as one person."""
    for target in parity.at(leaving.page):
        (one_thing if leaving.one else one_list)(parity, leaving, asker, target)


def _askers(parity: Parity, at_work: Sequence[Asker], place: int) -> tuple[list[Asker], list[Asker]]:
    """Everybody in the long form. In the short one nobody, the secretariat, and others in turn, so that all ask.

    The second list asks while nobody has seen a row.
    """
    if parity.trial.long:
        return list(at_work), []
    fixed = [one for one in at_work if one.name == "nobody" or one.role == "secretariat"]
    others = [one for one in _one_of_each_role(at_work) if one not in fixed]
    turned = [others[(place * (ASKERS_SHORT - 2) + step) % len(others)] for step in range(len(others))]
    return [*fixed, *turned[: ASKERS_SHORT - 2]], turned[ASKERS_SHORT - 2 :]


def _one_of_each_role(at_work: Sequence[Asker]) -> list[Asker]:
    roles: dict[str, Asker] = {}
    for asker in at_work:
        roles.setdefault(asker.role or asker.name, asker)
    return list(roles.values())


def _nothing_else(parity: Parity, at_work: Sequence[Asker]) -> None:
    """Ask every address that was not asked yet, and say what left without being a form of any list."""
    askers = at_work if parity.trial.long else [one for one in at_work if one.role == "secretariat"][:1]
    seen = set() if parity.trial.long else set(parity.left.asked)
    for target in parity.targets:
        if not target.missing and target.address.name not in seen | WAYS_OUT:
            if not parity.trial.long:
                seen.add(target.address.name)
            for asker in askers:
                parity.ask(asker, target.path, by_key=target.is_api)
    for sentence in undeclared(parity.left):
        parity.trial.broken(sentence)
    parity.trial.tried(len(seen))
