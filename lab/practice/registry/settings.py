"""How a registry is told what to do: its configuration file, and variables named after the places in it.

Rules: distribution's "Configuring a registry"; REGISTRY_HTTP_ADDR is `http: addr:`, and a longer name is applied after a shorter one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lab.practice.registry.config_file import ConfigFileError, Value, parse, scalar
from lab.practice.registry.log import Log, line
from lab.practice.registry.tree import Tree, TreeError

DEFAULT = """\
version: 0.1
log: {fields: {service: registry}}
storage: {filesystem: {rootdirectory: /var/lib/registry}}
http: {addr: ":5000", headers: {X-Content-Type-Options: [nosniff]}}
"""
"""What the image `registry` is configured with."""
_SECTIONS = (
    *("version", "log", "loglevel", "storage", "auth", "middleware", "http", "notifications", "redis", "health"),
    *("catalog", "tags", "proxy", "validation", "policy"),
)
_BEYOND = (
    *(
        "proxy.username",
        "proxy.exec.command",
        "middleware",
        "http.tls.clientcas",
        "http.tls.letsencrypt.cachefile",
        "http.prefix",
    ),
    *("http.net", "validation.manifests", "policy.repository", "log.hooks"),
)
"""What must not be passed over in silence, since somebody relies on it."""
_OPTIONS = ("cache", "delete", "maintenance", "redirect", "tag")
"""Entries of `storage` that are not drivers."""


class SettingsError(Exception):
    """A registry that does not start, in the last line of its log."""

    def __init__(self, text: str, exit_code: int = 1) -> None:
        super().__init__(text)
        self.text = text
        self.exit_code = exit_code
        """2 where the program panics."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where notifications go."""

    name: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    timeout: float = 1.0
    """Seconds for one answer."""
    threshold: int = 10
    """Failures in a row before it is left alone for a while."""
    backoff: float = 1.0
    """Seconds that this while takes."""
    ignored_types: tuple[str, ...] = ()
    ignored_actions: tuple[str, ...] = ()


WEEK = 168 * 3600.0
"""Seconds after which distribution takes an upload for given up, unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that was asked for."""

    root_directory: str = "/var/lib/registry"
    """Paths are the container's."""
    delete: bool = False
    read_only: bool = False
    upstream: str = ""
    """Address of the registry that this one is a cache of, `http://HOST:PORT`; "" where it is none."""
    purge_after: float | None = WEEK
    """Seconds after which an upload that nobody goes on with is removed; None for never."""
    address: str = ":5000"
    """Where the program would listen inside its container."""
    host: str = ""
    """Of the URLs in answers, `https://HOST`; "" for what each request was sent to."""
    relative_urls: bool = False
    secret: str = ""
    """Of the upload tokens; "" for a random one."""
    headers: tuple[tuple[str, str], ...] = (("X-Content-Type-Options", "nosniff"),)
    certificate: str = ""
    key: str = ""
    realm: str = ""
    htpasswd: str = ""
    """The password file; "" where everybody may come in."""
    endpoints: tuple[Endpoint, ...] = ()
    references: bool = False
    """Whether notifications say what a manifest names."""
    catalog_limit: int = 1000
    log: Log = field(default_factory=Log)
    ignored: tuple[str, ...] = ()
    """Variables that mean nothing to a registry."""

    @property
    def port(self) -> int:
        """Return the container's port that the program listens on."""
        return int(self.address.rpartition(":")[2])

    @staticmethod
    def from_environment(environment: Mapping[str, str], config: str | None = None) -> Settings:
        """Return what a configuration file's text, or the image's own, and REGISTRY_ variables ask for.

        SettingsError is worded as the registry's last line would be.
        """
        try:
            tree = Tree(parse(DEFAULT if config is None else config))
            ignored = _apply(tree, environment)
            _refuse(tree)
            return _settings(tree, ignored)
        except (ConfigFileError, TreeError) as error:
            raise SettingsError(f"configuration error: error parsing /etc/distribution/config.yml: {error}") from None


def _apply(tree: Tree, environment: Mapping[str, str]) -> tuple[str, ...]:
    ignored = []
    for name in sorted(environment):
        prefix, *path = name.split("_")
        if prefix != "REGISTRY" or not path:
            continue
        if path[0].lower() in _SECTIONS and all(path):
            tree.put(path, scalar(environment[name]))
        else:
            ignored.append(name)
    return tuple(ignored)


def _refuse(tree: Tree) -> None:
    if str(tree.value("version")) != "0.1":
        raise TreeError(f'unsupported version: "{tree.value("version") or ""}"')
    for place in _BEYOND:
        if tree.value(place):
            raise SettingsError(f"{place} is beyond the practice registry: it needs a real engine such as Docker")
    for driver in _names(tree, "storage"):
        if driver in _OPTIONS or driver == "filesystem":
            continue
        if driver in ("s3", "azure", "gcs", "swift", "oss", "inmemory", "s3aws"):
            raise SettingsError(
                f"storage.{driver} is beyond the practice registry: it needs a real engine such as Docker"
            )
        raise SettingsError(f"panic: StorageDriver not registered: {driver}", 2)


def _names(tree: Tree, place: str) -> list[str]:
    """Return the names below a place, where a single one may stand without anything below itself."""
    value = tree.value(place)
    return list(value) if isinstance(value, dict) else [value] if isinstance(value, str) else []


def _settings(tree: Tree, ignored: tuple[str, ...]) -> Settings:
    realm, htpasswd = _htpasswd(tree)
    return Settings(
        root_directory=tree.text("storage.filesystem.rootdirectory", "/var/lib/registry"),
        delete=tree.flag("storage.delete.enabled"),
        read_only=tree.flag("storage.maintenance.readonly.enabled"),
        upstream=_upstream(tree),
        purge_after=_purge_after(tree),
        address=_address(tree),
        host=tree.text("http.host").rstrip("/"),
        relative_urls=tree.flag("http.relativeurls"),
        secret=tree.text("http.secret"),
        headers=_headers(tree.mapping("http.headers")),
        certificate=tree.text("http.tls.certificate"),
        key=tree.text("http.tls.key"),
        realm=realm,
        htpasswd=htpasswd,
        endpoints=tuple(_endpoints(tree)),
        references=tree.flag("notifications.events.includereferences"),
        catalog_limit=tree.number("catalog.maxentries", 1000),
        log=_log(tree),
        ignored=ignored,
    )


def _log(tree: Tree) -> Log:
    level = tree.text("log.level", tree.text("loglevel", "info")).lower()
    if level not in ("error", "warn", "info", "debug"):
        raise TreeError(f"invalid loglevel {level} Must be one of [error, warn, info, debug]")
    formatter = tree.text("log.formatter", "text")
    if formatter not in ("text", "json"):
        raise SettingsError(line("fatal", f'error configuring logger: unsupported logging formatter: "{formatter}"'))
    fields = tuple((name, str(value)) for name, value in tree.mapping("log.fields").items())
    return Log(level, formatter, fields, access=not tree.flag("log.accesslog.disabled"))


def _upstream(tree: Tree) -> str:
    """Return the upstream's address; a registry on the internet would need a network, and a real engine has one."""
    url = tree.text("proxy.remoteurl").rstrip("/")
    if url.startswith("https://"):
        raise SettingsError(
            "proxy.remoteurl with https is beyond the practice registry: it needs a real engine such as Docker"
        )
    if url and not re.fullmatch(r"http://[A-Za-z0-9._-]+(:[0-9]{1,5})?", url, re.ASCII):
        raise SettingsError(line("fatal", f"failed to parse remote URL: {url}"))
    return url


def _purge_after(tree: Tree) -> float | None:
    place = "storage.maintenance.uploadpurging"
    switched_off = tree.value(f"{place}.enabled") is not None and not tree.flag(f"{place}.enabled")
    if switched_off or tree.flag(f"{place}.dryrun"):
        return None
    return tree.seconds(f"{place}.age", WEEK)


def _address(tree: Tree) -> str:
    address = tree.text("http.addr", ":5000")
    _, colon, port = address.rpartition(":")
    if not colon:
        raise SettingsError(line("fatal", f"listen tcp: address {address}: missing port in address"))
    if not re.fullmatch(r"[0-9]{1,5}", port, re.ASCII) or int(port) > 65535:
        raise SettingsError(line("fatal", f"listen tcp: address {port}: invalid port"))
    return address


def _htpasswd(tree: Tree) -> tuple[str, str]:
    for name in _names(tree, "auth"):
        panic = f"panic: unable to configure authorization ({name}): "
        if name in ("token", "silly"):
            raise SettingsError(f"auth.{name} is beyond the practice registry: it needs a real engine such as Docker")
        if name == "none":
            continue
        if name != "htpasswd":
            raise SettingsError(f"{panic}no access controller registered with name: {name}", 2)
        for entry in ("realm", "path"):
            if not tree.text(f"auth.htpasswd.{entry}"):
                raise SettingsError(f'{panic}"{entry}" must be set for htpasswd access controller', 2)
        return tree.text("auth.htpasswd.realm"), tree.text("auth.htpasswd.path")
    return "", ""


def _headers(values: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    every = ((name, value if isinstance(value, list) else [value]) for name, value in values.items())
    headers = tuple((name, str(text)) for name, texts in every for text in texts)
    for name, text in headers:
        if not re.fullmatch(r"[A-Za-z0-9-]+", name, re.ASCII) or not text.isprintable():
            raise TreeError(f"invalid header {name!r}: {text!r}")
    return headers


def _endpoints(tree: Tree) -> list[Endpoint]:
    return [_endpoint(entry) for entry in tree.items("notifications.endpoints") if not entry.flag("disabled")]


def _endpoint(entry: Tree) -> Endpoint:
    types = (*entry.texts("ignoredmediatypes"), *entry.texts("ignore.mediatypes"))
    return Endpoint(
        name=entry.text("name"),
        url=entry.text("url"),
        headers=_headers(entry.mapping("headers")),
        timeout=entry.seconds("timeout", 1.0),
        threshold=entry.number("threshold", 10) or 10,
        backoff=entry.seconds("backoff", 1.0),
        ignored_types=types,
        ignored_actions=entry.texts("ignore.actions"),
    )
