"""What the right answer of a question about the learner's own engine is, read from one World and the log of its registry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lab.content.questions import Question
from lab.errors import LabError
from lab.grading.keys import StateKey
from lab.reference import Reference, one_spelling
from lab.world import Scope, World
from lab.xray import Hit, sent_again

Logs = Mapping[str, tuple[Hit, ...]]
"""Address of a registry to the requests that it received, oldest first."""

_BLOB = re.compile(r"docker/registry/v2/blobs/sha256/[0-9a-f]{2}/[0-9a-f]{64}/data")
"""Where a registry keeps a blob, below the folder that it stores into (distribution's filesystem driver)."""

_NOBODYS = "registry-lab-asks-for-the-catalog"
"""A repository that nobody has: a registry is asked for its catalog only where something in question is missing."""


def scope(questions: Iterable[Question]) -> Scope:
    """Return what has to be looked at to know the answers."""
    found = Scope()
    for key in _keys(questions):
        found = found.joined(_scope(key))
    return found


def registries_logged(questions: Iterable[Question]) -> frozenset[str]:
    """Return the registries whose log of requests has to be read to know the answers."""
    return frozenset(_address(key.reference) for key in _keys(questions) if key.asks == "second-push-blobs")


def truths(questions: Iterable[Question], world: World, logs: Logs) -> dict[str, str]:
    """Return the right answers by question, without those that neither a World nor a log tells."""
    found = {each.id: truth(each.key, world, logs) for each in questions if isinstance(each.key, StateKey)}
    return {identity: answer for identity, answer in found.items() if answer is not None}


def truth(key: StateKey, world: World, logs: Logs) -> str | None:
    """Return the right answer to one question, or None where it is not known.

    Of what a second push sent no state is left, only the registry's log of requests.
    """
    match key.asks:
        case "pushed-digest":
            published = world.published(_full(key.reference))
            return published.digest if published and published.flaw is None else None
        case "layer-count":
            return _layer_count(key, world)
        case "repository-count":
            registry = world.registry(_address(key.reference))
            return str(len(registry.repositories)) if registry and registry.state == "serving" else None
        case "stored-blobs":
            return _stored_blobs(world)
        case "second-push-blobs":
            sent = sent_again(logs.get(_address(key.reference), ()), _reference(key.reference).repository)
            return None if sent is None else str(sent)


def _keys(questions: Iterable[Question]) -> Iterable[StateKey]:
    return (each.key for each in questions if isinstance(each.key, StateKey))


def _scope(key: StateKey) -> Scope:
    address = _address(key.reference)
    match key.asks:
        case "pushed-digest":
            return Scope((_reference(key.reference),), (address,))
        case "layer-count":
            return Scope((_reference(key.reference),))
        case "repository-count":
            return Scope((Reference(address, _NOBODYS, "latest"),), (address,))
        case _:
            return Scope(registries=(address,))


def _layer_count(key: StateKey, world: World) -> str | None:
    image = world.image(_full(key.reference))
    return None if image is None or image.layers is None else str(len(image.layers))


def _stored_blobs(world: World) -> str | None:
    """Count blobs where there is one folder they can be in; of two, nobody knows which is meant."""
    if len(world.stores) != 1 or not world.stores[0].readable:
        return None
    return str(sum(_BLOB.fullmatch(file.path) is not None for file in world.stores[0].files))


def _address(text: str) -> str:
    """Return the registry of a reference, or an address as it stands."""
    try:
        return one_spelling(text) if "/" not in text else Reference.parse(one_spelling(text)).registry
    except LabError:
        return text


def _reference(text: str) -> Reference:
    return Reference.parse(one_spelling(text))


def _full(text: str) -> str:
    return str(_reference(text))
