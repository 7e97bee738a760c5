"""The commands: each asks the core, prints what it tells, and returns an exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from lab.checks import Outcome
from lab.cli import CANNOT_TELL, DONE, INTERRUPTED, NOT_YET, UNUSABLE
from lab.cli.machine import line, written
from lab.cli.plain import SIGNS, Storyteller, clean_up_lines, harmless
from lab.cli.wiring import FIRST, Machine, tell_notices
from lab.content.library import exercise_folders
from lab.content.model import Exercise
from lab.doctor import Finding
from lab.engine.contract import EngineError
from lab.errors import LabError, UsageError
from lab.language.message import say
from lab.language.words import Words
from lab.session import events as ev

_CODES: dict[Outcome, int] = {"pass": DONE, "not_yet": NOT_YET, "cannot_tell": CANNOT_TELL}


def walk_in_text(options: argparse.Namespace, speech: Words) -> int:
    """Walk through the first exercise in plain text: there is no terminal to draw the app on."""
    print(speech.say(say("cli.run.no-terminal")), file=sys.stderr)
    return _walk(Machine(options.engine), FIRST, {}, None, options, speech, prose=True)


def exercises(options: argparse.Namespace, speech: Words) -> int:
    """List the exercises."""
    for exercise in Machine(options.engine).exercises(speech.lang):
        steps = [step.id for step in exercise.steps]
        row = {"id": exercise.id, "title": exercise.title, "minutes": exercise.minutes, "steps": steps}
        told = say("cli.list.exercise", title=exercise.title, steps=len(steps), minutes=exercise.minutes)
        _print_row(options, row, f"{exercise.id}\t{speech.say(told)}")
    return DONE


def run(options: argparse.Namespace, speech: Words) -> int:
    """Do an exercise, step by step, and leave the engine as it was."""
    wanted = {name: value for name in ("port", "name") if (value := getattr(options, name)) is not None}
    from lab.cli.agreeing import agreement

    machine = Machine(options.engine)

    def agree(exercise: Exercise) -> str | None:
        return agreement(machine, exercise, options, speech)

    return _walk(machine, options.exercise, wanted, options.until, options, speech, keep=options.keep, agree=agree)


def check(options: argparse.Namespace, speech: Words) -> int:
    """Judge an exercise, or one step of it, as things stand."""
    from lab.session.checking import check as look
    from lab.session.checking import never_looked
    from lab.session.walking import find_step

    machine = Machine(options.engine)
    exercise = machine.exercise(options.exercise, speech.lang)
    steps = exercise.steps if options.step is None else (find_step(exercise, options.step),)
    story = Storyteller(speech, exercise.filled({}))
    try:
        events: Iterable[ev.Event] = look(machine.lab, exercise, options.step)
    except EngineError as error:
        events = never_looked(exercise, steps, error)
    return _tell(events, options, speech, story)


def progress(options: argparse.Namespace, speech: Words) -> int:
    """Tell where the learner stands, or carry that from one machine to another."""
    if options.action is not None:
        return _carry(options, speech)
    machine = Machine(options.engine)
    tell_notices(machine, speech)
    titles = {exercise.id: exercise.title for exercise in machine.exercises(speech.lang)}
    for standing in machine.standings():
        steps = {step.step: {"passed": step.passed, "tries": step.tries} for step in standing.steps}
        row = {"exercise": standing.exercise, "done": standing.done, "of": len(steps), "steps": steps}
        told = say("cli.list.progress", title=titles[standing.exercise], done=standing.done, steps=len(steps))
        marks = (f"\n  {SIGNS['pass'] if step.passed else '·'} {step.step}" for step in standing.steps)
        _print_row(options, row, f"{standing.exercise}\t{speech.say(told)}{''.join(marks)}")
    return DONE


def _carry(options: argparse.Namespace, speech: Words) -> int:
    from lab.cli.carrying import export_progress, import_progress

    if options.file is None:
        raise UsageError(say("cli.carry.no-file"), say("cli.carry.no-file-hint", action=options.action))
    return {"export": export_progress, "import": import_progress}[options.action](options, speech)


def doctor(options: argparse.Namespace, speech: Words) -> int:
    """Look at this machine and its engine, and change nothing."""
    machine, code = Machine(options.engine), DONE
    try:
        for finding in machine.findings(FIRST):
            _print_finding(finding, options, speech)
            if finding.level == "failure":
                code = NOT_YET
    except EngineError as error:
        silence = machine.silence(error)
        if not options.json:
            raise EngineError(error.kind, silence.found, silence.remedy or error.hint, error.words) from error
        _print_finding(silence, options, speech)
        return CANNOT_TELL
    return code


def _print_finding(finding: Finding, options: argparse.Namespace, speech: Words) -> None:
    signs = {"ok": "✓", "info": "·", "warning": "!", "failure": "✗", "unknown": "?"}
    found = speech.say(finding.found)
    remedy = speech.say(finding.remedy) if finding.remedy else None
    row = {"check": finding.check, "level": finding.level, "code": finding.found.key, "found": found, "remedy": remedy}
    arrow = f"\n    → {remedy}" if remedy else ""
    _print_row(options, row, f"{signs[finding.level]} {finding.check}: {found}{arrow}")


def cleanup(options: argparse.Namespace, speech: Words) -> int:
    """End every open run on this engine that nobody works on: remove what the lab made, put back what was there before."""
    from lab.hold import Holds
    from lab.ledger import open_ledgers
    from lab.session.cleaning import clean_up, plan_clean_up

    machine = Machine(options.engine)
    code = DONE
    ledgers, holds = open_ledgers(machine.home.runs()), Holds()
    for ledger in reversed(ledgers):  # the newest began in what the older ones had made
        if ledger.run.engine != machine.engine.facts.id:
            told = say(
                "cli.clean.other-engine", exercise=ledger.run.exercise, url=ledger.run.url, path=str(ledger.path)
            )
            print(speech.say(told), file=sys.stderr)
            continue
        if not options.dry_run and not holds.take(machine.home.hold(ledger.run.exercise, ledger.run.engine)):
            # Who works on it would go on in a run that is closed, and nobody would know what they make from then on.
            print(speech.say(say("cli.clean.open-elsewhere", exercise=ledger.run.exercise)), file=sys.stderr)
            code = NOT_YET
            continue
        events = [plan_clean_up(machine.engine, ledger)] if options.dry_run else clean_up(machine.engine, ledger)
        for event in events:
            if isinstance(event, ev.CleanUpPlanned | ev.Cleaned):
                _print_lines(event, options, speech, clean_up_lines(event, speech))
            if isinstance(event, ev.Cleaned) and event.left:
                code = NOT_YET
    if not ledgers and not options.json:
        print(speech.say(say("cli.clean.no-runs")))
    return code


def lint(options: argparse.Namespace, speech: Words) -> int:
    """Report what is wrong with files of exercises and quizzes; warnings alone are no failure."""
    from lab.content.lint import lint as problems_of
    from lab.content.quiz_library import quiz_folders
    from lab.content.stamp import stamp_file

    paths = [Path(path) for path in options.paths] or [*exercise_folders(), *quiz_folders()]
    if options.stamp:
        for path in paths:
            stamp_file(path)
    problems = problems_of(paths)
    for problem in problems:
        row = {
            "path": problem.path,
            "line": problem.line,
            "level": problem.level,
            "message": speech.say(problem.message),
            "allowed": speech.say(problem.allowed),
        }
        _print_row(options, row, speech.say(problem.said()))
    return UNUSABLE if any(problem.level == "error" for problem in problems) else DONE


def _walk(
    machine: Machine,
    identity: str,
    wanted: dict[str, str | int],
    until: str | None,
    options: argparse.Namespace,
    speech: Words,
    *,
    keep: bool = False,
    prose: bool = False,
    agree: Callable[[Exercise], str | None] = lambda exercise: None,
) -> int:
    from lab.session.walking import never_begun, steps_until, walk

    exercise = machine.exercise(identity, speech.lang)
    steps = steps_until(exercise, until)
    story = Storyteller(speech, exercise.filled({}), prose=prose)
    try:
        events: Iterable[ev.Event] = _ahead(
            machine, walk(machine.lab, exercise, wanted, until, keep=keep, agreed=agree(exercise))
        )
    except EngineError as error:
        if prose and not options.json:
            print("\n".join(story.read_through()))
        events = never_begun(exercise, steps, error)
    try:
        return _tell(events, options, speech, story)
    except KeyboardInterrupt:
        _say_what_is_left(machine, exercise, speech)
        return INTERRUPTED
    except LabError as error:
        if not isinstance(error, UsageError):
            _say_what_is_left(machine, exercise, speech)
        raise


def _ahead(machine: Machine, events: Iterable[ev.Event]) -> Iterator[ev.Event]:
    """Open the records while the engine works on the first command: both take about as long."""
    for event in events:
        if isinstance(event, ev.CommandStarted):
            machine.records.open_ahead()
        yield event


def _tell(events: Iterable[ev.Event], options: argparse.Namespace, speech: Words, story: Storyteller) -> int:
    code, clean = CANNOT_TELL, True
    for event in events:
        _print_lines(event, options, speech, story.lines(event))
        if isinstance(event, ev.Cleaned):
            clean = not event.left
        if isinstance(event, ev.ExerciseFinished | ev.ExerciseChecked):
            code = _CODES[event.outcome]
    return NOT_YET if code == DONE and not clean else code


def _print_lines(event: ev.Event, options: argparse.Namespace, speech: Words, lines: Iterable[str]) -> None:
    if options.json:
        print(line(event, speech), flush=True)
        return
    stream = sys.stderr if isinstance(event, ev.Failed) else sys.stdout
    for text in lines:
        print(harmless(text), file=stream, flush=True)


def _say_what_is_left(machine: Machine, exercise: Exercise, speech: Words) -> None:
    """After Ctrl-C, or an error in the middle: name what stays behind, and how to remove it."""
    from lab.session.cleaning import plan_clean_up
    from lab.session.opening import open_run

    ledger = open_run(machine.home, exercise, machine.engine.facts.id)
    if ledger is None:
        return
    try:
        planned = plan_clean_up(machine.engine, ledger)
    except EngineError:  # it may be why the learner stopped
        print("\n" + speech.say(say("cli.clean.later")), file=sys.stderr)
        return
    print("\n" + speech.say(say("cli.clean.interrupted")), file=sys.stderr)
    for text in clean_up_lines(planned, speech):
        print(text, file=sys.stderr)


def _print_row(options: argparse.Namespace, row: dict[str, Any], text: str) -> None:
    print(written(row) if options.json else harmless(text))
