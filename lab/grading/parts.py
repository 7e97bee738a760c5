"""Two image references beside each other: which parts are right, what that is worth, and what to say of the others."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from lab.grading.grade import Feedback
from lab.grading.place import host_and_port, own_registry
from lab.language.message import Message, say
from lab.reference import DOCKER_HUB, OLD_DOCKER_HUB, Reference

WEIGHTS = {"registry": 0.3, "repository": 0.4, "tag": 0.3}
"""Shares of the score; a digest takes the tag's place."""

NEARLY = 0.5
"""What is left of the repository's share where one letter of it is wrong."""

ELSEWHERE = 0.4
"""What a name is worth at most that leads to another registry, for the rest of it: that mistake is what the lab is about."""

_LONG_ENOUGH = 5
"""Letters of a repository's name from which on one letter more or less is a slip and no other name."""

_NAMES = {
    "registry": say("grading.ref.registry"),
    "repository": say("grading.ref.repository"),
    "tag": say("grading.ref.tag"),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a reference is worth beside the one that is wanted."""

    score: float
    """0 to 1; 1 only for a reference that means the wanted one."""
    reasons: tuple[Feedback, ...]


def compare(want: Reference, given: Reference, text: str, explicit_tag: bool = False) -> Comparison:
    """Compare part by part; `text` is how `given` was spelt.

    What Docker would have filled in, Docker Hub or `latest`, earns nothing until all that was written is right:
    else every name at all would be worth something.
    """
    named = _named(given, explicit_tag)
    wrong = {
        "registry": _registry(want, given, text),
        "repository": _repository(want, given),
        "tag": _tag(want, given, _is_tag_written(given, text), explicit_tag),
    }
    right = [part for part, reason in wrong.items() if reason is None]
    if len(right) == len(wrong):
        return Comparison(1, _note(want, given))
    said = [reason for reason in wrong.values() if reason]
    if wrong["registry"]:
        return _elsewhere(want, given, right, said)
    earned = [part for part in right if part in named]
    score = sum(WEIGHTS[part] for part in earned)
    if _is_nearly(want.repository, given.repository):
        score += NEARLY * WEIGHTS["repository"]
    return Comparison(score, (*said, *_right_so_far(earned)))


def _elsewhere(want: Reference, given: Reference, right: list[str], said: list[Message]) -> Comparison:
    """Judge a name that leads to another registry; from or to Docker Hub it is worth nothing whatever follows."""
    confused = DOCKER_HUB in (want.registry, given.registry)
    if confused or right != ["repository", "tag"]:
        return Comparison(0, tuple(said))
    return Comparison(ELSEWHERE, (*said, *_right_so_far(right)))


def _right_so_far(parts: list[str]) -> tuple[Feedback, ...]:
    return (say("grading.ref.right", parts=tuple(_NAMES[part] for part in parts)),) if parts else ()


def _is_nearly(wanted: str, path: str) -> bool:
    """Tell whether one letter makes the difference, as a typing error does."""
    bare = wanted.removeprefix("library/")
    return len(bare) >= _LONG_ENOUGH and wanted != path and OSA.distance(wanted, path, score_cutoff=1) == 1


def _note(want: Reference, given: Reference) -> tuple[Feedback, ...]:
    if want.registry == given.registry:
        return ()
    return (say("grading.ref.same-place", given=given.registry, wanted=want.registry),)


def _named(given: Reference, explicit_tag: bool) -> set[str]:
    """Return the parts that say more than Docker would have filled in: equal references, however spelt, earn the same."""
    named = {"repository"}
    if given.registry != DOCKER_HUB:
        named.add("registry")
    if given.digest or given.tag != "latest" or explicit_tag:
        named.add("tag")
    return named


def _is_tag_written(given: Reference, text: str) -> bool:
    return ":" in text.partition("@")[0].rpartition("/")[2] or given.digest is not None


def _registry(want: Reference, given: Reference, text: str) -> Message | None:
    if own_registry(want.registry) == own_registry(given.registry):
        return None
    first, slash, _ = text.partition("/")
    if not slash or first not in (given.registry, OLD_DOCKER_HUB):
        return say("grading.ref.unmarked-registry") if slash else say("grading.ref.no-registry")
    host, port = host_and_port(given.registry)
    wanted, wanted_port = host_and_port(want.registry)
    if own_registry(host) != own_registry(wanted):
        return say("grading.ref.other-registry", registry=given.registry)
    if not port:
        return say("grading.ref.no-port")
    return say("grading.ref.other-port", port=port) if wanted_port else say("grading.ref.extra-port", port=port)


def _repository(want: Reference, given: Reference) -> Message | None:
    """Compare paths; `library/`, which is filled in on Docker Hub alone, is no path that anybody wrote."""
    path, wanted = given.repository, want.repository
    if DOCKER_HUB in (given.registry, want.registry) and given.registry != want.registry:
        path, wanted = path.removeprefix("library/"), wanted.removeprefix("library/")
    if path == wanted:
        return None
    if _is_nearly(wanted, path):
        return say("grading.ref.misspelt", path=path.removeprefix("library/"))
    if path.rpartition("/")[2] == wanted.rpartition("/")[2]:
        return say("grading.ref.other-path", path=path)
    return say("grading.ref.other-repository", path=path)


def _tag(want: Reference, given: Reference, written: bool, explicit: bool) -> Message | None:
    if want.digest or given.digest:
        return _digest(want, given)
    if not written and (explicit or want.tag != given.tag):
        return say("grading.ref.no-tag")
    return None if want.tag == given.tag else say("grading.ref.other-tag", tag=str(given.tag))


def _digest(want: Reference, given: Reference) -> Message | None:
    """Compare digests: where there is one Docker does not look at the tag."""
    if want.digest == given.digest:
        return None
    if want.digest is None:
        return say("grading.ref.extra-digest")
    return say("grading.ref.no-digest") if given.digest is None else say("grading.ref.other-digest")
