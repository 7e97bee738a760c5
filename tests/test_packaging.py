"""The wheel carries the whole product: exercises, quizzes, words and styles, and lists its exercises where nothing else is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, check=True, cwd=ROOT, capture_output=True)
    (built,) = folder.glob("registry_lab-*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in an environment of its own, which borrows only the dependencies from this one.

    A path in a .pth file is searched last and its own .pth files are not read: the checkout's editable install stays invisible.
    """
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    install = ["install", "-q", "--disable-pip-version-check", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(inside(folder, "scripts") / "python"), *install], check=True
    )
    borrowed = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    (inside(folder, "purelib") / "borrowed.pth").write_text("\n".join(sorted(borrowed)))
    return folder


def inside(environment: Path, name: str) -> Path:
    return Path(sysconfig.get_path(name, scheme="venv", vars={"base": str(environment), "platbase": str(environment)}))


def run(environment: Path, *command: str) -> str:
    """Run a command of the environment from its own folder, away from the checkout."""
    foreign = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    variables = {key: value for key, value in os.environ.items() if key not in foreign}
    variables["REGISTRY_LAB_HOME"] = str(environment / "home")
    line = [str(inside(environment, "scripts") / command[0]), *command[1:]]
    return subprocess.run(line, check=True, cwd=environment, env=variables, stdout=subprocess.PIPE, text=True).stdout


@pytest.mark.parametrize(
    ("source", "pattern", "target"),
    [
        ("exercises", "*.md", "lab/exercises"),
        ("lab/content/skeletons", "*.md", "lab/content/skeletons"),
        ("quizzes", "*.md", "lab/quizzes"),
        ("lab/language", "*/*.toml", "lab/language"),
        ("lab/tui", "**/*.tcss", "lab/tui"),
    ],
)
def test_the_wheel_carries_every_file_the_product_reads(wheel: Path, source: str, pattern: str, target: str) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"{target}/{path.relative_to(ROOT / source).as_posix()}" for path in (ROOT / source).glob(pattern)}
    assert wanted <= carried


def test_the_wheel_carries_the_licence_and_none_of_the_tests(wheel: Path) -> None:
    carried = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("/LICENSE") for name in carried)
    assert not [name for name in carried if name.startswith(("tests/", "bench/"))]


def test_the_installed_package_is_the_wheel_s_and_not_the_checkout_s(environment: Path) -> None:
    found = run(environment, "python", "-c", "import lab; print(lab.__file__)").strip()
    assert Path(found).is_relative_to(environment)


def test_the_installed_command_lists_the_exercises_it_carries(environment: Path) -> None:
    listed = [json.loads(line) for line in run(environment, "registry-lab", "exercises", "--json").splitlines()]
    assert "private-registry" in {exercise["id"] for exercise in listed}
