"""Compare what is told of one thing with what stands on its page, word by word."""

from http import HTTPStatus

from roundtable.ground.trust.domain.canaries import canaries_in
from roundtable.ground.trust.domain.leaving import Leaving
from roundtable.ground.trust.proofs.matrix.asking import Target
from roundtable.ground.trust.proofs.matrix.people import Asker
from roundtable.ground.trust.proofs.matrix.reading import body_of, canaries_within
from roundtable.ground.trust.proofs.parity.found import Parity, beside


def one_thing(parity: Parity, leaving: Leaving, asker: Asker, target: Target) -> None:
    """Whatever is told of one thing stands on its page: every word that stands nowhere else, and that it is there."""
    page = parity.ask(asker, target.path)
    seen = page.status_code == HTTPStatus.OK
    words = canaries_within(body_of(page)) if seen else frozenset()
    along, _mark, asked = leaving.along.partition("?")
    behind = [f"{one.path}?{asked}" for one in parity.at(along)]
    for name in leaving.along_row.split():
        place, _mark, question = name.partition("?")
        behind += [f"{one.path}?{question}" for one in parity.at(place) if one.row == target.row]
    for path in behind:
        further = parity.ask(asker, path)
        words |= canaries_within(body_of(further)) if further.status_code == HTTPStatus.OK else frozenset()
    for told in leaving.told:
        for there in beside(parity, told, target, ""):
            answer = parity.ask(asker, there.path, by_key=there.is_api)
            got = answer.status_code == HTTPStatus.OK
            parity.trial.holds(
                got == seen, f"{there.path} as {asker} answers {answer.status_code}, and the page otherwise"
            )
            met = canaries_within(body_of(answer)) if got else frozenset()
            parity.compared[f"of {leaving.name}"] += len(met) + seen
            parity.compared["words of single things"] += len(met)
            met -= _own_words(asker)
            parity.trial.holds(
                met <= words, f"{there.path} as {asker} tells {_named(parity, met - words)}, which its page does not"
            )


def _named(parity: Parity, words: frozenset[str]) -> list[str]:
    """Say where words stand."""
    return [f"{word} of {', '.join(map(str, parity.world.cells.get(word, [])))}" for word in sorted(words)]


def _own_words(asker: Asker) -> frozenset[str]:
    """Give the words of the own name and address: an invitation names whom it invites."""
    return canaries_in(f"{asker.user.name} {asker.user.email}") if asker.user is not None else frozenset()
