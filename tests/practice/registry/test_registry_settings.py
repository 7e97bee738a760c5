"""How a registry is configured: a file, variables over it, and refusals in the program's own words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.practice.registry.config_file import ConfigFileError, parse
from lab.practice.registry.settings import Endpoint, Settings, SettingsError

FILE = """\
# what the lecture shows
version: 0.1
log:
  level: debug
  fields: {service: registry, room: "12"}
storage:
  delete:
    enabled: true   # for the exercise
  filesystem:
    rootdirectory: /data
http:
  addr: :5001
  secret: 'it''s ours'
  headers:
    X-Content-Type-Options: [nosniff]
    X-Room: ["a", b]
auth:
  htpasswd:
    realm: basic-realm
    path: /auth/htpasswd
notifications:
  events:
    includereferences: true
  endpoints:
    - name: lab
      url: http://127.0.0.1:8000/events
      timeout: 500ms
      threshold: 3
      backoff: 1m30s
      headers:
        Authorization: [Bearer token]
      ignore:
        mediatypes:
        - application/octet-stream
        actions: [pull]
    -
      name: off
      disabled: true
      url: http://127.0.0.1:9
"""


def test_a_file_says_everything() -> None:
    read = Settings.from_environment({}, FILE)
    assert (read.root_directory, read.delete, read.address, read.port) == ("/data", True, ":5001", 5001)
    assert (read.secret, read.realm, read.htpasswd) == ("it's ours", "basic-realm", "/auth/htpasswd")
    assert read.headers == (("X-Content-Type-Options", "nosniff"), ("X-Room", "a"), ("X-Room", "b"))
    assert (read.log.level, read.log.fields) == ("debug", (("service", "registry"), ("room", "12")))
    assert read.references
    assert read.endpoints == (
        Endpoint(
            "lab",
            "http://127.0.0.1:8000/events",
            (("Authorization", "Bearer token"),),
            0.5,
            3,
            90.0,
            ("application/octet-stream",),
            ("pull",),
        ),
    )


def test_without_a_file_it_is_the_images_own() -> None:
    assert Settings.from_environment({}) == Settings()


def test_variables_are_put_over_the_file() -> None:
    read = Settings.from_environment(
        {
            "REGISTRY_HTTP_ADDR": "0.0.0.0:5002",
            "REGISTRY_STORAGE_DELETE_ENABLED": "false",
            "REGISTRY_HTTP_TLS_CERTIFICATE": "/certs/domain.crt",
            "REGISTRY_HTTP_TLS_KEY": "/certs/domain.key",
            "REGISTRY_LOG_ACCESSLOG_DISABLED": "true",
            "REGISTRY_NOTIFICATIONS_ENDPOINTS_0_URL": "http://127.0.0.1:7000",
            "PATH": "/bin",
        },
        FILE,
    )
    assert (read.port, read.delete, read.certificate, read.key) == (
        5002,
        False,
        "/certs/domain.crt",
        "/certs/domain.key",
    )
    assert not read.log.access
    assert [endpoint.url for endpoint in read.endpoints] == ["http://127.0.0.1:7000"]
    assert read.endpoints[0].name == "lab"


def test_passwords_are_asked_for_by_variables_alone() -> None:
    read = Settings.from_environment(
        {
            "REGISTRY_AUTH": "htpasswd",
            "REGISTRY_AUTH_HTPASSWD_REALM": "Lab",
            "REGISTRY_AUTH_HTPASSWD_PATH": "/auth/htpasswd",
        }
    )
    assert (read.realm, read.htpasswd) == ("Lab", "/auth/htpasswd")


def test_notifications_are_asked_for_by_one_variable() -> None:
    told = '[{"name":"lab","url":"http://127.0.0.1:8000","timeout":"1s","threshold":3,"backoff":"1s"}]'
    read = Settings.from_environment({"REGISTRY_NOTIFICATIONS_ENDPOINTS": told})
    assert read.endpoints == (Endpoint("lab", "http://127.0.0.1:8000", threshold=3),)


def test_a_variable_that_means_nothing_is_remembered_to_be_warned_of() -> None:
    assert Settings.from_environment({"REGISTRY_COLOUR": "red"}).ignored == ("REGISTRY_COLOUR",)


PANIC = "panic: unable to configure authorization "


@pytest.mark.parametrize(
    ("environment", "words", "code"),
    [
        ({"REGISTRY_AUTH": "htpasswd"}, f'{PANIC}(htpasswd): "realm" must be set for htpasswd access controller', 2),
        (
            {"REGISTRY_AUTH": "htpasswd", "REGISTRY_AUTH_HTPASSWD_REALM": "x"},
            f'{PANIC}(htpasswd): "path" must be set for htpasswd access controller',
            2,
        ),
        ({"REGISTRY_AUTH": "nonsense"}, f"{PANIC}(nonsense): no access controller registered with name: nonsense", 2),
        ({"REGISTRY_STORAGE": "nope"}, "panic: StorageDriver not registered: nope", 2),
        ({"REGISTRY_HTTP_ADDR": "nonsense"}, 'msg="listen tcp: address nonsense: missing port in address"', 1),
        ({"REGISTRY_HTTP_ADDR": ":99999"}, 'msg="listen tcp: address 99999: invalid port"', 1),
        ({"REGISTRY_LOG_LEVEL": "loud"}, "invalid loglevel loud Must be one of [error, warn, info, debug]", 1),
        ({"REGISTRY_LOG_FORMATTER": "xml"}, 'unsupported logging formatter: \\"xml\\"', 1),
        ({"REGISTRY_STORAGE_DELETE_ENABLED": "perhaps"}, "into bool", 1),
        ({"REGISTRY_NOTIFICATIONS_ENDPOINTS": "[{"}, "yaml: line 1: did not find expected node content", 1),
        ({"REGISTRY_NOTIFICATIONS_ENDPOINTS": "[5]"}, "cannot unmarshal 5", 1),
        ({"REGISTRY_NOTIFICATIONS_ENDPOINTS_7_URL": "x"}, "undefined index: 7", 1),
        ({"REGISTRY_HTTP_HEADERS": '{"X-A": "a\\nb"}'}, "invalid header", 1),
        ({"REGISTRY_PROXY_REMOTEURL": "https://registry-1.docker.io"}, "https is beyond the practice registry", 1),
        ({"REGISTRY_PROXY_REMOTEURL": "http://a/b"}, "failed to parse remote URL: http://a/b", 1),
        ({"REGISTRY_PROXY_USERNAME": "kim"}, "proxy.username is beyond the practice registry", 1),
        ({"REGISTRY_STORAGE_S3_BUCKET": "b"}, "storage.s3 is beyond the practice registry", 1),
        ({"REGISTRY_AUTH": "token"}, "auth.token is beyond the practice registry", 1),
        ({"REGISTRY_HTTP_TLS_CLIENTCAS": '["/ca.pem"]'}, "http.tls.clientcas is beyond the practice registry", 1),
    ],
)
def test_what_cannot_be_is_refused_in_the_programs_words(environment: dict[str, str], words: str, code: int) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment(environment)
    assert words in refused.value.text
    assert refused.value.exit_code == code


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("", 'unsupported version: ""'),
        ("version: 9.9", 'unsupported version: "9.9"'),
        ("version: 0.1\n\thttp: x", "yaml: line 2: found character that cannot start any token"),
        ("version: 0.1\nnonsense", "yaml: line 2: could not find expected ':'"),
        ("version: 0.1\n  http: 5", "yaml: line 2: did not find expected key"),
        ("version: 0.1\nstorage: &anchor x", "beyond the practice registry: &anchor x"),
        ("version: 0.1\nlog: [a", "yaml: line 2: did not find expected ',' or ']'"),
        ("- version", "into a configuration"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(config: str, words: str) -> None:
    with pytest.raises(SettingsError, match="configuration error: error parsing") as refused:
        Settings.from_environment({}, config)
    assert words in refused.value.text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\nb: -2\nc: 0.5\nd: 1.2.3", {"a": 1, "b": -2, "c": 0.5, "d": "1.2.3"}),
        ("a: true\nb: No\nc: ~\nd:\ne: null", {"a": True, "b": False, "c": None, "d": None, "e": None}),
        ("a: \"x: # y\"\nb: '# z'\nc: x#y # z", {"a": "x: # y", "b": "# z", "c": "x#y"}),
        ("a:\n- 1\n- b: 2\n  c: 3\n-\n  - 4", {"a": [1, {"b": 2, "c": 3}, [4]]}),
        ("a: {b: [1, {c: d}], 'e f': http://x:5/y?z}", {"a": {"b": [1, {"c": "d"}], "e f": "http://x:5/y?z"}}),
        ('a: {"b":1,"c":[true,null],"d":"e:f"}', {"a": {"b": 1, "c": [True, None], "d": "e:f"}}),
        ("a: {}\nb: []\n", {"a": {}, "b": []}),
        ("---\n'a b': c d", {"a b": "c d"}),
        ("url: http://127.0.0.1:80", {"url": "http://127.0.0.1:80"}),
    ],
)
def test_the_files_language(text: str, value: object) -> None:
    assert parse(text) == value


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab:-[]{}'\"# \n\t,&1\\", max_size=80))
def test_whatever_a_file_holds_it_is_read_or_refused(text: str) -> None:
    refused = "yaml: line 1: refused"
    try:
        json.dumps(parse(text))
    except ConfigFileError as error:
        refused = str(error)
    assert refused.startswith("yaml: line ")


def test_deep_nesting_is_refused() -> None:
    for text in ("[" * 5000, "- " * 5000, "\n".join(f"{' ' * depth}a:" for depth in range(500))):
        with pytest.raises(ConfigFileError):
            parse(text)
