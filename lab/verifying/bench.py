"""An exercise under proof: a run at a time, begun anew whenever a mistake has left something behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lab.checks import Outcome, overall
from lab.content.model import Exercise, Mistake, Step
from lab.docker_cli.actions import ContainerExec, Git, ImageBuild, ImagePush, ManifestDelete
from lab.home import MARKER
from lab.language.message import Message, say
from lab.reference import one_spelling
from lab.session import events as ev
from lab.session.catching_up import catch_up
from lab.session.cleaning import clean_up
from lab.session.opening import Lab, open_session
from lab.session.session import Session
from lab.session.walking import find_step
from lab.verifying.mistakes import judge_mistake
from lab.verifying.proofs import MistakeProof, StepProved
from lab.world import Scope, World, changes

UNSEEN = (ContainerExec, Git, ImageBuild, ImagePush, ManifestDelete)
"""What writes where a World does not look: inside containers, and into repositories that no check is about."""


class Bench:
    """One exercise on one engine, in a home of its own."""

    def __init__(self, lab: Lab, exercise: Exercise, agreed: str | None = None) -> None:
        self._lab = lab
        self._agreed = agreed
        self._exercise = exercise
        self._before = lab.engine.observe(Scope())
        self._session = self._opened()
        self._left: list[Message] = []

    def prove(self, identity: str) -> StepProved:
        """Look at a step, make its mistakes, do it; every step before it has been done."""
        step = find_step(self._session.exercise, identity)
        looked = _judged(self._session.check(step))
        troubles = [] if looked.outcome != "pass" else [say("verify.passes-before")]
        mistakes = tuple(self._mistake(step, number) for number in range(len(step.mistakes)))
        done, refusals = _performed(self._session.perform(find_step(self._session.exercise, identity)))
        if done.outcome != "pass":
            troubles += [*refusals, *(verdict.found for verdict in done.verdicts if verdict.outcome != "pass")]
        if not step.hints:
            troubles.append(say("verify.no-hint"))
        outcome = overall((*_proved(troubles, done), *(mistake.outcome for mistake in mistakes)))
        if looked.outcome == "cannot_tell":  # then nobody knows whether it would have passed
            outcome = overall((outcome, "cannot_tell"))
            troubles += [verdict.found for verdict in looked.verdicts if verdict.outcome == "cannot_tell"]
        held = self._held(step)
        if outcome == "not_yet" and held:
            outcome, troubles = "cannot_tell", [*troubles, say("verify.held", names=held)]
        return StepProved(
            self._exercise.id,
            identity,
            outcome,
            looked.outcome,
            done.outcome,
            mistakes,
            len(step.hints),
            tuple(troubles),
        )

    def clean(self) -> tuple[Message, ...]:
        """End the run; return what is left, and what is not as it was before the first one."""
        self._end()
        seen = changes(self._before, self._lab.engine.observe(Scope()))
        differing = (say("verify.differs", change=each.kind, noun=each.noun, name=each.name) for each in seen)
        every = (path.name for path in (self._lab.home.path / "workspace").glob("*/*"))
        files = tuple(sorted(name for name in every if name != MARKER))
        lying = (say("verify.files-left", names=files),) if files else ()
        return tuple(dict.fromkeys((*self._left, *differing, *lying)))

    def _mistake(self, step: Step, number: int) -> MistakeProof:
        """Make one mistake where the step begins, and see that the next one begins there too."""
        session = self._session
        here = find_step(session.exercise, step.id)
        mistake: Mistake = here.mistakes[number]
        before = session.world
        events = list(session.perform(here, mistake.do))
        judged = _judged(events)
        if judged.outcome == "pass" or not _intact(before, session.world, events):
            trouble = self._begin_anew(step.id)
            if trouble is not None:
                return MistakeProof(mistake.do, mistake.fails, mistake.says, "cannot_tell", trouble)
        return judge_mistake(mistake, judged.verdicts)

    def _begin_anew(self, identity: str) -> Message | None:
        """Bring the engine back to where a step begins; return what kept it from that."""
        self._end()
        self._session = self._opened()
        step = find_step(self._session.exercise, identity)
        for event in catch_up(self._session, step):
            if isinstance(event, ev.StepJudged) and event.outcome != "pass":
                return say("verify.no-way-back", step=event.step)
        _judged(self._session.check(step))
        return None

    def _opened(self) -> Session:
        session = open_session(self._lab, self._exercise, {})
        if self._agreed and session.asks:
            session.agree(self._agreed)
        return session

    def _end(self) -> None:
        books = self._session.books
        assert books is not None, "a session that is opened has books"
        self._session.strike()
        for event in clean_up(self._lab.engine, books.ledger):
            if isinstance(event, ev.Cleaned):
                self._left += event.left

    def _held(self, step: Step) -> tuple[str, ...]:
        """Return the images that a step is about and that somebody had on the engine before: nothing is proved by those."""
        about = Scope()
        for check in step.checks:
            about = about.joined(check.scope())
        named = {one_spelling(str(reference)) for reference in about.references}
        return tuple(image.reference for image in self._before.images if one_spelling(image.reference) in named)


def _proved(troubles: list[Message], done: ev.StepJudged) -> tuple[Outcome, ...]:
    return ("pass",) if not troubles else ("cannot_tell",) if done.outcome == "cannot_tell" else ("not_yet",)


def _intact(before: World | None, after: World | None, events: Iterable[ev.Event]) -> bool:
    """Tell whether the engine is as it was: no difference is seen, and nothing was written where none would be."""
    unseen = any(isinstance(event, ev.CommandStarted) and isinstance(event.action, UNSEEN) for event in events)
    same = before is not None and after is not None and _bare(before) == _bare(after)
    return same and not unseen


def _bare(world: World) -> World:
    """Return a World without what depends on how it was asked for."""
    return replace(world, pulled=frozenset())


def _judged(events: Iterable[ev.Event]) -> ev.StepJudged:
    return _performed(events)[0]


def _performed(events: Iterable[ev.Event]) -> tuple[ev.StepJudged, list[Message]]:
    """Return how a step was judged, and why commands of it were refused."""
    judged: ev.StepJudged | None = None
    refusals: list[Message] = []
    for event in events:
        if isinstance(event, ev.CommandFailed) and not event.expected:
            refusals.append(event.message)
        if isinstance(event, ev.StepJudged):
            judged = event
    assert judged is not None, "a step that is performed or checked is judged"
    return judged, refusals
