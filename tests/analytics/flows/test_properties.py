import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable_analytics.flows import accounting, differences, estimates, fitting, methods, net, rates, stocks
from roundtable_analytics.flows.accounting import System
from roundtable_analytics.flows.tables import FlowError
from tests.analytics.flows import examples


def world(seed, count=9):
    """Tables in which births and deaths explain the world's change of population: made by moving people about."""
    chance = np.random.default_rng(seed)
    start = chance.integers(1, 400, (count, count)) + np.diag(chance.integers(5_000, 90_000, count)).astype(float)
    deaths = np.floor(start.sum(0) * chance.uniform(0.01, 0.05, count))
    births = np.floor(start.sum(0) * chance.uniform(0.01, 0.06, count))
    end = start * (1 - deaths / start.sum(0))
    for place in range(count):
        moved = end[place][:, None] * chance.dirichlet(np.ones(count), count) * 0.02
        end[place] += moved.sum(0) - moved.sum(1)
    return start, end + np.diag(births), births, deaths


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_closed_estimates_meet_every_margin_and_the_net_moves_of_each_place(seed):
    start, end, births, deaths = world(seed)
    told = estimates.accounts(start, end, births=births, deaths=deaths)
    total = told.start.sum()
    np.testing.assert_allclose(told.start.sum(1), told.end.sum(1), rtol=0, atol=1e-9 * total)
    np.testing.assert_allclose(told.start.sum(0), start.sum(0) - deaths, rtol=0, atol=1e-9 * total)
    np.testing.assert_allclose(told.end.sum(0), end.sum(0) - births, rtol=0, atol=1e-9 * total)
    expected = estimates.net_of_populations(start, end, births, deaths)
    for make in (estimates.minimum, estimates.independent, estimates.pseudo_bayesian):
        flows = make(told)
        assert (flows >= 0).all()
        assert not np.diagonal(flows).any()
        np.testing.assert_allclose(estimates.net_of(flows), expected, rtol=0, atol=1e-8 * total)
    assert estimates.minimum(told).sum() <= estimates.pseudo_bayesian(told).sum() <= estimates.independent(told).sum()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_newton_finds_the_table_that_sweeps_find(seed):
    chance = np.random.default_rng(seed)
    cells = chance.uniform(0.1, 5, (4, 6)) * (chance.random((4, 6)) < 0.9) + 1e-3
    goal = chance.uniform(0.5, 2, (4, 6)) * cells
    found = fitting.fit_two(cells, goal.sum(1), goal.sum(0))
    swept = fitting.fit_by_sweeps(cells, goal.sum(1), goal.sum(0), change=1e-13, most_sweeps=100_000)
    np.testing.assert_allclose(found.table, swept.table, atol=1e-8)
    assert found.error <= 1e-9


def test_newton_takes_few_steps_where_sweeps_take_thousands():
    heavy = np.full((20, 20), 1.0) + np.diag(np.full(20, 1e6))
    rows = heavy.sum(1) * np.linspace(0.9, 1.1, 20)
    columns = heavy.sum(0) * (rows.sum() / heavy.sum())
    swept = fitting.fit_by_sweeps(heavy, rows, columns, change=1e-3, most_sweeps=2000)
    found = fitting.fit_two(heavy, rows, columns)
    assert swept.steps == 2000
    assert found.steps <= 40
    assert found.error <= 1e-12


def test_a_fit_keeps_zeros_and_rows_of_nobody():
    found = fitting.fit_two([[1, 0, 2], [3, 1, 0], [0, 0, 0]], [4, 6, 0], [5, 3, 2]).table
    assert found[0, 1] == found[1, 2] == 0
    np.testing.assert_allclose(found.sum(1), [4, 6, 0], atol=1e-10)


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "told"),
    [
        ([[1, 0], [0, 1]], [3, 1], [2, 2], "No table with these zeros"),
        ([[0, 0], [1, 1]], [1, 1], [1, 1], "only zeros where people"),
        ([[1, 1], [1, 1]], [1, 1], [1, 2], "must be equal"),
        ([[1, -1], [1, 1]], [1, 1], [1, 1], "negative"),
        ([[1, 1, 1]], [1, 1], [1, 1], "does not go with"),
    ],
)
def test_a_fit_that_cannot_be_says_why(seed, rows, columns, told):
    with pytest.raises(FlowError, match=told):
        fitting.fit_two(seed, rows, columns)


def test_the_three_way_fit_is_the_cube_of_sweeps():
    chance = np.random.default_rng(4)
    out = chance.uniform(1, 5, (3, 4))
    into = chance.uniform(1, 5, (3, 4))
    into *= (out.sum(1) / into.sum(1))[:, None]
    seed = chance.uniform(0.5, 2, (4, 4))
    cube = np.repeat(seed[None], 3, axis=0)
    for _ in range(3000):
        cube *= (out / cube.sum(2))[:, :, None]
        cube *= (into / cube.sum(1))[:, None, :]
    found = fitting.fit_three(out, into, seed=seed)
    for group in range(3):
        np.testing.assert_allclose(found.of(group), cube[group], atol=1e-8)
    np.testing.assert_allclose(found.pairs, cube.sum(0), atol=1e-8)
    known = cube.sum(0)
    all_three = fitting.fit_three(out, into, pairs=known)
    np.testing.assert_allclose(all_three.pairs, known, atol=1e-7)
    np.testing.assert_allclose(all_three.of(1).sum(1), out[1], atol=1e-7)
    np.testing.assert_allclose(all_three.of(1).sum(0), into[1], atol=1e-7)


@pytest.mark.parametrize("find", [net.by_entropy, net.by_least_change, net.by_least_squares])
def test_flows_with_net_totals_have_them_and_say_when_there_are_none(find):
    prior = np.array([[0, 100, 30, 70], [50, 0, 45, 5], [60, 35, 0, 40], [20, 25, 20, 0]], dtype=float)
    asked = [30, 40, -15, -55]
    flows = find(prior, asked)
    np.testing.assert_allclose(estimates.net_of(flows), asked, atol=1e-8)
    assert (flows >= 0).all()
    np.testing.assert_allclose(find(prior, estimates.net_of(prior)), prior, atol=1e-8)
    with pytest.raises(FlowError, match="add up to 1"):
        find(prior, [1, 0, 0, 0])


def test_each_way_to_be_close_is_the_closest_in_its_own_measure():
    prior = np.array([[0, 100, 30, 70], [50, 0, 45, 5], [60, 35, 0, 40], [20, 25, 20, 0]], dtype=float)
    found = [find(prior, [30, 40, -15, -55]) for find in (net.by_entropy, net.by_least_change, net.by_least_squares)]
    off = prior > 0
    measures = (
        lambda flows: (flows[off] * np.log(flows[off].clip(1e-12) / prior[off]) - flows[off] + prior[off]).sum(),
        lambda flows: np.abs(flows - prior).sum(),
        lambda flows: ((flows - prior) ** 2).sum(),
    )
    for number, measure in enumerate(measures):
        assert min(measure(flows) for flows in found) == pytest.approx(measure(found[number]))


def test_no_entropy_table_without_a_corridor():
    with pytest.raises(FlowError, match="zeros of the prior"):
        net.by_entropy([[0, 0], [0, 0]], [1, -1])


def test_a_place_without_foreign_born_gets_room_for_its_natives():
    # Nobody born elsewhere lives in the third place, and the mean of its totals is less than its natives at the end.
    start = np.array([[90, 5, 0], [10, 100, 0], [5, 5, 30]], dtype=float)
    end = np.array([[90, 5, 0], [10, 91, 0], [2, 2, 45]], dtype=float)
    told = accounting.match(start, end, System.CLOSED)
    assert told.raised == (2,)
    np.testing.assert_allclose(told.start.sum(1), told.end.sum(1), atol=1e-7)
    np.testing.assert_allclose(told.start.sum(0), start.sum(0), atol=1e-7)


def test_a_closed_system_says_what_births_and_deaths_do_not_explain():
    told = estimates.accounts(*examples.E3, births=[80, 20, 40, 60], deaths=[70, 30, 50, 10])
    assert told.unexplained == pytest.approx(20)
    assert told.start.sum() == pytest.approx(told.end.sum())


@pytest.mark.parametrize(
    ("start", "end", "births", "deaths", "told"),
    [
        ([[1, 2]], [[1, 2]], [0], [0], "as many rows as columns"),
        ([[1, np.nan], [0, 1]], [[1, 0], [0, 1]], [0, 0], [0, 0], "cells without a number"),
        ([[1, 0], [0, 1]], [[1, 0], [0, 1]], [0, 0], [2, 0], "more people die than live: 1"),
        ([[1, 0], [0, 1]], [[1, 0], [0, 1]], [0, 5], [0, 0], "more are born than live: 2"),
        ([[1, 0], [0, 1]], [[1, 0], [0, 1]], [0, 0, 0], [0, 0], "one value for each of 2"),
        ([[0, 0], [1, 1]], [[1, 0], [0, 1]], [0, 0], [0, 0], "one of the two tables only: 1"),
        (np.eye(2), np.eye(3), [0, 0], [0, 0], "different sizes"),
    ],
)
def test_accounts_that_cannot_be_say_why(start, end, births, deaths, told):
    with pytest.raises(FlowError, match=told):
        estimates.accounts(start, end, births=births, deaths=deaths)


def test_growth_refuses_a_singular_table_and_shares_a_table_without_migrants():
    with pytest.raises(FlowError, match="singular"):
        rates.growth([[1, 1], [1, 1]], [[1, 1], [1, 1]])
    with pytest.raises(FlowError, match="no migrants"):
        rates.share_of_stock(np.eye(2), total=5)
    with pytest.raises(FlowError, match="number from zero"):
        rates.share_of_stock([[1, 1], [0, 1]], total=-5)


def test_the_list_of_methods_gives_what_each_gives_alone():
    known = methods.Tables.of(*world(3))
    together = methods.estimate_all(known)
    assert set(together) == set(methods.Method)
    for method in methods.Method:
        np.testing.assert_array_equal(methods.estimate(known, method), together[method])
    np.testing.assert_array_equal(together[methods.Method.DROP], differences.drop_negatives(known.start, known.end))


STOCKS = pl.DataFrame({"birthplace": ["A", "A", "B", "X"], "residence": ["B", "B", "A", "A"], "people": [3, 4, 5, 9]})
PEOPLE = pl.DataFrame({"place": ["B", "A"], "people": [100, 50]})


def test_long_tables_become_square_ones_and_come_back():
    square = stocks.stock_table(STOCKS, PEOPLE, ["A", "B"], unknown_pairs_are_empty=False)
    np.testing.assert_array_equal(square.cells, [[45, 7], [5, 93]])
    assert square.assumed_empty == 0
    vital = pl.DataFrame({"place": ["A", "B"], "births": [1, 2], "deaths": [2, 1]})
    known = stocks.tables_of_period(square, square, vital)
    np.testing.assert_array_equal(known.births, [1, 2])
    assert stocks.long(known.start, ["A", "B"]).rows() == [("A", "B", 7.0), ("B", "A", 5.0)]


def test_a_pair_without_a_number_is_never_silently_empty():
    people = pl.DataFrame({"place": ["A", "B", "C"], "people": [50, 100, 10]})
    with pytest.raises(FlowError, match="4 pairs"):
        stocks.stock_table(STOCKS, people, ["A", "B", "C"], unknown_pairs_are_empty=False)
    assert stocks.stock_table(STOCKS, people, ["A", "B", "C"], unknown_pairs_are_empty=True).assumed_empty == 4
    holed = STOCKS.with_columns(people=pl.when(pl.col("people") != 4).then(pl.col("people")))
    with pytest.raises(FlowError, match="1 pairs"):
        stocks.stock_table(holed, PEOPLE, ["A", "B"], unknown_pairs_are_empty=False)


@pytest.mark.parametrize(
    ("people", "told"),
    [
        (PEOPLE.head(1), "no population: A"),
        (pl.DataFrame({"place": ["A", "B"], "people": [1, 100]}), "more foreign-born than people: 1"),
        (pl.concat([PEOPLE, PEOPLE]), "more than one population"),
    ],
)
def test_populations_that_do_not_fit_are_refused(people, told):
    with pytest.raises(FlowError, match=told):
        stocks.stock_table(STOCKS, people, ["A", "B"], unknown_pairs_are_empty=False)


def test_tables_of_different_places_are_refused():
    one = stocks.stock_table(STOCKS, PEOPLE, ["A", "B"], unknown_pairs_are_empty=False)
    other = stocks.stock_table(STOCKS, PEOPLE, ["B", "A"], unknown_pairs_are_empty=False)
    with pytest.raises(FlowError, match="same places"):
        stocks.tables_of_period(one, other, PEOPLE)
