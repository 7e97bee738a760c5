"""A learner's place in an exercise: which step, what was said of each, which hints are open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from lab.content.model import Exercise, Step
from lab.language.message import Message
from lab.session.events import StepJudged

State = Literal["done", "undone", "todo", "unknown"]
"""Done and still true; done, but true no more; not done; the engine could not be asked."""


@dataclass(frozen=True, slots=True)
class Course:
    """Everything the exercise screen draws but the World and the log; each change makes a new one."""

    exercise: Exercise
    at: int = 0
    """Index of the step on the screen."""
    judged: Mapping[str, StepJudged] = field(default_factory=dict)
    """What was last said of each step."""
    hints: Mapping[str, int] = field(default_factory=dict)
    """How many hints of each step are open."""
    notices: tuple[Message, ...] = ()
    """What differs from the lecture on this machine."""

    @property
    def step(self) -> Step:
        """The step on the screen."""
        return self.exercise.steps[self.at]

    @property
    def last(self) -> bool:
        """Whether no step follows."""
        return self.at == len(self.exercise.steps) - 1

    @property
    def complete(self) -> bool:
        """Whether every step has passed."""
        return all(self.passed(step) for step in self.exercise.steps)

    @property
    def open_hints(self) -> tuple[str, ...]:
        """The hints of the step on the screen that are open."""
        return self.step.hints[: self.hints.get(self.step.id, 0)]

    def passed(self, step: Step) -> bool:
        """Tell whether a step has passed in this run, whatever is true now."""
        said = self.judged.get(step.id)
        return said is not None and said.done

    def state(self, step: Step) -> State:
        """Return how a step stands."""
        said = self.judged.get(step.id)
        if said is None:
            return "todo"
        if said.outcome == "cannot_tell":
            return "unknown"
        if not said.done:
            return "todo"
        return "done" if said.outcome == "pass" else "undone"

    def undone_by(self, step: Step) -> Step | None:
        """Return the later step whose work undid one."""
        said = self.judged.get(step.id)
        return self.exercise.step(said.undone_by) if said is not None and said.undone_by is not None else None

    @property
    def behind(self) -> bool:
        """Whether something before the step on the screen has to be done, or done again."""
        before = self.exercise.steps[: self.at]
        return any(self.state(step) == "todo" or self.lost(step) for step in before)

    def lost(self, step: Step) -> bool:
        """Tell whether a step was done, and has been undone by no step of the exercise."""
        return self.state(step) == "undone" and self.undone_by(step) is None

    def moved_to(self, index: int) -> Course:
        """Return it at another step, at the ends as far as there are steps."""
        return replace(self, at=min(max(index, 0), len(self.exercise.steps) - 1))

    def at_first_open(self) -> Course:
        """Return it at the first step that has not passed, or at the last."""
        todo = (index for index, step in enumerate(self.exercise.steps) if not self.passed(step))
        return self.moved_to(next(todo, len(self.exercise.steps) - 1))

    def after(self, said: StepJudged) -> Course:
        """Return it with a judgement."""
        return replace(self, judged={**self.judged, said.step: said})

    def afresh(self) -> Course:
        """Return it with nothing judged, as a new run begins."""
        return replace(self, judged={})

    def hinted(self) -> Course:
        """Return it with one more hint of the step on the screen."""
        more = min(self.hints.get(self.step.id, 0) + 1, len(self.step.hints))
        return replace(self, hints={**self.hints, self.step.id: more})


NOWHERE = Course(Exercise("", "", "", (), 0, ()))
"""The place of a screen that has not been given one."""
