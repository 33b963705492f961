"""A load is whole or not at all; what was known stays to be asked; roll-ups say what the rows say."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_analytics.catalog import store as store_module
from roundtable_analytics.catalog.description import Description
from roundtable_analytics.catalog.questions import Slice, desk
from roundtable_analytics.catalog.store import AlreadyLoaded, NotThere, Store, Withdrawn
from roundtable_analytics.frames.cube import cube
from roundtable_analytics.frames.shape import Attribute, Dimension, Origin, Shape, UnfitError
from roundtable_analytics.frames.sums import total

SHAPE = Shape((Dimension("geo"), Dimension("sex")), attributes=(Attribute("note"),))
TOLD = Description(SHAPE, {"en": "Arrivals"}, (("geo", "TIME_PERIOD"), ("geo", "sex", "TIME_PERIOD"), ()))
DAY = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Origin("UNHCR", "CC BY 4.0", "https://example.org", date(2026, 1, 1), None)
CELLS = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("FM"), st.sampled_from(["2020", "2021", "2022"])),
    st.tuples(st.integers(0, 9), st.none()) | st.tuples(st.none(), st.sampled_from("OLMQ")),
    min_size=1,
)


def rows(cells):
    told = [(*key, value, status) for key, (value, status) in cells.items()]
    names = {
        "geo": pl.String,
        "sex": pl.String,
        "TIME_PERIOD": pl.String,
        "OBS_VALUE": pl.Int64,
        "OBS_STATUS": pl.String,
    }
    return pl.DataFrame(told, schema=names, orient="row")


ONE = rows({("A", "F", "2020"): (5, None), ("A", "M", "2020"): (None, "Q"), ("B", "F", "2021"): (0, None)})
TWO = rows({("A", "F", "2020"): (6, None), ("B", "F", "2021"): (0, None), ("B", "M", "2021"): (None, "L")})


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path)
    made.describe("arrivals", TOLD)
    return made


def known(vintage):
    return desk().cells(vintage, TOLD)["OBS_VALUE"].to_list()


def test_a_vintage_keeps_every_cell_and_where_it_came_from(store):
    made = store.load("arrivals", [ONE[:1], ONE[1:]], at=DAY, came_from=SOURCE)

    assert store.vintages("arrivals") == [made]
    assert (made.rows, made.origin, store.datasets()) == (3, SOURCE, ["arrivals"])
    assert desk().cells(made, TOLD).rows() == cube(ONE, SHAPE).rows.sort(SHAPE.key).rows()
    assert store.described("arrivals") == TOLD


def test_what_was_known_on_a_day_stays_to_be_asked(store):
    old = store.load("arrivals", [ONE], at=DAY, came_from=SOURCE)
    new = store.load("arrivals", [TWO], at=DAY + timedelta(days=2), came_from=SOURCE)

    assert store.vintage("arrivals") == new
    assert store.vintage("arrivals", as_of=DAY + timedelta(days=1)) == old
    assert store.vintage("arrivals", as_of=DAY) == old
    with pytest.raises(NotThere):
        store.vintage("arrivals", as_of=DAY - timedelta(seconds=1))
    with pytest.raises(AlreadyLoaded):
        store.load("arrivals", [TWO], at=DAY, came_from=SOURCE)


def test_what_is_withdrawn_is_gone_and_its_notice_answers(store):
    old = store.load("arrivals", [ONE], at=DAY, came_from=SOURCE)
    new = store.load("arrivals", [TWO], at=DAY + timedelta(days=2), came_from=SOURCE)
    gone = store.withdraw(new, notice="It named too few.", at=DAY + timedelta(days=3))

    assert store.vintage("arrivals") == old
    with pytest.raises(Withdrawn, match="It named too few") as told:
        store.vintage("arrivals", as_of=DAY + timedelta(days=5))
    assert told.value.at == DAY + timedelta(days=3)
    with pytest.raises(Withdrawn):
        known(gone)
    assert not list(new.folder.glob("*.parquet"))
    store.withdraw(old, notice="This one as well.", at=DAY + timedelta(days=4))
    with pytest.raises(Withdrawn, match="It named too few"):
        store.vintage("arrivals")


def breaking():
    yield ONE[:1]
    raise RuntimeError("the power failed")


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        (breaking(), RuntimeError),
        ([ONE, ONE], UnfitError),
        ([], UnfitError),
        ([ONE.with_columns(OBS_STATUS=pl.lit(None, pl.String))], UnfitError),
        ([ONE.drop("geo")], UnfitError),
    ],
)
def test_a_load_that_fails_leaves_nothing(store, parts, error):
    store.load("arrivals", [TWO], at=DAY, came_from=SOURCE)
    before = sorted(store.root.rglob("*"))

    with pytest.raises(error):
        store.load("arrivals", parts, at=DAY + timedelta(days=1), came_from=SOURCE)

    assert sorted(store.root.rglob("*")) == before


def test_the_gate_looks_at_a_load_before_it_stands(tmp_path):
    def closed(dataset, place):
        raise UnfitError(f"{dataset}: {pl.read_parquet(place).height} rows are refused.")

    store = Store(tmp_path, closed)
    store.describe("arrivals", TOLD)
    with pytest.raises(UnfitError, match="arrivals: 3 rows are refused"):
        store.load("arrivals", [ONE], at=DAY, came_from=SOURCE)
    assert store.vintages("arrivals") == []


def test_what_the_power_left_is_swept(store, monkeypatch):
    kept = store.load("arrivals", [ONE], at=DAY, came_from=SOURCE)
    gone = store.load("arrivals", [TWO], at=DAY + timedelta(days=1), came_from=SOURCE)
    (store.root / "arrivals" / ".loading-x-1").mkdir()
    with monkeypatch.context() as cut:
        cut.setattr(store_module, "_emptied", breaking_at_once)
        with pytest.raises(RuntimeError):
            store.withdraw(gone, notice="Wrong.", at=DAY)

    assert len(store.vintages("arrivals")) == 2
    with pytest.raises(Withdrawn):
        store.vintage("arrivals", as_of=DAY + timedelta(days=1))
    store.sweep()

    assert not list(store.root.glob("*/.loading-*"))
    assert not list(gone.folder.glob("*.parquet"))
    assert known(kept) == [5.0, None, 0.0]


def breaking_at_once(_folder):
    raise RuntimeError("the power failed")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=CELLS, data=st.data())
def test_every_roll_up_says_what_the_rows_say(tmp_path_factory, cells, data):
    store = Store(tmp_path_factory.mktemp("store"))
    bare = Description(SHAPE)
    store.describe("rolled", TOLD)
    store.describe("bare", bare)
    rolled = store.load("rolled", [rows(cells)], at=DAY, came_from=SOURCE)
    plain = store.load("bare", [rows(cells)], at=DAY, came_from=SOURCE)
    by = data.draw(st.lists(st.sampled_from(SHAPE.key), unique=True))
    wanted = data.draw(st.sampled_from([Slice(), Slice({"geo": ["A", "B"]}), Slice({"sex": ["F"]}), Slice({}, "2021")]))

    asked = desk()
    found = asked.total(rolled, TOLD, by, wanted)

    assert found.to_dicts() == asked.total(plain, bare, by, wanted).to_dicts()
    kept = asked.cells(plain, bare, wanted)
    expected = total(cube(kept, SHAPE), over=[name for name in SHAPE.key if name not in by])
    if kept.height:
        order = [name for name in SHAPE.key if name in by]
        assert found.select(expected.columns).sort(order or "known").to_dicts() == (
            expected.sort(order or "known").to_dicts()
        )


def test_the_smallest_roll_up_that_can_answer_is_chosen():
    asked = desk()

    assert asked.roll_up_for(TOLD, ["geo"], Slice()) == ("geo", "TIME_PERIOD")
    assert asked.roll_up_for(TOLD, ["geo"], Slice({"sex": ["F"]})) == ("geo", "sex", "TIME_PERIOD")
    assert asked.roll_up_for(TOLD, [], Slice()) == ()
    assert asked.roll_up_for(Description(SHAPE), [], Slice()) is None


def test_what_changed_between_vintages_is_told(store):
    old = store.load("arrivals", [ONE], at=DAY, came_from=SOURCE)
    new = store.load("arrivals", [TWO], at=DAY + timedelta(days=2), came_from=SOURCE)

    found = desk().changes(old, new, TOLD).select("geo", "sex", "change", "old_OBS_VALUE", "OBS_VALUE").rows()

    assert found == [
        ("A", "F", "changed", 5.0, 6.0),
        ("A", "M", "removed", None, None),
        ("B", "M", "added", None, None),
    ]


def test_periods_are_cut_at_both_ends(store):
    made = store.load("arrivals", [ONE], at=DAY, came_from=SOURCE)

    assert desk().cells(made, TOLD, Slice(start="2021")).height == 1
    assert desk().cells(made, TOLD, Slice(end="2020")).height == 2
    assert desk().cells(made, TOLD, Slice({"sex": ["F"]}, "2020", "2021"), limit=1).height == 1
    with pytest.raises(UnfitError, match="not divided by age"):
        desk().cells(made, TOLD, Slice({"age": ["1"]}))


def test_names_and_shapes_are_watched(store):
    with pytest.raises(NotThere):
        store.folder("../else")
    with pytest.raises(NotThere, match="There is no dataset"):
        store.described("nothing")
    store.load("arrivals", [ONE], at=DAY, came_from=SOURCE)
    with pytest.raises(UnfitError, match="another shape"):
        store.describe("arrivals", Description(Shape((Dimension("geo"),))))
    odd = Description(Shape((Dimension('geo"; DROP'),)))
    store.describe("odd", odd)
    with pytest.raises(UnfitError, match="no name of a column"):
        store.load("odd", [ONE.rename({"geo": 'geo"; DROP'}).drop("sex")[:1]], at=DAY, came_from=SOURCE)
    with pytest.raises(ValueError, match="time zone"):
        store.load("arrivals", [ONE], at=datetime(2026, 5, 5), came_from=SOURCE)  # noqa: DTZ001 - what is refused
