"""Any Action can be spelt, and what is spelt means that Action; any text at all is answered."""

from __future__ import annotations

import shlex
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.docker_cli import actions as act
from lab.docker_cli.help import help_for, wants_help
from lab.docker_cli.parse import CommandError, Place, parse
from lab.docker_cli.spelling import spell
from lab.docker_cli.table import COMMANDS, SPELLINGS
from lab.errors import LabError
from lab.language.words import words
from lab.reference import Reference

HOSTS = ("localhost", "x.y", "Host", "[::1]:5")
PLACES = [
    Place("/home/kim/lab", ("127.0.0.1:5000",), HOSTS, certs_d="/etc/docker/certs.d"),
    Place("/home/김 철수/it's, here", ("127.0.0.1:5000", "[::1]:5001"), HOSTS),
    Place("C:\\Users\\Kim Lab\\x", ("127.0.0.1:5000",), HOSTS),
]

texts = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=8)
keys = texts.filter(lambda text: text and "=" not in text)
names = st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9_.-]{1,6}", fullmatch=True)
many_names = st.lists(names, min_size=1, max_size=3).map(tuple)
filters = st.lists(st.tuples(keys, texts), max_size=2).map(tuple)
formats = st.none() | texts
platforms = st.none() | st.sampled_from(["linux/amd64", "linux/arm64/v8", "windows"])
digests = st.none() | st.just("sha256:" + "0a" * 32)


def _reference(parts: tuple[str, str, str]) -> Reference | None:
    try:
        return Reference.parse("".join(parts))
    except LabError:
        return None


references = st.tuples(
    st.sampled_from(
        ["", "docker.io/", "docker.io/library/", "127.0.0.1:5000/", "localhost:5000/", "Host/", "[::1]:5/"]
    ),
    st.sampled_from(["hello-world", "a/b", "0123456789ab", "ab" * 32, "sha256", "localhost/x", "x.y/z"]),
    st.sampled_from(["", ":latest", ":v1", ":" + "ab" * 32, "@sha256:" + "0a" * 32, ":v1@sha256:" + "0a" * 32]),
).map(_reference)
images = references.filter(bool)
tagged = images.filter(lambda reference: not reference.digest)


@st.composite
def mounts(draw: st.DrawFn, place: Place) -> act.MountPoint:
    kind = draw(st.sampled_from(["bind", "volume"]))
    target = "/" + draw(st.sampled_from(["x", "var/lib/registry", "a b/c", "a:b", "a,b", 'a"b', "~"]))
    slash = "\\" if "\\" in place.workspace else "/"
    inside = draw(st.sampled_from(["", "data", "a b", "a,b", "a'b", 'a"b', "$x", "한글", *(["a:b"] * (slash == "/"))]))
    bind = place.workspace + (slash + inside if inside else "")
    source = bind if kind == "bind" else draw(st.just("") | names)
    return act.MountPoint(kind, source, target, draw(st.booleans()))  # type: ignore[arg-type]


ports = st.builds(
    act.PortMapping,
    st.integers(1, 65535),
    st.none() | st.integers(1, 65535),
    st.none() | st.sampled_from(["127.0.0.1", "0.0.0.0", "::1", "::"]),
    st.sampled_from(["tcp", "udp"]),
)


def specs(place: Place) -> st.SearchStrategy[act.ContainerSpec]:
    return st.builds(
        act.ContainerSpec,
        image=images,
        name=st.none() | names,
        command=st.lists(texts | st.sampled_from(["-d", "--name", "-it", "--"]), max_size=3).map(tuple),
        entrypoint=formats,
        env=filters,
        labels=filters,
        ports=st.lists(ports, max_size=2).map(tuple),
        mounts=st.lists(mounts(place), max_size=2).map(tuple),
        network=st.none() | names.filter(lambda name: name != "host"),
        restart=st.none() | st.sampled_from(["no", "always", "unless-stopped", "on-failure", "on-failure:3"]),
        platform=platforms,
    )


def swarm_actions(place: Place, every_image: st.SearchStrategy[Any]) -> list[st.SearchStrategy[Any]]:
    number, quiet = st.none() | st.integers(0, 99), st.booleans()
    port = st.builds(
        act.ServicePort, st.integers(1, 65535), st.none() | st.integers(1, 65535), st.sampled_from(["ingress", "host"])
    )
    service = st.builds(
        act.ServiceCreate,
        image=every_image,
        name=st.none() | names,
        command=st.lists(texts.filter(lambda text: not text.startswith("-")), max_size=2).map(tuple),
        replicas=number,
        mode=st.sampled_from(["replicated", "global"]),
        ports=st.lists(port, max_size=2).map(tuple),
        mount=st.lists(mounts(place), max_size=1).map(tuple),
        env=filters,
        constraints=st.lists(st.sampled_from(["node.role==manager", "node.hostname != a"]), max_size=2).map(tuple),
        with_registry_auth=quiet,
    )
    counts = st.lists(st.tuples(names, st.integers(0, 99)), min_size=1, max_size=2).map(tuple)
    return [
        st.just(act.SwarmInit()),
        st.builds(act.SwarmLeave, quiet),
        st.builds(act.NodeList, quiet, filters, formats),
        service,
        st.builds(act.ServiceUpdate, names, st.none() | every_image, number, quiet, quiet),
        st.builds(act.ServiceScale, counts),
        st.builds(act.ServiceRemove, many_names),
        st.builds(act.ServiceList, quiet, filters, formats),
        st.builds(act.ServiceTasks, names, quiet, filters, formats),
        st.builds(act.ServiceInspect, many_names, formats),
        st.builds(act.ServiceLogs, names, st.none() | st.integers(0, 999)),
    ]


def actions(place: Place) -> st.SearchStrategy[Any]:
    def consistent(run: act.ContainerRun) -> bool:
        return not run.remove or run.spec.restart in (None, "no")

    header = st.tuples(st.sampled_from(["Accept", "X-A"]), st.sampled_from(["", "application/json", "a, b;q='1'"]))
    path = st.sampled_from(["/", "/v2/_catalog", "/v2/a/tags/list?n=1&last=b", "/v2/a'b/(c)"])
    quiet = st.booleans()
    substituted = st.sampled_from(["/v2/a/blobs/$(jq -r .config.digest m.json)", "/$x$(sha256sum a | cut -c-64)'z"])
    waiting = st.sampled_from(["sha256:$(sha256sum m.json | cut -c-64)", "$(jq -r .config.digest m.json)"]).map(
        lambda digest: Reference("127.0.0.1:5000", "a/b", None, digest)
    )
    address = st.sampled_from(place.registries).map("http://{}".format)
    urls = st.tuples(address, path | substituted).map("".join)
    folders = st.sampled_from(["app", "a/b-c.git"]).map(f"{place.workspace}/{{}}".format)
    files = st.sampled_from(["m.json", "a", "A_b-c.1"]).map(f"{place.workspace}/{{}}".format)
    return st.one_of(
        st.builds(act.ContainerRun, specs(place), quiet, quiet).filter(consistent),
        st.builds(act.ContainerCreate, specs(place)),
        st.builds(act.ContainerStart, many_names),
        st.builds(act.ContainerStop, many_names, st.none() | st.integers(0, 999)),
        st.builds(act.ContainerKill, many_names, st.none() | st.sampled_from(["SIGTERM", "9"])),
        st.builds(act.ContainerRemove, many_names, quiet, quiet),
        st.builds(act.ContainerList, quiet, quiet, filters, formats),
        st.builds(act.ContainerInspect, many_names, formats),
        st.builds(act.ContainerLogs, names, st.none() | st.integers(0, 999)),
        st.builds(act.ContainerExec, names, st.lists(texts, min_size=1, max_size=3).map(tuple), filters),
        st.builds(act.ImagePull, images | waiting, platforms),
        st.builds(act.ImageTag, images | waiting, tagged),
        st.builds(act.ImagePush, tagged.filter(lambda image: place.registry(image.registry))),
        st.builds(act.ImageList, st.none() | texts, quiet, quiet, quiet, filters, formats),
        st.builds(act.ImageRemove, st.lists(images, min_size=1, max_size=3).map(tuple)),
        st.builds(act.ImageInspect, st.lists(images, min_size=1, max_size=3).map(tuple), formats),
        st.builds(act.ImageHistory, images, quiet),
        st.builds(act.VolumeList, quiet, filters, formats),
        st.builds(act.VolumeInspect, many_names, formats),
        st.builds(act.VolumeRemove, many_names),
        st.builds(act.NetworkList, quiet, filters, formats),
        st.builds(act.NetworkInspect, many_names, formats),
        st.builds(act.NetworkCreate, names),
        st.builds(act.NetworkRemove, many_names),
        *swarm_actions(place, images | waiting),
        st.builds(act.EngineVersion, formats),
        st.builds(act.EngineInfo, formats),
        st.builds(
            act.RegistryRequest,
            st.tuples(st.sampled_from(place.registries), path).map(lambda parts: "http://" + "".join(parts)),
            st.sampled_from(["GET", "HEAD"]),
            st.lists(header, max_size=2).map(tuple),
            quiet,
        ),
        st.builds(act.RegistryDownload, urls, files, st.lists(header, max_size=2).map(tuple), quiet),
        st.builds(act.ManifestDelete, st.sampled_from(place.registries).map(_manifest), quiet),
        st.builds(
            act.Login,
            st.sampled_from(place.registries),
            names,
            st.just(place.docker_config),
            st.just("s3cr3t"),
        ),
        st.builds(
            act.Login,
            st.sampled_from(place.registries),
            names,
            st.just(place.docker_config),
            password_file=files,
        ),
        st.builds(act.Logout, st.sampled_from(place.registries), st.just(place.docker_config)),
        *(
            [st.builds(act.AuthorityTrust, files, st.sampled_from(place.registries), st.just(place.certs_d))]
            * bool(place.certs_d)
        ),
        *(
            [st.builds(act.AuthorityForget, st.sampled_from(place.registries), st.just(place.certs_d))]
            * bool(place.certs_d)
        ),
        st.builds(act.FileDigest, st.lists(files, min_size=1, max_size=3).map(tuple)),
        st.builds(act.ImageBuild, tagged, folders | st.just(place.workspace), filters),
        gits(folders),
    )


def gits(folders: st.SearchStrategy[str]) -> st.SearchStrategy[act.Git]:
    files = st.lists(st.sampled_from([".", "a", "b/c.html"]), min_size=1, max_size=2).map(tuple)
    branches = st.sampled_from([(), ("main",), ("HEAD:main",), ("+a/b:c",)])
    arguments = st.one_of(
        st.tuples(st.just("init"), folders.map(lambda folder: ("-b", "main", folder))),
        st.tuples(st.just("clone"), st.tuples(folders, folders)),
        st.tuples(st.just("add"), files.map(lambda named: ("--", *named))),
        st.tuples(st.just("mv"), st.just(("-f", "--", "a", "b/c.html"))),
        st.tuples(st.just("commit"), texts.map(lambda text: ("--allow-empty", "-m", text))),
        st.tuples(st.just("push"), st.builds(lambda folder, named: (folder, *named), folders, branches)),
        st.tuples(st.just("log"), st.sampled_from([(), ("--oneline",)])),
        st.tuples(st.just("status"), st.just(())),
    )
    return st.builds(lambda words, folder: act.Git(words[0], folder, words[1]), arguments, st.none() | folders)


def _manifest(address: str) -> str:
    return f"http://{address}/v2/team/a.b/manifests/sha256:$(sha256sum m.json | cut -c-64)"


@given(st.one_of([st.tuples(st.just(place), actions(place)) for place in PLACES]))
@settings(max_examples=600, deadline=None)
def test_what_is_spelt_means_the_action_it_was_spelt_from(meant: tuple[Place, act.Action]) -> None:
    place, action = meant
    assert parse(spell(action), place) == action


def test_what_is_spelt_is_the_canonical_command() -> None:
    action = parse("docker run -dp 5000:5000 -v './my data':/var/lib/registry --name reg registry:3", PLACES[0])
    assert spell(action) == (
        "docker container run -d --name reg -p 5000:5000 -v '/home/kim/lab/my data:/var/lib/registry' registry:3"
    )


def test_every_action_has_a_spelling() -> None:
    from lab.docker_cli.spelling import _SPELLINGS

    assert set(_SPELLINGS) == set(act.Action.__args__)
    unread = {path for path, _ in _SPELLINGS.values()} - {command.path for command in COMMANDS}
    assert unread == {"docker volume create"}  # which the lab alone does


@pytest.mark.parametrize("spelling", [" ".join(words) for words in SPELLINGS])
def test_every_spelling_in_the_table_is_read(spelling: str) -> None:
    command = SPELLINGS[tuple(spelling.split())]
    operands = ["127.0.0.1:5000/v2/" if command.path == "curl" else "127.0.0.1:5000/aa"] * command.least
    if command.path == "sha256sum":
        operands = ["manifest.json"]
    if command.path == "docker image build":
        operands = ["-t", "aa", "app"]
    if command.path == "git":
        operands = ["status"]
    if command.path == "docker swarm init":
        operands = ["--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1"]
    if command.path.startswith("docker service") and command.path != "docker service create":
        operands = ["web=2" if command.path.endswith("scale") else "web"] * command.least
    if "CONTAINER" in command.operands or "VOLUME" in command.operands or "NETWORK" in command.operands:
        operands = ["aa"] * command.least
    if command.path == "install":
        operands = ["-D", "ca.crt", "/etc/docker/certs.d/127.0.0.1:5000/ca.crt"]
    if command.path == "rm":
        operands = ["-r", "/etc/docker/certs.d/127.0.0.1:5000"]
    if command.path in ("docker login", "docker logout"):
        operands = [*(["-u", "aa", "-p", "bb"] if command.path == "docker login" else []), "127.0.0.1:5000"]
    action = parse(" ".join([spelling, *operands]), PLACES[0])
    assert parse(spell(action), PLACES[0]) == action


def answered(text: str) -> None:
    """Read a line; whatever comes of it must be an Action or a message with words."""
    wants_help(text)
    help_for(text)
    try:
        action = parse(text, PLACES[0])
    except CommandError as error:
        said = [words(lang).say(part) for lang in ("en", "ko") for part in (error.message, error.hint)]
    else:
        said = [spell(action)]
        assert parse(said[0], PLACES[0]) == action
    assert all(said)


@given(st.text(max_size=60))
def test_any_text_at_all_is_answered(text: str) -> None:
    answered(text)


FLAGS = sorted({flag for command in COMMANDS for o in command.options for flag in (f"--{o.name}", f"-{o.short}")})
PARTS = [
    *(" ".join(words) for words in SPELLINGS),
    *FLAGS,
    *(
        "registry",
        "127.0.0.1:5000/a",
        "a=b",
        "5000:5000",
        "./a:/b",
        "$(pwd)/a:/b",
        "--",
        "-",
        "'",
        '"',
        "\\",
        "--x=",
        "=1",
    ),
    *(
        "type=bind,src=.,dst=/x",
        "prune",
        "dokcer",
        "conatiner",
        "http://127.0.0.1:5000/",
        ";",
        "é",
        "\x1b",
        "-f",
        "{a,b}",
    ),
]


@given(
    st.sampled_from(["docker", "docker run", "docker image rm", "curl", ""]),
    st.lists(st.sampled_from(PARTS), max_size=7),
)
@settings(max_examples=500, deadline=None)
def test_any_shuffling_of_docker_words_is_answered(begin: str, parts: list[str]) -> None:
    answered(" ".join([begin, *parts]))


@given(st.sampled_from(sorted(" ".join(words) for words in SPELLINGS)), st.lists(texts, max_size=5))
@settings(deadline=None)
def test_any_quoted_operands_are_answered(spelling: str, operands: list[str]) -> None:
    answered(f"{spelling} {shlex.join(operands)}")
