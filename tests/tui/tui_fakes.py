"""A workplace without an engine: sessions that tell what a test has written down for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Event as Signal

from lab.checks import Outcome, Verdict
from lab.content.model import Exercise, Step
from lab.content.questions import Quiz
from lab.docker_cli import actions as act
from lab.docker_cli.place import Place
from lab.doctor import Finding
from lab.engine.contract import EngineError, EngineFacts
from lab.history import History
from lab.language.message import say
from lab.ledger import Baseline
from lab.prediction import Effect, Prediction
from lab.reference import Reference
from lab.session import events as ev
from lab.session.workplace import QuizStanding
from lab.settings import Settings
from lab.standing import Standing, StepStanding
from lab.world import Change, Container, Image, Port, Published, Registry, Store, StoredFile, World
from lab.xray import Xray

FACTS = EngineFacts(
    kind="docker",
    version="20.10.24",
    api="1.41",
    url="unix:///var/run/docker.sock",
    source="socket",
    storage="overlay2",
    id="ENGINE-1",
)

STOPPED = EngineError(
    "unreachable",
    say("engine.unreachable.message", url="unix:///var/run/docker.sock"),
    say("engine.unreachable.hint"),
    "connection refused",
)

DIGEST = "sha256:" + "ab" * 32
LAYERS = ("sha256:" + "cd" * 32,)
WORLD = World(
    images=(
        Image("docker.io/library/hello-world:latest", "sha256:" + "12" * 32, LAYERS, ("hello-world@" + DIGEST,)),
        Image("127.0.0.1:5000/hello-world:latest", "sha256:" + "12" * 32, LAYERS),
    ),
    containers=(Container("registry", "c1", "registry", "running", ports=(Port(5000, 5000, "127.0.0.1"),)),),
    registries=(
        Registry(
            "127.0.0.1:5000",
            "serving",
            repositories=("hello-world",),
            published=(Published("127.0.0.1:5000/hello-world:latest", DIGEST, LAYERS),),
        ),
    ),
    stores=(Store("/home/me/lab/registry-data", True, (StoredFile("docker/registry/v2/x", 3),)),),
)
CHANGES = (
    Change("appeared", "container", "registry", after="running"),
    Change("gone", "image", "docker.io/library/busybox:latest", before="sha256:" + "34" * 32),
    Change("appeared", "file", "/home/me/lab/registry-data/docker/registry/v2/x", after="3"),
)


NO_HISTORY = History((), (), {}, date(2026, 11, 24))
HERE = Place("/home/me/lab", ("127.0.0.1:5000",))
UNTOUCHED = Xray((), ())
REAL: frozenset[Effect] = frozenset({"container-appears", "image-name-goes", "files-appear"})
"""What a learner can foretell of these changes."""

LONG = 'docker container run -d -p 127.0.0.1:5000:5000 --name registry -v "$(pwd)/registry-data:/var/lib/registry" registry'


def judged(**steps: str) -> dict[str, ev.StepJudged]:
    """What was said of steps before: `pass`, or `undone` (by the step `fetch`)."""
    return {
        step: ev.StepJudged(step, "pass", (), True)
        if state == "pass"
        else ev.StepJudged(step, "not_yet", (), True, "fetch")
        for step, state in steps.items()
    }


def exercise(lang: str = "en", count: int = 3) -> Exercise:
    """An exercise of three steps or more, in two languages."""
    korean = lang == "ko"
    titles = ("레지스트리 시작하기", "이미지 받기", "모두 지우기") if korean else ("Start", "Fetch", "Remove [all]")
    steps = tuple(
        Step(
            id=identity,
            title=title,
            prose=f"{'본문' if korean else 'Prose'} {identity}\n\n```console\n$ {command}\n$ {LONG}\n```\n",
            commands=(command,),
            checks=(),
            hints=("첫 힌트", "둘째 힌트") if korean else ("First hint", "Second hint"),
            warnings=("조심하세요",) if korean else ("Take care",),
            notes=("설명",) if korean else ("A note",),
        )
        for identity, title, command in zip(
            ("start", "fetch", "remove"),
            titles,
            ("docker run -d registry", "docker pull hello-world", "docker rm registry"),
            strict=True,
        )
    )
    steps += tuple(replace(steps[0], id=f"more-{number}") for number in range(3, count))
    title = "나만의 레지스트리 운영하기" if korean else "Run a private registry"
    return Exercise("private-registry", title, "소개" if korean else "The introduction", steps, 20, ("registry",))


def verdict(outcome: Outcome) -> Verdict:
    """A verdict with words that can be told from others."""
    return Verdict(
        outcome,
        "container-running",
        say("checks.container-running.expected", name="registry"),
        say("checks.container-running.absent", name="registry"),
        say("checks.container-running.start", name="registry"),
    )


def told(step: Step, outcome: Outcome, printed: str = "a-container-id") -> Iterator[ev.Event]:
    """What a session tells of a step that is run."""
    command = step.commands[0]
    yield ev.StepStarted(step.id)
    yield ev.CommandStarted(command, act.ImagePull(Reference.parse("hello-world")))
    yield ev.LayerMoved("0123456789ab", "Downloading", 5_000_000, 10_000_000)
    yield ev.LayerMoved("0123456789ab", "Pull complete", None, None)
    yield ev.Printed(printed)
    yield ev.WorldSeen(WORLD, CHANGES)
    yield ev.StepJudged(step.id, outcome, (verdict(outcome),), outcome == "pass")


def failed(step: Step, expected: bool) -> Iterator[ev.Event]:
    """What a session tells of a step whose command the engine refuses."""
    command = step.commands[0]
    yield ev.StepStarted(step.id)
    yield ev.CommandStarted(command, act.ImagePull(Reference.parse("hello-world")))
    message, hint = say("engine.port-taken.message", port=5000), say("engine.port-taken.hint")
    yield ev.CommandFailed(command, "port-taken", message, hint, "bind: in use", expected)
    outcome: Outcome = "pass" if expected else "not_yet"
    yield ev.StepJudged(step.id, outcome, (verdict(outcome),), expected)


BUILDING = replace(exercise(), id="docker-hub", title="Build and push", needs=("build",))
PRACTICE = replace(FACTS, kind="practice")
"""An engine that builds nothing."""


@dataclass
class FakeEngine:
    """Nudges when a test does."""

    pushed: int = 0
    """Nudges that have not been read yet."""
    following: int = 0
    """How many follow it now."""
    inside: Xray | EngineError = UNTOUCHED
    since: list[float] = field(default_factory=list)
    """From when on each look into the registry counts."""
    looked_into: list[str] = field(default_factory=list)
    """The container of each look."""

    def xray(self, container: str, references: tuple[Reference, ...], since: float) -> Xray:
        self.since.append(since)
        self.looked_into.append(container)
        if isinstance(self.inside, EngineError):
            raise self.inside
        return self.inside

    def cut_short(self) -> None:
        """Nobody waits for it."""

    def nudges(self, stop: Signal) -> Iterator[None]:
        # The pilot takes a process for idle only while it does nothing: this may not look often.
        self.following += 1
        try:
            while not stop.wait(0.1):
                if self.pushed:
                    self.pushed -= 1
                    yield
        finally:
            self.following -= 1


@dataclass
class FakeSession:
    """Tells `script(step)` when a step is run or checked, and remembers what passed."""

    exercise: Exercise
    script: Callable[[Step], Iterator[ev.Event]]
    calls: list[str]
    judged: dict[str, ev.StepJudged] = field(default_factory=dict)
    notices: tuple[ev.Message, ...] = ()
    world: World = WORLD
    facts: EngineFacts = FACTS
    engine: FakeEngine = field(default_factory=FakeEngine)
    seen: list[list[ev.Event]] = field(default_factory=list)
    """What each glance in turn tells; nothing once there are no more."""
    place: Place = HERE
    performed: list[tuple[Sequence[str] | None, frozenset[Effect] | None]] = field(default_factory=list)
    """Commands and expectations of each call."""
    run: str = "run"
    books: None = None
    """It leases nothing, so nobody takes anything from it."""
    asks: ev.Message | None = None
    """What has to be agreed to before anything is done."""
    agreed: str | None = None

    def agree(self, how: str) -> None:
        self.calls.append(f"agree {how}")
        self.asks, self.agreed = None, how

    def strike(self) -> None:
        """It has no props to end."""

    @property
    def passed(self) -> set[str]:
        return {step for step, judged in self.judged.items() if judged.done}

    def drifted(self) -> frozenset[str]:
        return frozenset(each.step for each in self.judged.values() if each.done and each.outcome != "pass")

    def references_in(self, registry: str) -> tuple[Reference, ...]:
        return ()

    def glance(self, step: Step) -> Iterator[ev.Event]:
        self.calls.append(f"glance {step.id}")
        return self._heard(iter(self.seen.pop(0) if self.seen else []))

    def opened(self) -> ev.ExerciseOpened:
        resumed = any(judged.done for judged in self.judged.values())
        return ev.ExerciseOpened(self.exercise.id, self.run, (), self.facts, self.notices, resumed)

    def perform(
        self, step: Step, commands: Sequence[str] | None = None, expected: frozenset[Effect] | None = None
    ) -> Iterator[ev.Event]:
        self.calls.append(f"perform {step.id}")
        self.performed.append((commands, expected))
        for event in self.script(step):
            if isinstance(event, ev.StepJudged) and expected is not None:
                yield ev.PredictionJudged(step.id, Prediction(expected, REAL))
            yield from self._heard(iter([event]))

    def check(self, step: Step) -> Iterator[ev.Event]:
        self.calls.append(f"check {step.id}")
        return self._heard(event for event in self.script(step) if isinstance(event, ev.WorldSeen | ev.StepJudged))

    def check_all(self) -> Iterator[ev.Event]:
        yield ev.WorldSeen(self.world, ())
        for step in self.exercise.steps:
            yield self.judged.get(step.id, ev.StepJudged(step.id, "not_yet", ()))

    def _heard(self, events: Iterator[ev.Event]) -> Iterator[ev.Event]:
        for event in events:
            if isinstance(event, ev.StepJudged):
                self.judged[event.step] = event
            yield event


@dataclass
class FakeWorkplace:
    """Has one exercise; what its engine and session do is up to the test."""

    outcome: Outcome = "pass"
    script: Callable[[Step], Iterator[ev.Event]] | None = None
    engine_errors: list[EngineError] = field(default_factory=list)
    open_errors: list[EngineError] = field(default_factory=list)
    """Raised one after the other; then it succeeds."""
    judged: dict[str, ev.StepJudged] = field(default_factory=dict)
    notices: tuple[ev.Message, ...] = ()
    calls: list[str] = field(default_factory=list)
    content_error: Exception | None = None
    gate: Signal | None = None
    """A run waits for it before its verdict."""
    left: str | None = None
    """A container that a clean-up cannot remove."""
    stays: tuple[ev.Message, ...] = ()
    """What a clean-up leaves to others."""
    changes: tuple[tuple[Change, ...], ...] = (CHANGES,)
    """What each action in turn is seen to change; the last one repeats."""
    world: World = WORLD
    steps: int = 3
    runs: int = 1
    """How many runs there have been."""
    seen: list[list[ev.Event]] = field(default_factory=list)
    engine: FakeEngine = field(default_factory=FakeEngine)
    performed: list[tuple[Sequence[str] | None, frozenset[Effect] | None]] = field(default_factory=list)
    findings: Sequence[Finding] = ()
    """What the doctor finds."""
    told: History = NO_HISTORY
    kept: list[Settings] = field(default_factory=list)
    """What was to last, each time."""

    facts: EngineFacts = FACTS
    sought: Signal | None = None
    """An engine is not found before it is set."""
    tries: int = 1
    """Of each step."""
    more: tuple[Exercise, ...] = ()
    """Exercises before the one that can be opened."""
    asks: ev.Message | None = None
    """What the exercise asks for before it begins."""

    def exercises(self, lang: str) -> tuple[Exercise, ...]:
        self.calls.append(f"exercises {lang}")
        if self.content_error is not None:
            raise self.content_error
        return (*self.more, exercise(lang, self.steps))

    def standings(self) -> tuple[Standing, ...]:
        done = {step for step, judged in self.judged.items() if judged.done}
        steps = tuple(StepStanding(step.id, step.id in done, self.tries) for step in exercise(count=self.steps).steps)
        untouched = tuple(replace(step, passed=False, tries=0) for step in steps)
        more = tuple(Standing(each.id, untouched) for each in self.more)
        return (*more, Standing("private-registry", steps))

    def quizzes(self, lang: str) -> tuple[Quiz, ...]:
        return ()

    def quiz_standings(self) -> tuple[QuizStanding, ...]:
        return ()

    def connect(self) -> EngineFacts:
        self.calls.append("connect")
        if self.engine_errors:
            raise self.engine_errors.pop(0)
        if self.sought is not None:
            self.sought.wait(20)
        return self.facts

    def open(self, identity: str, lang: str, before: Baseline | None = None) -> FakeSession:
        self.calls.append(f"open {identity} {lang}")
        if self.open_errors:
            raise self.open_errors.pop(0)
        texts = exercise(lang, self.steps)
        return FakeSession(
            texts,
            self.script or self._script,
            self.calls,
            self.judged,
            self.notices,
            self.world,
            engine=self.engine,
            run=f"run-{self.runs}",
            seen=self.seen,
            performed=self.performed,
            asks=self.asks,
        )

    def clean_up(self, session: FakeSession) -> Iterator[ev.Event]:
        self.calls.append("clean_up")
        actions = (act.ContainerRemove(("registry",), kill_first=True),)
        yield ev.CleanUpPlanned("run", session.exercise.id, actions, (), ())
        gone = Change("gone", "container", "registry", before="running")
        left = (say("session.left.appeared", noun="container", name=self.left),) if self.left else ()
        if not left:
            self.runs += 1
            self.judged.clear()
        removed = (gone, replace(gone, noun="file", name="/x/y"))
        yield ev.Cleaned("run", session.exercise.id, removed, left, 13_256, self.stays)

    def examine(self) -> Iterator[Finding]:
        return iter(self.findings)

    def history(self) -> History:
        return self.told

    def keep(self, settings: Settings) -> None:
        self.kept.append(settings)

    def _script(self, step: Step) -> Iterator[ev.Event]:
        for event in told(step, self.outcome):
            if isinstance(event, ev.WorldSeen):
                if self.gate is not None:
                    self.gate.wait(20)
                seen, *rest = self.changes
                self.changes = tuple(rest) or self.changes
                event = ev.WorldSeen(self.world, seen)
            yield event
