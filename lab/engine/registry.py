"""Reading a registry over HTTP: what answers, what it holds, and whether that is whole.

Rules: OCI distribution-spec 1.1, "Pull" and "Content discovery". Proxies are never used: they do not know this loopback.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, ProtocolError

from lab.engine.asking import Answer, LockedError, StrangeError, ask, digest_of, headers_of, json_of, pool_of
from lab.language.message import Message, say
from lab.reference import Reference
from lab.world import Published, Registry

MANIFEST_TYPES = (
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.oci.image.index.v1+json",
)
"""All four, always: without them a registry answers with an older format, and another digest."""


class _FlawError(Exception):
    """An image in a registry is not whole."""

    def __init__(self, flaw: Message) -> None:
        super().__init__(str(flaw))
        self.flaw = flaw


Configs = dict[str, tuple[str, ...]]
"""Layers by the digest of the config that lists them: what a digest names never changes."""


class Registries:
    """Registries that are read again and again: a connection that is still the same one leads to the same server."""

    def __init__(self) -> None:
        self._configs: Configs = {}
        self._kept: dict[str, urllib3.HTTPConnectionPool] = {}

    def read(
        self,
        address: str,
        references: tuple[Reference, ...],
        architecture: str,
        login: str | None = None,
        at: str | None = None,
    ) -> Registry:
        """Return what answers at an address, and what it serves of the references; never raise.

        A server over a connection that was kept is not asked again who it is. `login` is an `Authorization` header, `at` the host to dial where it is not the one that the address names.
        """
        kept = self._kept.pop(address, None)
        if kept is not None:
            kept.headers = headers_of(login)
            found = _read(kept, address, references, architecture, self._configs, known=True)
            if found.state == "serving" and kept.num_connections == 1:
                self._kept[address] = kept
                return found
            kept.close()
        found = self._read_anew(address, references, architecture, pool_of(address, login, at))
        if found.state == "foreign" or (found.state == "silent" and found.detail):
            # A server that wants TLS answers with an error or hangs up.
            over_tls = self._read_anew(address, references, architecture, pool_of(address, login, at, tls=True))
            return over_tls if over_tls.state == "serving" else found
        return found

    def close(self) -> None:
        """Close every connection."""
        for address in list(self._kept):
            self._kept.pop(address).close()

    def _read_anew(
        self,
        address: str,
        references: tuple[Reference, ...],
        architecture: str,
        pool: urllib3.HTTPConnectionPool | None,
    ) -> Registry:
        if pool is None:
            return Registry(address, "unknown", "an address without a port")
        found = _read(pool, address, references, architecture, self._configs, known=False)
        if found.state == "serving" and pool.num_connections == 1:
            self._kept[address] = pool
        else:
            pool.close()
        return found


def manifest_bytes(reference: Reference, at: str | None = None) -> tuple[str, bytes] | None:
    """Return digest and bytes of the manifest that a registry serves under a reference, over TLS too; None where it serves none.

    `at` is the host to dial where it is not the one that the reference names.
    """
    for tls in (False, True):
        pool = pool_of(reference.registry, at=at, tls=tls)
        if pool is None:
            return None
        try:
            answer = _manifest(pool, reference.repository, reference.digest or str(reference.tag))
            if answer is None:
                return None
            json_of(answer.body)
            return digest_of(answer.body), answer.body
        except NewConnectionError:
            return None
        except (HTTPError, StrangeError, ValueError, RecursionError):
            continue
        finally:
            pool.close()
    return None


def _read(
    pool: urllib3.HTTPConnectionPool,
    address: str,
    references: tuple[Reference, ...],
    architecture: str,
    configs: Configs,
    *,
    known: bool,
) -> Registry:
    try:
        found = Registry(address, "serving") if known else _identify(pool, address)
        if found.state != "serving":
            return found
        reader = _Reader(pool, architecture, configs)
        published = tuple(tag for tag in map(reader.published, references) if tag is not None)
        catalog = () if published and len(published) == len(references) else _catalog(pool)
        return replace(found, repositories=catalog, published=published)
    except LockedError:
        return Registry(address, "serving", locked=True)
    except NewConnectionError:
        return Registry(address, "silent")
    except ProtocolError as error:
        return _broken(address, error)
    except (HTTPError, StrangeError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        return Registry(address, "unknown", _short(error))


def _identify(pool: urllib3.HTTPConnectionPool, address: str) -> Registry:
    response = pool.request("GET", "/v2/", preload_content=False, redirect=False)
    if response.status in (200, 401) and "docker-distribution-api-version" in response.headers:
        response.drain_conn()
        return Registry(address, "serving")
    response.close()  # whatever else this is may well send for ever
    if response.status >= 500:
        return Registry(address, "unknown", f"HTTP {response.status}")
    server = response.headers.get("server", "")
    return Registry(address, "foreign", f"HTTP {response.status} {server}".strip())


def _broken(address: str, error: ProtocolError) -> Registry:
    """Tell a port that is forwarded to nobody, which hangs up at once, from a server of another kind."""
    text = str(error)
    hung_up = any(sign in text for sign in ("RemoteDisconnected", "ConnectionReset", "BrokenPipe", "refused"))
    return Registry(address, "silent", _short(error)) if hung_up else Registry(address, "foreign", _short(error))


def _catalog(pool: urllib3.HTTPConnectionPool) -> tuple[str, ...]:
    answer = ask(pool, "GET", "/v2/_catalog?n=100")
    if answer.status == 401:
        raise LockedError
    if answer.status != 200:
        return ()
    names = json_of(answer.body).get("repositories")
    return tuple(str(name) for name in names) if isinstance(names, list) else ()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads images from one registry."""

    pool: urllib3.HTTPConnectionPool
    architecture: str
    configs: Configs

    def published(self, reference: Reference) -> Published | None:
        """Return what is served under a reference, or None."""
        manifest = _manifest(self.pool, reference.repository, reference.digest or str(reference.tag))
        if manifest is None:
            return None
        digest = digest_of(manifest.body)
        try:
            _promised(manifest, reference.digest)
            document = json_of(manifest.body)
            if "manifests" in document:
                document = self._one_platform(reference.repository, document)
            layers = self._whole(reference.repository, document)
            return Published(str(reference), digest, layers, _field(document, "config", "digest"), _blobs(document))
        except _FlawError as error:
            return Published(str(reference), digest, flaw=error.flaw)

    def _whole(self, repository: str, document: dict[str, Any]) -> tuple[str, ...]:
        """See that config and layers can be fetched, and return the layers that the config lists, which is read once."""
        path = f"/v2/{repository}/blobs/"
        config = _field(document, "config", "digest")
        if config not in self.configs:
            answer = ask(self.pool, "GET", path + config)
            if answer.status != 200 or digest_of(answer.body) != config:
                raise _FlawError(say("checks.flaw.blob", digest=config))
            self.configs[config] = _layers(answer.body)
        for blob in (config, *_blobs(document)):
            if ask(self.pool, "HEAD", path + blob).status != 200:
                raise _FlawError(say("checks.flaw.blob", digest=blob))
        return self.configs[config]

    def _one_platform(self, repository: str, index: dict[str, Any]) -> dict[str, Any]:
        """Follow an index to the image for the engine's platform, or else the first that is an image at all."""
        rows = [row for row in index["manifests"] if isinstance(row, dict)]
        images = [row for row in rows if (row.get("platform") or {}).get("os", "linux") == "linux"]
        fitting = [row for row in images if (row.get("platform") or {}).get("architecture") == self.architecture]
        if not images:
            raise StrangeError("an index without a Linux image")
        digest = _field((fitting or images)[0], "digest")
        manifest = _manifest(self.pool, repository, digest)
        if manifest is None:
            raise _FlawError(say("checks.flaw.blob", digest=digest))
        _promised(manifest, digest)
        return json_of(manifest.body)


def _blobs(document: dict[str, Any]) -> tuple[str, ...]:
    return tuple(_field(layer, "digest") for layer in document.get("layers") or ())


def _promised(manifest: Answer, wanted: str | None) -> None:
    """See that a manifest's bytes are those of the digest that was asked for, and of the digest that the registry says."""
    digest = digest_of(manifest.body)
    for promised in (wanted, manifest.headers.get("docker-content-digest")):
        if promised is not None and promised != digest:
            raise _FlawError(say("checks.flaw.digest", digest=digest, promised=promised))


def _manifest(pool: urllib3.HTTPConnectionPool, repository: str, version: str) -> Answer | None:
    answer = ask(pool, "GET", f"/v2/{repository}/manifests/{version}", {"Accept": ", ".join(MANIFEST_TYPES)})
    if answer.status == 404:
        return None
    if answer.status == 401:
        raise LockedError
    if answer.status != 200:
        raise StrangeError(f"HTTP {answer.status} for a manifest")
    return answer


def _layers(config: bytes) -> tuple[str, ...]:
    rootfs = json_of(config).get("rootfs")
    layers = rootfs.get("diff_ids") if isinstance(rootfs, dict) else None
    return tuple(str(layer) for layer in layers or ())


def _field(document: Any, *path: str) -> str:
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    if not isinstance(document, str):
        raise StrangeError(f"no {'.'.join(path)} in a manifest")
    return document


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
