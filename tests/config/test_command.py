"""The `roundtable` command: what it is called in its own help, and what it answers when nobody reads to the end."""

import socket
import sys

import pytest
from django.core.management import get_commands

from roundtable.config import command

OURS = sorted(name for name, app in get_commands().items() if str(app).startswith(command.HOUSE))


def run(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["roundtable", *words])
    with pytest.raises(SystemExit) as ended:
        command.main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("name", OURS)
def test_the_usage_of_each_command_can_be_typed_as_it_stands(name, monkeypatch, capsys):
    spoken = name.replace("_", " ")
    assert run(monkeypatch, *spoken.split(), "--help") == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: roundtable {spoken}")
    assert "--pythonpath" not in said


@pytest.mark.parametrize("words", [("serve",), ("demo",)])
def test_an_address_that_is_taken_is_named_with_what_to_do(words, monkeypatch, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        assert run(monkeypatch, *words, "--bind", taken) == 1
    assert f"Nobody can be served on {taken}" in capsys.readouterr().err


def test_a_word_that_is_no_command_is_named(monkeypatch, capsys):
    assert run(monkeypatch, "plant", "import") == 2
    assert "“plant import”" in capsys.readouterr().err
