"""Before an exercise begins a Swarm, whoever is at the terminal is asked; where nobody is, it has to be said beforehand."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from lab.cli import main
from lab.docker_cli.actions import SwarmInit
from lab.engine import connect, ports
from lab.ledger import open_ledgers
from tests.fakes import FakeEngine

BEGIN = ("run", "registry-swarm", "--until", "begin")


class Terminal(io.StringIO):
    """Text that somebody types, or reads."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    engine = FakeEngine()
    monkeypatch.setenv("REGISTRY_LAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("REGISTRY_LAB_LANG", "en")
    monkeypatch.delenv("REGISTRY_LAB_PROGRESS", raising=False)
    monkeypatch.setattr(connect, "connect", lambda url: engine)
    monkeypatch.setattr(ports, "port_in_use", lambda port: None)
    return engine


def answering(monkeypatch: pytest.MonkeyPatch, typed: str) -> Terminal:
    """Put somebody who types this at a terminal; return what they read."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    monkeypatch.setattr(sys, "stderr", shown)
    return shown


def begun(engine: FakeEngine) -> bool:
    return any(isinstance(action, SwarmInit) for action in engine.performed)


def test_without_a_terminal_it_is_refused_with_what_and_what_to_do(
    engine: FakeEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(BEGIN)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "The exercise registry-swarm begins a Swarm on the engine, and nobody is at a terminal to be asked whether it may.",
        "If it may, say so: registry-lab run registry-swarm --yes",
    ]
    assert engine.performed == []
    assert open_ledgers(tmp_path / "home") == ()


@pytest.mark.parametrize("answer", ["y", "Yes", "예", "네", "ㅛ"])
def test_at_a_terminal_it_is_asked_and_a_yes_begins(
    engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    shown = answering(monkeypatch, f"{answer}\n")
    main(list(BEGIN))
    assert "open to everybody who can reach this machine" in shown.getvalue()
    assert begun(engine)


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_any_other_answer_begins_nothing_and_is_nobodys_error(
    engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str
) -> None:
    shown = answering(monkeypatch, answer)
    assert main(list(BEGIN)) == 1
    assert "nothing is begun" in shown.getvalue()
    assert engine.performed == []
    assert open_ledgers(tmp_path / "home") == ()


def test_what_is_said_beforehand_is_not_asked(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = answering(monkeypatch, "")
    main([*BEGIN, "--yes"])
    assert "[y/N]" not in shown.getvalue()
    assert begun(engine)


def test_verify_takes_its_name_for_a_yes_and_says_what_it_left_out_where_none_was_named(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["verify", "registry-swarm"])
    assert begun(engine)
    engine.performed.clear()
    capsys.readouterr()
    main(["verify"])
    assert "registry-swarm begins a Swarm on the engine, and nobody has said that it may." in capsys.readouterr().out
    assert not begun(engine)
