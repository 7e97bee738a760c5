"""Which engine is worked with: the one that is named, one that is found, or the lab's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.cli import engines
from lab.cli.engines import AUTO, PRACTICE, find_engine
from lab.engine import connect, endpoint
from lab.engine.contract import EngineError
from lab.language.message import say
from lab.practice.engine import start

DEAD = EngineError("unreachable", say("engine.unreachable.message", url="x"), say("engine.unreachable.hint"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The addresses that were tried; only the practice engine's answers."""
    tried: list[str | None] = []

    def answer(url: str | None = None) -> str:
        tried.append(url)
        if url != "unix:///practice.sock":
            raise DEAD
        return "the practice engine"

    monkeypatch.setattr(connect, "connect", answer)
    monkeypatch.setattr(start, "ensure", lambda home: "unix:///practice.sock")
    monkeypatch.setattr(endpoint, "_context", lambda: None)
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    return tried


def test_where_nothing_is_named_and_nothing_answers_it_is_the_practice_engine(
    asked: list[str | None], tmp_path: Path
) -> None:
    assert find_engine(None, tmp_path) == "the practice engine"  # type: ignore[comparison-overlap]
    assert asked == [None, "unix:///practice.sock"]


def test_the_practice_engine_can_be_asked_for_and_no_other_is_tried(asked: list[str | None], tmp_path: Path) -> None:
    assert find_engine(PRACTICE, tmp_path) == "the practice engine"  # type: ignore[comparison-overlap]
    assert asked == ["unix:///practice.sock"]


@pytest.mark.parametrize("url", ["unix:///dead.sock", "tcp://127.0.0.1:1"])
def test_an_engine_that_is_named_is_never_replaced_by_another(
    asked: list[str | None], tmp_path: Path, url: str
) -> None:
    with pytest.raises(EngineError):
        find_engine(url, tmp_path)
    assert asked == [url]


def test_an_engine_that_the_environment_names_is_never_replaced_unless_auto_is_asked_for(
    asked: list[str | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///dead.sock")
    with pytest.raises(EngineError):
        find_engine(None, tmp_path)
    assert find_engine(AUTO, tmp_path) == "the practice engine"  # type: ignore[comparison-overlap]


def test_a_practice_engine_that_does_not_start_is_an_engine_that_does_not_answer(
    asked: list[str | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(home: Path) -> str:
        raise start.PracticeError("no space left on device")

    monkeypatch.setattr(start, "ensure", broken)
    with pytest.raises(EngineError) as caught:
        engines.find_engine(PRACTICE, tmp_path)
    assert caught.value.kind == "unreachable"
    assert "no space left on device" in caught.value.words
