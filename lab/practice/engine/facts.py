"""What every practice engine says of itself in `docker info`, whatever it holds."""

from __future__ import annotations

import sys

from lab.practice.engine.home import Json

_HUB = {"Name": "docker.io", "Mirrors": [], "Secure": True, "Official": True}
_COMMIT = {"ID": "", "Expected": ""}
_ABLE = (
    *("MemoryLimit", "SwapLimit", "CpuCfsPeriod", "CpuCfsQuota", "CPUShares", "CPUSet", "PidsLimit", "OomKillDisable"),
    *("IPv4Forwarding", "BridgeNfIptables", "BridgeNfIp6tables"),
)
"""Limits for programs: true, as a false one is a warning to clients, about programs that are not run here."""

FACTS: Json = {
    **dict.fromkeys(_ABLE, True),
    **dict.fromkeys(("Debug", "ExperimentalBuild", "LiveRestoreEnabled"), False),
    **dict.fromkeys(("HttpProxy", "HttpsProxy", "NoProxy", "Isolation", "InitBinary"), ""),
    **dict.fromkeys(("NFd", "NGoroutines", "MemTotal"), 0),
    **dict.fromkeys(("ContainerdCommit", "RuncCommit", "InitCommit"), _COMMIT),
    "Driver": "practice",
    "DriverStatus": [["Programs", "registry and hello-world only"]],
    "LoggingDriver": "json-file",
    "CgroupDriver": "none",
    "CgroupVersion": "2",
    "OSType": "linux",
    "IndexServerAddress": "https://index.docker.io/v1/",
    "RegistryConfig": {
        "AllowNondistributableArtifactsCIDRs": None,
        "AllowNondistributableArtifactsHostnames": None,
        "InsecureRegistryCIDRs": ["127.0.0.0/8"],
        "IndexConfigs": {"docker.io": _HUB},
        "Mirrors": [],
    },
    "Plugins": {
        "Volume": ["local"],
        "Network": ["bridge", "host", "null"],
        "Authorization": None,
        "Log": ["json-file"],
    },
    "Swarm": {"NodeID": "", "NodeAddr": "", "LocalNodeState": "inactive", "ControlAvailable": False, "Error": ""},
    "Runtimes": {"practice": {"path": sys.executable}},
    "DefaultRuntime": "practice",
    "GenericResources": None,
    "Labels": [],
    "SecurityOptions": [],
    "Warnings": None,
}
"""The parts of the answer that never change; clients expect to find them all."""
