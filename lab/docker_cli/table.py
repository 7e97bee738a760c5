"""Every command that the lab performs: one row each, in the order that help shows them."""

from __future__ import annotations

from lab.docker_cli import authorities, containers, curl, files, flags, git, images, logins, others, refusals
from lab.docker_cli.grammar import Command, Option
from lab.language.message import say

_CONTAINERS = (
    Command(
        "docker container run",
        say("commands.help.container-run"),
        "IMAGE [COMMAND] [ARG...]",
        containers.run,
        (
            Option("detach", say("commands.flag.detach"), "d"),
            Option("rm", say("commands.flag.rm")),
            *flags.NEW,
        ),
        also=("docker run",),
        unused=flags.UNUSED_FOR_NEW,
        options_first=True,
    ),
    Command(
        "docker container create",
        say("commands.help.container-create"),
        "IMAGE [COMMAND] [ARG...]",
        containers.create,
        flags.NEW,
        also=("docker create",),
        unused=f"{flags.UNUSED_FOR_NEW} rm",
        options_first=True,
    ),
    Command(
        "docker container start",
        say("commands.help.container-start"),
        "CONTAINER [CONTAINER...]",
        containers.start,
        also=("docker start",),
        unused="attach/a checkpoint checkpoint-dir detach-keys interactive/i",
    ),
    Command(
        "docker container stop",
        say("commands.help.container-stop"),
        "CONTAINER [CONTAINER...]",
        containers.stop,
        (Option("time", say("commands.flag.time"), "t", "SECONDS", also="timeout"),),
        also=("docker stop",),
        unused="signal/s",
    ),
    Command(
        "docker container kill",
        say("commands.help.container-kill"),
        "CONTAINER [CONTAINER...]",
        containers.kill,
        (Option("signal", say("commands.flag.signal"), "s", "SIGNAL"),),
        also=("docker kill",),
    ),
    Command(
        "docker container rm",
        say("commands.help.container-rm"),
        "CONTAINER [CONTAINER...]",
        containers.remove,
        (
            Option("force", say("commands.flag.kill-first"), "f"),
            Option("volumes", say("commands.flag.volumes"), "v"),
        ),
        also=("docker container remove", "docker rm"),
        unused="link/l",
    ),
    Command(
        "docker container ls",
        say("commands.help.container-ls"),
        "",
        containers.ls,
        (flags.ALL, flags.QUIET, flags.FILTER, flags.FORMAT, flags.NO_TRUNC),
        also=("docker container list", "docker container ps", "docker ps"),
        unused="last/n latest/l size/s",
    ),
    Command(
        "docker container inspect",
        say("commands.help.container-inspect"),
        "CONTAINER [CONTAINER...]",
        containers.inspect,
        (flags.FORMAT_F,),
        unused="size/s",
    ),
    Command(
        "docker container logs",
        say("commands.help.container-logs"),
        "CONTAINER",
        containers.logs,
        (
            Option("tail", say("commands.flag.tail"), "n", "LINES"),
            *flags.refused(refusals.FOLLOW, "follow/f"),
        ),
        also=("docker logs",),
        unused="details since timestamps/t until",
    ),
    Command(
        "docker container exec",
        say("commands.help.container-exec"),
        "CONTAINER COMMAND [ARG...]",
        containers.execute,
        (flags.ENV, flags.INTERACTIVE, flags.TTY, *flags.PRIVILEGED),
        also=("docker exec",),
        unused="detach/d detach-keys env-file user/u workdir/w",
        options_first=True,
    ),
)

_IMAGES = (
    Command(
        "docker image pull",
        say("commands.help.image-pull"),
        "NAME[:TAG|@DIGEST]",
        images.pull,
        (flags.PLATFORM, flags.QUIET_WORK, *flags.ALL_TAGS),
        also=("docker pull",),
        unused="disable-content-trust",
        substitutes=True,
    ),
    Command(
        "docker image tag",
        say("commands.help.image-tag"),
        "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
        images.tag,
        also=("docker tag",),
        substitutes=True,
    ),
    Command(
        "docker image push",
        say("commands.help.image-push"),
        "NAME[:TAG]",
        images.push,
        (flags.QUIET_WORK, *flags.ALL_TAGS),
        also=("docker push",),
        unused="disable-content-trust platform",
    ),
    Command(
        "docker image ls",
        say("commands.help.image-ls"),
        "[REPOSITORY[:TAG]]",
        images.ls,
        (
            flags.ALL,
            flags.QUIET,
            Option("digests", say("commands.flag.digests")),
            flags.FILTER,
            flags.FORMAT,
            flags.NO_TRUNC,
        ),
        also=("docker image list", "docker images"),
        unused="tree",
    ),
    Command(
        "docker image rm",
        say("commands.help.image-rm"),
        "IMAGE [IMAGE...]",
        images.remove,
        flags.refused(refusals.FORCE_IMAGE, "force/f"),
        also=("docker image remove", "docker rmi"),
        unused="no-prune platform",
    ),
    Command(
        "docker image inspect",
        say("commands.help.image-inspect"),
        "IMAGE [IMAGE...]",
        images.inspect,
        (flags.FORMAT_F,),
        unused="platform",
    ),
    Command(
        "docker image build",
        say("commands.help.image-build"),
        "FOLDER",
        images.build,
        (
            Option("tag", say("commands.flag.build-tag"), "t", "NAME[:TAG]"),
            Option("label", say("commands.flag.label"), "l", "KEY=VALUE"),
            flags.QUIET_WORK,
        ),
        also=("docker build",),
        unused=flags.UNUSED_FOR_BUILD,
    ),
    Command(
        "docker image history",
        say("commands.help.image-history"),
        "IMAGE",
        images.history,
        (flags.QUIET, flags.NO_TRUNC),
        also=("docker history",),
        unused="format human/H platform",
    ),
)

_OTHERS = (
    Command(
        "docker volume ls",
        say("commands.help.volume-ls"),
        "",
        others.volume_ls,
        (flags.QUIET, flags.FILTER, flags.FORMAT),
        also=("docker volume list",),
        unused="cluster",
    ),
    Command(
        "docker volume inspect",
        say("commands.help.volume-inspect"),
        "VOLUME [VOLUME...]",
        others.volume_inspect,
        (flags.FORMAT_F,),
    ),
    Command(
        "docker volume rm",
        say("commands.help.volume-rm"),
        "VOLUME [VOLUME...]",
        others.volume_remove,
        flags.FORCE_OTHER,
        also=("docker volume remove",),
    ),
    Command(
        "docker network ls",
        say("commands.help.network-ls"),
        "",
        others.network_ls,
        (flags.QUIET, flags.FILTER, flags.FORMAT, flags.NO_TRUNC),
        also=("docker network list",),
    ),
    Command(
        "docker network inspect",
        say("commands.help.network-inspect"),
        "NETWORK [NETWORK...]",
        others.network_inspect,
        (flags.FORMAT_F,),
        unused="verbose/v",
    ),
    Command(
        "docker network create",
        say("commands.help.network-create"),
        "NETWORK",
        others.network_create,
        (Option("driver", say("commands.flag.driver"), "d", "bridge"),),
        unused=(
            "attachable aux-address config-from config-only gateway ingress internal ip-range ipam-driver ipam-opt ipv4 ipv6"
            " label opt/o scope subnet"
        ),
    ),
    Command(
        "docker network rm",
        say("commands.help.network-rm"),
        "NETWORK [NETWORK...]",
        others.network_remove,
        flags.FORCE_OTHER,
        also=("docker network remove",),
    ),
    Command(
        "docker inspect",
        say("commands.help.inspect"),
        "NAME [NAME...]",
        others.inspect,
        (flags.FORMAT_F, Option("type", say("commands.flag.type"), "", "TYPE")),
        unused="size/s",
    ),
    Command(
        "docker version",
        say("commands.help.version"),
        "",
        others.version,
        (flags.FORMAT_F,),
        also=("docker --version", "docker -v"),
    ),
    Command(
        "docker system info",
        say("commands.help.info"),
        "",
        others.info,
        (flags.FORMAT_F,),
        also=("docker info",),
    ),
)

COMMANDS = (*_CONTAINERS, *_IMAGES, *_OTHERS, *logins.ROWS, *authorities.ROWS, curl.CURL, files.SHA256SUM, git.GIT)

SPELLINGS = {tuple(spelling.split()): command for command in COMMANDS for spelling in (command.path, *command.also)}
"""Every way to begin a line, in words, and the command it begins."""
