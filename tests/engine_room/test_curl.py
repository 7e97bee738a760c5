"""What `curl` shows of the lab's own registry."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lab.docker_cli.actions import RegistryRequest
from lab.engine.adapter import DockerEngine
from lab.engine.contract import EngineError, Output, Permit
from lab.engine.curl import SHOWN

from .fake_registry import Answer, Bytes, FakeRegistry, Hangup, Serving, Silence


@pytest.fixture
def registry() -> FakeRegistry:
    return FakeRegistry()


@pytest.fixture
def address(registry: FakeRegistry) -> Iterator[str]:
    with Serving(registry) as serving:
        yield serving.address


def ask(client: DockerEngine, action: RegistryRequest, *registries: str) -> list[str]:
    told = list(client.perform(action, Permit("/nowhere", registries)))
    return [each.text for each in told if isinstance(each, Output)]


def refused(client: DockerEngine, action: RegistryRequest, *registries: str) -> EngineError:
    with pytest.raises(EngineError) as caught:
        ask(client, action, *registries)
    return caught.value


def test_a_body_is_printed_line_by_line(client: DockerEngine, registry: FakeRegistry, address: str) -> None:
    registry.scripts["GET", "/v2/_catalog"] = Answer(200, '{"a":\n"한국"}'.encode())
    assert ask(client, RegistryRequest(f"http://{address}/v2/_catalog"), address) == ['{"a":', '"한국"}']


def test_a_name_of_this_machine_means_the_same_registry(client: DockerEngine, address: str) -> None:
    url = f"http://localhost:{address.rpartition(':')[2]}/v2/"
    assert ask(client, RegistryRequest(url), address) == ["{}"]


def test_headers_are_printed_before_the_body(client: DockerEngine, address: str) -> None:
    told = ask(client, RegistryRequest(f"http://{address}/v2/", show_headers=True), address)
    assert told[0] == "HTTP/1.1 200 OK"
    assert "Docker-Distribution-Api-Version: registry/2.0" in told
    assert told[-2:] == ["", "{}"]


def test_asking_for_the_head_prints_the_headers_alone(
    client: DockerEngine, registry: FakeRegistry, address: str
) -> None:
    told = ask(client, RegistryRequest(f"http://{address}/v2/", "HEAD"), address)
    assert (told[0], told[-1]) == ("HTTP/1.1 200 OK", "")
    assert [method for method, _, _ in registry.asked] == ["HEAD"]


def test_headers_are_sent(client: DockerEngine, registry: FakeRegistry, address: str) -> None:
    ask(client, RegistryRequest(f"http://{address}/v2/", headers=(("Accept", "text/x-lab"),)), address)
    assert registry.asked[0][2]["accept"] == "text/x-lab"


def test_an_error_of_the_registry_is_an_answer_as_for_curl(client: DockerEngine, address: str) -> None:
    told = ask(client, RegistryRequest(f"http://{address}/v2/nosuch/tags/list"), address)
    assert told == ['{"errors":[{"code":"MANIFEST_UNKNOWN"}]}']


def test_a_redirect_is_shown_not_followed(client: DockerEngine, registry: FakeRegistry, address: str) -> None:
    registry.scripts["GET", "/v2/x"] = Answer(307, b"", (("Location", "http://127.0.0.1:1/"),))
    told = ask(client, RegistryRequest(f"http://{address}/v2/x", show_headers=True), address)
    assert told[0].startswith("HTTP/1.1 307")
    assert len(registry.asked) == 1


def test_only_so_much_of_a_body_is_shown(client: DockerEngine, registry: FakeRegistry, address: str) -> None:
    registry.scripts["GET", "/v2/big"] = Answer(200, b"x" * (SHOWN * 3))
    assert len(ask(client, RegistryRequest(f"http://{address}/v2/big"), address)[0]) == SHOWN


@pytest.mark.parametrize("elsewhere", ["http://127.0.0.1:1/v2/", "http://example.com/v2/", "http:///v2/", "nonsense"])
def test_nobody_else_is_asked(client: DockerEngine, address: str, elsewhere: str) -> None:
    assert refused(client, RegistryRequest(elsewhere), address).kind == "not-permitted"


def test_nothing_that_listens_is_told(client: DockerEngine, closed_port: int) -> None:
    address = f"127.0.0.1:{closed_port}"
    assert refused(client, RegistryRequest(f"http://{address}/v2/"), address).kind == "registry-refused"


def test_a_registry_that_never_answers_is_a_timeout(
    client: DockerEngine, registry: FakeRegistry, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab.engine.curl._WAIT", 0.1)
    for reply in (Silence(), Answer(200, b"", (("Content-Length", "9"),))):
        registry.scripts["GET", "/v2/"] = reply
        error = refused(client, RegistryRequest(f"http://{address}/v2/"), address)
        assert (error.kind, error.message.key) == ("timeout", "engine.registry-slow.message")


def test_a_server_that_makes_no_sense_is_no_traceback(
    client: DockerEngine, registry: FakeRegistry, address: str
) -> None:
    for reply in (Hangup(), Bytes(b"220 mail ready\r\n"), Bytes(b"\0\xff" * 40)):
        registry.scripts["GET", "/v2/"] = reply
        assert refused(client, RegistryRequest(f"http://{address}/v2/"), address).kind == "registry-refused"


def test_a_proxy_of_the_environment_is_not_asked(
    client: DockerEngine, address: str, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port}")
    assert ask(client, RegistryRequest(f"http://{address}/v2/"), address) == ["{}"]
