"""What the gate is told of a load, commands, the demonstration, and real tables where they are at hand."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import NotThere
from roundtable.records.observatory.domain.made_up import applications
from roundtable.records.observatory.domain.question import Question
from roundtable.records.observatory.models import Dataset, State, Vintage
from roundtable.records.observatory.public import figures
from roundtable.records.observatory.queries import datasets
from roundtable.records.observatory.queries.answers import answer
from roundtable.records.observatory.services import demo, publishing
from roundtable.records.observatory.services.looking import look_at, mapping_of
from tests.factories.observatory import LONG_AGO, MAPPING, looked, published, rows, staged, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
CSV = "geo,sex,year,people\nAUT,F,2023,800\nAUT,F,2024,3\n"


def told(*words, **options):
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def test_rules_of_counts_look_only_where_people_are_counted():
    cells = [("AUT", "F", "2023", 800.0, None), ("AUT", "F", "2024", -3.0, None)]
    assert looked(cells).by_rule == {"fall-of-99-percent": 1, "below-zero": 1}
    assert looked(cells, mapping=MAPPING.replace("unit: persons", "unit: percent")).by_rule == {}


def test_two_dimensions_that_are_mostly_the_same_are_no_corridor():
    corridor = MAPPING.replace("name: geo", "name: origin").replace("name: sex", "name: asylum")
    names = {"geo": "origin", "sex": "asylum"}

    def found(pairs):
        cells = rows([(one, other, "2024", 5.0, None) for one, other in pairs]).rename(names)
        return look_at(mapping_of(corridor), cells, today=date(2026, 1, 1)).by_rule

    assert found([("SYR", "DEU"), ("SYR", "SYR"), ("IRQ", "DEU")]) == {"origin-equals-destination": 1}
    assert found([("SYR", "SYR"), ("IRQ", "IRQ")]) == {}


def test_a_code_that_was_not_there_before_is_found():
    published()
    cells = [("AUT", "F", "2025", 7.0, None), ("ZZZ", "F", "2025", 7.0, None)]
    found = looked(cells, at=LONG_AGO + timedelta(days=400))
    assert {one.rule for one in found.found} >= {"unknown-code", "period-vanished"}


def test_figures_are_of_the_last_day_of_the_last_period_that_has_ended():
    made = staged([("AUT", "F", "2025", 7.0, None), ("AUT", "F", "2026", 7.0, None)])
    assert made.data_date == date(2025, 12, 31)


def test_a_file_is_loaded_on_the_machine_and_a_dry_run_changes_nothing(tmp_path):
    (tmp_path / "m.yaml").write_text(MAPPING)
    (tmp_path / "arrivals.csv").write_text(CSV)
    words = ("data_load", str(tmp_path / "arrivals.csv"), "--mapping", str(tmp_path / "m.yaml"))
    [dry] = json.loads(told(*words, "--dry-run", "--json"))
    assert (dry["rows"], dry["findings"], Vintage.objects.count()) == (2, {"fall-of-99-percent": 1}, 0)
    assert "2 rows loaded, staged; the gate stopped at 1 cells" in told(*words, "--audience", "public")
    assert "1 findings wait" in told("data_status")
    assert json.loads(told("data_status", "--json"))[0]["vintages"] == {"staged": 1}
    with pytest.raises(CommandError, match="no mapping that comes"):
        told("data_load", str(tmp_path / "arrivals.csv"), "--mapping", "nothing")
    with pytest.raises(CommandError, match="1 of 1 files were not loaded"):
        told("data_load", str(tmp_path / "lost.csv"), "--mapping", str(tmp_path / "m.yaml"))


def test_a_vintage_of_an_earlier_day_is_asked_as_of_that_day(tmp_path):
    (tmp_path / "m.yaml").write_text(MAPPING)
    (tmp_path / "arrivals.csv").write_text("geo,sex,year,people\nAUT,F,2019,7\n")
    published()
    words = ("data_load", str(tmp_path / "arrivals.csv"), "--mapping", str(tmp_path / "m.yaml"))
    told(*words, "--known-on", "2020-05-01")
    old = Vintage.objects.get(state=State.STAGED)
    publishing.answer(old, datasets.unanswered(old), accepted=True, reason="Old.", by=None, at=timezone.now())
    publishing.publish(old, by=None, at=timezone.now())
    now = timezone.now()
    assert datasets.known_vintage(old.dataset, at=now, as_of=datasets.end_of(date(2020, 6, 1))) == old
    assert datasets.known_vintage(old.dataset, at=now) != old


def test_the_demonstration_is_the_same_for_the_same_seed_and_is_made_once():
    assert applications(7, first=2020, last=2022).equals(applications(7, first=2020, last=2022))
    assert demo.demo(seed=7, at=LONG_AGO) == {"vintages": 4}
    assert demo.demo(seed=7, at=LONG_AGO) == {"vintages": 0}
    dataset = Dataset.objects.get()
    current = datasets.known_vintage(dataset, at=LONG_AGO)
    assert (dataset.demonstration, current.demonstration) == (True, True)
    assert {"number", "0", "O", "L", "M", "Q"} <= set(current.kinds)
    assert sorted(dataset.vintages.values_list("state", flat=True)) == ["published", "published", "staged", "withdrawn"]
    with pytest.raises(datasets.Gone):
        datasets.known_vintage(dataset, at=LONG_AGO, as_of=LONG_AGO - timedelta(days=200))


def test_other_rooms_are_given_cells_with_what_has_to_stand_beside_them():
    table()
    made = published(audience="parties")
    asked = {"by": "geo", "codes": {"sex": ["F"], "geo": ["AUT"]}, "start": "2024"}
    given = figures("arrivals", reader=person(Role.CONTACT_POINT, "GE"), at=timezone.now(), **asked)
    assert [(one.label, one.period, one.value, one.nothing) for one in given.cells] == [("Austria", "2024", 0.0, "0")]
    assert (given.source, given.licence, given.data_date) == ("A ministry", "CC BY 4.0", made.data_date)
    with pytest.raises(NotThere):
        figures("arrivals", reader=person(), at=timezone.now(), **asked)


def test_real_figures_come_in_with_their_mapping_and_are_asked(shared_data):
    out = told("data_load", str(shared_data / "data/eurostat-asylum/pending_applicants_monthly.csv"), "--json")
    [one] = json.loads(out)
    assert one["dataset"] == "eurostat-pending"
    made = Vintage.objects.get()
    publishing.answer(made, datasets.unanswered(made), accepted=True, reason="So.", by=None, at=timezone.now())
    out = publishing.publish(made, by=None, at=timezone.now())
    found = answer(Question(), out)
    assert sum(1 for _row in found.rows()) > 100
