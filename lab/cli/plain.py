"""Events for people at a plain terminal: lines of text, signs and words rather than colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lab.checks import Outcome, Verdict
from lab.content.model import Exercise
from lab.docker_cli.spelling import spell
from lab.language.message import Message, say
from lab.language.words import Words
from lab.session import events as ev

SIGNS: Mapping[str, str] = {"pass": "✓", "not_yet": "✗", "cannot_tell": "?"}
"""Before every verdict."""

_ARRIVED = ("Pull complete", "Already exists", "Pushed", "Layer already exists", "Mounted from")
"""What an engine says of a layer that is where it should be; the way there is for a screen that can redraw."""


def safe(text: str) -> str:
    """Make text of unknown origin harmless: what a terminal would obey is spelt out."""
    return "".join(char if char.isprintable() or char == "\t" else f"\\x{ord(char):02x}" for char in text)


def harmless(text: str) -> str:
    """Make lines of text of unknown origin harmless, and keep them lines."""
    return "\n".join(safe(line) for line in text.split("\n"))


_CHANGED = {"appeared": "+", "gone": "-", "changed": "~"}
"""Signs of a clean-up's changes, as a difference of texts has them."""


def clean_up_lines(event: ev.CleanUpPlanned | ev.Cleaned, speech: Words) -> Iterator[str]:
    """Tell what a clean-up will do, or what it did."""

    def told(message: Message) -> str:
        return safe(speech.say(message))

    if isinstance(event, ev.CleanUpPlanned):
        yield ""
        yield told(say("cli.clean.begin", exercise=event.exercise))
        yield from (f"  ! {told(say('cli.clean.unfinished', command=each))}" for each in event.unfinished)
        yield from (f"  - {safe(spell(action))}" for action in event.actions)
        yield from (f"  - {told(say('cli.clean.folder', path=path))}" for path in event.paths)
        if not event.actions and not event.paths:
            yield f"  {told(say('cli.clean.nothing'))}"
        return
    yield from (f"  {_CHANGED[each.kind]} {each.noun} {safe(each.name)}" for each in event.changes)
    if event.freed:
        yield f"  {told(say('cli.clean.freed', kilobytes=-(-event.freed // 1000)))}"
    if not event.left:
        done = say("cli.clean.done-but") if event.stays else say("cli.clean.done")
        yield f"  {SIGNS['pass']} {told(done)}"
        yield from (f"    - {told(message)}" for message in event.stays)
    else:
        yield f"  {SIGNS['not_yet']} {told(say('cli.clean.left'))}"
        yield from (f"    - {told(message)}" for message in event.left)


class Storyteller:
    """Tells events as lines; knows which exercise it is about, and whether to tell its prose."""

    def __init__(self, speech: Words, exercise: Exercise, *, prose: bool = False) -> None:
        self._speech = speech
        self._exercise = exercise
        self._prose = prose

    def lines(self, event: ev.Event) -> Iterator[str]:
        """Tell one event."""
        match event:
            case ev.ExerciseOpened():
                yield from self._opened(event)
            case ev.StepStarted():
                yield from self._started(event.step)
            case ev.CommandStarted():
                yield f"  $ {safe(event.text)}"
            case ev.Printed():
                yield f"    {safe(event.text)}"
            case ev.LayerMoved() if event.status.startswith(_ARRIVED):
                yield f"    {safe(event.layer)}: {safe(event.status)}"
            case ev.Noticed():
                yield f"  ! {self._say(event.message)}"
            case ev.CommandFailed():
                yield from self._failed(event)
            case ev.StepJudged():
                yield from self.judged(event)
            case ev.CleanUpPlanned() | ev.Cleaned():
                yield from clean_up_lines(event, self._speech)
            case ev.Failed():
                yield self._say(event.message)
                yield self._say(event.hint)
            case ev.ExerciseFinished() | ev.ExerciseChecked():
                yield ""
                yield self.outcome(event)

    def read_through(self) -> Iterator[str]:
        """Tell the exercise as a text to read, where nothing can be done."""
        yield from (self._exercise.title, "", self._exercise.introduction)
        for step in self._exercise.steps:
            yield from self._started(step.id)
            yield from (text for note in step.notes for text in (note, ""))

    def judged(self, event: ev.StepJudged, *, title: bool = False) -> Iterator[str]:
        """Tell a step's verdicts, after its title if asked."""
        if title:
            step = self._exercise.step(event.step)
            yield f"{SIGNS[event.outcome]} {step.title if step else event.step} ({event.step})"
        for verdict in event.verdicts:
            yield from self._verdict(verdict)
        if event.undone_by is not None:
            yield f"    {self._say(say('cli.run.undone', step=event.undone_by))}"
        step = self._exercise.step(event.step)
        if self._prose and step is not None and event.outcome == "pass":
            for note in step.notes:
                yield ""
                yield note

    def outcome(self, event: ev.ExerciseFinished | ev.ExerciseChecked) -> str:
        """Tell how an exercise ended, in one line."""
        passed = sum(outcome == "pass" for _, outcome in event.steps)
        told: dict[Outcome, Message] = {
            "pass": say("cli.outcome.pass", passed=passed, steps=len(event.steps)),
            "not_yet": say("cli.outcome.not-yet", passed=passed, steps=len(event.steps)),
            "cannot_tell": say("cli.outcome.cannot-tell", passed=passed, steps=len(event.steps)),
        }
        return f"{SIGNS[event.outcome]} {self._say(told[event.outcome])}"

    def _opened(self, event: ev.ExerciseOpened) -> Iterator[str]:
        self._exercise = self._exercise.filled(dict(event.values))
        engine = event.engine
        yield f"{self._exercise.title}"
        yield self._say(say("cli.run.engine", kind=engine.kind, version=engine.version, url=engine.url))
        if engine.kind == "practice":
            yield self._say(say("cli.run.practice"))
        yield from (f"! {self._say(notice)}" for notice in event.notices)
        if event.resumed:
            yield f"! {self._say(say('cli.run.resumed'))}"
        if self._prose:
            yield ""
            yield self._exercise.introduction

    def _started(self, identity: str) -> Iterator[str]:
        step = self._exercise.step(identity)
        number = [each.id for each in self._exercise.steps].index(identity) + 1
        yield ""
        yield f"{number}. {step.title if step else identity} ({identity})"
        if self._prose and step is not None:
            yield from (f"{text}" for text in (step.prose, *step.warnings))
            yield ""

    def _failed(self, event: ev.CommandFailed) -> Iterator[str]:
        if event.expected:
            yield f"  ! {self._say(say('cli.run.refused-as-meant'))} {self._say(event.message)}"
            return
        yield f"  {safe(event.text)}"
        yield f"  ! {self._say(event.message)}"
        yield f"    → {self._say(event.hint)}"
        if event.words:
            yield f"    ({safe(' '.join(event.words.split()))})"

    def _verdict(self, verdict: Verdict) -> Iterator[str]:
        yield f"  {SIGNS[verdict.outcome]} {self._say(verdict.expected)}"
        if verdict.outcome == "pass":
            yield f"      {self._say(verdict.found)}"
        else:
            yield f"      {self._say(say('cli.run.found', found=verdict.found))}"
        if verdict.next is not None:
            yield f"    → {self._say(verdict.next)}"

    def _say(self, message: Message) -> str:
        return safe(self._speech.say(message))
