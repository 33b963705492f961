"""The oracle of silence and the procedure say the same; and the comparison can fail."""

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable.ground.documents.domain import silence
from roundtable.ground.documents.proofs import silence as proof
from roundtable.ground.trust.public import Trial

said = st.builds(
    proof.Said,
    when=st.integers(-1, proof.HORIZON),
    what=st.sampled_from(sorted(set(proof.CHANCES))),
    by=st.sampled_from([*proof.PARTIES, proof.OBSERVER, proof.CHAIR]),
    key=st.just(""),
    about=st.sampled_from(["", *proof.PARAGRAPHS, "nowhere", "same", "other", "k0", "k1", "k2", "k3"]),
    until=st.integers(1, proof.HORIZON + 2),
)


def _sensible(one, number):
    abouts = {"break": ("", *proof.PARAGRAPHS, "nowhere"), "text": ("same", "other")}
    known = abouts.get(one.what)
    about = one.about if known is None or one.about in known else known[-1]
    return proof.Said(one.when, one.what, one.by, f"k{number}", about, one.until)


@given(
    st.integers(1, proof.HORIZON - 2),
    st.booleans(),
    st.lists(said, max_size=8),
    st.integers(-2, proof.HORIZON + 4),
    st.randoms(use_true_random=False),
)
@settings(max_examples=500, deadline=None)
def test_procedure_and_oracle_say_the_same_in_any_order_at_any_instant(until, in_part, rows, at, chance) -> None:
    case = proof.Case(until, in_part, tuple(_sensible(one, number) for number, one in enumerate(rows)))
    stored = proof.events(case)
    chance.shuffle(stored)
    assert proof.answer(stored, at) == proof.oracle(case, at)


@given(st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_wall_clocks_mean_the_instants_at_which_they_are_shown(chance) -> None:
    held, words = proof.clock(chance)
    assert held, words


def test_a_fault_in_the_procedure_would_be_found(tmp_path: Path, monkeypatch) -> None:
    """Were the last instant too late for an objection, the proof would say so."""

    def early(course, at):
        if course.end is None and not course.suspended and at >= course.deadline.instant:
            course.end, course.settled_at = course._at_the_deadline(), course.deadline.instant

    trial = Trial(tmp_path)
    monkeypatch.setattr(proof, "SHORT", 500)
    proof.run(trial)
    assert (trial.cases, trial.violations) == (500, 0)

    monkeypatch.setattr(silence._Course, "pass_until", early)
    trial = Trial(tmp_path)
    proof.run(trial)
    assert trial.violations > 0


def test_the_same_seed_makes_the_same_cases() -> None:
    one, other = random.Random(1), random.Random(1)  # noqa: S311 - repeatable trials, no secrets
    assert proof.case(one) == proof.case(other)
