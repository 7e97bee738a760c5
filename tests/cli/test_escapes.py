"""What a terminal would obey is shown, not obeyed, wherever it comes from: files, engines, registries, tags and labels."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lab.checks import Verdict
from lab.cli.machine import line, written
from lab.cli.plain import Storyteller, harmless
from lab.content.library import exercises_folder, load
from lab.docker_cli import actions as act
from lab.engine.errors import classify
from lab.language.message import say
from lab.language.words import words
from lab.session import events as ev
from tests.cli.conftest import Command
from tests.fakes import FACTS

EVIL = "\x1b[2J\x1b]0;owned\x07 \x9b31m \x85 \r\x08 \u202eevil\u2066 \x1b[31m[red]rm -rf[/red]"
"""Clearing the screen, a title, C1 controls, going back, text turned round (Trojan Source), and Rich's markup."""

ACTION = act.VolumeRemove((EVIL,))
EVENTS: tuple[ev.Event, ...] = (
    ev.ExerciseOpened(
        "private-registry", "r1", (("name", EVIL),), replace(FACTS, kind=EVIL, version=EVIL), (say("session.other-name", name=EVIL, other=EVIL),)
    ),
    ev.CommandStarted(EVIL, ACTION),
    ev.Printed(EVIL),
    ev.LayerMoved(EVIL, f"Pull complete{EVIL}", 1, 2),
    ev.Noticed(say("session.kept", image=EVIL, name=EVIL)),
    ev.CommandFailed(EVIL, "other", classify(EVIL).message, classify(EVIL).hint, EVIL),
    ev.StepJudged("start-registry", "not_yet", (Verdict("not_yet", "x", say("session.kept", image=EVIL, name=EVIL), say("session.kept", image=EVIL, name=EVIL)),), undone_by=EVIL),
    ev.Failed(classify(EVIL).message, classify(EVIL).hint, EVIL),
    ev.CleanUpPlanned("r1", EVIL, (ACTION,), (EVIL,), ()),
    ev.Cleaned("r1", EVIL, (), (say("session.left.appeared", noun="image", name=EVIL),)),
)  # fmt: skip


def tame(text: str) -> bool:
    return all(char.isprintable() or char in "\n\t" for char in text)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_an_event_is_told_without_anything_that_a_terminal_obeys(event: ev.Event, lang: str) -> None:
    exercise = load(exercises_folder(), "private-registry", lang)
    lines = list(Storyteller(words(lang), exercise, prose=True).lines(event))
    assert lines
    assert all(tame(harmless(text)) for text in lines)
    told = line(event, words(lang))
    assert tame(told)
    assert "\n" not in told
    assert isinstance(json.loads(told), dict)


def test_json_says_what_was_there_to_whoever_reads_it_as_json() -> None:
    strange = EVIL + "\udcff\U000e0001한글"
    assert json.loads(written({"x": strange})) == {"x": strange}
    assert tame(written({"x": strange}))
    assert "한글" in written({"x": strange})


def test_prose_keeps_its_lines() -> None:
    assert harmless("one\ntwo\x1b[2J\n") == "one\ntwo\\x1b[2J\n"


@pytest.mark.parametrize(
    "words_typed",
    [
        ("run", EVIL),
        ("check", "private-registry", EVIL),
        ("lint", EVIL),
        ("progress", "import", EVIL),
        ("quiz", EVIL),
        (EVIL,),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_what_was_typed_is_repeated_harmlessly(
    registry_lab: Command, words_typed: tuple[str, ...], form: tuple[str, ...]
) -> None:
    done = registry_lab(*words_typed, *form)
    assert done.returncode == 2
    assert tame(done.stdout)
    assert tame(done.stderr)


def test_a_file_with_such_characters_is_complained_of_harmlessly(registry_lab: Command, tmp_path: Path) -> None:
    file = tmp_path / "03-x.md"
    file.write_text(f'# {EVIL}\n\n```toml exercise\nid = "{EVIL}"\n{EVIL} = 5\n```\n\n## {EVIL}\n', newline="")
    done = registry_lab("lint", str(file))
    assert done.returncode == 2
    assert tame(done.stdout)
