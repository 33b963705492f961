"""The United Nations' stocks and prospects, as far as they lie beside the repository."""

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from roundtable_analytics.flows import estimates, stocks
from tests.conftest import SHARED

ROOT = Path(__file__).resolve().parents[3]
DATA = SHARED / "data"
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(
        not (DATA / "abel-cohen-flows").is_dir(), reason="the real tables are not beside this repository"
    ),
]
sys.path.insert(0, str(ROOT / "scripts"))


@pytest.fixture(scope="module")
def world():
    import bench_flows

    return bench_flows.real()


def test_net_moves_are_those_of_the_populations_and_totals_those_of_the_literature(world):
    places, periods = world
    assert len(places) == 231
    known = periods[-1]
    told = estimates.accounts(known.start, known.end, births=known.births, deaths=known.deaths)
    total = told.start.sum()
    np.testing.assert_allclose(told.start.sum(1), told.end.sum(1), rtol=0, atol=1e-9 * total)
    assert abs(told.unexplained) < 1e-4 * total
    expected = estimates.net_of_populations(known.start, known.end, known.births, known.deaths)
    found = estimates.net_of(estimates.pseudo_bayesian(told))
    assert np.abs(found - expected).sum() < 0.003 * np.abs(expected).sum()


def test_the_flows_are_near_the_published_ones(world):
    places, periods = world
    known = periods[2]
    told = estimates.accounts(known.start, known.end, births=known.births, deaths=known.deaths)
    ours = stocks.long(estimates.pseudo_bayesian(told), places)
    theirs = (
        pl.read_parquet(DATA / "abel-cohen-flows" / "flows_da_pb_closed.parquet")
        .filter(pl.col("period_start") == 2000)
        .select(origin="origin_iso3", destination="destination_iso3", theirs="migrants")
    )
    both = ours.join(theirs, on=["origin", "destination"], how="left").with_columns(pl.col("theirs").fill_null(0.0))
    assert both.select(pl.corr("people", "theirs")).item() > 0.93
    assert ours["people"].sum() == pytest.approx(theirs["theirs"].sum(), rel=0.06)


def test_every_period_is_fitted_within_few_steps_and_no_total_has_to_be_raised(world):
    _, periods = world
    for known in periods:
        told = estimates.accounts(known.start, known.end, births=known.births, deaths=known.deaths)
        assert told.raised == ()
        assert told.steps <= 40
