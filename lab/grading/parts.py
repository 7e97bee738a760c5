"""Two image references beside each other: which parts are right, what that is worth, and what to say of the others."""

from __future__ import annotations

from dataclasses import dataclass

from lab.grading.grade import Feedback
from lab.language.message import Message, say
from lab.reference import DOCKER_HUB, OLD_DOCKER_HUB, Reference

WEIGHTS = {"registry": 0.3, "repository": 0.4, "tag": 0.3}
"""Shares of the score; a digest takes the tag's place."""

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

    A part that was not written, Docker Hub or `latest`, earns nothing until all that was written is right:
    else every name at all would be worth something.
    """
    written = _written(given, text)
    wrong = {
        "registry": _registry(want, given, text, "registry" in written),
        "repository": _repository(want, given),
        "tag": _tag(want, given, "tag" in written, explicit_tag),
    }
    right = [part for part, reason in wrong.items() if reason is None]
    if len(right) == len(wrong):
        return Comparison(1, _note(want, given))
    said = [reason for reason in wrong.values() if reason]
    earned = [part for part in right if part in written]
    if earned:
        said.append(say("grading.ref.right", parts=tuple(_NAMES[part] for part in earned)))
    return Comparison(sum(WEIGHTS[part] for part in earned), tuple(said))


def own_registry(registry: str) -> str:
    """Return an address as the lab writes it: `localhost` as 127.0.0.1, and hosts, which DNS knows no capitals in, small."""
    host, port = _host_and_port(registry)
    if host.lower() == "localhost":
        return f"127.0.0.1:{port}" if port else "127.0.0.1"
    return registry.lower() if set(".:") & set(registry) else registry


def _host_and_port(registry: str) -> tuple[str, str]:
    """Cut an address in two, also one of IPv6: `[::1]:5000`."""
    host, _, port = registry.rpartition(":")
    return (host, port) if host and port.isdigit() else (registry, "")


def _note(want: Reference, given: Reference) -> tuple[Feedback, ...]:
    if want.registry == given.registry:
        return ()
    return (say("grading.ref.same-place", given=given.registry, wanted=want.registry),)


def _written(given: Reference, text: str) -> set[str]:
    """Return the parts that the text itself names, and that were not filled in."""
    first, slash, _ = text.partition("/")
    last = text.partition("@")[0].rpartition("/")[2]
    named = {"repository"}
    if slash and first in (given.registry, OLD_DOCKER_HUB):
        named.add("registry")
    if ":" in last or given.digest:
        named.add("tag")
    return named


def _registry(want: Reference, given: Reference, text: str, written: bool) -> Message | None:
    if own_registry(want.registry) == own_registry(given.registry):
        return None
    if not written:
        return say("grading.ref.unmarked-registry") if "/" in text else say("grading.ref.no-registry")
    host, port = _host_and_port(given.registry)
    wanted, wanted_port = _host_and_port(want.registry)
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
