"""`registry-lab progress export` and `import`: a learner's records, carried to another machine."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from lab.checks import Outcome
from lab.cli import DONE
from lab.cli.learner import learner
from lab.cli.wiring import Machine
from lab.errors import LabError, UsageError
from lab.language.message import say
from lab.language.words import Words
from lab.memory import from_data
from lab.portable import own, read, written
from lab.quiz.attempt import attempts
from lab.record import Record

OUTCOMES: tuple[Outcome, ...] = ("pass", "not_yet", "cannot_tell")


def export_progress(options: argparse.Namespace, speech: Words) -> int:
    """Write the learner's records into a file that is not there yet, or to the standard output."""
    machine = Machine(options.engine)
    mine = tuple(own(machine.records.records(), learner(), _runs(machine)))
    lines = written(mine, learner())
    if options.file == "-":
        for line in lines:
            print(line)
    else:
        _write(Path(options.file), lines)
    told = say("cli.carry.exported", records=len(mine), learner=learner(), file=options.file)
    print(speech.say(told), file=sys.stderr)
    return DONE


def import_progress(options: argparse.Namespace, speech: Words) -> int:
    """Add a file's records to the learner's own; those that are there already are left as they are."""
    whose, records = read(_lines(options.file))
    if whose != learner():
        message = say("cli.carry.somebody-elses", whose=whose, learner=learner())
        raise UsageError(message, say("cli.carry.somebody-elses-hint", whose=whose))
    _see_that_they_can_be_read(records)
    added = Machine(options.engine).records.add(records)
    if options.json:
        print(json.dumps({"records": len(records), "added": added}))
    told = say("cli.carry.imported", records=len(records), added=added)
    print(speech.say(told), file=sys.stderr if options.json else sys.stdout)
    return DONE


def _runs(machine: Machine) -> frozenset[str] | None:
    """Return the runs that this home has opened; None where the records are this home's alone."""
    if isinstance(machine.home.progress, Path):
        return None
    return frozenset(path.stem for path in machine.home.runs().rglob("*.jsonl"))


def _write(path: Path, lines: Iterable[str]) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
    except FileExistsError as error:
        raise UsageError(say("cli.carry.there", path=str(path)), say("cli.carry.there-hint")) from error
    except OSError as error:
        message = say("cli.teach.unwritable", path=str(path), reason=error.strerror or str(error))
        raise LabError(message, say("cli.teach.unwritable-hint")) from error


def _lines(name: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig").split("\n")
    except OSError as error:
        message = say("cli.carry.unreadable", path=name, reason=error.strerror or str(error))
        raise UsageError(message, say("cli.carry.wrong-hint")) from error
    except UnicodeDecodeError as error:
        raise UsageError(say("cli.carry.no-header"), say("cli.carry.wrong-hint")) from error


def _see_that_they_can_be_read(records: tuple[Record, ...]) -> None:
    """Fold the records as the lab will: a line somebody has changed is refused here and breaks nothing later."""
    for number, record in enumerate(records, start=2):
        try:
            if record.what == "judged":
                data = record.data or {}
                from_data(data["memory"])
                if record.outcome not in OUTCOMES or not all(isinstance(by, str) for by in data["undone"].values()):
                    raise ValueError(record.outcome)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise UsageError(say("cli.carry.no-record", number=number), say("cli.carry.wrong-hint")) from error
    try:
        attempts(records)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(say("cli.carry.no-quiz"), say("cli.carry.wrong-hint")) from error
