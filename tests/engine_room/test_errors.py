"""What engines' words mean: every text of facts/docker.md 1A to 1E and 2.3, and of facts/test-engine.md."""

from __future__ import annotations

import ast
import inspect
import re

import pytest

from lab.engine import contract, errors, kinds
from lab.engine.contract import BLAMELESS, EngineError
from lab.engine.errors import classify, stream_error
from lab.language.words import LANGUAGES, catalogue_of, words

DIGEST = "sha256:401aa401" + "0" * 48 + "401bb401"
HUB = "https://registry-1.docker.io/v2/"

TEXTS = [
    ("Bind for 0.0.0.0:5000 failed: port is already allocated", "port-taken"),
    (
        (
            "driver failed programming external connectivity on endpoint registry (abc): Bind for 127.0.0.1:5000 failed: "
            "port is already allocated"
        ),
        "port-taken",
    ),
    ("failed to bind host port for 127.0.0.1:5000:172.17.0.2:5000/tcp: address already in use", "port-taken"),
    (
        (
            "Ports are not available: exposing port TCP 0.0.0.0:5000 -> 0.0.0.0:0: listen tcp 0.0.0.0:5000: bind: address "
            "already in use"
        ),
        "port-taken",
    ),
    (
        (
            "Ports are not available: listen tcp 0.0.0.0:5000: bind: An attempt was made to access a socket in a way forbidden "
            "by its access permissions."
        ),
        "port-taken",
    ),
    ("cannot listen on the TCP port: listen tcp4 127.0.0.1:5000: bind: address already in use", "port-taken"),
    (
        'Conflict. The container name "/registry" is already in use by container "0123". You have to remove',
        "name-taken",
    ),
    ('creating container storage: the container name "registry" is already in use by 0123. You have to', "name-taken"),
    ("the practice engine does not run programs: web", "needs-real-engine"),
    ("building is beyond the practice engine: it needs a real engine such as Docker", "needs-real-engine"),
    ("No such image: hello-world:latest", "no-such-image"),
    ("An image does not exist locally with the tag: 127.0.0.1:5000/hello-world", "no-such-image"),
    ("tag does not exist: 127.0.0.1:5000/hello-world:latest", "no-such-image"),
    ("hello-world: image not known", "no-such-image"),
    ("docker.io/library/hello-world@sha256:656b: tag not known", "no-such-image"),
    ('Get "https://10.0.0.5:5000/v2/": http: server gave HTTP response to HTTPS client', "https-required"),
    ('Get "https://10.0.0.5:5000/v2/": tls: first record does not look like a TLS handshake', "https-required"),
    (
        (
            'initializing source docker://127.0.0.1:5000/x:latest: pinging container registry 127.0.0.1:5000: Get "https://'
            '127.0.0.1:5000/v2/": http: server gave HTTP response to HTTPS client'
        ),
        "https-required",
    ),
    ('Get "https://reg.lab:5000/v2/": x509: certificate signed by unknown authority', "certificate"),
    ("tls: failed to verify certificate: x509: certificate signed by unknown authority", "certificate"),
    ("x509: certificate relies on legacy Common Name field, use SANs instead", "certificate"),
    ("x509: cannot validate certificate for 10.0.0.5 because it doesn't contain any IP SANs", "certificate"),
    ("remote error: tls: handshake failure", "certificate"),
    (f'Get "{HUB}": x509: certificate signed by unknown authority', "interception"),
    ('Get "http://127.0.0.1:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused', "registry-refused"),
    ("dial tcp [::1]:5000: connect: connection refused", "registry-refused"),
    (
        'failed to do request: Head "http://127.0.0.1:5000/v2/x/blobs/sha256:1": dial tcp: connect: connection refused',
        "registry-refused",
    ),
    ('Get "http://127.0.0.1:5000/v2/": EOF', "registry-refused"),
    (
        'Get "http://127.0.0.1:5000/v2/": read tcp 127.0.0.1:1->127.0.0.1:5000: connection reset by peer',
        "registry-refused",
    ),
    (f'Get "{HUB}": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused', "offline"),
    ("toomanyrequests: You have reached your pull rate limit. You may increase the limit by", "rate-limit"),
    ("toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com", "rate-limit"),
    ("error pulling image: 429 Too Many Requests", "rate-limit"),
    (f'Get "{HUB}": dial tcp: lookup registry-1.docker.io: no such host', "offline"),
    (f'Get "{HUB}": dial tcp 1.2.3.4:443: i/o timeout', "offline"),
    ("dial tcp: lookup registry-1.docker.io on 192.168.65.7:53: read udp: connection refused", "offline"),
    (f'Get "{HUB}": net/http: TLS handshake timeout', "offline"),
    (f'Get "{HUB}": net/http: request canceled while waiting for connection (Client.Timeout exceeded)', "offline"),
    (f'Get "{HUB}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)', "offline"),
    ("lookup registry-1.docker.io: Temporary failure in name resolution", "offline"),
    ("dial tcp 10.9.9.9:5000: connect: no route to host", "offline"),
    ("dial tcp: lookup nowhere on 127.0.0.11:53: server misbehaving", "offline"),
    ("manifest for hello-world:nosuch not found: manifest unknown: manifest unknown", "not-published"),
    ("manifest unknown", "not-published"),
    ("name unknown: repository name not known to registry", "not-published"),
    ("reading manifest latest in 127.0.0.1:5000/hello-world: manifest unknown: manifest unknown", "not-published"),
    (
        'failed to resolve reference "127.0.0.1:5000/hello-world:latest": 127.0.0.1:5000/hello-world:latest: not found',
        "not-published",
    ),
    ("no basic auth credentials", "login"),
    ("login attempt to http://127.0.0.1:5097/v2/ failed with status: 401 Unauthorized", "login-refused"),
    ("login attempt to https://172.17.0.1:5000/v2/ failed with status: 401 Unauthorized", "login-refused"),
    ("unexpected status code 401", "login"),
    ("unauthorized: authentication required", "login"),
    ("denied: requested access to the resource is denied", "login"),
    (
        (
            "pull access denied for nosuch, repository does not exist or may require 'docker login': denied: requested access "
            "to the resource is denied"
        ),
        "login",
    ),
    (
        (
            'failed to resolve reference "docker.io/library/nosuch:latest": pull access denied, repository does not exist or '
            "may require authorization: server message: insufficient_scope: authorization failed"
        ),
        "login",
    ),
    (f"missing content: content digest {DIGEST}: not found", "missing-content"),
    ("no matching manifest for windows/amd64 10.0.17763 in the manifest list entries", "platform"),
    (f"no match for platform in manifest {DIGEST}: not found", "platform"),
    ("image with reference x was found but does not match the specified platform: wanted linux/arm64", "platform"),
    ("image with reference 127.0.0.1:5000/x does not provide any platform", "platform"),
    ('choosing image: no image found in image index for architecture arm64, variant "v8", OS windows', "platform"),
    ("Credentials store error: StoreError('docker-credential-desktop not installed')", "credentials"),
    ('error getting credentials - err: exec: "docker-credential-desktop": executable file not found', "credentials"),
    ("filesystem: mkdir /var/lib/registry/docker: permission denied", "storage-permission"),
    ("mkdir /var/lib/registry/docker: permission denied: unknown", "storage-permission"),
    (
        "conflict: unable to delete feb5d9fea6a5 (must be forced) - image is referenced in multiple repositories",
        "must-force",
    ),
    (
        (
            'conflict: unable to remove repository reference "hello-world" (must force) - container 1 is using its referenced '
            "image 2"
        ),
        "must-force",
    ),
    ("conflict: unable to delete 1 (cannot be forced) - image is being used by running container 2", "in-use"),
    ("image used by 1: image is in use by a container: consider listing external containers", "in-use"),
    ("remove data: volume is in use - [0123]", "in-use"),
    ("error while removing network: network lab id 0123 has active endpoints", "in-use"),
    ("No such container: registry", "no-such-container"),
    ('no container with name or ID "registry" found: no such container', "no-such-container"),
    ("get data: no such volume", "no-such-object"),
    ("network lab not found", "no-such-object"),
    ("unable to find network with name or ID lab: network not found", "no-such-object"),
    ("Container 0123 is not running", "not-running"),
    ("Cannot kill container: registry: Container 0123 is not running", "not-running"),
    ("can only kill running containers. 0123 is in state exited: container state improper", "not-running"),
    ("You cannot remove a running container 0123. Stop the container before attempting removal", "running"),
    ('cannot remove container "registry": container is running: stop the container before removing', "running"),
    (
        (
            "cannot remove container 0123 as it is running - running or paused containers cannot be removed without force: "
            "container state improper"
        ),
        "running",
    ),
    ("failed to register layer: write /x: no space left on device", "no-space"),
    # What looks like something else:
    (f"manifest for 127.0.0.1:5000/x@{DIGEST} not found", "not-published"),
    (
        f"Get http://127.0.0.1:5401/v2/x/blobs/{DIGEST}: dial tcp 127.0.0.1:5401: connect: connection refused",
        "registry-refused",
    ),
    (f"something is wrong with {DIGEST}", "other"),
    ("something is wrong at 127.0.0.1:401 and 10.0.0.401", "other"),
    ("OCI runtime create failed: runc create failed: open /dev/x: permission denied: unknown", "other"),
    ('exec: "foo": executable file not found in $PATH: unknown', "other"),
    ("setting up the network: iptables: executable file not found", "other"),
    ('invalid mount config for type "bind": bind source path does not exist: /x', "other"),
    ("client version 1.41 is too old. Minimum supported API version is 1.44", "other"),
    ("received unexpected HTTP status: 500 Internal Server Error", "registry-fault"),
    ("unexpected status code 503 Service Unavailable", "registry-fault"),
    ("missing or empty Content-Type header", "not-a-registry"),
    ('error parsing HTTP 404 response body: unexpected end of JSON input: ""', "not-a-registry"),
    ("invalid character '<' looking for beginning of value", "not-a-registry"),
    ("invalid checksum digest format", "not-a-registry"),
    ("invalid JSON: Expecting value: line 1 column 1 (char 0)", "not-a-registry"),
    ('error parsing HTTP 429 response body: unexpected end of JSON input: ""', "rate-limit"),
    (
        f'Get "{HUB}": x509: certificate has expired or is not yet valid: current time 2019-01-01T00:00:00Z is before 2024',
        "clock",
    ),
    ("x509: certificate has expired or is not yet valid: current time is after", "certificate"),
    ("unable to apply caps: operation not permitted", "other"),
    ("unsupported", "unsupported"),
    ("writing blob: initiating layer upload to /v2/a/blobs/uploads/ in 127.0.0.1:5002: unsupported", "unsupported"),
    ("unsupported: The operation is unsupported.", "unsupported"),
    ("unexpected status from PUT request to http://127.0.0.1/v2/a/manifests/1: 405 Method Not Allowed", "unsupported"),
    ('This node is already part of a swarm. Use "docker swarm leave" to leave this swarm', "swarm-already"),
    ('This node is not a swarm manager. Use "docker swarm init" or "docker swarm join"', "no-swarm"),
    ("rpc error: code = AlreadyExists desc = name conflicts with an existing object: service web", "name-taken"),
    ("port '5000' is already in use by service 'registry' (x) as a host-published port", "port-taken"),
    ("service nosuch not found", "no-such-object"),
    ("Subtitles: none", "other"),
    ("", "other"),
]


@pytest.mark.parametrize(("text", "kind"), TEXTS)
def test_a_text_has_its_kind(text: str, kind: str) -> None:
    assert classify(text).kind == kind


@pytest.mark.parametrize(("text", "kind"), TEXTS)
def test_a_text_has_its_kind_in_any_case_and_on_any_number_of_lines(text: str, kind: str) -> None:
    assert classify(text.upper().replace(" ", "\n ")).kind == kind


def test_every_kind_of_the_table_has_a_text_here() -> None:
    assert {kind for kind, _ in kinds._KINDS} <= {kind for _, kind in TEXTS}


def every_kind() -> set[str]:
    """Return every kind that an EngineError is made with anywhere in the engine's room."""
    from pathlib import Path

    found = {kind for kind, _ in kinds._KINDS} | {"interception", "clock", "other"}
    for file in Path(errors.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name == "EngineError" and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(kind for kind, _ in {(kind, 0) for _, kind in TEXTS}))
def test_every_kind_has_a_sentence_and_a_remedy_in_every_language(kind: str, lang: str) -> None:
    error = classify(next(text for text, its in TEXTS if its == kind))
    catalogue = catalogue_of(lang)
    for message in (error.message, error.hint):
        assert message.key in catalogue
        said = words(lang).say(message)
        assert said.isprintable()
        assert not re.search(r"\{\w*\}|\?\?", said)


def test_every_message_of_the_room_has_words_in_every_language() -> None:
    from pathlib import Path

    keys = {
        key
        for file in Path(errors.__file__).parent.glob("*.py")
        for key in re.findall(r'say\(\s*"([\w.-]+)"', file.read_text("utf-8"))
    }
    for lang in LANGUAGES:
        assert keys <= set(catalogue_of(lang))


OF_A_STATUS = {"engine-fault"}
"""Kinds that no words tell: what nobody knows, said with an HTTP status of 5xx."""


def test_unknown_words_are_the_engines_own_trouble_only_with_a_status_that_says_so() -> None:
    assert classify("cgroups in hybrid mode", status=500).kind == "engine-fault"
    assert classify("cgroups in hybrid mode", status=400).kind == "other"
    assert classify("port is already allocated", status=500).kind == "port-taken"


def test_blameless_is_what_the_learner_could_not_have_done_otherwise() -> None:
    assert (every_kind() | OF_A_STATUS) & BLAMELESS == BLAMELESS
    assert every_kind() - BLAMELESS == {
        *("name-taken", "port-taken", "must-force", "https-required", "certificate", "not-published", "no-such-image"),
        *("no-such-container", "no-such-object", "not-running", "running", "in-use", "platform", "missing-content"),
        *("login", "login-refused", "registry-refused", "storage-permission", "other", "not-permitted", "exit-code"),
        *("still-running", "no-folder", "not-a-registry", "no-such-file", "no-such-field", "no-tls"),
        *("unsupported", "swarm-already", "no-swarm", "bad-mode"),
        *("no-git", "git-refused", "no-dockerfile", "no-base", "build-failed"),
    }


@pytest.mark.parametrize(
    ("text", "port"),
    [
        ("Bind for 0.0.0.0:5000 failed: port is already allocated", "5000"),
        ("failed to bind host port for 127.0.0.1:5050:172.17.0.2:5000/tcp: address already in use", "5050"),
        ("listen tcp [::]:5055: bind: address already in use", "5055"),
        ("listen tcp :::5055: bind: address already in use", "5055"),
        ("exposing port TCP 0.0.0.0:5000 -> 0.0.0.0:0: ports are not available", "5000"),
        ("port is already allocated", "?"),
    ],
)
def test_the_port_that_is_taken_is_named(text: str, port: str) -> None:
    assert classify(text).message.arguments() == {"port": port}


def test_the_name_that_is_taken_is_named() -> None:
    for name in ('"/registry"', '"registry"', "registry"):
        error = classify(f"the container name {name} is already in use by 0123")
        assert error.message.arguments() == {"name": "registry"}


def test_words_in_braces_are_not_blanks() -> None:
    assert "{x} {}" in words("en").say(classify("strange {x} {}").message)


def test_the_engines_own_words_are_kept_whole() -> None:
    text = "strange " * 2000
    assert classify(text).words == text


def test_a_megabyte_of_words_is_classified_at_once() -> None:
    assert classify("manifest for permission denied lookup " * 30_000).kind == "other"


@pytest.mark.parametrize("event", [None, 5, "text", [], {}, {"error": ""}, {"errorDetail": {}}, {"status": "error"}])
def test_an_event_that_is_no_error_is_none(event: object) -> None:
    assert stream_error(event) is None


@pytest.mark.parametrize(
    "event", [{"errorDetail": {"code": 1, "message": "m"}}, {"error": "m"}, {"errorDetail": "m", "error": "m"}]
)
def test_an_event_that_is_an_error_says_so(event: object) -> None:
    error = stream_error(event)
    assert isinstance(error, EngineError)
    assert error.words == "m"


def test_the_contract_knows_nothing_of_the_sdk() -> None:
    imported = {
        name.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(ast.parse(inspect.getsource(contract)))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert not {str(module) for module in imported if str(module).split(".")[0] in ("docker", "requests", "urllib3")}
