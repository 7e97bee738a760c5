"""Options that several commands of the table share."""

from __future__ import annotations

from lab.docker_cli import refusals
from lab.docker_cli.grammar import Option, Refusal
from lab.language.message import say

ALL = Option("all", say("commands.flag.all"), "a")
ENV = Option("env", say("commands.flag.env"), "e", "KEY=VALUE")
FILTER = Option("filter", say("commands.flag.filter"), "f", "KEY=VALUE")
FORMAT = Option("format", say("commands.flag.format"), "", "TEMPLATE")
FORMAT_F = Option("format", say("commands.flag.format"), "f", "TEMPLATE")
INTERACTIVE = Option("interactive", say("commands.flag.interactive"), "i")
NO_TRUNC = Option("no-trunc", say("commands.flag.no-trunc"))
PLATFORM = Option("platform", say("commands.flag.platform"), "", "OS/ARCH")
QUIET = Option("quiet", say("commands.flag.quiet"), "q")
QUIET_WORK = Option("quiet", say("commands.flag.quiet-work"), "q")
TTY = Option("tty", say("commands.flag.tty"), "t")


def refused(refusal: Refusal, names: str) -> tuple[Option, ...]:
    """Make rows for options that the lab refuses; `names` as in `Command.unused`."""
    pairs = [entry.partition("/") for entry in names.split()]
    return tuple(Option(name, say("commands.flag.refused"), letter, refusal=refusal) for name, _, letter in pairs)


PRIVILEGED = refused(refusals.PRIVILEGED, "privileged")
ALL_TAGS = refused(refusals.ALL_TAGS, "all-tags/a")
FORCE_OTHER = refused(refusals.FORCE_OTHER, "force/f")

NEW = (
    Option("publish", say("commands.flag.publish"), "p", "[IP:]HOST_PORT:CONTAINER_PORT"),
    Option("name", say("commands.flag.name"), "", "NAME"),
    Option("volume", say("commands.flag.volume"), "v", "SOURCE:TARGET[:ro]"),
    Option("mount", say("commands.flag.mount"), "", "type=bind,source=…,target=…"),
    ENV,
    Option("label", say("commands.flag.label"), "l", "KEY=VALUE"),
    Option("network", say("commands.flag.network"), "", "NETWORK", also="net"),
    Option("restart", say("commands.flag.restart"), "", "POLICY"),
    Option("entrypoint", say("commands.flag.entrypoint"), "", "COMMAND"),
    PLATFORM,
    INTERACTIVE,
    TTY,
    QUIET_WORK,
    *refused(refusals.PRIVILEGED, "privileged cap-add device device-cgroup-rule security-opt"),
    *refused(refusals.HOST_NAMESPACE, "pid ipc uts userns cgroupns"),
    *refused(refusals.VOLUMES_FROM, "volumes-from"),
    *refused(refusals.API_SOCKET, "use-api-socket"),
)

UNUSED_FOR_NEW = """
add-host annotation attach/a blkio-weight blkio-weight-device cap-drop cgroup-parent cidfile cpu-count cpu-percent
cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares/c cpus cpuset-cpus cpuset-mems detach-keys device-read-bps
device-read-iops device-write-bps device-write-iops disable-content-trust dns dns-option dns-search domainname env-file
expose gpus group-add health-cmd health-interval health-retries health-start-interval health-start-period
health-timeout hostname/h init io-maxbandwidth io-maxiops ip ip6 isolation kernel-memory label-file link link-local-ip
log-driver log-opt mac-address memory/m memory-reservation memory-swap memory-swappiness network-alias no-healthcheck
oom-kill-disable oom-score-adj pids-limit publish-all/P pull read-only runtime shm-size sig-proxy stop-signal
stop-timeout storage-opt sysctl tmpfs ulimit user/u volume-driver workdir/w"""
"""Options of `docker run` and `docker create` that no exercise uses, as in `Command.unused`."""

UNUSED_FOR_BUILD = """
add-host allow annotation attest build-arg build-context builder/D cache-from cache-to call cgroup-parent check
compress cpu-period cpu-quota cpu-shares/c cpuset-cpus cpuset-mems debug disable-content-trust file/f force-rm iidfile
isolation load memory/m memory-swap metadata-file network no-cache no-cache-filter output/o platform policy progress
provenance pull push rm sbom secret security-opt shm-size squash ssh target ulimit"""
"""Options of `docker build` that no exercise uses."""
