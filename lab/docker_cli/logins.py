"""`docker login` and `docker logout`, for the lab's own registries and nobody else's passwords."""

from __future__ import annotations

from lab.docker_cli.actions import Login, Logout
from lab.docker_cli.errors import CommandError, shown
from lab.docker_cli.grammar import Command, Given, Option
from lab.docker_cli.place import Place
from lab.language.message import say


def login(given: Given, place: Place) -> Login:
    """Build `docker login`; nobody is asked for anything, so name and password have to be on the line, or in a pipe."""
    registry = _registry(given, place)
    username, password = given.last("username"), given.last("password")
    piped = given.on("password-stdin")
    if not username:
        raise _incomplete("login-name", registry)
    if password is not None and piped:
        raise CommandError("bad-value", say("commands.wrong.login-twice"), say("commands.try.login", registry=registry))
    if piped and given.fed is not None:
        if given.fed.file is None and not given.fed.text:
            raise _incomplete("login-password", registry)
        return Login(registry, username, place.docker_config, given.fed.text, given.fed.file)
    if not password:
        raise _incomplete("login-stdin" if piped else "login-password", registry)
    return Login(registry, username, place.docker_config, password)


def logout(given: Given, place: Place) -> Logout:
    """Build `docker logout`."""
    return Logout(_registry(given, place), place.docker_config)


def _registry(given: Given, place: Place) -> str:
    """Return the registry as written, without a scheme and a path, as Docker drops them."""
    typed = given.operands[0] if given.operands else ""
    address = typed.removeprefix("https://").removeprefix("http://").partition("/")[0]
    if place.registry(address) is not None:
        return address
    where = shown(address) if address else "Docker Hub"
    own = place.registries[0] if place.registries else ""
    hint = say("commands.try.login", registry=own) if own else say("commands.try.push-nowhere")
    kind = "refused-login" if address else "missing-argument"
    raise CommandError(kind, say("commands.wrong.login-elsewhere", registry=where), hint)


def _incomplete(what: str, registry: str) -> CommandError:
    messages = {
        "login-name": say("commands.wrong.login-name"),
        "login-password": say("commands.wrong.login-password"),
        "login-stdin": say("commands.wrong.login-stdin"),
    }
    return CommandError("missing-value", messages[what], say("commands.try.login", registry=registry))


ROWS = (
    Command(
        "docker login",
        say("commands.help.login"),
        "[SERVER]",
        login,
        (
            Option("username", say("commands.flag.login-name"), "u", "NAME"),
            Option("password", say("commands.flag.login-password"), "p", "PASSWORD"),
            Option("password-stdin", say("commands.flag.login-stdin")),
        ),
        fed=True,
    ),
    Command("docker logout", say("commands.help.logout"), "[SERVER]", logout),
)
"""The rows of the command table."""
