"""Commands of the registry's image: its own program, asked for its version or to collect garbage."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from lab.practice.engine.commands import Err, Out
from lab.practice.engine.files import Files

VERSION = "registry github.com/distribution/distribution/v3 practice\n"
"""What `registry --version` says; it is no release of distribution, and does not say it is."""
_USAGE = (
    "`registry`\n\nUsage:\n  registry [flags]\n  registry [command]\n\nAvailable Commands:\n"
    "  serve           `serve` stores and distributes Docker images\n"
    "  garbage-collect `garbage-collect` deletes layers not referenced by any manifests\n"
)


async def registry(files: Files, words: Sequence[str]) -> AsyncIterator[Out | Err]:
    """Run `registry --version` or `registry garbage-collect`."""
    if words and words[0] in ("-v", "--version"):
        yield Out(VERSION.encode())
    elif words and words[0] == "garbage-collect":
        async for piece in _garbage_collect(files, words[1:]):
            yield piece
    else:
        yield Out(_USAGE.encode())


async def _garbage_collect(files: Files, words: Sequence[str]) -> AsyncIterator[Out | Err]:
    from lab.practice.registry.collect import collect
    from lab.practice.registry.settings import Settings, SettingsError

    flags = {word for word in words if word.startswith("-")}
    named = [word for word in words if not word.startswith("-")]
    if not named:
        yield Err("configuration path unspecified")
        return
    text = files.read(named[0])
    if text is None:
        yield Err(f"configuration error: open {named[0]}: no such file or directory")
        return
    try:
        settings = Settings.from_environment({}, text.decode("utf-8", "replace"))
    except SettingsError as error:
        yield Err(error.text)
        return
    root = files.host(settings.root_directory)
    delete, dry = bool(flags & {"-m", "--delete-untagged"}), bool(flags & {"-d", "--dry-run"})
    collected = collect(root, delete_untagged=delete, dry_run=dry)
    try:
        while (line := await asyncio.to_thread(next, collected, None)) is not None:
            yield Out(f"{line}\n".encode())
    except ValueError as error:
        yield Err(str(error))


REGISTRY: dict[str, Callable[[Files, Sequence[str]], AsyncIterator[Out | Err]]] = {"registry": registry}
"""Commands by name."""
