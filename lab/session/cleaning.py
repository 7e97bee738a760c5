"""Cleaning up after a run: say what will be done, do only that, and look whether it is so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from lab.claims import is_note
from lab.docker_cli import actions as act
from lab.engine.contract import Engine, EngineError, Permit
from lab.hold import alone
from lab.home import MARKER
from lab.language.message import Message, say
from lab.ledger import LABEL, Ledger, unnamed
from lab.restore import Plan, freed, plan, remains, scope_of, staying
from lab.session import events as ev
from lab.world import Change, World, changes

ROUNDS = 4
"""More than any engine was seen to need: two, for a Swarm that had only just begun."""

GONE = ("no-such-image", "no-such-container", "no-such-object")
"""Kinds of error that say there is nothing to remove; what is there after all, the last look tells."""
REMOVING = (act.ContainerRemove, act.ImageRemove, act.VolumeRemove, act.NetworkRemove, act.ServiceRemove)


def plan_clean_up(engine: Engine, ledger: Ledger) -> ev.CleanUpPlanned:
    """Return what a clean-up would do; raise EngineError where the engine cannot be asked."""
    return _planned(ledger, _plan(engine, ledger)[0])


def clean_up(engine: Engine, ledger: Ledger) -> Iterator[ev.Event]:
    """Bring the engine back to what it was before a run, and close the run if nothing is left of it.

    A build that a push has set going outlives a lab that was killed: it is waited for, and none begins in a run that is closed.
    """
    with alone(ledger.making):
        yield from _clean_up(engine, ledger)
    if ledger.closed:
        ledger.making.unlink(missing_ok=True)


def _clean_up(engine: Engine, ledger: Ledger) -> Iterator[ev.Event]:
    """Go as many rounds as show something new to do: an engine may make things by itself while a Swarm begins or ends."""
    removed: list[Change] = []
    try:
        planned, before = _plan(engine, ledger)
        ledger.touch(unnamed(before, ledger.run))
        rounds = [planned.actions]
        while True:
            yield _planned(ledger, planned)
            troubles = [*planned.left, *_perform(engine, ledger, planned), *_remove_folders(ledger, planned, removed)]
            again, after = _plan(engine, ledger)
            ledger.touch(unnamed(after, ledger.run))
            if not again.actions or again.actions in rounds or len(rounds) == ROUNDS:
                break
            planned = replace(again, paths=())
            rounds.append(planned.actions)
    except EngineError as error:
        yield ev.Cleaned(ledger.run.id, ledger.run.exercise, (), (error.message, error.hint))
        return
    run, touched = ledger.run, ledger.touched()
    troubles += [_not_restored(change) for change in remains(run, touched, after)]
    if not troubles:
        ledger.close()
        _leave(Path(ledger.run.workspace))
    size = freed(before, after, {change.name for change in removed})
    seen, stays = (*changes(before, after), *removed), tuple(staying(run, touched, after))
    yield ev.Cleaned(run.id, run.exercise, seen, tuple(troubles), size, stays)


def _plan(engine: Engine, ledger: Ledger) -> tuple[Plan, World]:
    """Return what to do and what things are like now; a kill may have kept the run from seeing all that was made for it."""
    touched = ledger.touched()
    world = engine.observe(scope_of(ledger.run, touched))
    return plan(ledger.run, touched.joined(unnamed(world, ledger.run)), world), world


def _planned(ledger: Ledger, planned: Plan) -> ev.CleanUpPlanned:
    unfinished = ledger.unfinished()
    return ev.CleanUpPlanned(
        ledger.run.id, ledger.run.exercise, planned.actions, planned.paths, planned.left, unfinished
    )


def _perform(engine: Engine, ledger: Ledger, planned: Plan) -> Iterator[Message]:
    """Do each action; one that fails is told, and keeps only those from being done that stand on it.

    Those are what else is to be done with the same images, lest the last copy of one goes that could not be put back, and to
    take the run's notes away. What has gone already needs no removing: somebody else was quicker, or it was a name that Podman
    only shows.
    """
    permit = Permit(ledger.run.workspace, (), ((LABEL, ledger.run.id),))
    failed: set[str] = set()
    for action in planned.actions:
        names = _names(action)
        if names & failed or (failed and any(map(is_note, names))):
            failed |= names
            continue
        try:
            for _ in engine.perform(action, permit):
                pass
        except EngineError as error:
            if not (isinstance(action, REMOVING) and error.kind in GONE):
                failed |= names
                yield error.message


def _names(action: act.Action) -> set[str]:
    """Return what an action of a clean-up is about: things by name, images by full reference, anything else by itself."""
    match action:
        case act.ImageTag(source=source, target=target):
            return {str(source), str(target)}
        case act.ImageRemove(references=references):
            return set(map(str, references))
        case act.ContainerRemove(names=names) | act.ServiceRemove(names=names):
            return set(names)
        case act.VolumeRemove(names=names) | act.NetworkRemove(names=names):
            return set(names)
        case _:
            return {str(action)}  # nothing else stands on it


def _remove_folders(ledger: Ledger, planned: Plan, removed: list[Change]) -> Iterator[Message]:
    """Remove files and folders that the run made, inside a workspace that carries the lab's mark, and never through a link."""
    workspace = Path(ledger.run.workspace)
    for path in map(Path, planned.paths):
        if not path.exists() and not path.is_symlink():
            continue
        inside = path.resolve().is_relative_to(workspace.resolve()) and path.resolve() != workspace.resolve()
        if path.is_symlink() or not inside or not (workspace / MARKER).is_file():
            yield say("session.left.folder-not-ours", path=str(path))
            continue
        try:
            path.unlink() if path.is_file() else shutil.rmtree(path)
            removed.append(Change("gone", "file", str(path)))
        except OSError as error:
            yield say("session.left.folder", path=str(path), reason=error.strerror or str(error))


def _leave(workspace: Path) -> None:
    """Remove a workspace that holds nothing but the lab's mark."""
    with suppress(OSError):  # a shell that stands in it keeps it, on Windows: an empty folder is in nobody's way
        if [entry.name for entry in workspace.iterdir()] == [MARKER]:
            (workspace / MARKER).unlink()
            workspace.rmdir()


def _not_restored(change: Change) -> Message:
    if change.kind == "appeared":
        return say("session.left.appeared", noun=change.noun, name=change.name)
    if change.kind == "gone":
        return say("session.left.gone", noun=change.noun, name=change.name)
    return say("session.left.changed", noun=change.noun, name=change.name)
