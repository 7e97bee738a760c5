"""Commands about images, spelt."""

from __future__ import annotations

from collections.abc import Iterator

from lab.docker_cli import actions as act
from lab.docker_cli.spelling.words import Rows, listing, option, repeat, spell_image, spell_images, switches


def _pull(action: act.ImagePull) -> Iterator[str]:
    yield from option("--platform", action.platform)
    yield spell_image(action.reference)


def _history(action: act.ImageHistory) -> Iterator[str]:
    yield from switches(("-q", action.quiet))
    yield spell_image(action.reference)


def _image_list(action: act.ImageList) -> Iterator[str]:
    yield from switches(("--digests", action.digests))
    yield from listing(action)
    if action.repository is not None:
        yield from (["--"] if action.repository.startswith("-") else [])
        yield action.repository


def _inspect_images(action: act.ImageInspect) -> Iterator[str]:
    yield from option("--format", action.format)
    yield from spell_images(action.references)


def _build(action: act.ImageBuild) -> Iterator[str]:
    yield from ("-t", spell_image(action.reference))
    yield from repeat("--label", map("=".join, action.labels))
    yield action.folder


SPELLINGS: Rows = {
    act.ImageForget: ("docker image rm", lambda action: [spell_image(action.name)]),
    act.ImagePull: ("docker image pull", _pull),
    act.ImageTag: ("docker image tag", lambda action: spell_images([action.source, action.target])),
    act.ImagePush: ("docker image push", lambda action: spell_images([action.reference])),
    act.ImageList: ("docker image ls", _image_list),
    act.ImageRemove: ("docker image rm", lambda action: spell_images(action.references)),
    act.ImageInspect: ("docker image inspect", _inspect_images),
    act.ImageHistory: ("docker image history", _history),
    act.ImageBuild: ("docker image build", _build),
}
