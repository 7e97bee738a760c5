"""The engine's images, as the Engine API asks for them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from typing import Any

from lab.practice.errors import ApiError
from lab.practice.hub.hub import Hub
from lab.practice.images import endpoint, platforms
from lab.practice.images.archive_in import Loaded, read_archive
from lab.practice.images.archive_out import archive
from lab.practice.images.distribution import described
from lab.practice.images.holdings import Holdings
from lab.practice.images.image import Image
from lab.practice.images.layers import read_file
from lab.practice.images.messages import Message, Tell, narrate, status
from lab.practice.images.names import DOCKER_HUB, Name, parse, parse_with
from lab.practice.images.pulling import Pull, pull_all
from lab.practice.images.pushing import Push
from lab.practice.images.registry_client import registry
from lab.practice.images.removing import InUse, Removal
from lab.practice.images.source import Source
from lab.practice.images.ways import Route, Ways, straight

Auth = Mapping[str, str]
"""A decoded `X-Registry-Auth`."""

DENIED = "denied: requested access to the resource is denied"


class Images:
    """What the engine holds under `root`, and how it comes and goes; `hub` is what stands for Docker Hub.

    Streams are to be closed (`aclose`) when nobody reads them any more: that ends the work and drops what is half done.
    """

    def __init__(self, root: Path, hub: Path) -> None:
        self._holdings = Holdings(root)
        self._hub = Hub(hub)
        self._certificates = root / "certs.d"
        self.route: Route = straight
        """Where hosts of the engine's own network are dialled."""
        self.on_event: Callable[[str, str, Mapping[str, str]], None] = lambda action, identity, attributes: None
        """Told of `pull`, `push`, `tag`, `untag`, `delete`, `load` and `save`: the action, the Actor's ID and its attributes."""

    @property
    def _ways(self) -> Ways:
        return Ways(self._certificates, self.route)

    def find(self, name: str) -> Image:
        """Return the image that a name, an ID or the beginning of an ID means; ApiError 404 or 400 in dockerd's words."""
        return self._holdings.image(self._holdings.resolve(name))

    def all(self) -> tuple[Image, ...]:
        """Return every image."""
        return tuple(self._holdings.image(identity) for identity in self._holdings.index.images)

    def tag(self, source: str, repository: str, tag: str) -> None:
        """Give an image another name, taking it from the image that had it; ApiError 404 or 400."""
        identity = self._holdings.resolve(source)
        name = parse_with(repository, tag)
        if name.digest:
            raise ApiError(400, "refusing to create a tag with a digest reference")
        name = name.or_latest()
        self._holdings.give(identity, name)
        self._holdings.mark_tagged(identity)
        self._event("tag", identity, self._holdings.image(identity), name.familiar())

    def remove(self, name: str, force: bool, in_use: InUse) -> list[dict[str, str]]:
        """Remove a name, or an image by ID, and return the rows that say what went; ApiError 404 or 409 in dockerd's words."""
        return Removal(self._holdings, in_use, self.on_event).run(name, force)

    def pull(
        self, repository: str, tag_or_digest: str, platform: str, auth: Auth | None
    ) -> AsyncGenerator[Message, None]:
        """Pull an image, or every tag of a repository if none is given; ApiError before the first message, in it afterwards."""

        async def work(tell: Tell) -> None:
            name = parse_with(repository, tag_or_digest)
            wanted = platforms.parse(platform)
            async with self._source(name, auth) as source:
                with self._holdings.transfer():
                    changed = await pull_all(Pull(source, self._holdings, wanted, tell), name)
            shown = name.familiar()
            tell(status(f"Status: {'Downloaded newer image' if changed else 'Image is up to date'} for {shown}"))
            if not name.tag and not name.digest:
                return
            image = self.find(str(name))
            self._event("pull", name.familiar(), image, name.of().familiar())
            if platform and (image.platform.os, image.platform.architecture) != (wanted.os, wanted.architecture):
                words = f"WARNING: image with reference {name.of().familiar()} was found but does not match the specified platform"
                tell(status(f"{words}: wanted {wanted}, actual: {image.platform}"))

        return narrate(work, refuse=True)

    def push(self, repository: str, tag: str, auth: Auth | None) -> AsyncGenerator[Message, None]:
        """Push one tag, or all tags of a repository if none is given; ApiError 400 for a bad name, the rest in the stream."""
        name = parse_with(repository, tag)

        async def work(tell: Tell) -> None:
            tell(status(f"The push refers to repository [{name.of()}]"))
            with self._holdings.transfer():
                # What goes is decided now, whatever becomes of the names while it goes.
                wanted = [(each, self.find(str(each))) for each in self._tags_of(name)]
                manifests = [self._holdings.manifest(image.id) for _, image in wanted]
                if name.registry == DOCKER_HUB:
                    raise ApiError(500, DENIED)
                async with registry(name.registry, auth, self._ways) as client:
                    for (each, image), manifest in zip(wanted, manifests, strict=True):
                        await Push(client, self._holdings, tell).run(each, image, manifest)
                        self._event("push", each.familiar(), image, each.of().familiar())

        return narrate(work, refuse=False)

    def load(self, stream: AsyncIterable[bytes]) -> AsyncGenerator[Message, None]:
        """Load the images of an archive, given as its bytes; errors are in the stream."""

        async def work(tell: Tell) -> None:
            with self._holdings.transfer():
                for loaded in await read_archive(stream, self._holdings, platforms.default_platform()):
                    self._take_in(loaded, tell)

        return narrate(work, refuse=False)

    def save(self, names: Sequence[str]) -> AsyncGenerator[bytes, None]:
        """Return an archive of images as its bytes: tags with their names, a repository with all its tags, an ID without.

        ApiError 404 at once when there is no such image.
        """
        wanted: dict[str, list[Name]] = {}
        for text in names:
            named = self._holdings.named(text)
            tags = self._holdings.tags_in(text) or ([named] if named and named.tag else [])
            for tag in tags:
                wanted.setdefault(self._holdings.index.names[tag], []).append(tag)
            if not tags:
                wanted.setdefault(self._holdings.resolve(text), [])
        for identity in wanted:
            self._event("save", identity, self._holdings.image(identity), identity)
        return archive(self._holdings, wanted)

    async def distribution(self, reference: str, auth: Auth | None) -> dict[str, Any]:
        """Return what a registry has under a name, as `/distribution/NAME/json` shows it; ApiError in dockerd's words."""
        name = parse(reference).or_latest()
        async with self._source(name, auth) as source:
            return await described(source, name)

    async def login(self, address: str, auth: Auth) -> None:
        """Check a login with a registry, named as `docker login` names it; ApiError in dockerd's words when it is refused."""
        host = address.removeprefix("https://").removeprefix("http://").partition("/")[0] or DOCKER_HUB
        if parse(f"{host}/login").registry in (DOCKER_HUB, "registry-1.docker.io"):
            refusal = "unauthorized: incorrect username or password"
            raise ApiError(401, f'Get "https://registry-1.docker.io/v2/": {refusal}')
        await endpoint.login(host, auth, self._ways)

    def read_file(self, image: Image, path: str) -> bytes | None:
        """Return a small file as a container of the image would see it, or None when there is none."""
        layers = reversed(self._holdings.manifest(image.id).layers)
        return read_file((self._holdings.blobs.path(layer.digest) for layer in layers), path)

    def _source(self, name: Name, auth: Auth | None) -> AbstractAsyncContextManager[Source]:
        if name.registry == DOCKER_HUB:
            return nullcontext(self._hub)
        return registry(name.registry, auth, self._ways)

    def _tags_of(self, name: Name) -> list[Name]:
        """Return the names that a push of this one pushes, or raise ApiError in dockerd's words."""
        known = self._holdings.tags_in(str(name.of()))
        if not known:
            raise ApiError(404, f"An image does not exist locally with the tag: {name.of().familiar()}")
        if not name.tag:
            return known
        if name not in known:
            raise ApiError(404, f"tag does not exist: {name.familiar()}")
        return [name]

    def _take_in(self, loaded: Loaded, tell: Tell) -> None:
        identity = loaded.manifest.config.digest
        for name in loaded.names:
            old = self._holdings.index.names.get(name, identity)
            if old != identity:
                words = (
                    f"The image {name.familiar()} already exists, renaming the old one with ID {old} to empty string"
                )
                tell({"stream": f"{words}\n"})
        self._holdings.add(loaded.manifest, loaded.sizes, *loaded.names)
        for said in [f"Loaded image: {name.familiar()}" for name in loaded.names] or [f"Loaded image ID: {identity}"]:
            tell({"stream": f"{said}\n"})
        self._event("load", identity, self._holdings.image(identity), identity)

    def _event(self, action: str, actor: str, image: Image, name: str) -> None:
        self.on_event(action, actor, image.labels | {"name": name})
