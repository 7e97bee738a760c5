"""Names of the lab's own for images that would lose theirs: the user's while a run uses them, and a run's own when it reuses one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from lab.docker_cli import actions as act
from lab.ledger import Run, touched_by
from lab.reference import Reference
from lab.world import World

KEPT = "kept-by-registry-lab-"
"""How tags begin under which the lab keeps what was there before."""
_KEEPER = re.compile(rf"{KEPT}[0-9a-f]{{8}}-(?P<tag>.+)")


def keeper(reference: str, run: Run) -> Reference:
    """Return the name under which an image of the user's is kept while a run uses its own.

    In the same repository: engines drop a repository's digests with its last tag, and those are part of what was there.
    """
    original = Reference.parse(reference)
    return Reference(original.registry, original.repository, f"{KEPT}{run.id}-{_short(original.tag)}")


def kept_for(reference: str) -> str | None:
    """Return the full reference that some run keeps an image for under this one; None where it is no such name.

    Of a tag that was too long for its keeper's nobody can say what it was.
    """
    kept = Reference.parse(reference)
    found = _KEEPER.fullmatch(kept.tag or "")
    return str(Reference(kept.registry, kept.repository, found["tag"])) if found else None


def _short(tag: str | None) -> str:
    """Return a tag, or what stands for it, short enough to end another tag: 128 characters are all there may be."""
    text = tag or ""
    return text if len(text) <= 64 else hashlib.sha256(text.encode()).hexdigest()


def keeping(action: act.Action, world: World, run: Run) -> Iterator[act.ImageTag]:
    """Return what to do before an action, so that images that were there before it can be put back."""
    match action:
        case act.ImageRemove() | act.ImagePull() | act.ImageTag() | act.ImageBuild():
            # What a digest means, no pull can change; a tag beside it would take it along when it goes.
            tags = (each for each in touched_by(action, world).images if "@" not in each)
            for reference in sorted(tags):
                kept = keeper(reference, run)
                held = _held(reference, world, run)
                if held is not None and world.image(str(kept)) is None:
                    yield act.ImageTag(Reference.parse(held), kept)


def _held(reference: str, world: World, run: Run) -> str | None:
    """Return a name that leads to what a reference led to before: its own, or the one under which another run keeps it.

    That run may put it back, and let go of it, before the action ends that is about to take the name.
    """
    before = run.baseline.images.get(reference)
    names = [each.reference for each in world.images if before is not None and each.id == before[0]]
    aside = (name for name in names if kept_for(name) == reference)
    return reference if reference in names else next(aside, None)


def sparing(action: act.Action, world: World, run: Run) -> Iterator[act.ImageTag]:
    """Return what gives an image of the run's another name where an action would take its last one.

    It could be removed by its ID alone then, which the lab never does.
    """
    if not isinstance(action, act.ImageBuild | act.ImageTag):
        return
    target = action.reference if isinstance(action, act.ImageBuild) else action.target
    image = world.image(str(target))
    if image is None or str(target) in run.baseline.images:
        return
    if isinstance(action, act.ImageTag):
        source = world.image(str(action.source))
        if source is None or source.id == image.id:  # it will be refused, or change nothing
            return
    if not any(each.id == image.id and each.reference != image.reference for each in world.images):
        short = image.id.rpartition(":")[2][:8]
        yield act.ImageTag(target, Reference(target.registry, target.repository, f"before-{short}"))
