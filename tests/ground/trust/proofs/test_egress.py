"""The proof of egress sees a door that stands open."""

import socket
from pathlib import Path

import pytest

from roundtable.ground.trust.proofs import egress
from roundtable.ground.trust.public import Trial
from roundtable.kernel.outside import http


@pytest.fixture
def trial(tmp_path: Path, monkeypatch, settings) -> Trial:
    settings.ROUNDTABLE_OUTGOING = []
    monkeypatch.setattr(egress, "targets", lambda: ["127.0.0.1", "localhost", "2130706433"])
    monkeypatch.setattr(egress, "_pages_and_jobs", lambda _trial: None)
    return Trial(tmp_path)


def test_with_its_walls_nobody_comes_to_the_canary(trial: Trial) -> None:
    egress.run(trial)
    assert (trial.violations, trial.figures["connections at the canary"]) == (0, 0)
    assert trial.cases > len(egress.targets())


def test_a_private_address_that_is_let_through_is_noticed(trial: Trial, monkeypatch) -> None:
    monkeypatch.setattr(http, "is_public", lambda _address: True)
    egress.run(trial)
    assert any("127.0.0.1" in told for told in trial.told)


def test_a_name_that_is_asked_twice_is_noticed(trial: Trial, monkeypatch) -> None:
    look = http.resolve

    def twice(host: str, port: int) -> str:
        look(host, port)
        return str(socket.getaddrinfo(host, port)[0][4][0])

    monkeypatch.setattr(http, "resolve", twice)
    egress.run(trial)
    assert any("changed its mind" in told for told in trial.told)
