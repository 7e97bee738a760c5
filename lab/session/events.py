"""What a session tells, in the order it happens: frozen, complete, without a front end in mind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from lab.checks import Outcome, Verdict
from lab.docker_cli.actions import Action
from lab.engine.contract import EngineFacts
from lab.language.message import Message
from lab.prediction import Prediction
from lab.world import Change, World


@dataclass(frozen=True, slots=True)
class ExerciseOpened:
    """A run of an exercise begins, or goes on."""

    exercise: str
    run: str
    values: tuple[tuple[str, str | int], ...]
    engine: EngineFacts
    notices: tuple[Message, ...] = ()
    """What differs from the lecture on this machine."""
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A step is about to be done."""

    step: str


@dataclass(frozen=True, slots=True)
class CommandStarted:
    """A command is about to be performed."""

    text: str
    """As the exercise or the learner wrote it."""
    action: Action


@dataclass(frozen=True, slots=True)
class LayerMoved:
    """A layer is on its way."""

    layer: str
    status: str
    current: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Printed:
    """A line that the command prints."""

    text: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something worth knowing that is not an error."""

    message: Message


@dataclass(frozen=True, slots=True)
class CallMade:
    """A call of the SDK was made."""

    text: str


@dataclass(frozen=True, slots=True)
class RequestSent:
    """An HTTP request was sent to the engine, and answered."""

    method: str
    path: str
    status: int
    """0 where no answer came."""


@dataclass(frozen=True, slots=True)
class CommandFailed:
    """A command was not understood, not permitted, or refused by the engine."""

    text: str
    kind: str
    message: Message
    hint: Message
    words: str = ""
    """The engine's own."""
    expected: bool = False
    """Whether the step wants it to fail in just this way."""


@dataclass(frozen=True, slots=True)
class WorldSeen:
    """The World after an action, and what differs from before it."""

    world: World
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PredictionJudged:
    """What the learner had expected of a step is held against what it changed."""

    step: str
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class StepJudged:
    """A step's checks have been evaluated."""

    step: str
    outcome: Outcome
    verdicts: tuple[Verdict, ...]
    done: bool = False
    """Whether it passed earlier in this run, whatever is true now."""
    undone_by: str | None = None
    """The later step whose work undid it, where it is done and no longer true."""
    otherwise: bool = False
    """Whether it has just passed by commands that mean something else than the step's own."""


@dataclass(frozen=True, slots=True)
class ExerciseFinished:
    """Nothing more will be done."""

    exercise: str
    outcome: Outcome
    steps: tuple[tuple[str, Outcome], ...]


@dataclass(frozen=True, slots=True)
class ExerciseChecked:
    """Steps have been judged without doing anything."""

    exercise: str
    outcome: Outcome
    steps: tuple[tuple[str, Outcome], ...]
    """A step that passed earlier in the run counts as passed, whatever undid it since."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing could be begun, or go on."""

    message: Message
    hint: Message
    words: str = ""


@dataclass(frozen=True, slots=True)
class CleanUpPlanned:
    """What a clean-up is about to do."""

    run: str
    exercise: str
    actions: tuple[Action, ...]
    paths: tuple[str, ...]
    left: tuple[Message, ...]
    unfinished: tuple[str, ...] = ()
    """Commands that the run was in the middle of when it was stopped."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean-up has ended: what it removed or put back, and what it could not."""

    run: str
    exercise: str
    changes: tuple[Change, ...]
    left: tuple[Message, ...]
    freed: int = 0
    """Bytes that were removed, as far as the Worlds before and after tell."""
    stays: tuple[Message, ...] = ()
    """What is not as it was before because of others, who answer for it now."""


Event: TypeAlias = (
    ExerciseOpened
    | StepStarted
    | CommandStarted
    | LayerMoved
    | Printed
    | Noticed
    | CallMade
    | RequestSent
    | CommandFailed
    | WorldSeen
    | PredictionJudged
    | StepJudged
    | ExerciseFinished
    | ExerciseChecked
    | Failed
    | CleanUpPlanned
    | Cleaned
)
"""Everything a session may tell."""
