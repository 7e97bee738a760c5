"""Exercises to read, small and whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lab.content.problem import ContentError, Problem

EXAMPLE = """\
# Run a private registry

```toml exercise
id = "private-registry"
minutes = 20
images = ["registry", "hello-world"]
[vars]
port = 5000
name = "registry"
```

What you will do, and why.

## Start the registry

A registry is a web server that stores images on port {port}.

```console
$ docker container run -d -p 127.0.0.1:{port}:5000 --name {name} registry
```

It answers at once.

```toml step
id = "start-registry"

[[check]]
kind = "container-running"
name = "{name}"

[[check]]
kind = "registry-answers"
registry = "127.0.0.1:{port}"

[[mistake]]
do = ["docker container run -d --name {name} registry"]
fails = "registry-answers"
says = "port"
```

> [!TIP]
> A first hint.

> [!TIP]
> A more direct hint.

> [!NOTE]
> It runs.

## Pull an image

```console
$ docker image pull \\
    hello-world
Using default tag: latest
$ docker image ls
```

```toml step
id = "pull-image"
[[check]]
kind = "image-present"
reference = "hello-world"
```

> [!TIP]
> Only `docker image pull`.
"""

OVERLAY = """\
# 개인 레지스트리 실행

```toml translation
lang = "ko"
of = "private-registry"
hash = "000000000000"
```

무엇을 왜 하는지.

## 레지스트리 시작

```toml translation
of = "start-registry"
hash = "000000000000"
```

레지스트리는 {port} 포트에서 이미지를 저장합니다.

```console
```

바로 응답합니다.

> [!TIP]
> 첫 힌트.

> [!TIP]
> 더 직접적인 힌트.

> [!NOTE]
> 실행 중입니다.

## 이미지 받기

```toml translation
of = "pull-image"
hash = "000000000000"
```

이미지를 받습니다.

> [!TIP]
> `docker image pull`만 쓰면 됩니다.
"""


@pytest.fixture
def example() -> str:
    """The design page's exercise with a second step."""
    return EXAMPLE


@pytest.fixture
def sourced() -> str:
    """The same with a source, and not a line longer."""
    source = 'source = [{ url = "https://docs.example/x", date = 2026-11-24, says = "A registry stores images." }]'
    table = '[vars]\nport = 5000\nname = "registry"\n'
    assert table in EXAMPLE
    return EXAMPLE.replace(table, f'{source}\nvars = {{ port = 5000, name = "registry" }}\n\n')


@pytest.fixture
def overlay() -> str:
    """Its translation, not stamped yet."""
    return OVERLAY


@pytest.fixture
def folder(tmp_path: Path, example: str, overlay: str) -> Path:
    """A folder of one exercise and its translation."""
    (tmp_path / "03-private-registry.md").write_text(example, encoding="utf-8")
    (tmp_path / "03-private-registry.ko.md").write_text(overlay, encoding="utf-8")
    (tmp_path / "README.md").write_text("No exercise.", encoding="utf-8")
    return tmp_path


@pytest.fixture
def problems_of() -> Callable[[Callable[[], object]], tuple[Problem, ...]]:
    """What is wrong, as told by the ContentError that a call must raise."""

    def problems(call: Callable[[], object]) -> tuple[Problem, ...]:
        with pytest.raises(ContentError) as caught:
            call()
        return caught.value.problems

    return problems
