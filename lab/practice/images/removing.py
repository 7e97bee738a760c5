"""Removes names and images by dockerd's rules (`ImageDelete`): what is in use or has other names is not lost by accident."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lab.practice.errors import ApiError
from lab.practice.images.holdings import Holdings
from lab.practice.images.image import Image, chain_ids
from lab.practice.images.names import Name

InUse = Callable[[str], str | None]
"""Image ID to `running container ID` or `stopped container ID`, or None."""

Event = Callable[[str, str, Mapping[str, str]], None]
"""Told of an action, what it happened to, and its attributes."""


@dataclass(slots=True)
class Removal:
    """One request to remove, and the rows that answer it."""

    holdings: Holdings
    in_use: InUse
    event: Event
    rows: list[dict[str, str]] = field(default_factory=list)

    def run(self, text: str, forced: bool) -> list[dict[str, str]]:
        """Remove a name, or an image with all its names when an ID was given; ApiError 404 or 409 in dockerd's words."""
        identity = self.holdings.resolve(text)
        image = self.holdings.image(identity)
        name = self.holdings.named(text)
        if name is None:
            self._by_id(image, text, forced)
        else:
            self._by_name(image, name, text, forced)
        return self.rows

    def _by_name(self, image: Image, name: Name, text: str, forced: bool) -> None:
        names = self.holdings.index.references(image.id)
        user = self.in_use(image.id)
        if user and not forced and _is_single(names):
            words = f'unable to remove repository reference "{text}" (must force)'
            container = user.rpartition(" ")[2]
            raise ApiError(
                409, f"conflict: {words} - container {container} is using its referenced image {image.short_id}"
            )
        left = [each for each in names if each != name]
        # The digests of a repository go with the last of its tags.
        together = [each for each in left if each.of() == name.of()]
        gone = together if name.tag and not any(each.tag for each in together) else []
        self._untag(image, name, *gone)
        self.event("untag", image.id, self._attributes(image))
        if len(gone) < len(left) or (user and user.startswith("running")):
            return
        self._delete(image)

    def _by_id(self, image: Image, text: str, forced: bool) -> None:
        names = self.holdings.index.references(image.id)
        user = self.in_use(image.id)
        beginning = f"conflict: unable to delete {image.short_id}"
        if not forced and not _is_single(names):
            raise ApiError(409, f"{beginning} (must be forced) - image is referenced in multiple repositories")
        if user and (not forced or user.startswith("running")):
            force = "cannot be forced" if user.startswith("running") else "must be forced"
            raise ApiError(409, f"{beginning} ({force}) - image is being used by {user}")
        for name in names:
            self._untag(image, name)
            self.event("untag", image.id, self._attributes(image))
        self._delete(image)

    def _untag(self, image: Image, *names: Name) -> None:
        self.holdings.take(*names)
        self.rows += [{"Untagged": name.familiar()} for name in names]

    def _delete(self, image: Image) -> None:
        self.holdings.forget(image.id)
        others = [self.holdings.image(identity) for identity in self.holdings.index.images]
        kept = {chain for other in others for chain in chain_ids(other.layers)}
        gone = [chain for chain in reversed(chain_ids(image.layers)) if chain not in kept]
        self.rows += [{"Deleted": digest} for digest in (image.id, *gone)]
        self.event("delete", image.id, self._attributes(image))

    @staticmethod
    def _attributes(image: Image) -> dict[str, str]:
        return image.labels | {"name": image.id}


def _is_single(names: tuple[Name, ...]) -> bool:
    """Return whether losing one tag loses the image: no more than one tag, and digests of its repository alone."""
    return len([name for name in names if name.tag]) <= 1 and len({name.of() for name in names}) <= 1
