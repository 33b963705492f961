from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from roundtable.operations.plan.domain.shares import divide, equal, off_by

WEIGHTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=30).filter(any)


@given(st.integers(1, 60))
def test_equal_shares_always_make_a_whole_and_differ_by_a_hundredth_at_most(count):
    shares = equal(count)

    assert off_by(shares) == 0
    assert len(shares) == count
    assert max(shares) - min(shares) <= Decimal("0.01")


@given(st.integers(0, 10**14), WEIGHTS)
def test_money_is_divided_to_the_cent_whatever_the_weights(cents, weights):
    parts = divide(cents, weights)

    assert sum(parts) == cents
    assert all(part >= 0 for part in parts)
    assert all(
        abs(part - cents * weight / sum(weights)) <= 1
        for part, weight in zip(parts, weights, strict=True)
        if cents < 10**9
    )


@given(st.integers(0, 10**9), WEIGHTS)
def test_who_has_no_weight_gets_nothing(cents, weights):
    assert all(part == 0 for part, weight in zip(divide(cents, weights), weights, strict=True) if weight == 0)


def test_a_third_is_written_with_the_rest_in_the_first_share():
    assert [str(share) for share in equal(3)] == ["33.34", "33.33", "33.33"]


def test_the_way_to_a_whole_is_told_with_its_sign():
    assert off_by([Decimal(60), Decimal(30)]) == -10
    assert off_by([Decimal(60), Decimal("40.5")]) == Decimal("0.5")
