"""`docker swarm`, `docker node` and `docker service`: a Swarm of one engine, on its loopback, and services in it."""

from __future__ import annotations

import re
from typing import Literal

from lab.docker_cli import actions as act
from lab.docker_cli import flags
from lab.docker_cli.errors import CommandError, shown
from lab.docker_cli.grammar import Command, Given, Option
from lab.docker_cli.mounts import read_mount
from lab.docker_cli.place import Place
from lab.docker_cli.values import read_filters, read_image, read_name, read_names, read_number, read_pair
from lab.language.message import say

_LOOPBACK = ("127.0.0.1", "127.0.0.1:2377")
_CONSTRAINT = r"[a-zA-Z0-9._-]+\s*[!=]=\s*[a-zA-Z0-9._-]+"


def init(given: Given, place: Place) -> act.SwarmInit:
    """Build `docker swarm init`; both addresses are the loopback's, so that nobody else can join or listen."""
    if given.last("advertise-addr") not in _LOOPBACK or given.last("listen-addr") not in _LOOPBACK:
        raise CommandError("refused-swarm", say("commands.wrong.swarm-address"), say("commands.try.swarm-address"))
    return act.SwarmInit()


def leave(given: Given, place: Place) -> act.SwarmLeave:
    """Build `docker swarm leave`."""
    return act.SwarmLeave(given.on("force"))


def nodes(given: Given, place: Place) -> act.NodeList:
    """Build `docker node ls`."""
    return act.NodeList(given.on("quiet"), read_filters(given), given.last("format"))


def create(given: Given, place: Place) -> act.ServiceCreate:
    """Build `docker service create`."""
    image, *command = given.operands
    name = given.last("name")
    return act.ServiceCreate(
        image=read_image(image),
        name=None if name is None else read_name(name),
        command=tuple(command),
        replicas=read_number("--replicas", given.last("replicas")),
        mode=_mode(given.last("mode")),
        ports=tuple(_port(text) for text in given.every("publish")),
        mount=tuple(read_mount(text, place) for text in given.every("mount")),
        env=tuple(read_pair("--env", text) for text in given.every("env")),
        constraints=tuple(_constraint(text) for text in given.every("constraint")),
        with_registry_auth=given.on("with-registry-auth"),
    )


def update(given: Given, place: Place) -> act.ServiceUpdate:
    """Build `docker service update`."""
    image = given.last("image")
    return act.ServiceUpdate(
        read_name(given.operands[0]),
        None if image is None else read_image(image),
        read_number("--replicas", given.last("replicas")),
        given.on("force"),
        given.on("with-registry-auth"),
    )


def scale(given: Given, place: Place) -> act.ServiceScale:
    """Build `docker service scale`."""
    pairs = (read_pair("SERVICE", text) for text in given.operands)
    return act.ServiceScale(tuple((read_name(name), read_number("SERVICE", count) or 0) for name, count in pairs))


def remove(given: Given, place: Place) -> act.ServiceRemove:
    """Build `docker service rm`."""
    return act.ServiceRemove(read_names(given.operands))


def ls(given: Given, place: Place) -> act.ServiceList:
    """Build `docker service ls`."""
    return act.ServiceList(given.on("quiet"), read_filters(given), given.last("format"))


def tasks(given: Given, place: Place) -> act.ServiceTasks:
    """Build `docker service ps`."""
    name = read_name(given.operands[0])
    return act.ServiceTasks(name, given.on("quiet"), read_filters(given), given.last("format"))


def inspect(given: Given, place: Place) -> act.ServiceInspect:
    """Build `docker service inspect`."""
    return act.ServiceInspect(read_names(given.operands), given.last("format"))


def logs(given: Given, place: Place) -> act.ServiceLogs:
    """Build `docker service logs`."""
    tail = given.last("tail")
    return act.ServiceLogs(read_name(given.operands[0]), None if tail == "all" else read_number("--tail", tail))


def _mode(text: str | None) -> Literal["replicated", "global"]:
    if text in (None, "replicated"):
        return "replicated"
    if text == "global":
        return "global"
    message = say("commands.wrong.service-mode", mode=shown(str(text)))
    raise CommandError("bad-value", message, say("commands.try.service-mode"))


def _constraint(text: str) -> str:
    if re.fullmatch(_CONSTRAINT, text):
        return text
    message = say("commands.wrong.constraint", text=shown(text))
    raise CommandError("bad-value", message, say("commands.try.constraint"))


def _port(text: str) -> act.ServicePort:
    """Read `published=5000,target=5000,mode=host`, or the short `5000:5000`."""
    if short := re.fullmatch(r"(?:([0-9]{1,5}):)?([0-9]{1,5})(?:/tcp)?", text):
        return act.ServicePort(_number(short[2], text), _number(short[1], text) if short[1] else None)
    given = dict(part.partition("=")[::2] for part in text.split(","))
    known = {"published", "target", "mode", "protocol"}
    mode = given.get("mode", "ingress")
    if not set(given) <= known or "target" not in given or given.get("protocol", "tcp") != "tcp":
        raise _bad_port(text)
    published = _number(given["published"], text) if "published" in given else None
    if mode not in ("ingress", "host"):
        raise _bad_port(text)
    return act.ServicePort(_number(given["target"], text), published, "host" if mode == "host" else "ingress")


def _number(digits: str, text: str) -> int:
    if re.fullmatch(r"[0-9]{1,5}", digits) and 1 <= int(digits) <= 65535:
        return int(digits)
    raise _bad_port(text)


def _bad_port(text: str) -> CommandError:
    message = say("commands.wrong.service-port", text=shown(text))
    return CommandError("bad-port", message, say("commands.try.service-port"))


_AUTH = Option("with-registry-auth", say("commands.flag.with-registry-auth"))
_REPLICAS = Option("replicas", say("commands.flag.replicas"), "", "NUMBER")
_DETACH = Option("detach", say("commands.flag.detach-service"), "d")

ROWS = (
    Command(
        "docker swarm init",
        say("commands.help.swarm-init"),
        "",
        init,
        (
            Option("advertise-addr", say("commands.flag.advertise-addr"), "", "127.0.0.1"),
            Option("listen-addr", say("commands.flag.listen-addr"), "", "127.0.0.1"),
        ),
        unused=(
            "autolock availability cert-expiry data-path-addr data-path-port default-addr-pool default-addr-pool-mask-length"
            " dispatcher-heartbeat external-ca force-new-cluster max-snapshots snapshot-interval task-history-limit"
        ),
    ),
    Command(
        "docker swarm leave",
        say("commands.help.swarm-leave"),
        "",
        leave,
        (Option("force", say("commands.flag.swarm-force"), "f"),),
    ),
    Command(
        "docker node ls",
        say("commands.help.node-ls"),
        "",
        nodes,
        (flags.QUIET, flags.FILTER, flags.FORMAT),
        also=("docker node list",),
    ),
    Command(
        "docker service create",
        say("commands.help.service-create"),
        "IMAGE [COMMAND] [ARG...]",
        create,
        (
            Option("name", say("commands.flag.service-name"), "", "NAME"),
            Option("publish", say("commands.flag.service-publish"), "p", "published=5000,target=5000,mode=host"),
            _REPLICAS,
            Option("mode", say("commands.flag.service-mode"), "", "replicated"),
            Option("constraint", say("commands.flag.constraint"), "", "node.role==manager"),
            Option("mount", say("commands.flag.mount"), "", "type=bind,source=…,target=…"),
            flags.ENV,
            _AUTH,
            _DETACH,
            flags.QUIET_WORK,
        ),
        unused="network label/l hostname workdir/w user/u secret config limit-cpu limit-memory restart-condition tty/t",
        options_first=True,
        substitutes=True,
    ),
    Command(
        "docker service update",
        say("commands.help.service-update"),
        "SERVICE",
        update,
        (
            Option("image", say("commands.flag.service-image"), "", "IMAGE"),
            _REPLICAS,
            _AUTH,
            Option("force", say("commands.flag.service-force")),
            _DETACH,
            flags.QUIET_WORK,
        ),
        unused="env-add env-rm publish-add publish-rm rollback update-parallelism update-delay update-order",
        substitutes=True,
    ),
    Command(
        "docker service scale",
        say("commands.help.service-scale"),
        "SERVICE=REPLICAS [SERVICE=REPLICAS...]",
        scale,
        (_DETACH,),
    ),
    Command(
        "docker service rm",
        say("commands.help.service-rm"),
        "SERVICE [SERVICE...]",
        remove,
        also=("docker service remove",),
    ),
    Command(
        "docker service ls",
        say("commands.help.service-ls"),
        "",
        ls,
        (flags.QUIET, flags.FILTER, flags.FORMAT),
        also=("docker service list",),
    ),
    Command(
        "docker service ps",
        say("commands.help.service-ps"),
        "SERVICE",
        tasks,
        (flags.QUIET, flags.FILTER, flags.FORMAT, flags.NO_TRUNC),
        unused="no-resolve",
    ),
    Command(
        "docker service inspect",
        say("commands.help.service-inspect"),
        "SERVICE [SERVICE...]",
        inspect,
        (flags.FORMAT_F,),
        unused="pretty",
    ),
    Command(
        "docker service logs",
        say("commands.help.service-logs"),
        "SERVICE",
        logs,
        (Option("tail", say("commands.flag.tail"), "n", "LINES"),),
        unused="details follow/f no-resolve no-task-ids no-trunc raw since timestamps/t",
    ),
)
"""The rows of the command table."""
