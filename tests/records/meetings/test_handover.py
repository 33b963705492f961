"""A chairmanship is handed over without loss, and an archive that is not whole is believed in nothing."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from roundtable.ground.trust.models import Entry
from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.files.models import StoredFile
from roundtable.records.meetings.domain.archive import Archive, DamagedError, read, sha256, written
from roundtable.records.meetings.models import (
    Conclusion,
    Feedback,
    Guest,
    Item,
    Material,
    Meeting,
    Minutes,
    Needs,
    Participant,
)
from roundtable.records.meetings.queries import conclusions
from roundtable.records.meetings.services import agenda, handover, people
from tests.factories.meetings import conclusion, item, meeting, participant, table
from tests.factories.trust import person

LONG_AGO = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def chairmanship(now):
    """Two meetings with everything that can belong to one."""
    officer = person(Role.SECRETARIAT)
    table()
    first = meeting("som-2026", first_day=date(2026, 5, 12), last_day=date(2026, 5, 13), stage="held")
    opening = item(first)
    conclusion(first, owner="GE", due=date(2026, 9, 1), item=opening, codes=["I.1"])
    conclusion(first, stage="done", outcome="Done.", closed_on=date(2026, 6, 1))
    Minutes.objects.create(meeting=first, text="The chair opened.", published_at=LONG_AGO, changed_at=LONG_AGO)
    Guest.objects.create(meeting=first, party_id="AM", invited=False, reason="Asked not to")
    participant(first, "GE", "Nino Example", part="head", email="nino@example.org", came_on=["2026-05-12"])
    coming = meeting()
    made = people.register(
        coming, "CZ", {"name": "Jan Example", "part": "member", "diet": "No nuts"}, by=officer, at=now
    )
    assert made.needs
    second = item(coming, "Monitoring", lead_id="GE", codes=["I.3"], day=2)
    file = SimpleUploadedFile("draft.txt", b"We, the Ministers")
    agenda.add_material(
        coming, title="Draft", number="1/27", marking="LIMITE", item=second, upload=file, by=officer, at=now
    )
    agenda.add_material(coming, title="Note", number="2/27", by=officer, at=now)
    Feedback.objects.create(meeting=first, user=officer, text="Good", given_at=LONG_AGO)
    return [first, coming]


def _emptied() -> None:
    for model in (Needs, Feedback, Minutes, Conclusion, Material, Item, Participant, Guest):
        model.objects.all().delete()
    StoredFile.objects.all().delete()
    Meeting.objects.all().delete()


@pytest.mark.django_db
def test_a_second_installation_takes_everything_over_without_loss(chairmanship, now):
    archive = handover.archive_of(handover.chosen(), at=now)
    arising = [(one.meeting.code, one.number) for one in conclusions.matters_arising(chairmanship[1])]
    _emptied()
    found = handover.take_over(handover.opened(archive), at=now, name="chair.zip")
    assert (found.new, found.same) == (["som-2026", "som-2027"], [])
    assert handover.archive_of(handover.chosen(), at=now) == archive
    again = Meeting.objects.get(code="som-2027")
    assert (
        [(one.meeting.code, one.number) for one in conclusions.matters_arising(again)] == arising == [("som-2026", 1)]
    )
    assert Entry.objects.filter(happened="meetings.imported").count() == 2


@pytest.mark.django_db
def test_what_belongs_to_accounts_stays_behind(chairmanship, now):
    told = handover.archive_of(chairmanship, at=now)
    with zipfile.ZipFile(io.BytesIO(told)) as container:
        whole = b"".join(container.read(name) for name in container.namelist())
    assert b"Nino Example" in whole
    assert b"We, the Ministers" in whole
    assert not [word for word in (b"No nuts", b"Good", b"Person 0") if word in whole]


@pytest.mark.django_db
def test_taking_over_twice_changes_nothing_and_another_meeting_of_the_same_code_is_refused(chairmanship, now):
    archive = handover.opened(handover.archive_of(chairmanship, at=now))
    assert handover.take_over(archive, at=now).same == ["som-2026", "som-2027"]
    Conclusion.objects.filter(number=2).delete()
    with pytest.raises(Invalid, match="som-2026 is here already, and says something else"):
        handover.take_over(archive, at=now)


@pytest.mark.django_db
def test_nothing_is_taken_over_where_something_does_not_fit(chairmanship, now):
    archive = handover.opened(handover.archive_of(chairmanship, at=now))
    stranger = {**archive.meetings["som-2027"], "host": "QQ"}
    _emptied()
    with pytest.raises(Invalid, match="names who is not at this table: QQ"):
        handover.take_over(Archive({}, {**archive.meetings, "som-2027": stranger}, archive.files), at=now)
    broken = {key: value for key, value in archive.meetings["som-2027"].items() if key != "zone"}
    with pytest.raises(Invalid, match="zone"):
        handover.take_over(Archive({}, {**archive.meetings, "som-2027": broken}, archive.files), at=now)
    assert not Meeting.objects.exists()


@pytest.mark.django_db
def test_the_commands_write_look_and_take_over(chairmanship, tmp_path, capsys):
    file = tmp_path / "chair.zip"
    call_command("meetings_handover", file, "--chair", "cz", "--from", "2027-01-01")
    assert "1 meetings" in capsys.readouterr().out
    with pytest.raises(CommandError, match="is there already"):
        call_command("meetings_handover", file)
    _emptied()
    call_command("meetings_import", file, "--dry-run")
    assert not Meeting.objects.exists()
    call_command("meetings_import", file)
    assert Meeting.objects.get().code == "som-2027"
    assert "1 meetings are taken over, 0 are here already" in capsys.readouterr().out
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(CommandError, match="cannot be taken over"):
        call_command("meetings_import", file)


codes = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
records = st.dictionaries(codes, st.dictionaries(st.text(max_size=5), plain, max_size=4), max_size=4)


@given(records, st.lists(st.binary(max_size=20), max_size=3))
def test_whatever_is_written_is_read_back_and_the_same_content_gives_the_same_bytes(meetings, contents):
    archive = Archive({"made_at": "now"}, meetings, {sha256(one): one for one in contents})
    made = written(archive)
    assert read(made) == archive
    assert written(read(made)) == made


@given(st.data())
def test_no_part_can_be_changed_added_or_taken_away_unseen(data):
    archive = Archive({}, {"one": {"a": 1}, "two": {"b": [2]}}, {})
    with zipfile.ZipFile(io.BytesIO(written(archive))) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    name = data.draw(st.sampled_from([name for name in parts if name != "checksums.sha256"]))
    deed = data.draw(st.sampled_from(["change", "take", "add"]))
    if deed == "change":
        place = data.draw(st.integers(0, len(parts[name]) - 1))
        new = data.draw(st.integers(0, 255).filter(lambda one: one != parts[name][place]))
        parts[name] = parts[name][:place] + bytes([new]) + parts[name][place + 1 :]
    elif deed == "take":
        del parts[name]
    else:
        parts["meetings/three.json"] = b"{}"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        for one, content in parts.items():
            container.writestr(one, content)
    try:
        found = read(made.getvalue())
    except DamagedError:
        return
    # Only what is told to people, and reckoned with nowhere, may differ: the manifest is not summed by itself.
    assert name == "manifest.json"
    assert (found.meetings, found.files) == (archive.meetings, archive.files)
