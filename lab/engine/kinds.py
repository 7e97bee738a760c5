"""What engines' error texts are about: one table from their words to a kind."""

from __future__ import annotations

import re

_HUB = ("registry-1.docker.io", "auth.docker.io", "index.docker.io")

_KINDS: tuple[tuple[str, str], ...] = (
    ("needs-real-engine", r"practice engine"),
    ("port-taken", r"port '\d+' is already in use"),
    ("name-taken", r"is already in use by (container )?|container name .* already in use"),
    ("port-taken", r"port is already allocated|address already in use|ports are not available"),
    ("port-taken", r"forbidden by its access permissions"),
    ("swarm-already", r"already part of a swarm"),
    ("no-swarm", r"not a swarm manager|not part of a swarm|can't be used with swarm"),
    ("name-taken", r"name conflicts with an existing object"),
    ("no-such-object", r"service \S+ not found|no such service"),
    ("must-force", r"must be forced|must force|is using its referenced image"),
    ("rate-limit", r"toomanyrequests|pull rate limit|too many requests|\bhttp 429\b"),
    ("https-required", r"server gave http response to https client|does not look like a tls handshake"),
    ("certificate", r"x509:|certificate signed by unknown authority|\btls: "),
    ("missing-content", r"content digest .* not found"),
    ("platform", r"no matching manifest|no match for platform|does not match the specified platform"),
    ("platform", r"does not provide any platform|no image found in (manifest list|image index)"),
    ("credentials", r"credentials store error|error getting credentials|credential helper"),
    ("not-published", r"manifest unknown|manifest for .* not found|name unknown|repository .* not found"),
    ("not-published", r"failed to resolve reference .*: not found"),
    ("no-such-image", r"no such image|does not exist locally with the tag|tag does not exist"),
    ("no-such-image", r"image not known|image not found|\btag not known"),
    ("no-such-container", r"no such container|no container with name"),
    ("no-such-object", r"no such (volume|network|object|exec)|network (\S+ |.* id \S+: network )?not found"),
    ("running", r"cannot remove a running container|stop the container before|running or paused containers cannot be"),
    ("not-running", r"is not running|can only kill running|container state improper|is paused"),
    ("in-use", r"volume is in use|image is in use|has active endpoints|being used"),
    ("storage-permission", r"permission denied.*(/var/lib/registry|mkdir)|(/var/lib/registry).*permission denied"),
    ("login-refused", r"login attempt to \S+ failed with status: 401|incorrect username or password"),
    ("unsupported", r"(?:^|: )unsupported\b(?! media)|the operation is unsupported|405 method not allowed"),
    ("login", r"no basic auth credentials|unauthorized|authentication required|authorization failed"),
    ("login", r"pull access denied|resource is denied|(?<!permission )denied(: |$)"),
    ("login", r"(?<![\w:.-])401(?![\w:.-])"),
    ("offline", r"no such host|i/o timeout|temporary failure in name resolution|lookup \S+ on \S+:"),
    ("offline", r"network is unreachable|no route to host|server misbehaving|request canceled"),
    ("offline", r"tls handshake timeout|client.timeout exceeded|context deadline exceeded"),
    ("registry-refused", r"connection refused|connection reset by peer|https?://\S+: eof\b"),
    ("no-space", r"no space left on device"),
    ("registry-fault", r"unexpected (http )?status( code)?:? 5\d\d"),
    ("not-a-registry", r"missing or empty content-type header|error parsing http \d+ response body|\binvalid json\b"),
    ("not-a-registry", r"invalid character .* looking for beginning of value|invalid checksum digest format"),
)
"""First match wins; substrings, since engines of different ages word the rest of the line differently."""
_MOST_WORDS = 4000
"""Characters that are looked at: what is longer is a web page, not a sentence."""


def kind_of(words: str) -> str:
    """Return the kind of error that an engine's words are about; `other` where nobody knows them."""
    lowered = " ".join(words[:_MOST_WORDS].lower().split())
    kind = next((kind for kind, pattern in _KINDS if re.search(pattern, lowered)), "other")
    at_hub = any(host in lowered for host in _HUB)
    if kind == "certificate" and at_hub:
        # Docker Hub's own certificate is never out of date: it is the clock that it is held against.
        return "clock" if "has expired or is not yet valid" in lowered else "interception"
    return "offline" if kind == "registry-refused" and at_hub else kind
