"""One exercise on one engine: each method is a generator of events, and stops where its reader stops."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace

from lab.checks import Outcome, Verdict, overall
from lab.content.model import Exercise, Step
from lab.docker_cli.actions import CHANGING, IN_SWARM, Action, SwarmInit
from lab.docker_cli.errors import CommandError
from lab.docker_cli.feeding import concealed
from lab.docker_cli.parse import parse
from lab.docker_cli.place import Place
from lab.engine.contract import BLAMELESS, Engine, EngineError, Permit
from lab.language.message import Message, say
from lab.ledger import LABEL, Ledger, unnamed
from lab.memory import remember, to_data
from lab.needs import NotAgreedError, asks, not_agreed
from lab.ownership import NotOursError
from lab.prediction import Effect, Prediction, effects
from lab.record import Record
from lab.reference import DOCKER_HUB, Reference
from lab.session import events as ev
from lab.session.books import Books, Past
from lab.session.preparing import Command, prepare
from lab.session.starting import PATIENCE, PAUSES, STARTING, SWARM_PATIENCE
from lab.session.translating import another_way, between, refusal, told
from lab.variables import CERTS_D, ports
from lab.world import Scope, World


class Session:
    """A run of an exercise that performs, checks and records; without books it only looks."""

    def __init__(
        self,
        exercise: Exercise,
        engine: Engine,
        scope: Scope,
        books: Books | None = None,
        past: Past | None = None,
        notices: tuple[Message, ...] = (),
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        past = past or Past()
        self.exercise = exercise
        """With the run's port and name filled in."""
        self.engine = engine
        self.books = books
        self.passed = set(past.passed)
        """Steps that have passed in this run."""
        self.world: World | None = None
        """As last seen."""
        self.strike: Callable[[], object] = lambda: None
        """Ends what the exercise's props keep going, once; at the latest when the session is forgotten."""
        self._notices = notices
        self._scope = scope
        self._memory = past.memory
        self._undone = dict(past.undone)
        self._refused: set[str] = set()
        self.agreed = books.ledger.agreed() if books else None
        """How somebody agreed to what the exercise asks for before it begins; None where nobody did."""
        self._wait = wait

    @property
    def complete(self) -> bool:
        """Whether every step has passed in this run."""
        return all(step.id in self.passed for step in self.exercise.steps)

    @property
    def asks(self) -> Message | None:
        """What somebody has to agree to before anything is done; None where there is nothing, or somebody did."""
        return None if self.agreed else asks(self.exercise)

    def agree(self, how: str) -> None:
        """Write down that somebody agreed, and how; raise ValueError in a session without books, which only looks."""
        if self.books is None:
            raise ValueError("a session without books only looks")
        self.books.ledger.agree(how)
        self.agreed = how

    @property
    def place(self) -> Place:
        """Where commands are typed; raise ValueError in a session without books, which only looks."""
        if self.books is None:
            raise ValueError("a session without books only looks")
        run = self.books.ledger.run
        pages = tuple(f"127.0.0.1:{port}" for port in sorted(ports(run.values)))
        return Place(
            run.workspace, self._scope.registries, self.exercise.hosts, pages, str(run.values.get(CERTS_D, ""))
        )

    def references_in(self, registry: str) -> tuple[Reference, ...]:
        """Return the images that the exercise is about and that a registry would hold."""
        return self._scope.of_registry(registry)

    def opened(self) -> ev.ExerciseOpened:
        """Tell which run this is, and where."""
        run = self.books.ledger.run if self.books else None
        return ev.ExerciseOpened(
            self.exercise.id,
            run.id if run else "",
            tuple(run.values.items()) if run else self.exercise.vars,
            self.engine.facts,
            self._notices,
            bool(self.passed),
        )

    def perform(
        self, step: Step, commands: Sequence[str] | None = None, expected: frozenset[Effect] | None = None
    ) -> Iterator[ev.Event]:
        """Do a step, by its own commands or by others, and judge what that leaves, and what the learner expected of it."""
        yield ev.StepStarted(step.id)
        try:
            before = self._look() if self.world is None else self.world
            self._memory = remember(self._memory, before, self._scope)
            failure = yield from self._commands(step, step.commands if commands is None else commands)
            world = self._settled(step)
            seen = between(before, world)
            yield ev.WorldSeen(world, seen)
            if expected is not None:
                yield self._foretold(step, Prediction(expected, effects(seen)))
            otherwise = step.id not in self.passed and commands is not None and another_way(step, commands, self.place)
            judged = self._judge(step, world, failure)
            yield replace(judged, otherwise=otherwise and judged.outcome == "pass")
        except EngineError as error:
            yield self._unknown(step, error)

    def check(self, step: Step) -> Iterator[ev.Event]:
        """Judge a step as things stand, whoever brought them there."""
        try:
            before = self.world
            world = self._look(elsewhere=True)
            yield ev.WorldSeen(world, between(before, world))
            yield self._judge(step, world)
        except EngineError as error:
            yield self._unknown(step, error)

    def glance(self, step: Step) -> Iterator[ev.Event]:
        """Look whether something has changed, in another terminal perhaps; if so, judge the step, and record only a pass."""
        try:
            before = self.world
            world = self._look(elsewhere=True)
            seen = between(before, world)
            if before is not None and not seen:
                return
            yield ev.WorldSeen(world, seen)
            if step.id not in self.passed and self._holds(step, world):
                yield self._judge(step, world)
            else:
                self._memory = remember(self._memory, world, self._scope)
                yield self._judged(step, self._verdicts(step, world))
        except EngineError as error:
            yield self._unknown(step, error, record=False)

    def check_all(self) -> Iterator[ev.Event]:
        """Judge every step by one look; nothing is recorded, since most steps are undone by later ones on purpose."""
        try:
            before = self.world
            world = self._look(elsewhere=True)
            yield ev.WorldSeen(world, between(before, world))
            yield from (self._judged(step, self._verdicts(step, world)) for step in self.exercise.steps)
        except EngineError as error:
            yield from (self._unknown(step, error, record=False) for step in self.exercise.steps)

    def drifted(self) -> frozenset[str]:
        """Return the steps that passed, hold no more, and were undone by no step of the exercise but from outside."""
        world = self._look(elsewhere=True)
        holding = (overall(verdict.outcome for verdict in self._verdicts(step, world)) for step in self.exercise.steps)
        lost = {step.id for step, holds in zip(self.exercise.steps, holding, strict=True) if holds == "not_yet"}
        return frozenset(lost & self.passed - self._undone.keys())

    def _commands(self, step: Step, texts: Sequence[str]) -> Generator[ev.Event, None, ev.CommandFailed | None]:
        """Perform command lines in order, up to the first that fails; return how it failed."""
        starting = False
        for text in texts:
            try:
                if starting:
                    self._settled(step)  # somebody who types gives a server the time to start
                starting = yield from self._command(text)
            except (CommandError, NotOursError, NotAgreedError, EngineError) as error:
                words = error.words if isinstance(error, EngineError) else ""
                meant = step.expect == error.kind
                self._refused |= {step.id} if meant else set()
                failure = ev.CommandFailed(concealed(text), error.kind, error.message, error.hint, words, meant)
                yield failure
                return failure
        return None

    def _command(self, text: str) -> Generator[ev.Event, None, bool]:
        """Perform one command line; return whether it started a program."""
        place, books = self.place, self.books
        assert books is not None
        labels, hosts = ((LABEL, books.ledger.run.id),), (DOCKER_HUB, *place.hosts)
        permit = Permit(place.workspace, place.registries, labels, place.pages, hosts)
        action = parse(text, place)
        yield ev.CommandStarted(concealed(text), action)
        action = self.engine.filled_in(action, permit)
        if isinstance(action, CHANGING):
            yield from self._write_down(concealed(text), action, books.ledger, permit)
        try:
            for happening in self.engine.perform(action, permit):
                yield told(happening)
        except EngineError as error:
            books.receive(text, action, error.kind)
            raise
        books.receive(text, action, "done")
        return isinstance(action, STARTING)

    def _write_down(self, text: str, action: Action, ledger: Ledger, permit: Permit) -> Iterator[ev.Event]:
        """See that an action may be done, and that everything it touches can be put back."""
        if isinstance(action, SwarmInit) and not self.agreed:
            raise not_agreed()
        # Not as last seen: somebody may have made or removed things since, and what is theirs must not be taken for ours.
        world = self.engine.observe(Scope(swarm=self._scope.swarm or isinstance(action, IN_SWARM)))
        ledger.touch(unnamed(world, ledger.run))
        self._memory = remember(self._memory, world, self._scope)
        named = {str(reference) for reference in self._scope.references}
        yield from prepare(self.engine, ledger, Command(text, action, permit), world, named)

    def _look(self, *, elsewhere: bool = False) -> World:
        """Look; what was done elsewhere, in another terminal, is asked of the engine's own memory too."""
        scope = self._scope if elsewhere else replace(self._scope, since=None)
        world = self.world = self.engine.observe(scope)
        if self.books is not None:
            self.books.ledger.touch(unnamed(world, self.books.ledger.run))
        return world

    def _settled(self, step: Step) -> World:
        """Look until no check waits for something that is still starting, or patience ends."""
        deadline = time.monotonic() + (SWARM_PATIENCE if self._scope.swarm else PATIENCE)
        pauses = iter(PAUSES)
        while True:
            world = self._look()
            settling = any(verdict.settling for verdict in self._verdicts(step, world))
            if not settling or time.monotonic() > deadline:
                return world
            self._wait(next(pauses, PAUSES[-1]))

    def _verdicts(self, step: Step, world: World) -> tuple[Verdict, ...]:
        verdicts = tuple(check.evaluate(world, self._memory) for check in step.checks)
        if step.expect is None:
            return verdicts
        return (*verdicts, refusal(step, refused=step.id in self._refused or step.id in self.passed))

    def _holds(self, step: Step, world: World) -> bool:
        return overall(verdict.outcome for verdict in self._verdicts(step, world)) == "pass"

    def _foretold(self, step: Step, prediction: Prediction) -> ev.PredictionJudged:
        if self.books is not None:
            data = {"expected": sorted(prediction.expected), "real": sorted(prediction.real)}
            run = self.books.ledger.run
            self.books.records.append(Record(run.id, run.exercise, "predicted", step.id, None, data))
        return ev.PredictionJudged(step.id, prediction)

    def _judge(self, step: Step, world: World, failure: ev.CommandFailed | None = None) -> ev.StepJudged:
        """Judge a step, remember what was seen, and record both."""
        verdicts = self._verdicts(step, world)
        outcome = overall(verdict.outcome for verdict in verdicts)
        if outcome == "not_yet" and failure is not None and failure.kind in BLAMELESS:
            outcome = "cannot_tell"
        if outcome == "pass":
            self.passed.add(step.id)
            self._undone.pop(step.id, None)
        self._note_undone(step, world)
        self._memory = remember(self._memory, world, self._scope)
        self._record(step, outcome)
        return self._judged(step, verdicts, outcome)

    def _judged(self, step: Step, verdicts: tuple[Verdict, ...], outcome: Outcome | None = None) -> ev.StepJudged:
        outcome = outcome or overall(verdict.outcome for verdict in verdicts)
        undone_by = self._undone.get(step.id) if outcome != "pass" else None
        return ev.StepJudged(step.id, outcome, verdicts, step.id in self.passed, undone_by)

    def _unknown(self, step: Step, error: EngineError, *, record: bool = True) -> ev.StepJudged:
        """Judge a step while the engine cannot be asked: nothing is said of the learner's work."""
        expected = say("session.engine-answers", url=self.engine.facts.url)
        verdict = Verdict("cannot_tell", "engine-answers", expected, error.message, error.hint)
        if record:
            self._record(step, "cannot_tell")
        return ev.StepJudged(step.id, "cannot_tell", (verdict,), step.id in self.passed)

    def _note_undone(self, doing: Step, world: World) -> None:
        for step in self.exercise.steps:
            if step.id in self.passed and step.id != doing.id:
                if self._holds(step, world):
                    self._undone.pop(step.id, None)
                else:
                    self._undone.setdefault(step.id, doing.id)

    def _record(self, step: Step, outcome: Outcome) -> None:
        if self.books is None:
            return
        data = {"memory": to_data(self._memory), "undone": self._undone}
        run = self.books.ledger.run
        self.books.records.append(Record(run.id, run.exercise, "judged", step.id, outcome, data))
