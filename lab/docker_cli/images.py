"""Actions on images, from what a line gave."""

from __future__ import annotations

from lab.docker_cli.actions import (
    ImageBuild,
    ImageHistory,
    ImageInspect,
    ImageList,
    ImagePull,
    ImagePush,
    ImageRemove,
    ImageTag,
)
from lab.docker_cli.errors import CommandError, shown
from lab.docker_cli.grammar import Given
from lab.docker_cli.paths import workspace_folder
from lab.docker_cli.place import Place
from lab.docker_cli.refusals import REMOVE_BY_ID
from lab.docker_cli.values import read_filters, read_image, read_pair, read_platform
from lab.language.message import say
from lab.reference import DOCKER_HUB, Reference


def pull(given: Given, place: Place) -> ImagePull:
    """Build `docker image pull`, from Docker Hub, the lab's own registries and those that the exercise names."""
    reference = read_image(given.operands[0])
    if reference.registry not in (DOCKER_HUB, *place.hosts) and place.registry(reference.registry) is None:
        raise _refused_pull(reference, place)
    return ImagePull(reference, read_platform(given.last("platform")))


def tag(given: Given, place: Place) -> ImageTag:
    """Build `docker image tag`."""
    source, target = (read_image(text) for text in given.operands)
    return ImageTag(source, _without_digest(target))


def push(given: Given, place: Place) -> ImagePush:
    """Build `docker image push`, to the lab's own registries and nowhere else."""
    reference = read_image(given.operands[0])
    if place.registry(reference.registry) is None:
        raise _refused_push(reference, place)
    return ImagePush(_without_digest(reference))


def ls(given: Given, place: Place) -> ImageList:
    """Build `docker image ls`."""
    return ImageList(
        repository=given.operands[0] if given.operands else None,
        every=given.on("all"),
        quiet=given.on("quiet"),
        digests=given.on("digests"),
        filters=read_filters(given),
        format=given.last("format"),
    )


def remove(given: Given, place: Place) -> ImageRemove:
    """Build `docker image rm`."""
    return ImageRemove(tuple(read_image(text, REMOVE_BY_ID) for text in given.operands))


def inspect(given: Given, place: Place) -> ImageInspect:
    """Build `docker image inspect`."""
    return ImageInspect(tuple(read_image(text) for text in given.operands), given.last("format"))


def history(given: Given, place: Place) -> ImageHistory:
    """Build `docker image history`."""
    return ImageHistory(read_image(given.operands[0]), given.on("quiet"))


def build(given: Given, place: Place) -> ImageBuild:
    """Build `docker image build`: from a folder of the workspace, with a name."""
    name = given.last("tag")
    if name is None:
        raise CommandError("missing-value", say("commands.wrong.build-tag"), say("commands.try.build-tag"))
    folder = given.operands[0]
    here = folder.rstrip("/") in (".", place.workspace)
    labels = tuple(read_pair("--label", text, bare="") for text in given.every("label"))
    path = place.workspace if here else workspace_folder(folder, place)
    return ImageBuild(_without_digest(read_image(name)), path, labels)


def _without_digest(reference: Reference) -> Reference:
    """Refuse a digest where a tag is to be made: a digest follows from the content and cannot be chosen."""
    if reference.digest is None:
        return reference
    message = say("commands.wrong.digest-target", name=shown(str(reference)))
    raise CommandError("bad-reference", message, say("commands.try.digest-target"))


def _refused_pull(reference: Reference, place: Place) -> CommandError:
    message = say("commands.wrong.pull-elsewhere", name=shown(reference.familiar()), registry=shown(reference.registry))
    others = (*place.registries, *place.hosts)
    hint = say("commands.try.pull", registries=others) if others else say("commands.try.pull-hub")
    return CommandError("refused-pull", message, hint)


def _refused_push(reference: Reference, place: Place) -> CommandError:
    typed = shown(reference.familiar())
    if not place.registries:
        message = say("commands.wrong.push-nowhere", name=typed)
        return CommandError("refused-push", message, say("commands.try.push-nowhere"))
    own = Reference(place.registries[0], reference.repository.removeprefix("library/"), reference.tag or "latest")
    hint = say("commands.try.push", source=typed, target=shown(own.familiar()))
    if reference.registry == DOCKER_HUB:
        return CommandError("refused-push", say("commands.wrong.push-hub", name=typed), hint)
    message = say("commands.wrong.push-elsewhere", name=typed, registry=shown(reference.registry))
    return CommandError("refused-push", message, hint)
