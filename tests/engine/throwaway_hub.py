"""Official images from Docker Hub, where it answers: read through the registry HTTP API with nothing but urllib."""

from __future__ import annotations

import json
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from throwaway_images import MANIFEST, Image, architecture, digest_of

HUB = "https://registry-1.docker.io"
OFFICIAL = (
    ("library/hello-world", "latest"),
    ("library/registry", "latest"),
    ("library/registry", "2"),
    ("library/nginx", "alpine-slim"),
    ("library/nginx", "alpine"),
    ("library/busybox", "latest"),
)
INDEXES = ("application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json")
ACCEPT = ", ".join((*INDEXES, MANIFEST, "application/vnd.oci.image.manifest.v1+json"))


def answers(base: str = HUB, within: float = 2.0) -> bool:
    """Say whether a registry answers at `base` within so many seconds, looking up its name included."""
    heard: list[bool] = []

    def ask() -> None:
        try:
            urllib.request.urlopen(base + "/v2/", timeout=within).close()
            heard.append(True)
        except urllib.error.HTTPError as error:
            heard.append(error.code == 401)
        except OSError:
            heard.append(False)

    # A name look-up ignores urllib's timeout; only a thread that may be left behind bounds it.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(within)
    return heard == [True]


def official_images(base: str = HUB) -> list[Image]:
    """Return the official images for this machine's platform; OSError when the hub or the network fails."""
    return [fetch(base, repository, tag) for repository, tag in OFFICIAL]


def fetch(base: str, repository: str, tag: str) -> Image:
    """Return one image for this machine's platform, every byte checked against its digest."""
    token: list[str] = []

    def get(kind: str, reference: str) -> bytes:
        url = f"{base}/v2/{repository}/{kind}/{reference}"
        try:
            content = _read(url, token)
        except urllib.error.HTTPError as error:
            if error.code != 401 or token:
                raise
            token.append(_token(error.headers["WWW-Authenticate"]))
            content = _read(url, token)
        if reference.startswith("sha256:") and digest_of(content) != reference:
            raise OSError(f"{url}: the content is not what its digest names")
        return content

    manifest = get("manifests", tag)
    document = json.loads(manifest)
    if "manifests" in document:
        manifest = get("manifests", _ours(document["manifests"], repository))
        document = json.loads(manifest)
    digests = [part["digest"] for part in (document["config"], *document["layers"])]
    return Image(repository, (tag,), manifest, {digest: get("blobs", digest) for digest in digests})


def _read(url: str, token: list[str]) -> bytes:
    request = urllib.request.Request(url, headers={"Accept": ACCEPT})
    for bearer in token:
        # Blobs are redirected to another host, which refuses a request that carries a foreign token.
        request.add_unredirected_header("Authorization", f"Bearer {bearer}")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return bytes(answer.read())


def _token(challenge: str) -> str:
    """Return an anonymous token for a `WWW-Authenticate: Bearer realm=…,service=…,scope=…` challenge."""
    fields = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
    realm = fields.pop("realm")
    answer = json.loads(_read(f"{realm}?{urllib.parse.urlencode(fields)}", []))
    return str(answer.get("token") or answer["access_token"])


def _ours(manifests: list[dict[str, Any]], repository: str) -> str:
    """Return the digest of the first entry for linux on this machine's processor."""
    for entry in manifests:
        if (entry["platform"]["os"], entry["platform"]["architecture"]) == ("linux", architecture()):
            return str(entry["digest"])
    raise OSError(f"{repository}: no image for linux/{architecture()}")
