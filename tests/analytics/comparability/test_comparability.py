from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_analytics.comparability.grades import Grade, compare, grade
from roundtable_analytics.comparability.mirror import MirrorError, known_reasons, lay_side_by_side
from roundtable_analytics.comparability.sheets import Break, Concept, Sheet, Source, Undercount
from roundtable_analytics.comparability.together import NotComparableError, add, caveat_of, rank, worst

YEAR = Sheet(
    "immigration, A",
    Concept.IMMIGRATION,
    Source.REGISTER,
    months=12,
    covers=frozenset({"nationals", "foreigners"}),
    undercount=Undercount.LOW,
    reference="calendar year",
)
TWELVE = replace(YEAR, series="immigration, B")
THREE = replace(YEAR, series="immigration, C", months=3)


def codes(judged):
    return [reason.code for reason in judged.reasons]


def test_a_full_sheet_of_a_register_has_an_a():
    assert grade(YEAR).grade is Grade.A
    assert grade(YEAR).reasons == ()


def test_what_is_not_known_lowers_the_grade_and_is_named():
    bare = Sheet("x", Concept.IMMIGRATION, Source.SURVEY)
    assert grade(bare).grade is Grade.C
    assert set(codes(grade(bare))) == {
        "duration_unknown",
        "coverage_unknown",
        "reference_unknown",
        "source_kind",
        "undercount",
    }


def test_three_reasons_to_take_care_make_a_caveat():
    careful = replace(YEAR, source=Source.SURVEY, undercount=Undercount.MEDIUM)
    assert grade(careful).grade is Grade.B
    assert grade(replace(careful, leaves_out=frozenset({"students"}))).grade is Grade.C


def test_a_break_counts_only_between_the_days_that_are_compared():
    broken = replace(YEAR, breaks=(Break(date(2015, 1, 1), "new register"),))
    assert grade(broken).grade is Grade.A
    assert grade(broken, start=date(2010, 1, 1), end=date(2012, 1, 1)).grade is Grade.A
    assert codes(grade(broken, start=date(2010, 1, 1), end=date(2016, 1, 1))) == ["break"]
    assert grade(broken, start=date(2015, 1, 1), end=date(2016, 1, 1)).grade is Grade.A


def test_three_and_twelve_months_are_not_added_or_ranked():
    figures = {YEAR.series: 10.0, TWELVE.series: 20.0, THREE.series: 30.0}
    for do in (add, rank):
        with pytest.raises(NotComparableError, match="duration") as refused:
            do([YEAR, TWELVE, THREE], figures)
        assert {(pair.one, pair.other) for pair in refused.value.caveat.pairs} == {
            (YEAR.series, THREE.series),
            (TWELVE.series, THREE.series),
        }
    assert add([YEAR, TWELVE], figures).value == 30
    assert add([YEAR, TWELVE], figures).caveats == ()


def test_an_opened_caveat_travels_with_the_result_and_with_what_is_made_of_it():
    figures = {YEAR.series: 10.0, THREE.series: 30.0}
    caveat = caveat_of([YEAR, THREE])
    total = add([YEAR, THREE], figures, opened=caveat.mark)
    assert total.value == 40
    assert total.caveats == (caveat,)
    assert total.grade is Grade.D
    more = add([YEAR, TWELVE], {YEAR.series: 1.0, TWELVE.series: 2.0}, carried=total.caveats)
    assert more.caveats == (caveat,)
    assert rank([YEAR, THREE], figures, opened=caveat.mark).caveats == (caveat,)


def test_the_mark_of_another_caveat_opens_nothing():
    other = caveat_of([YEAR, replace(THREE, months=6)])
    with pytest.raises(NotComparableError):
        add([YEAR, THREE], {YEAR.series: 1.0, THREE.series: 2.0}, opened=other.mark)
    with pytest.raises(NotComparableError):
        add([YEAR, THREE], {YEAR.series: 1.0, THREE.series: 2.0}, opened="")


def test_an_unknown_duration_is_not_taken_for_the_same():
    unknown = replace(YEAR, series="immigration, D", months=None)
    assert [reason.code for reason in compare(YEAR, unknown).blocks] == ["duration_unknown"]
    assert [reason.code for reason in compare(unknown, replace(unknown, series="E")).blocks] == ["duration_unknown"]


def test_a_series_without_durations_is_not_held_to_them():
    asked = Sheet(
        "a",
        Concept.APPLICATIONS,
        Source.CASES,
        months_apply=False,
        covers=frozenset({"all"}),
        undercount=Undercount.LOW,
        reference="calendar year",
    )
    assert grade(asked).grade is Grade.A
    assert compare(asked, replace(asked, series="b")).grade is Grade.A


def test_different_concepts_are_not_added():
    people = replace(YEAR, series="p", concept=Concept.STOCK_BY_BIRTH)
    assert [reason.code for reason in compare(YEAR, people).blocks] == ["concept"]


def test_other_differences_lower_the_grade_without_a_refusal():
    other = replace(
        TWELVE,
        source=Source.SURVEY,
        covers=frozenset({"foreigners"}),
        undercount=Undercount.HIGH,
        reference="1 July",
        rounded_to=5,
    )
    pair = compare(YEAR, other)
    assert pair.grade is Grade.C
    assert pair.blocks == ()
    assert codes(pair) == ["coverage", "source_kind", "undercount", "reference", "rounding"]
    assert add([YEAR, other], {YEAR.series: 1.0, other.series: 2.0}).grade is Grade.C


SHEETS = st.builds(
    Sheet,
    series=st.sampled_from(["s", "t", "u"]),
    concept=st.sampled_from(list(Concept)),
    source=st.sampled_from(list(Source)),
    months=st.sampled_from([None, 0, 3, 6, 12]),
    covers=st.sampled_from([None, frozenset({"x"}), frozenset({"x", "y"})]),
    undercount=st.sampled_from(list(Undercount)),
    reference=st.sampled_from([None, "1 January", "calendar year"]),
    rounded_to=st.sampled_from([1, 5]),
)


@given(SHEETS, SHEETS)
def test_a_pair_reads_alike_from_both_sides(one, other):
    left, right = compare(one, other), compare(other, one)
    assert left.grade is right.grade
    assert left.reasons == right.reasons
    assert bool(left.blocks) == (left.grade is Grade.D)
    if one.months_apply and one.months != other.months:
        assert left.blocks


def test_a_sum_with_a_missing_part_is_missing_and_a_ranking_names_who_is_not_in_it():
    figures = {YEAR.series: 10.0, TWELVE.series: None}
    total = add([YEAR, TWELVE], figures)
    assert total.value is None
    assert total.missing == (TWELVE.series,)
    ranking = rank([YEAR, TWELVE], figures)
    assert ranking.places == ((1, YEAR.series, 10.0),)
    assert ranking.missing == (TWELVE.series,)
    assert worst([YEAR]) is Grade.A


def test_equal_figures_share_a_place():
    third = replace(YEAR, series="immigration, Z")
    ranking = rank([YEAR, TWELVE, third], {YEAR.series: 5.0, TWELVE.series: 5.0, third.series: 1.0})
    assert [(place, name) for place, name, _ in ranking.places] == [
        (1, YEAR.series),
        (1, TWELVE.series),
        (3, third.series),
    ]


REPORTS = {"origin": ["A", "A", "A", "A"], "destination": ["B", "C", "D", "E"], "period": ["2020"] * 4}


def test_both_sides_of_a_corridor_their_gap_and_who_is_silent():
    told = lay_side_by_side(
        pl.DataFrame(REPORTS | {"people": [40, None, 0, None]}),
        pl.DataFrame(REPORTS | {"people": [100, 7, 0, None]}),
    )
    assert told.select("destination", "gap", "ratio", "relative_gap", "silent").rows() == [
        ("B", 60.0, 2.5, 60 / 70, None),
        ("C", None, None, None, "origin"),
        ("D", 0.0, None, 0.0, None),
        ("E", None, None, None, "both"),
    ]


def test_a_corridor_that_only_one_tells_is_kept_with_its_silence():
    told = lay_side_by_side(
        pl.DataFrame({"origin": ["A"], "destination": ["B"], "period": ["2020"], "people": [4]}),
        pl.DataFrame({"origin": ["A"], "destination": ["C"], "period": ["2020"], "people": [5]}),
    )
    assert told.select("destination", "silent").rows() == [("B", "destination"), ("C", "origin")]


def test_reports_that_cannot_be_laid_side_by_side_are_refused():
    once = pl.DataFrame({"origin": ["A"], "destination": ["B"], "period": ["2020"], "people": [4]})
    with pytest.raises(MirrorError, match="twice"):
        lay_side_by_side(pl.concat([once, once]), once)
    with pytest.raises(MirrorError, match="no columns people"):
        lay_side_by_side(once, once.drop("people"))


def test_emigration_and_immigration_are_two_sides_of_one_flow():
    leaving = replace(YEAR, series="emigration, B", concept=Concept.EMIGRATION, months=3)
    assert codes(known_reasons(leaving, YEAR)) == ["duration"]
    stock = replace(YEAR, series="stock", concept=Concept.STOCK_BY_BIRTH)
    assert codes(known_reasons(leaving, stock)) == ["concept", "duration"]
