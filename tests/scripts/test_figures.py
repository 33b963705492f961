"""The closing table of the bench: every goal once, with whether it is met."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import figures


@pytest.fixture(autouse=True)
def _kept(tmp_path, monkeypatch):
    monkeypatch.setenv(figures.KEPT, str(tmp_path / "figures"))


def test_each_goal_stands_once_in_the_closing_table_with_its_verdict(capsys):
    figures.say("import", "1.2 s", "under 2 s", met=True)
    figures.say("chart engine", "188 KB")
    figures.say("weight", "left out", "100 KB")
    figures.close()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0].strip() for line in lines[-3:-1]] == ["met", "not measured"]
    assert lines[-1] == "1 of 2 goals are met."


def test_a_missed_goal_ends_with_status_1(capsys):
    figures.say("import", "2.4 s", "under 2 s", met=False)
    with pytest.raises(SystemExit) as ended:
        figures.close()
    assert ended.value.code == 1
    assert "(goal: under 2 s: MISSED)" in capsys.readouterr().out
