"""Before a command is done: see that it may be, write down what it touches, and keep what was there before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lab.claims import borrowed, note
from lab.docker_cli.actions import Action, ImageTag
from lab.engine.contract import Engine, Permit
from lab.home import first_missing
from lab.keeping import keeping, kept_for, sparing
from lab.language.message import Message, say
from lab.ledger import Ledger, Touched, touched_by
from lab.ownership import objection
from lab.reference import Reference
from lab.session import events as ev
from lab.session.translating import told
from lab.world import World


@dataclass(frozen=True, slots=True)
class Command:
    """A line, what it means, and what that may touch."""

    text: str
    """As others may see it."""
    action: Action
    permit: Permit


def prepare(engine: Engine, ledger: Ledger, command: Command, world: World, named: Iterable[str]) -> Iterator[ev.Event]:
    """See that an action may be done, and that everything it touches can be put back; raise NotOursError where it may not.

    `world` is as things stand now; `named` are the images that the exercise is about, as full references.
    """
    action, run = command.action, ledger.run
    if (refusal := objection(action, world, run, named)) is not None:
        raise refusal
    touched = touched_by(action, world).joined(Touched(images=borrowed(action, world, run)))
    new_paths = frozenset(str(first_missing(Path(path))) for path in touched.paths if not Path(path).exists())
    noted = note(run, world, ledger.touched().images | touched.images)
    if noted is not None:
        ledger.touch(Touched(volumes=frozenset({noted.name})))
        list(engine.perform(noted, command.permit))
    ledger.intend(command.text, replace(touched, volumes=touched.volumes - run.baseline.volumes, paths=new_paths))
    for tag in keeping(action, world, run):
        source = Reference.parse(kept_for(str(tag.source)) or str(tag.source)).familiar()
        yield from _tagged(engine, command.permit, tag, say("session.kept", image=source, name=tag.target.familiar()))
    for tag in sparing(action, world, run):
        ledger.touch(Touched(images=frozenset({str(tag.target)})))
        source, target = tag.source.familiar(), tag.target.familiar()
        yield from _tagged(engine, command.permit, tag, say("session.spared", image=source, name=target))


def _tagged(engine: Engine, permit: Permit, tag: ImageTag, said: Message) -> Iterator[ev.Event]:
    """Give an image one more name, and say so."""
    for happening in engine.perform(tag, permit):
        yield told(happening)
    yield ev.Noticed(said)
