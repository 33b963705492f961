import pytest
from django.core.management import call_command
from django.utils import timezone

from roundtable.kernel.keys import health, ledger, masters, ring, rotation
from roundtable.kernel.keys.models import DataKey
from roundtable.kernel.links.models import IndexEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.ROUNDTABLE_KEYS = tmp_path / "keys"
    masters.forget()
    yield
    masters.forget()


@pytest.fixture
def entries():
    made = [
        IndexEntry(kind="t", object_id=number, url="/", title="", scope=f"x{number}", text=str(number))
        for number in range(12)
    ]
    IndexEntry.objects.bulk_create(made)
    return made


def _read() -> list[int]:
    return [int(entry.text or -1) for entry in IndexEntry.objects.order_by("pk")]


def silent(_words: str) -> None:
    pass


def test_a_new_master_key_wraps_everything_and_every_box_stays_as_it_was(entries):
    boxes = list(IndexEntry.objects.values_list("text", flat=True))
    done = rotation.rotate(say=silent)
    ring.forget()
    assert (done.master, done.keys, rotation.under()) == (2, 12, {2: 12})
    assert (_read(), list(IndexEntry.objects.values_list("text", flat=True))) == (list(range(12)), boxes)


def test_the_old_master_key_is_needed_no_more_after_a_rotation(entries):
    rotation.rotate(say=silent)
    masters.files()[1].unlink()
    masters.forget()
    ring.forget()
    assert _read() == list(range(12))


def test_a_rotation_that_was_broken_off_goes_on_with_the_same_master_key(entries, monkeypatch):
    monkeypatch.setattr(rotation, "TOGETHER", 5)

    def power_cut(words: str) -> None:
        raise KeyboardInterrupt(words)

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(say=power_cut)
    ring.forget()
    assert (rotation.under(), _read()) == ({1: 7, 2: 5}, list(range(12)))
    assert rotation.rotate(say=silent).keys == 7
    assert (rotation.under(), sorted(masters.files())) == ({2: 12}, [1, 2])


def test_a_key_that_is_destroyed_while_the_master_changes_stays_destroyed(entries, monkeypatch):
    wrapped = ring.wrap

    def destroyed_meanwhile(material, *, number, owner, master):
        if owner == "scope:x3":
            monkeypatch.setattr(ring, "wrap", wrapped)
            rotation.destroy("scope:x3", at=timezone.now())
        return wrapped(material, number=number, owner=owner, master=master)

    monkeypatch.setattr(ring, "wrap", destroyed_meanwhile)
    rotation.rotate(say=silent)
    assert [n for n in _read() if n != -1] == [n for n in range(12) if n != 3]


def test_destroying_a_key_is_written_in_the_ledger_and_concerns_nobody_else(entries):
    assert rotation.destroy("scope:x3", at=timezone.now(), since="2026") is True
    assert rotation.destroy("scope:x3", at=timezone.now()) is False
    [line] = ledger.read()
    assert (line.owner, line.since) == ("scope:x3", "2026")
    assert _read() == [*range(3), -1, *range(4, 12)]
    assert oct(ledger.place().stat().st_mode)[-3:] == "600"


def test_an_older_database_that_is_brought_back_brings_nobody_back(entries):
    before = {row.pk: (row.master, bytes(row.wrapped)) for row in DataKey.objects.all()}
    rotation.destroy("scope:x3", at=timezone.now())
    for number, (master, wrapped) in before.items():
        DataKey.objects.filter(pk=number).update(master=master, wrapped=wrapped, destroyed_at=None)
    ring.forget()
    assert _read()[3] == 3
    assert [one.owner for one in rotation.replay()] == ["scope:x3"]
    assert (_read()[3], rotation.replay()) == (-1, [])


def test_status_and_doctor_say_which_master_key_is_missing(entries, capsys):
    call_command("keys_status")
    assert "master key 1: 12 data keys  (newest" in capsys.readouterr().out
    assert [str(finding.level) for finding in health.look_at_keys()] == ["fine"]
    masters.files()[1].unlink()
    masters.forget()
    with pytest.raises(SystemExit):
        call_command("keys_status")
    assert "MISSING" in capsys.readouterr().out
    assert ["wrong" for finding in health.look_at_keys() if "12 data keys open no more" in finding.what] == ["wrong"]


def test_doctor_sees_keys_that_others_can_read_and_keys_of_another_place(entries):
    masters.files()[1].chmod(0o644)
    assert any("others on this machine" in finding.what for finding in health.look_at_keys())
    masters.files()[1].unlink()
    masters.forget()
    masters.make(1)
    assert any("was not wrapped by master key 1" in finding.what for finding in health.look_at_keys())
