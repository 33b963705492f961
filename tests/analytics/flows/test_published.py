"""The numbers that the literature and the reference implementation print, digit by digit."""

import numpy as np
import pytest

from roundtable_analytics.flows import differences, estimates, fitting, net, rates
from roundtable_analytics.flows.accounting import System
from tests.analytics.flows import examples

DEATHS = [70, 30, 50, 10]


def close(found, expected):
    np.testing.assert_allclose(found, np.array(expected, dtype=float), atol=1e-5, rtol=0)


def test_example_0_without_births_and_deaths():
    close(
        estimates.minimum(estimates.accounts(*examples.E0)),
        [[0, 0, 50, 0], [35, 0, 25, 0], [10, 10, 0, 0], [10, 10, 0, 0]],
    )


def test_example_1():
    close(
        estimates.minimum(estimates.accounts(*examples.E1)),
        [[0, 20, 0, 10], [0, 0, 0, 0], [15, 15, 0, 5], [10, 25, 0, 0]],
    )


def test_example_2_heeds_its_seed():
    close(
        estimates.minimum(estimates.accounts(*examples.E1), seed=examples.DISTANCE),
        [[0, 20, 0, 10], [0, 0, 0, 0], [15.23823, 14.76177, 0, 5], [9.76177, 25.23823, 0, 0]],
    )


def test_example_7_of_the_paper_of_2019():
    close(
        estimates.minimum(estimates.accounts(*examples.E7)),
        [
            [0, 5, 7.857143, 22.142857],
            [7.142857, 0, 12.142857, 40.714286],
            [17.857143, 5, 0, 7.142857],
            [0, 35, 0, 0],
        ],
    )


def test_example_3_open_with_the_smaller_totals():
    told = estimates.accounts(*examples.E3, births=[80, 20, 40, 60], deaths=DEATHS, system=System.OPEN_SMALLER)
    close(
        estimates.minimum(told),
        [
            [0, 8.502866, 0, 3.695332],
            [26.42296, 0, 0.4234563, 9.855274],
            [0, 34.183358, 0, 25.077888],
            [11.46761, 10.933241, 1.3928875, 0],
        ],
    )


def test_example_4_open():
    told = estimates.accounts(*examples.E3, births=[80, 20, 40, 60], deaths=DEATHS, system=System.OPEN)
    flows = estimates.minimum(told)
    close([flows[0, 1], flows[1, 0], flows[2, 1], flows[3, 0]], [8.897732, 26.81098, 35.677466, 11.62571])
    close(flows.sum(), 136.10346)


E5 = ([3.328563, 34.120952, 27.127753, 12.446120], 127.693289)
E6 = ([8.126216, 15.45535, 18.081832, 5.712864, 1.125679, 17.66941, 8.043363], 74.214715)


def example_5(change):
    told = estimates.accounts(*examples.E3, births=[80, 20, 60, 60], deaths=DEATHS, change=change)
    flows = estimates.minimum(told)
    return [flows[0, 1], flows[1, 0], flows[2, 1], flows[3, 0]], flows.sum()


def example_6(change):
    told = estimates.accounts(*examples.E6, births=[10, 50, 25, 60], deaths=[30, 10, 40, 10], change=change)
    flows = estimates.minimum(told)
    return [flows[0, 1], flows[1, 0], flows[1, 2], flows[1, 3], flows[2, 1], flows[3, 0], flows[3, 2]], flows.sum()


@pytest.mark.parametrize(("example", "printed"), [(example_5, E5), (example_6, E6)])
def test_examples_5_and_6_closed_as_printed_when_the_fit_stops_as_early_as_theirs(example, printed):
    cells, total = example(1e-3)
    close(cells, printed[0])
    close(total, printed[1])


@pytest.mark.parametrize(("example", "printed"), [(example_5, E5), (example_6, E6)])
def test_examples_5_and_6_closed_fitted_to_the_end_are_near_the_printed_ones(example, printed):
    cells, total = example(None)
    np.testing.assert_allclose(cells, printed[0], atol=2e-5 * total, rtol=0)
    assert abs(total - printed[1]) < 1.5e-5 * total


def test_example_6_has_more_births_than_natives():
    assert examples.E6[1][1, 1] < 50


def test_stock_differences():
    close(
        differences.drop_negatives(*examples.DIFFERENCES),
        [[0, 15, 0, 15], [0, 0, 5, 5], [20, 0, 0, 0], [0, 25, 0, 0]],
    )
    close(
        differences.reverse_negatives(*examples.DIFFERENCES),
        [[0, 15, 0, 25], [0, 0, 5, 5], [25, 0, 0, 15], [0, 25, 30, 0]],
    )


def test_rates():
    start, end = examples.DIFFERENCES
    shared = rates.share_of_stock(start, total=rates.total_from_net(start, end))
    close([shared[0, 1], shared[2, 3], shared.sum()], [2.352941, 15.294118, 60])
    grown = rates.growth(start, end)
    close([grown[0, 1], grown[1, 0], grown[2, 3], grown[3, 1]], [26.584620, 3.474032, -51.85130, 38.857311])


def test_three_way_fit_of_independence_and_with_an_offset():
    free = estimates.independent(estimates.accounts(*examples.E0))
    # These are printed with one digit.
    np.testing.assert_allclose(
        [free.sum(), free[0, 1], free[0, 2], free[1, 0], free[3, 2]], [880.6, 137.8, 126.9, 159.9, 33.9], atol=0.05
    )
    offset = np.array([[1, 2, 3, 4], [2, 1, 4, 6], [3, 5, 1, 7], [4, 6, 7, 1]], dtype=float)
    pairs = fitting.fit_three(*examples.E0, seed=offset).pairs
    assert pairs.sum() - np.trace(pairs) == pytest.approx(977.0, abs=0.05)


def test_willekens():
    close(fitting.scale_to([[5, 2], [1, 7]], [18, 20], [16, 22]), [[13.250194, 4.749808], [2.749806, 17.250192]])


def test_entropy():
    prior = [[0, 100, 30, 70], [50, 0, 45, 5], [60, 35, 0, 40], [20, 25, 20, 0]]
    flows = net.by_entropy(prior, [30, 40, -15, -55])
    # These are printed with two digits.
    np.testing.assert_allclose(
        [flows[0, 1], flows[0, 2], flows[0, 3], flows[1, 0], flows[2, 0], flows[3, 1], flows.sum()],
        [80.58, 26.05, 34.78, 62.05, 69.11, 40.55, 495.26],
        atol=0.005,
    )
