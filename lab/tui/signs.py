"""Signs and the words that go with them: no state is told by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from lab.language.message import Message, say

if TYPE_CHECKING:
    from lab.checks import Outcome
    from lab.prediction import Effect
    from lab.tui.course import State
    from lab.world import ChangeKind, Noun, RegistryState
    from lab.xray import Meaning

STATE_SIGNS: Mapping[State, str] = {"done": "✓", "undone": "↺", "todo": "·", "unknown": "?"}
STATE_WORDS: Mapping[State, Message] = {
    "done": say("tui.state.done"),
    "undone": say("tui.state.undone"),
    "todo": say("tui.state.todo"),
    "unknown": say("tui.state.unknown"),
}
CURRENT = "▸"

Doing = Literal["opening", "reopening", "running", "checking", "catching-up", "resetting", "stopping", "waiting"]
"""What a session can be busy with."""
DOING_WORDS: Mapping[Doing, Message] = {
    "opening": say("tui.doing.opening"),
    "reopening": say("tui.doing.reopening"),
    "running": say("tui.doing.running"),
    "checking": say("tui.doing.checking"),
    "catching-up": say("tui.doing.catching-up"),
    "resetting": say("tui.doing.resetting"),
    "stopping": say("tui.doing.stopping"),
    "waiting": say("tui.doing.waiting"),
}

OUTCOME_SIGNS: Mapping[Outcome, str] = {"pass": "✓", "not_yet": "✗", "cannot_tell": "?"}
OUTCOME_STYLES: Mapping[Outcome, str] = {
    "pass": "$text-success",
    "not_yet": "$text-warning",
    "cannot_tell": "$text-secondary",
}
OUTCOME_WORDS: Mapping[Outcome, Message] = {
    "pass": say("tui.outcome.pass"),
    "not_yet": say("tui.outcome.not-yet"),
    "cannot_tell": say("tui.outcome.cannot-tell"),
}

CHANGE_SIGNS: Mapping[ChangeKind, str] = {"appeared": "+", "gone": "−", "changed": "~"}
CHANGE_STYLES: Mapping[ChangeKind, str] = {
    "appeared": "$text-success",
    "gone": "$text-error",
    "changed": "$text-warning",
}

NOUNS: Mapping[Noun, Message] = {
    "image": say("tui.noun.image"),
    "untagged": say("tui.noun.untagged"),
    "container": say("tui.noun.container"),
    "volume": say("tui.noun.volume"),
    "network": say("tui.noun.network"),
    "registry": say("tui.noun.registry"),
    "published": say("tui.noun.published"),
    "file": say("tui.noun.file"),
    "login": say("tui.noun.login"),
    "delivery": say("tui.noun.delivery"),
    "build": say("tui.noun.build"),
    "certificate": say("tui.noun.certificate"),
    "authority": say("tui.noun.authority"),
    "swarm": say("tui.noun.swarm"),
    "service": say("tui.noun.service"),
}

REGISTRY_STATES: Mapping[RegistryState, Message] = {
    "serving": say("tui.registry.serving"),
    "silent": say("tui.registry.silent"),
    "foreign": say("tui.registry.foreign"),
    "unknown": say("tui.registry.unknown"),
}

REGISTRY_SIGNS: Mapping[RegistryState, tuple[str, str]] = {
    "serving": ("✓", "$text-success"),
    "silent": ("·", "$foreground 60%"),
    "foreign": ("!", "$text-warning"),
    "unknown": ("?", "$text-secondary"),
}
"""Sign and style of each state of a registry."""

EFFECT_WORDS: Mapping[Effect, Message] = {
    "image-name-appears": say("tui.effect.image-name-appears"),
    "image-name-goes": say("tui.effect.image-name-goes"),
    "container-appears": say("tui.effect.container-appears"),
    "container-goes": say("tui.effect.container-goes"),
    "registry-gets": say("tui.effect.registry-gets"),
    "registry-loses": say("tui.effect.registry-loses"),
    "files-appear": say("tui.effect.files-appear"),
    "nothing": say("tui.effect.nothing"),
}

MEANINGS: Mapping[Meaning, Message] = {
    "ping": say("tui.request.ping"),
    "blob-here": say("tui.request.blob-here"),
    "blob-missing": say("tui.request.blob-missing"),
    "blob-sent": say("tui.request.blob-sent"),
    "upload-begins": say("tui.request.upload-begins"),
    "upload-goes-on": say("tui.request.upload-goes-on"),
    "upload-ends": say("tui.request.upload-ends"),
    "mounted": say("tui.request.mounted"),
    "manifest-put": say("tui.request.manifest-put"),
    "manifest-here": say("tui.request.manifest-here"),
    "manifest-missing": say("tui.request.manifest-missing"),
    "manifest-sent": say("tui.request.manifest-sent"),
    "deleted": say("tui.request.deleted"),
    "listed": say("tui.request.listed"),
    "refused": say("tui.request.refused"),
    "other": say("tui.request.other"),
}

FULL, EMPTY = "▰", "▱"


def bar(done: int, total: int, width: int) -> str:
    """Return a bar of `width` cells; full only when all is done, empty only when nothing is."""
    if total <= 0 or done <= 0:
        return EMPTY * width
    filled = width if done >= total else min(max(round(width * done / total), 1), width - 1)
    return FULL * filled + EMPTY * (width - filled)
