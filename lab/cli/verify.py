"""`registry-lab verify`: prove exercises on an engine, and tell it as a table."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from lab.checks import Outcome, overall
from lab.cli import CANNOT_TELL, DONE, NOT_YET
from lab.cli.machine import line
from lab.cli.plain import SIGNS, harmless
from lab.cli.wiring import Machine
from lab.content.library import find_exercise, find_exercises, load, load_all
from lab.content.model import Exercise
from lab.content.others import places
from lab.errors import UsageError
from lab.home import Home
from lab.language.message import Message, say
from lab.language.words import Words
from lab.ledger import open_ledgers
from lab.session.opening import Lab
from lab.verifying.proofs import CleanUpProved, ExerciseProved, Proof, StepProved
from lab.verifying.verify import verify as proofs_of

_CODES: dict[Outcome, int] = {"pass": DONE, "not_yet": NOT_YET, "cannot_tell": CANNOT_TELL}
_COLUMNS = (
    say("cli.verify.column-step"),
    say("cli.verify.column-before"),
    say("cli.verify.column-after"),
    say("cli.verify.column-mistakes"),
    say("cli.verify.column-hints"),
)


def verify(options: argparse.Namespace, speech: Words) -> int:
    """Prove the exercises that are named, or all of a folder, on an engine."""
    chosen = _chosen(options, speech.lang)
    if not chosen:
        raise UsageError(say("cli.verify.nothing", path=options.content), say("cli.verify.nothing-hint"))
    machine = Machine(options.engine)
    # Whoever names an exercise, or a folder of them, has read what it does; of all that there are nobody has said so.
    agreed = "--yes" if options.yes else "verify" if options.exercises or options.content else None
    outcomes: list[Outcome] = []
    with _home_of_its_own(machine.home, speech) as home:
        lab = _lab(machine, home)
        for exercise in chosen:
            table = _Table(exercise, speech)
            for proof in proofs_of(lab, exercise, agreed):
                _print(proof, table, options, speech)
                if isinstance(proof, ExerciseProved):
                    outcomes.append(proof.outcome)
    return _CODES[overall(outcomes)]


def _chosen(options: argparse.Namespace, lang: str) -> tuple[Exercise, ...]:
    """Return what is to be proved: of the folder that is named and of no other, or else of all that there are."""
    if not options.content:
        return tuple(find_exercise(name, lang) for name in options.exercises) or find_exercises(lang)
    folders = places(Path(options.content), "exercise")
    if options.exercises:
        return tuple(load(folder, name, lang) for folder in folders for name in options.exercises)
    return tuple(exercise for folder in folders for exercise in load_all(folder, lang))


def _print(proof: Proof, table: _Table, options: argparse.Namespace, speech: Words) -> None:
    if options.json:
        print(line(proof, speech), flush=True)
        return
    for text in table.lines(proof):
        print(harmless(text), flush=True)


@contextmanager
def _home_of_its_own(home: Home, speech: Words) -> Iterator[Home]:
    """Give a folder beside the learner's own data, where every engine that sees those sees it too; gone with the verification."""
    home.path.mkdir(parents=True, exist_ok=True)
    own = Home(Path(tempfile.mkdtemp(prefix="verify-", dir=home.path)))
    try:
        yield own
    finally:
        if open_ledgers(own.runs()):
            print(speech.say(say("cli.verify.left", path=str(own.path))), file=sys.stderr)
        else:
            shutil.rmtree(own.path)


def _lab(machine: Machine, home: Home) -> Lab:
    from lab.cli.reacting import reacting
    from lab.engine.ports import port_in_use
    from lab.needs import image_folder
    from lab.props.stage import set_up
    from lab.surroundings import look_around
    from lab.verifying.scratch import Scratch

    engine = machine.engine
    around = look_around(home.path, os.environ, image_folder(engine.facts))
    return Lab(home, engine, Scratch(), port_in_use, around=around, stage=partial(set_up, react=reacting(engine, home)))


class _Table:
    """One exercise's proofs as rows; what is not as it should be stands under its row."""

    def __init__(self, exercise: Exercise, speech: Words) -> None:
        self._exercise = exercise
        self._speech = speech
        self._begun = False
        clean = self._say(say("cli.verify.clean-up"))
        self._width = max(map(_width, (clean, *(step.id for step in exercise.steps))))

    def lines(self, proof: Proof) -> Iterator[str]:
        """Tell one proof."""
        if not self._begun:
            self._begun = True
            yield self._exercise.title
            yield self._row("  ", [self._say(name) for name in _COLUMNS])
        match proof:
            case StepProved():
                yield from self._step(proof)
            case CleanUpProved():
                told = say("cli.verify.as-before") if proof.outcome == "pass" else say("cli.verify.not-as-before")
                yield self._row(f"{SIGNS[proof.outcome]} ", [self._say(say("cli.verify.clean-up")), self._say(told)])
                yield from self._under(proof.troubles)
            case ExerciseProved():
                yield from self._under(proof.troubles)
                yield f"{SIGNS[proof.outcome]} {self._say(self._ending(proof.outcome))}"
                yield ""

    def _step(self, proof: StepProved) -> Iterator[str]:
        right = sum(mistake.outcome == "pass" for mistake in proof.mistakes)
        cells = [self._outcome(proof.before), self._outcome(proof.after), f"{right}/{len(proof.mistakes)}"]
        yield self._row(f"{SIGNS[proof.outcome]} ", [proof.step, *cells, str(proof.hints)])
        yield from self._under(proof.troubles)
        for mistake in proof.mistakes:
            if mistake.trouble is not None:
                yield from self._under((say("cli.verify.mistake", do=mistake.do, trouble=mistake.trouble),))

    def _under(self, troubles: tuple[Message, ...]) -> Iterator[str]:
        return (f"    → {self._say(trouble)}" for trouble in troubles)

    def _row(self, sign: str, cells: list[str]) -> str:
        widths = (self._width, 10, 10, 10, 5)
        padded = (cell + " " * max(0, width - _width(cell)) for cell, width in zip(cells, widths, strict=False))
        return (sign + "  ".join(padded)).rstrip()

    def _outcome(self, outcome: Outcome) -> str:
        told: dict[Outcome, Message] = {
            "pass": say("cli.verify.passes"),
            "not_yet": say("cli.verify.fails"),
            "cannot_tell": say("cli.verify.unknown"),
        }
        return self._say(told[outcome])

    def _ending(self, outcome: Outcome) -> Message:
        told: dict[Outcome, Message] = {
            "pass": say("cli.verify.proved", exercise=self._exercise.id),
            "not_yet": say("cli.verify.not-proved", exercise=self._exercise.id),
            "cannot_tell": say("cli.verify.not-known", exercise=self._exercise.id),
        }
        return told[outcome]

    def _say(self, message: Message) -> str:
        return self._speech.say(message)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Korean letter takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
