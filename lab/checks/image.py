"""Checks on the images an engine holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lab.checks.place import find_image, same_place
from lab.checks.verdict import Verdict
from lab.language.message import Message, say
from lab.memory import Memory
from lab.reference import Reference, one_spelling
from lab.world import Image, Published, Scope, World


@dataclass(frozen=True, slots=True)
class ImagePresent:
    """The engine has an image under this name."""

    kind: ClassVar[str] = "image-present"
    reference: str

    def scope(self) -> Scope:
        """Return the image by its full name."""
        return Scope(references=(Reference.parse(self.reference),))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the exact name is there: what it was pulled from does not matter."""
        expected = say("checks.image-present.expected", reference=self.reference)
        wanted = Reference.parse(self.reference)
        if find_image(world, wanted) is not None:
            return Verdict("pass", self.kind, expected, say("checks.image-present.here", reference=str(wanted)))
        names = tuple(
            image.reference
            for image in world.images
            if _repository(image).split("/")[-1] == wanted.repository.split("/")[-1]
        )
        found = (
            say("checks.image-present.other-names", reference=self.reference, others=names)
            if names
            else say("checks.image-present.absent", reference=self.reference)
        )
        return Verdict(
            "not_yet", self.kind, expected, found, say("checks.image-present.pull", reference=self.reference)
        )


@dataclass(frozen=True, slots=True)
class SameImage:
    """Two names lead to one image."""

    kind: ClassVar[str] = "same-image"
    reference: str
    as_: str

    def scope(self) -> Scope:
        """Return both names, and the other spelling of the lab's host."""
        wanted = Reference.parse(self.reference)
        return Scope(references=(*same_place(wanted), Reference.parse(self.as_)))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where both exist with equal layers: image IDs mean different things in different stores."""
        expected = say("checks.same-image.expected", reference=self.reference, source=self.as_)
        tag = say("checks.same-image.tag", reference=self.reference, source=self.as_)
        source = find_image(world, Reference.parse(self.as_))
        image = find_image(world, Reference.parse(self.reference))
        if source is None:
            found = say("checks.same-image.no-source", source=self.as_)
            return Verdict("not_yet", self.kind, expected, found, say("checks.image-present.pull", reference=self.as_))
        if image is None:
            return Verdict("not_yet", self.kind, expected, self._other_names(world, source), tag)
        if image.layers is None or source.layers is None:
            found = say("checks.same-image.vanished")
            return Verdict("cannot_tell", self.kind, expected, found, say("checks.registry.ask-again"))
        if image.layers != source.layers:
            found = say("checks.same-image.different", reference=self.reference, source=self.as_)
            return Verdict("not_yet", self.kind, expected, found, tag)
        return Verdict(
            "pass", self.kind, expected, say("checks.same-image.same", names=(image.reference, source.reference))
        )

    def _other_names(self, world: World, source: Image) -> Message:
        names = tuple(each.reference for each in world.images if each.id == source.id and each != source)
        if names:
            return say("checks.same-image.other-names", reference=self.reference, others=names)
        return say("checks.same-image.one-name", reference=self.reference, source=self.as_)


@dataclass(frozen=True, slots=True)
class ImageAbsent:
    """The engine had an image under this name and has it no more."""

    kind: ClassVar[str] = "image-absent"
    reference: str
    proof: str = ""
    """The image's name in the lab's registry: holding it proves that the engine once did, where no memory does."""

    def scope(self) -> Scope:
        """Return the name, and the proof with its registry."""
        references = same_place(Reference.parse(self.reference))
        if not self.proof:
            return Scope(references=references)
        proof = Reference.parse(self.proof)
        return Scope(references=(*references, proof), registries=(proof.registry,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the exact name is gone; other names of the same content do not matter."""
        expected = say("checks.image-absent.expected", reference=self.reference)
        image = find_image(world, Reference.parse(self.reference))
        if image is not None:
            found = say("checks.image-absent.here", reference=image.reference)
            familiar = Reference.parse(image.reference).familiar()
            return Verdict("not_yet", self.kind, expected, found, say("checks.image-absent.remove", reference=familiar))
        if memory.saw(str(Reference.parse(self.reference))) or self._proved(world, memory):
            return Verdict("pass", self.kind, expected, say("checks.image-absent.gone", reference=self.reference))
        if self._registry_unknown(world):
            found = say("checks.image-absent.unproved", reference=self.reference)
            return Verdict("cannot_tell", self.kind, expected, found, say("checks.registry.ask-again"))
        found = say("checks.image-absent.never", reference=self.reference)
        return Verdict("not_yet", self.kind, expected, found, say("checks.image-absent.begin"))

    def _proved(self, world: World, memory: Memory) -> bool:
        if not self.proof:
            return False
        proof = str(Reference.parse(self.proof))
        return world.published(proof) is not None or memory.digest(proof) is not None

    def _registry_unknown(self, world: World) -> bool:
        registry = world.registry(Reference.parse(self.proof).registry) if self.proof else None
        return registry is not None and registry.state == "unknown"


@dataclass(frozen=True, slots=True)
class PulledBack:
    """An image that had left the engine is there again, and is what the registry serves: the chain of custody."""

    kind: ClassVar[str] = "pulled-back"
    reference: str
    without: str = ""
    """A name that must not be there, so that the registry is the only place it can have come from."""

    def scope(self) -> Scope:
        """Return both names and the registry."""
        wanted = Reference.parse(self.reference)
        others = (Reference.parse(self.without),) if self.without else ()
        return Scope(references=(*same_place(wanted), *others), registries=(wanted.registry,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where digest pushed, absence in between and digest pulled back fit together."""
        expected = say("checks.pulled-back.expected", reference=self.reference)
        wanted = Reference.parse(self.reference)
        image = find_image(world, wanted)
        if image is None:
            found = say("checks.image-present.absent", reference=self.reference)
            pull = say("checks.image-present.pull", reference=self.reference)
            return Verdict("not_yet", self.kind, expected, found, pull)
        if self.without and find_image(world, Reference.parse(self.without)) is not None:
            found = say("checks.pulled-back.other-copy", without=self.without)
            return Verdict("not_yet", self.kind, expected, found, self._again())
        registry = world.registry(wanted.registry)
        published = world.published(str(wanted))
        if published is None:
            return self._not_served(expected, registry.state if registry else "unknown", wanted)
        flaw = self._flaw(image, published, world, memory)
        if flaw is not None:
            return Verdict("not_yet", self.kind, expected, flaw, self._again())
        return Verdict("pass", self.kind, expected, say("checks.pulled-back.same", digest=published.digest))

    def _flaw(self, image: Image, published: Published, world: World, memory: Memory) -> Message | None:
        pushed = memory.digest(published.reference)
        if image.layers != published.layers:
            return say("checks.pulled-back.different", digest=published.digest)
        if pushed is not None and pushed != published.digest:
            return say("checks.pulled-back.moved", pushed=pushed, digest=published.digest)
        was_here = memory.saw(image.reference) and pushed is not None
        pulled = one_spelling(image.reference) in map(one_spelling, world.pulled)
        if was_here and not memory.saw_leave(image.reference) and not pulled:
            return say("checks.pulled-back.never-left", reference=self.reference)
        return None

    def _not_served(self, expected: Message, state: str, wanted: Reference) -> Verdict:
        if state == "unknown":
            found = say("checks.registry.unknown", registry=wanted.registry)
            return Verdict("cannot_tell", self.kind, expected, found, say("checks.registry.ask-again"))
        found = say("checks.pulled-back.not-served", registry=wanted.registry)
        return Verdict("not_yet", self.kind, expected, found, say("checks.pulled-back.start-and-push"))

    def _again(self) -> Message:
        return say("checks.pulled-back.again", reference=self.reference)


def _repository(image: Image) -> str:
    return Reference.parse(image.reference).repository
