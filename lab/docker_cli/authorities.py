"""`install -D` and `rm -r`, for one thing only: telling the engine of a registry's authority, and taking that back."""

from __future__ import annotations

from lab.docker_cli.actions import AuthorityForget, AuthorityTrust
from lab.docker_cli.errors import CommandError, shown
from lab.docker_cli.files import workspace_file
from lab.docker_cli.grammar import Command, Given, Option
from lab.docker_cli.place import Place
from lab.language.message import say

FILE = "ca.crt"
"""What the lab calls an authority's certificate in an engine's folder; engines read every `*.crt` there."""


def trust(given: Given, place: Place) -> AuthorityTrust:
    """Build `install -D FILE CERTS.D/REGISTRY/ca.crt`."""
    source, target = given.operands
    folder, _, name = target.rpartition("/")
    if name != FILE or not given.on("make-folders"):
        raise _refused(target, place)
    return AuthorityTrust(workspace_file(source, place), _registry(folder, target, place), place.certs_d)


def forget(given: Given, place: Place) -> AuthorityForget:
    """Build `rm -r CERTS.D/REGISTRY`."""
    target = given.operands[0]
    if not given.on("recursive"):
        raise _refused(target, place)
    return AuthorityForget(_registry(target.rstrip("/"), target, place), place.certs_d)


def _registry(folder: str, typed: str, place: Place) -> str:
    """Return the registry that a folder of the engine's is for; raise CommandError for any other folder of the machine."""
    inside, slash, registry = folder.rpartition("/")
    if not (place.certs_d and slash and inside == place.certs_d and registry in place.registries):
        raise _refused(typed, place)
    return registry


def _refused(typed: str, place: Place) -> CommandError:
    message = say("commands.wrong.certs-elsewhere", path=shown(typed))
    if not place.certs_d or not place.registries:
        return CommandError("refused-file", message, say("commands.try.certs-nowhere"))
    example = f"{place.certs_d}/{place.registries[0]}/{FILE}"
    return CommandError("refused-file", message, say("commands.try.certs", path=example))


ROWS = (
    Command(
        "install",
        say("commands.help.install"),
        "FILE CERTS.D/REGISTRY/ca.crt",
        trust,
        (
            Option("make-folders", say("commands.flag.install-folders"), "D"),
            Option("mode", say("commands.flag.install-mode"), "m", "644"),
        ),
        unused="backup/b compare/C directory/d group/g owner/o preserve-timestamps/p strip/s suffix/S target-directory/t",
    ),
    Command(
        "rm",
        say("commands.help.rm"),
        "CERTS.D/REGISTRY",
        forget,
        (
            Option("recursive", say("commands.flag.rm-recursive"), "r"),
            Option("force", say("commands.flag.rm-force"), "f"),
        ),
        unused="interactive/i dir/d verbose/v",
    ),
)
"""The rows of the command table."""
