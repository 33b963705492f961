import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable_analytics.disclosure import cell_key
from roundtable_analytics.disclosure.attack import Knowledge, Ratio, attack, knowledge, publish
from roundtable_analytics.disclosure.relations import Dimension, DisclosureError, fill, linked, table
from roundtable_analytics.disclosure.rounding import round_together
from roundtable_analytics.disclosure.rules import Closeness, Contributions, Dominance, MinimumFrequency, judge
from roundtable_analytics.disclosure.suppression import protect
from tests.analytics.disclosure.made_up import people

SEX = Dimension.flat("sex", ["F", "M"])
FROM = Dimension.flat("origin", ["AF", "SY", "UA"])


def key(**codes):
    return tuple(sorted(codes.items()))


def small():
    relations = table(SEX, FROM)
    counts = {("F", "AF"): 3, ("M", "AF"): 20, ("F", "SY"): 15, ("M", "SY"): 31, ("F", "UA"): 40, ("M", "UA"): 12}
    return relations, fill(relations, {key(sex=sex, origin=origin): n for (sex, origin), n in counts.items()})


def test_totals_are_sums_of_parts_in_every_direction():
    relations, counts = small()
    told = dict(zip(relations.cells, counts, strict=True))
    assert told[()] == 121
    assert told[key(sex="F")] == 58
    assert told[key(origin="AF")] == 23
    assert not (relations.sums @ counts).any()


def test_a_cell_alone_is_recovered_by_subtraction_and_is_not_after_protection():
    relations, counts = small()
    needs = MinimumFrequency(5).needs(Contributions.of_people(counts))
    assert [relations.cells[cell] for cell in np.flatnonzero(needs.sensitive)] == [key(origin="AF", sex="F")]
    naive = attack(relations, knowledge(counts, needs.sensitive), np.flatnonzero(needs.sensitive))
    assert naive.recovered().tolist() == np.flatnonzero(needs.sensitive).tolist()
    assert naive.least.tolist() == [3]
    made = protect(relations, counts, needs)
    assert made.secondary.sum() == 3
    found = attack(relations, knowledge(counts, made.hidden), np.flatnonzero(made.primary))
    assert not found.recovered().size
    assert not found.exposed(counts, needs).size


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10_000), st.sampled_from([((5, 6), False), ((4, 4, 3), False), ((7, 5), True), ((6, 3, 3), True)])
)
def test_no_attacker_comes_within_the_interval_that_the_rules_ask(seed, kind):
    shape, hierarchical = kind
    relations, counts = people(shape, seed, hierarchical=hierarchical)
    needs = judge(Contributions.of_people(counts), [MinimumFrequency(5)])
    made = protect(relations, counts, needs, effort=1, starts=1)
    # The attacker goes to the end of every interval and shares no step with what protects.
    found = attack(relations, knowledge(counts, made.hidden), np.flatnonzero(made.primary))
    assert not found.recovered().size
    assert not found.exposed(counts, needs).size
    assert (found.least <= counts[made.primary] + 1e-6).all()
    assert (found.most >= counts[made.primary] - 1e-6).all()


def test_a_wide_interval_can_be_asked():
    relations, counts = people((8, 9), 3)
    needs = judge(Contributions.of_people(counts), [MinimumFrequency(10, width=10)])
    made = protect(relations, counts, needs)
    found = attack(relations, knowledge(counts, made.hidden), np.flatnonzero(made.primary))
    assert (found.most - found.least >= 10 - 1e-6).all()


def test_the_attacker_finds_what_a_too_weak_protection_leaves():
    relations, counts = people((6, 7), 5)
    needs = judge(Contributions.of_people(counts), [MinimumFrequency(5)])
    found = attack(relations, knowledge(counts, needs.sensitive), np.flatnonzero(needs.sensitive))
    assert found.exposed(counts, needs).size


def test_tables_that_share_cells_are_protected_together():
    relations, counts = small()
    cell = key(origin="AF", sex="F")
    age = table(SEX, Dimension.flat("age", ["young", "old"]))
    ages = fill(
        age,
        {
            key(sex="F", age="young"): 30,
            key(sex="F", age="old"): 28,
            key(sex="M", age="young"): 60,
            key(sex="M", age="old"): 3,
        },
    )
    both = linked(relations, age)
    told = dict(zip(relations.cells, counts, strict=True)) | dict(zip(age.cells, ages, strict=True))
    values = both.values(told)
    needs = MinimumFrequency(5).needs(Contributions.of_people(values))
    made = protect(both, values, needs)
    hidden = {both.cells[place] for place in np.flatnonzero(made.hidden)}
    assert {cell, key(age="old", sex="M")} <= hidden
    found = attack(both, knowledge(values, made.hidden), np.flatnonzero(made.primary))
    assert not found.exposed(values, needs).size


def test_an_earlier_release_gives_a_cell_away_and_the_attack_sees_it():
    relations, counts = small()
    needs = MinimumFrequency(5).needs(Contributions.of_people(counts))
    made = protect(relations, counts, needs)
    now = {
        cell: (value, value)
        for cell, value, hidden in zip(relations.cells, counts, made.hidden, strict=True)
        if not hidden
    }
    other = next(place for place in np.flatnonzero(made.secondary))
    before = {relations.cells[other]: (counts[other], counts[other])}
    target = np.flatnonzero(made.primary)
    assert not attack(relations, publish(relations, [now]), target).recovered().size
    assert attack(relations, publish(relations, [now, before]), target).recovered().tolist() == target.tolist()
    shown = np.zeros(counts.size, dtype=bool)
    shown[other] = True
    again = protect(relations, counts, needs, shown=shown)
    assert not again.hidden[other]
    assert not attack(relations, knowledge(counts, again.hidden), target).exposed(counts, needs).size


def test_a_published_share_narrows_the_interval():
    relations, counts = small()
    needs = MinimumFrequency(5).needs(Contributions.of_people(counts))
    made = protect(relations, counts, needs)
    target = np.flatnonzero(made.primary)
    known = knowledge(counts, made.hidden)
    wide = attack(relations, known, target)
    share = Ratio(key(origin="AF", sex="F"), key(origin="AF"), 0.125, 0.135)
    narrow = attack(relations, Knowledge(known.least, known.most, (share,)), target)
    assert narrow.least[0] == pytest.approx(23 * 0.125)
    assert narrow.most[0] == pytest.approx(23 * 0.135)
    assert wide.most[0] > narrow.most[0]


def test_where_nothing_is_published_nothing_is_found():
    relations, counts = small()
    known = knowledge(counts, np.ones(counts.size, dtype=bool))
    for enough in (None, (counts - 1, counts + 1)):
        found = attack(relations, known, range(counts.size), enough=enough)
        np.testing.assert_allclose(found.least, 0, atol=1e-9)
        assert np.isinf(found.most).all()


def test_releases_that_contradict_are_told():
    relations, _ = small()
    with pytest.raises(DisclosureError, match="contradict each other"):
        publish(relations, [{(): (5, 5)}, {(): (6, 6)}])
    with pytest.raises(DisclosureError, match="no table has"):
        publish(relations, [{key(sex="X"): (1, 1)}])
    impossible = publish(relations, [{(): (5, 5), key(sex="F"): (9, 9)}])
    with pytest.raises(DisclosureError, match="contradicts itself"):
        attack(relations, impossible, [relations.place[key(sex="M")]])


def test_beginning_anew_never_hides_more():
    for seed in range(3):
        relations, counts = people((4, 5, 3), seed)
        needs = judge(Contributions.of_people(counts), [MinimumFrequency(5)])
        once = protect(relations, counts, needs, effort=1, starts=1)
        often = protect(relations, counts, needs, effort=1, starts=3)
        assert counts[often.hidden].sum() <= counts[once.hidden].sum()
        assert once.share(counts) == pytest.approx(counts[once.hidden].sum() / counts.sum())


def test_what_cannot_be_protected_is_named():
    relations, counts = small()
    needs = MinimumFrequency(5).needs(Contributions.of_people(counts))
    with pytest.raises(DisclosureError, match="cannot be protected"):
        protect(relations, counts, needs, shown=~needs.sensitive)
    with pytest.raises(DisclosureError, match="already published"):
        protect(relations, counts, needs, shown=np.ones(counts.size, dtype=bool))
    with pytest.raises(DisclosureError, match="differ from their parts"):
        protect(relations, counts + np.eye(counts.size)[0], needs)


def test_rules_on_contributions():
    told = Contributions.of_lists([[60, 30, 10], [40, 30, 30], [95, 3, 2], [10], []])
    dominant = Dominance(1, 75).needs(told)
    assert dominant.sensitive.tolist() == [False, False, True, True, False]
    np.testing.assert_allclose(dominant.above[2], 95 / 0.75 - 100)
    near = Closeness(20).needs(told)
    assert near.sensitive.tolist() == [True, False, True, True, False]
    np.testing.assert_allclose(near.above[[0, 2]], [0.2 * 60 - 10, 0.2 * 95 - 2])
    joined = judge(told, [Dominance(1, 75), Closeness(20)])
    assert joined.sensitive.tolist() == [True, False, True, True, False]
    assert joined.above[2] == max(dominant.above[2], near.above[2])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([(4, 5), (3, 3, 3)]), st.sampled_from([3, 5, 10]))
def test_controlled_rounding_adds_up_keeps_multiples_and_stays_near(seed, shape, base):
    relations, counts = people(shape, seed)
    made = round_together(relations, counts, base)
    assert not (relations.sums @ made.values).any()
    assert not (made.values % base).any()
    assert (np.abs(made.values - counts) < base * (1 + made.widened)).all()
    if made.widened == 0:
        np.testing.assert_array_equal(made.values[counts % base == 0], counts[counts % base == 0])
    if len(shape) == 2:
        assert made.widened == 0
    told = made.tells()
    assert ((told.least <= counts) & (counts <= told.most)).all()


def test_the_noise_of_cell_keys_has_mean_zero_and_the_variance_asked_for():
    made = cell_key.noise_table(4, 2.0)
    np.testing.assert_allclose(made.bias(), 0, atol=1e-12)
    np.testing.assert_allclose(made.probabilities.sum(1), 1, atol=1e-12)
    np.testing.assert_allclose(made.variance()[1:], 2.0, atol=1e-9)
    assert made.variance()[0] == 0
    for count, row in enumerate(made.probabilities):
        assert not row[count + made.noise < 0].any()


def test_noise_can_leave_out_small_results():
    made = cell_key.noise_table(5, 4.0, never=2)
    np.testing.assert_allclose(made.bias(), 0, atol=1e-12)
    for count, row in enumerate(made.probabilities):
        result = count + made.noise
        assert not row[(result == 1) | (result == 2)].any()


def test_the_same_people_get_the_same_noise_and_all_draws_together_none():
    made = cell_key.noise_table(3, 1.5)
    keys = cell_key.record_keys(["a", "b", "c"], b"secret")
    assert (keys == cell_key.record_keys(["a", "b", "c"], b"secret")).all()
    assert (keys != cell_key.record_keys(["a", "b", "c"], b"other")).any()
    even = np.arange(0, cell_key.KEYS, cell_key.KEYS // 200_000, dtype=np.uint64)
    noise = cell_key.perturb(np.full(even.size, 7), even, made) - 7
    assert abs(noise.mean()) < 1e-4
    assert abs(noise.var() - 1.5) < 1e-3
    assert set(noise) == set(range(-3, 4))


def test_what_noise_costs_in_adding_up_is_reported():
    relations, counts = small()
    keys = np.arange(counts.size, dtype=np.uint64) * np.uint64(350_000_000)
    perturbed = cell_key.perturb(counts, keys, cell_key.noise_table(3, 1.5))
    loss = cell_key.additivity_loss(relations, perturbed)
    assert loss.shape == (relations.sums.shape[0],)
    assert np.abs(loss).max() > 0
    assert not cell_key.additivity_loss(relations, counts).any()


@pytest.mark.parametrize(("reach", "variance"), [(0, 1), (2, 0), (2, 5)])
def test_noise_that_cannot_be_is_refused(reach, variance):
    with pytest.raises(DisclosureError, match="Noise needs"):
        cell_key.noise_table(reach, variance)


def test_dimensions_that_do_not_go_together_are_refused():
    with pytest.raises(DisclosureError, match="is not a code"):
        Dimension("x", {"a": "b"})
    with pytest.raises(DisclosureError, match="empty code"):
        Dimension("x", {"": "", "a": ""})
    with pytest.raises(DisclosureError, match="different names"):
        table(SEX, SEX)
    with pytest.raises(DisclosureError, match="not an inner cell"):
        fill(table(SEX), {(): 3})
    with pytest.raises(DisclosureError, match="have no value"):
        table(SEX).values({(): 3})
    with pytest.raises(DisclosureError, match="at least one rule"):
        judge(Contributions.of_people([1]), [])
