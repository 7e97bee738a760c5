"""What a push to a source repository sets going: its newest commit becomes an image, and that is pushed to a registry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from lab import inside
from lab.docker_cli.actions import Action, Git, ImageBuild, ImagePush, ImageTag
from lab.engine.contract import Engine, EngineError, Happening, Output, Permit
from lab.home import first_missing, not_writable
from lab.keeping import sparing
from lab.language.message import Message, say
from lab.ledger import LABEL, Ledger, Touched, touched_by
from lab.ownership import objection
from lab.reference import Reference
from lab.variables import ports
from lab.world import Build, Scope

REVISION = "org.opencontainers.image.revision"
"""Label of an image that names the commit it was made from (OCI image-spec, annotations)."""
LARGEST = 4 * 1024 * 1024
"""Bytes that builds are written down in."""
SHORT = 12
"""Digits of a commit that make a tag."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is built from where."""

    source: str
    """Absolute path of the repository that was pushed to."""
    branch: str
    image: str
    """What to call the image, without a tag: `127.0.0.1:5000/acme/site`."""
    record: str
    """File of the workspace, relative to it, that each build is written down in."""


def autobuild(
    engine: Engine, ledger: Ledger, order: Order, commit: str, spoken: Callable[[Message], str]
) -> Iterator[Happening]:
    """Check a commit out, build it under a tag of its own and `latest`, push both, and write down what came of it.

    A build that fails is written down as well, in words of the learner's language, and then raises EngineError.
    """
    latest = Reference.parse(order.image)
    own = Reference(latest.registry, latest.repository, commit[:SHORT])
    checkout = f"{ledger.run.workspace}/builds/{commit[:SHORT]}"
    own_registries = tuple(f"127.0.0.1:{port}" for port in sorted(ports(ledger.run.values)))
    permit = Permit(ledger.run.workspace, own_registries, ((LABEL, ledger.run.id),))
    try:
        for action in _actions(order, commit, checkout, own, latest):
            yield from _performed(engine, ledger, permit, action)
    except EngineError as error:
        _write_down(ledger, Build(order.record, commit, str(latest), trouble=spoken(error.message)))
        raise
    digest = _digest(engine, latest)
    _write_down(ledger, Build(order.record, commit, str(latest), digest))
    yield Output(spoken(say("session.autobuilt", commit=commit[:SHORT], image=latest.familiar(), digest=digest)))


def _actions(order: Order, commit: str, checkout: str, own: Reference, latest: Reference) -> Iterator[Action]:
    if not Path(checkout).exists():
        yield Git("clone", None, (order.source, checkout))
    yield ImageBuild(own, checkout, ((REVISION, commit),))
    yield ImageTag(own, latest)
    # The tag that somebody waits for comes last: whoever hears of it finds the other one there.
    yield ImagePush(own)
    yield ImagePush(latest)


def _performed(engine: Engine, ledger: Ledger, permit: Permit, action: Action) -> Iterator[Happening]:
    """Do one thing, written down before it is done."""
    world = engine.observe(Scope(brief=True))
    refusal = objection(action, world, ledger.run, ())
    if refusal is not None:
        raise EngineError(refusal.kind, refusal.message, refusal.hint)
    touched = touched_by(action, world)
    ledger.touch(Touched(touched.images, paths=_new(touched.paths)))
    for tag in sparing(action, world, ledger.run):
        ledger.touch(Touched(images=frozenset({str(tag.target)})))
        yield from engine.perform(tag, permit)
    yield from engine.perform(action, permit)


def _new(paths: Iterable[str]) -> frozenset[str]:
    return frozenset(str(first_missing(Path(path))) for path in paths if not Path(path).exists())


def _digest(engine: Engine, reference: Reference) -> str:
    """Return the digest under which the registry serves what was pushed; "" where it serves nothing."""
    published = engine.observe(Scope((reference,), (reference.registry,))).published(str(reference))
    return published.digest if published else ""


def _write_down(ledger: Ledger, build: Build) -> None:
    workspace = Path(ledger.run.workspace)
    ledger.touch(Touched(paths=_new((str(workspace / build.file),))))
    row = {name: value for name, value in asdict(build).items() if name != "file"}
    try:
        inside.append(workspace, build.file, json.dumps(row).encode() + b"\n", LARGEST)
    except OSError as error:
        raise not_writable(workspace / build.file, error) from error
