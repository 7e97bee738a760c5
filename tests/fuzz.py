"""Random and mutated commands, exercise files and engine replies: no traceback, no Action outside the closed list, no escape.

    python -m tests.fuzz --count 100000 [--seed N]

Prints one line a kind and exits with 1 at the first thing that should not be, with what it was made from.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import get_args

from lab.cli.machine import line
from lab.cli.plain import Storyteller, harmless
from lab.content.library import exercises_folder, load_all
from lab.content.parser import parse as parse_exercise
from lab.content.problem import ContentError
from lab.docker_cli.actions import (
    Action,
    AuthorityForget,
    AuthorityTrust,
    ContainerCreate,
    ContainerRun,
    FileDigest,
    Git,
    ImageBuild,
    ImagePush,
    Login,
    ManifestDelete,
    RegistryDownload,
    RegistryRequest,
    ServiceCreate,
)
from lab.docker_cli.errors import CommandError
from lab.docker_cli.parse import parse
from lab.docker_cli.place import Place
from lab.engine.contract import EngineError, Output
from lab.engine.errors import classify, engine_errors, stream_error
from lab.engine.images import _told
from lab.engine.template import render
from lab.errors import LabError
from lab.language.words import LANGUAGES, words
from lab.portable import read
from lab.session import events as ev
from lab.variables import ports

EXERCISES = tuple(each.filled({}) for each in load_all(exercises_folder(), "en"))
PLACE = Place(
    "/work/exercise",
    tuple(
        f"127.0.0.1:{port}" for port in sorted({5000, *(port for each in EXERCISES for port in ports(each.defaults()))})
    ),
    certs_d="/etc/docker/certs.d",
)
"""With every exercise's registries, so that the commands of all of them mean something."""
CLOSED = get_args(Action)
LETTERS = "\0\x07\x1b[2J\x9b\u202e\u2066\ud800\x85\n\r\t \"'`$\\{}[]();|&<>*?~#!%=,:@/.-_aZ09é한👩‍🚀"
WORDS = (
    *("docker", "container", "run", "image", "rm", "push", "pull", "-d", "-p", "--name", "-v", "--mount", "--privileged"),
    *("--network", "host", "--pid=host", "/var/run/docker.sock:/s", "$(pwd)/x:/y", "../..:/y", "type=bind,source=/,target=/x"),
    *("--", "-it", "--rm", "curl", "http://127.0.0.1:5000/v2/", "-X", "DELETE", "-o", "../m.json", "sha256sum", "m.json", "$(jq -r .a m.json)", "registry", "x@sha256:" + "a" * 64, "&&", "|", "sudo"),
    *("swarm", "leave", "--force", "service", "create", "--publish", "secret", "login", "-u", "-p", "s3cr3t", "install", "-D", "rm", "-r", "/etc/docker/certs.d/127.0.0.1:5000/ca.crt", "/etc"),
    *("prune", "git", "-C", "../x", "build", "-t", "clone", "-f", "-a", "volume", "network", "--format", "{{.ID}}", "--volumes-from", "--cap-add", "ALL", "--device", "/dev/sda"),
)  # fmt: skip


class FoundError(Exception):
    """Something that should not be, with what it was made from."""


def mutated(chance: random.Random, text: str) -> str:
    """Return a text with a few changes: letters, words and whole parts put in, taken out, doubled, exchanged."""
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        match chance.randrange(6):
            case 0:
                text = text[:at] + chance.choice(LETTERS) + text[at:]
            case 1:
                text = text[:at] + " " + chance.choice(WORDS) + " " + text[at:]
            case 2:
                text = text[:at] + text[min(to, at + 12) :]
            case 3:
                text = text[:to] + text[at:to][:400] + text[to:]
            case 4:
                text = text[:at] + text[at:to][::-1][:60] + text[to:]
            case _:
                text = text.replace(chance.choice(WORDS), chance.choice(WORDS), 1)
    return text


def tame(text: str) -> bool:
    """Tell whether a terminal would only show a text."""
    return all(char.isprintable() or char in "\n\t" for char in text)


def said(error: LabError) -> str:
    """Say an error in every language, as the screen does."""
    return "\n".join(words(lang).say(text) for lang in LANGUAGES for text in (error.message, error.hint))


class Commands:
    """Command lines, from the exercise's own and from nothing."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        steps = [step for exercise in EXERCISES for step in exercise.steps]
        self._known = [text for step in steps for text in (*step.commands, *(c for m in step.mistakes for c in m.do))]
        self._story = Storyteller(words("en"), EXERCISES[0])

    def __call__(self) -> str:
        """Try one."""
        chance = self._chance
        text = " ".join(chance.choices(WORDS, k=chance.randrange(9)))
        if chance.random() < 0.8:
            text = mutated(chance, chance.choice(self._known))
        try:
            action = parse(text, PLACE)
        except CommandError as error:
            told = ev.CommandFailed(text, error.kind, error.message, error.hint)
            self._show(told, text)
            return f"refused: {error.kind}" if error.kind.startswith("refused") else "refused"
        if type(action) not in CLOSED or _dangerous(action):
            raise FoundError(f"{text!r} is {action!r}")
        self._show(ev.CommandStarted(text, action), text)
        return "understood"

    def _show(self, event: ev.Event, text: str) -> None:
        lines = [harmless(each) for each in self._story.lines(event)]
        if not all(map(tame, lines)) or not tame(line(event, words("ko"))):
            raise FoundError(f"{text!r} is shown as {lines!r}")


def _dangerous(action: Action) -> bool:
    """Tell whether an Action asks for what no exercise may have."""
    if isinstance(action, ImagePush):
        return PLACE.registry(action.reference.registry) is None
    if isinstance(action, RegistryRequest):
        return not _at_a_registry(action.url) or action.method not in ("GET", "HEAD")
    if isinstance(action, ManifestDelete):
        return "/manifests/sha256:" not in action.url or not _at_a_registry(action.url)
    if isinstance(action, RegistryDownload | FileDigest):
        files = (action.file,) if isinstance(action, RegistryDownload) else action.files
        return not all(re.fullmatch(rf"{PLACE.workspace}/\w[\w.-]*", file) for file in files)
    if isinstance(action, Git | ImageBuild):
        paths = [action.folder] if isinstance(action, ImageBuild) else [action.directory or PLACE.workspace]
        if isinstance(action, Git) and action.command != "commit":  # whose argument is a sentence
            paths += [each for each in action.arguments if each.startswith("/") or ".." in each.split("/")]
        return not all(f"{path}/".startswith(f"{PLACE.workspace}/") and ".." not in path.split("/") for path in paths)
    if isinstance(action, Login):
        return PLACE.registry(action.registry) is None or action.config != PLACE.docker_config
    if isinstance(action, AuthorityTrust | AuthorityForget):
        return action.folder != PLACE.certs_d or action.registry not in PLACE.registries
    if isinstance(action, ContainerRun | ContainerCreate | ServiceCreate):
        mounts = action.mount if isinstance(action, ServiceCreate) else action.spec.mounts
        binds = [mount.source for mount in mounts if mount.kind == "bind"]
        volumes = [mount.source for mount in mounts if mount.kind == "volume"]
        outside = any(
            not (f"{source}/").startswith(f"{PLACE.workspace}/") or "/../" in f"{source}/" for source in binds
        )
        network = "" if isinstance(action, ServiceCreate) else action.spec.network or ""
        return outside or any("/" in source for source in volumes) or network == "host" or ":" in network
    return False


def _at_a_registry(url: str) -> bool:
    return any(url.startswith(f"{scheme}://{each}/") for each in PLACE.registries for scheme in ("http", "https"))


class Files:
    """Exercise files, and files of progress."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._small = []  # one step each: a whole exercise takes six times as long
        for path in sorted(exercises_folder().glob("[0-9][0-9]-*.md")):
            head, *steps = path.read_text(encoding="utf-8").split("\n## ")
            self._small += [] if path.stem.endswith(".ko") else [f"{head}\n## {step}" for step in steps]
        self._rows = ['{"format": "registry-lab-progress", "version": 1, "learner": "kim"}',
                      '{"at": 1.5, "run": "r", "exercise": "e", "step": "s", "what": "judged", "outcome": "pass", "data": {}}']  # fmt: skip

    def __call__(self) -> str:
        """Try one."""
        if self._chance.random() < 0.3:
            return self._progress()
        text = mutated(self._chance, self._chance.choice(self._small))
        try:
            exercise = parse_exercise(text.encode("utf-8", "surrogatepass"), "x.md")
        except ContentError as error:
            if not tame(harmless(said(error))):
                raise FoundError(f"{text!r} is complained of as {said(error)!r}") from error
            return "complained of"
        shown = (exercise.title, exercise.introduction, *(step.prose for step in exercise.steps))
        if not all(tame(harmless(each)) for each in shown):
            raise FoundError(f"{text!r} is shown as {shown!r}")
        return "read"

    def _progress(self) -> str:
        text = mutated(self._chance, "\n".join(self._rows))
        try:
            read(text.split("\n"))
        except LabError as error:
            if not tame(harmless(said(error))):
                raise FoundError(f"{text!r} is complained of as {said(error)!r}") from error
            return "progress complained of"
        return "progress read"


class Replies:
    """What engines answer: words of errors, events of streams, details."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._texts = [
            'Conflict. The container name "/registry" is already in use by container "abc".',
            "Bind for 127.0.0.1:5000 failed: port is already allocated",
            'Get "https://registry-1.docker.io/v2/": x509: certificate signed by unknown authority',
            "toomanyrequests: You have reached your pull rate limit",
            "proxyconnect tcp: http://kim:s3cr3t@proxy:3128: connection refused",
        ]
        self._events = [
            {"status": "Downloading", "id": "0123456789ab", "progressDetail": {"current": 5, "total": 10}},
            {"errorDetail": {"message": "manifest unknown"}, "error": "manifest unknown"},
            {"status": "Digest: sha256:" + "a" * 64},
            {"aux": {"Tag": "latest", "Size": 525}},
        ]
        self._story = Storyteller(words("en"), EXERCISES[0])

    def __call__(self) -> str:
        """Try one."""
        if self._chance.random() < 0.5:
            text = mutated(self._chance, self._chance.choice(self._texts))
            error = classify(text, self._chance.choice((0, 400, 404, 409, 500, 503)))
            return self._failed(error, text)
        event = self._strange(self._chance.choice(self._events), 3)
        try:
            with engine_errors("unix:///x"):
                stream_error(event)
                for happening in _told([event]):
                    self._show(ev.Printed(happening.text) if isinstance(happening, Output) else None, event)
                render("{{.status}} {{json .progressDetail}} {{.id}}", event)
        except EngineError as error:
            return self._failed(error, event)
        return "event told"

    def _failed(self, error: EngineError, source: object) -> str:
        self._show(ev.CommandFailed("docker pull x", error.kind, error.message, error.hint, error.words), source)
        return f"error: {error.kind}"

    def _show(self, event: ev.Event | None, source: object) -> None:
        if event is None:
            return
        lines = [harmless(each) for each in self._story.lines(event)]
        if not all(map(tame, lines)) or not tame(line(event, words("ko"))):
            raise FoundError(f"{source!r} is shown as {lines!r}")
        whole = isinstance(source, str) and source.count("://kim:s3cr3t@proxy") == source.count("s3cr3t")
        if whole and "s3cr3t" in "".join(lines):
            raise FoundError(f"{source!r} shows a password: {lines!r}")

    def _strange(self, value: object, depth: int) -> object:
        """Return a document of another shape here and there."""
        odd = (None, 5, -1, 1e308, True, [], {}, "", "\x1b[2J", [[]], {"x": []}, LETTERS)
        if self._chance.random() < 0.25 or depth == 0:
            return self._chance.choice(odd)
        if isinstance(value, dict):
            return {key: self._strange(item, depth - 1) for key, item in value.items() if self._chance.random() < 0.95}
        return mutated(self._chance, value) if isinstance(value, str) and self._chance.random() < 0.4 else value


def rounds(seed: int, count: int) -> Iterator[tuple[str, Callable[[], str], int]]:
    """Yield each kind, what tries one of it, and how many: half commands, the rest shared; files take the longest."""
    files, replies = count // 5, count * 3 // 10
    yield "commands", Commands(random.Random(f"{seed} commands")), count - files - replies
    yield "files", Files(random.Random(f"{seed} files")), files
    yield "replies", Replies(random.Random(f"{seed} replies")), replies


def main(arguments: list[str] | None = None) -> int:
    """Try as many as asked; return 1 where something was found that should not be."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args(arguments)
    for name, attempt, count in rounds(options.seed, options.count):
        outcomes: Counter[str] = Counter()
        began = time.monotonic()
        for number in range(count):
            try:
                outcomes[attempt()] += 1
            except Exception as error:
                print(
                    f"{name} {number} (seed {options.seed}): {type(error).__name__}: {error}"[:2000]
                    .encode("unicode_escape")
                    .decode()
                )
                if not isinstance(error, FoundError):
                    raise
                return 1
        print(
            f"{name}: {count} in {time.monotonic() - began:.0f} s: {json.dumps(dict(outcomes.most_common(8)))}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
