"""Bringing a text of the plan into force."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from roundtable.kernel.base.errors import Invalid
from roundtable.operations.plan.domain.adopted_text import Refused, understand
from roundtable.operations.plan.domain.adopted_text.findings import Finding
from roundtable.operations.plan.models import Action, Area, Frame, Point
from roundtable.operations.plan.queries.frame import action_by, text_in_force
from roundtable.operations.plan.services.frame import NeedsConfirmation, bring_in, carry_own_frame, propose, told

pytestmark = pytest.mark.django_db

TEXT = """# Action Plan 2030-2034

## I. Roads between the islands

1. Build a bridge from the first island to the second and keep it open for everybody who walks.
2. Mend the old roads, in particular by:
  - a) counting the holes in every village once a year;
  - b) asking the carters which road they fear most.
3. Share what was learned about stones, tar and patience with all who build roads elsewhere.

## II. Boats and harbours

1. Teach young people to sail, to read the stars and to swim before they are ten years old.
2. Keep one lamp burning in each harbour through all nights of the winter.
"""

# A new action stands between the first and the second of area I; the lamp got other words.
REVISED = (
    TEXT.replace(
        "2. Mend the old roads",
        "2. Plant trees along all paths so that walkers find shade at noon.\n3. Mend the old roads",
    )
    .replace("3. Share what", "4. Share what")
    .replace("one lamp burning", "two lamps burning")
)


def data(text: str) -> bytes:
    return text.encode()


@pytest.fixture
def in_force(now) -> Frame:
    return bring_in(data(TEXT), name="plan.md", by=None, at=now)


def codes() -> dict[str, str]:
    return dict(Action.objects.filter(gone=False).values_list("code", "wording"))


def test_a_first_text_becomes_the_frame(in_force):
    assert (in_force.period, in_force.version, in_force.source_name) == ("2030-2034", 1, "plan.md")
    assert list(codes()) == ["I.1", "I.2", "I.3", "II.1", "II.2"]
    assert list(Point.objects.values_list("code", flat=True)) == ["I.2.a", "I.2.b"]
    assert list(Area.objects.values_list("title", flat=True)) == ["Roads between the islands", "Boats and harbours"]


def test_the_same_words_again_change_nothing(in_force, now):
    again = bring_in(data(TEXT + "\n\n"), name="again.md", by=None, at=now)
    assert again == in_force
    assert Frame.objects.count() == 1


def test_a_dry_run_changes_nothing(in_force):
    before = text_in_force()
    proposal = propose(data(REVISED))
    assert proposal.comparison.counts()["added"] == 1
    assert text_in_force() == before
    assert Frame.objects.count() == 1


def test_moved_numbers_wait_for_a_person(in_force, now):
    with pytest.raises(NeedsConfirmation) as waiting:
        bring_in(data(REVISED), name="rev.md", by=None, at=now)
    assert waiting.value.proposal.mapping.moved == {
        "I.2": "I.3",
        "I.2.a": "I.3.a",
        "I.2.b": "I.3.b",
        "I.3": "I.4",
    }
    assert Frame.objects.count() == 1


def test_a_confirmed_revision_keeps_every_action_by_its_identity(in_force, now):
    before = {action.code: action.pk for action in Action.objects.all()}
    bring_in(data(REVISED), name="rev.md", by=None, at=now, confirmed=True)
    after = {action.code: action.pk for action in Action.objects.filter(gone=False)}
    assert after["I.3"] == before["I.2"]
    assert after["I.4"] == before["I.3"]
    assert after["II.2"] == before["II.2"]
    assert after["I.2"] not in before.values()
    assert "two lamps" in codes()["II.2"]
    assert action_by("I.3") is not None
    assert Action.objects.get(pk=before["I.2"]).former_codes == ["I.2"]


def test_a_person_decides_otherwise(in_force, now):
    old = Action.objects.get(code="I.3").pk
    # Somebody holds that the third action fell away, and the fourth is new.
    bring_in(data(REVISED), name="rev.md", by=None, at=now, decisions={"I.3": None})
    assert Action.objects.get(pk=old).gone
    assert Action.objects.get(code="I.4", gone=False).pk != old


def test_a_mapping_to_a_code_that_is_not_there_is_refused_and_changes_nothing(in_force, now):
    with pytest.raises(Invalid):
        bring_in(data(REVISED), name="rev.md", by=None, at=now, decisions={"I.3": "I.9"})
    assert Frame.objects.count() == 1
    assert list(codes()) == ["I.1", "I.2", "I.3", "II.1", "II.2"]


def test_codes_that_change_places_keep_their_identity(in_force, now):
    first, second = Action.objects.get(code="II.1").pk, Action.objects.get(code="II.2").pk
    head, tail = TEXT.split("## II. Boats and harbours\n\n")
    one, two = tail.strip().split("\n")
    swapped = head + "## II. Boats and harbours\n\n1" + two[1:] + "\n2" + one[1:] + "\n"
    bring_in(data(swapped), name="swapped.md", by=None, at=now, confirmed=True)
    assert Action.objects.get(code="II.2", gone=False).pk == first
    assert Action.objects.get(code="II.1", gone=False).pk == second


def test_what_cannot_be_understood_is_refused_with_its_line_and_changes_nothing(in_force, now):
    with pytest.raises(Refused) as refused:
        bring_in(data(TEXT.replace("3. Share", "5. Share")), name="bad.md", by=None, at=now)
    assert [finding.line for finding in refused.value.findings] == [9]
    assert Frame.objects.count() == 1


def test_the_own_frame_gets_its_wording_from_the_real_text_without_a_question(shared_data, now):
    carry_own_frame(at=now)
    before = {action.code: action.pk for action in Action.objects.all()}
    file = Path(shared_data) / "source" / "action-plan-2023-2027.txt"
    bring_in(file.read_bytes(), name=file.name, by=None, at=now)
    after = {action.code: action.pk for action in Action.objects.filter(gone=False)}
    assert after == before
    assert all(Action.objects.filter(gone=False).values_list("wording", flat=True))
    area = Area.objects.get(numeral="VI")
    assert (area.order_in_declaration, area.title_in_declaration[:24]) == (2, "Strengthening capacities")


def test_the_command_answers_with_counts_and_the_tree(shared_data):
    out = StringIO()
    file = str(Path(shared_data) / "source" / "action-plan-2023-2027.txt")
    call_command("plan_import", file, "--json", "--dry-run", stdout=out)
    import json

    answer = json.loads(out.getvalue())
    assert {key: answer[key] for key in ("areas", "horizontal_issues", "actions", "points")} == {
        "areas": 6,
        "horizontal_issues": 4,
        "actions": 53,
        "points": 15,
    }
    assert [len(area["actions"]) for area in answer["tree"]["areas"]] == [9, 7, 11, 6, 9, 11]
    assert Frame.objects.count() == 0


def test_the_command_stops_with_3_when_a_person_has_to_confirm(in_force, tmp_path):
    file = tmp_path / "rev.md"
    file.write_text(REVISED)
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("plan_import", str(file), stdout=out)
    assert stopped.value.code == 3
    assert "I.2 → I.3" in out.getvalue()
    call_command("plan_import", str(file), "--confirm", stdout=StringIO())
    assert Frame.objects.count() == 2


def test_the_command_refuses_what_it_cannot_read(tmp_path):
    file = tmp_path / "bad.bin"
    file.write_bytes(b"\x00\x01\x02 nothing")
    err = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("plan_import", str(file), stdout=StringIO(), stderr=err)
    assert stopped.value.code == 1
    assert "nothing was changed" in err.getvalue()


class SeenEnough(StringIO):
    """A pipe whose reader goes away after the first line."""

    def write(self, text: str) -> int:
        if self.getvalue():
            raise BrokenPipeError
        return super().write(text)


def test_what_was_imported_is_said_even_to_who_stopped_reading(tmp_path):
    file = tmp_path / "plan.md"
    file.write_text(TEXT)
    err = StringIO()
    call_command("plan_import", str(file), stdout=SeenEnough(), stderr=err)
    assert Frame.objects.count() == 1
    assert "Imported: the text is in force." in err.getvalue()


def test_a_dry_run_whose_reader_went_away_says_nothing_of_an_import(tmp_path):
    file = tmp_path / "plan.md"
    file.write_text(TEXT)
    err = StringIO()
    with pytest.raises(BrokenPipeError):
        call_command("plan_import", str(file), "--dry-run", stdout=SeenEnough(), stderr=err)
    assert (Frame.objects.count(), err.getvalue()) == (0, "")


def test_a_text_without_areas_is_refused_with_the_line_and_an_example(tmp_path):
    file = tmp_path / "plan.md"
    file.write_text("Dear all,\n\nthank you for the plan.\n")
    err = StringIO()
    with pytest.raises(SystemExit):
        call_command("plan_import", str(file), stderr=err)
    assert "Line 1: No area was found from here to line 3." in err.getvalue()
    assert "“I. Title”" in err.getvalue()


def test_a_fault_in_a_pdf_names_the_page_too():
    refused = Refused([Finding(4, "area_without_title", {"area": "I"}, page=2)])
    assert told(refused).fields["file"] == ["Page 2, line 4: Area I has no title."]
    assert str(refused) == "page 2, line 4: Area I has no title."


@pytest.mark.parametrize(
    ("made", "place"),
    [
        (
            "<html><body><p>Dear all,</p><p>thank you.</p></body></html>",
            "Paragraph 1: No area was found from here to paragraph 2.",
        ),
        ("Dear all,\n\nthank you.\n", "Line 1: No area was found from here to line 3."),
    ],
)
def test_a_fault_is_told_in_what_the_file_counts(made, place):
    with pytest.raises(Refused) as refused:
        understand(made.encode())
    assert told(refused.value).fields["file"][0].startswith(place)
    assert str(refused.value).lower().startswith(place.lower())


def test_a_note_of_the_command_names_its_line(tmp_path):
    file, out = tmp_path / "plan.md", StringIO()
    file.write_text(TEXT.replace("a) counting", "a) a. counting"))
    call_command("plan_import", str(file), "--dry-run", stdout=out)
    notes = [line for line in out.getvalue().splitlines() if line.startswith("note") and "mark" in line]
    assert notes == ["note, line 7: The mark “a” was written twice; the second was left out."]
