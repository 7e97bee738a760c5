"""Who may import whom, what may touch the outside, and what must never be done to an engine."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

import lab

LAB = Path(lab.__file__ or "").parent
FILES = sorted(path for path in LAB.rglob("*.py") if not {"exercises", "quizzes"} & set(path.relative_to(LAB).parts))

PURE = {"language.message", "errors", "handshake", "reference", "variables", "world", "memory"}
"""What everybody may build on."""

ALLOWED: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "language": {"language"},
    "errors": {"language.message"},
    "reference": {"errors", "language.message"},
    "handshake": set(),
    "variables": set(),
    "happened": {"world"},
    "world": {"world", "handshake", "language.message", "reference"},
    "memory": {"reference", "world"},
    "record": set(),
    "portable": {"errors", "language.message", "record"},
    "prediction": {"world"},
    "xray": set(),
    "checks": {"checks", "handshake", "language.message", "memory", "reference", "world"},
    "docker_cli": {"docker_cli", "errors", "language.message", "reference"},
    "content": {
        "content",
        "checks",
        "docker_cli",
        "errors",
        "grading",
        "language",
        "reference",
        "variables",
        "__init__",
    },
    "grading": {"grading", "docker_cli", "errors", "language.message", "reference"},
    "quiz": {
        "quiz",
        "content.blanks",
        "content.markdown",
        "content.questions",
        "errors",
        "grading",
        "language.message",
        "record",
        "reference",
        "world",
        "xray",
    },
    "engine": {"engine", "docker_cli", "happened", "hook", "inside", "xray", *PURE},
    "practice": {"practice"},
    "home": {"errors", "language.message"},
    "hold": {"home"},
    "damage": {"hold", "home"},
    "progress": {"errors", "home", "language.message", "record", "records_file"},
    "records_file": {"record"},
    "standing": {"content.model", "record"},
    "settings": {"home", "language"},
    "history": {
        "content.model",
        "content.questions",
        "grading.answers",
        "grading.grade",
        "quiz.attempt",
        "quiz.deck",
        "quiz.scoring",
        "record",
        "standing",
    },
    "lease": {"claims", "content.model", *PURE},
    "ledger": {"docker_cli.actions", "home", *PURE},
    "keeping": {"docker_cli.actions", "ledger", *PURE},
    "claims": {"docker_cli.actions", "ledger", *PURE},
    "baseline": {"claims", "keeping", "ledger", *PURE},
    "ownership": {"claims", "docker_cli.actions", "keeping", "ledger", *PURE},
    "restore": {"baseline", "claims", "docker_cli.actions", "keeping", "ledger", "ownership", *PURE},
    "surroundings": set(),
    "abilities": set(),
    "needs": {"abilities", "content.model", "engine.contract", "surroundings", *PURE},
    "doctor": {"content.model", "engine.contract", "lease", "needs", "surroundings", *PURE},
    "hook": set(),
    "inside": set(),
    "listener": {"inside", "listener"},
    "redeploying": {"docker_cli.actions", "engine.contract", "ledger", "ownership", *PURE},
    "autobuild": {"docker_cli.actions", "engine.contract", "home", "inside", "keeping", "ledger", "ownership", *PURE},
    "props": {
        "props",
        "content.props",
        "engine.contract",
        "happened",
        "home",
        "hook",
        "inside",
        "ledger",
        "listener",
        *PURE,
    },
    "session": {
        "session",
        "baseline",
        "checks",
        "claims",
        "content.model",
        "content.props",
        "content.questions",
        "docker_cli",
        "doctor",
        "engine.contract",
        "history",
        "hold",
        "home",
        "keeping",
        "lease",
        "ledger",
        "needs",
        "ownership",
        "prediction",
        "quiz.attempt",
        "quiz.deck",
        "quiz.sitting",
        "record",
        "restore",
        "settings",
        "standing",
        "surroundings",
        "xray",
        *PURE,
    },
    "tui": {
        "tui",
        "abilities",
        "checks",
        "claims",
        "content.model",
        "content.questions",
        "docker_cli",
        "doctor",
        "grading",
        "history",
        "keeping",
        "language",
        "needs",
        "prediction",
        "quiz.attempt",
        "quiz.deck",
        "quiz.events",
        "quiz.scoring",
        "quiz.sitting",
        "session",
        "settings",
        "standing",
        "xray",
        *PURE,
    },
    "verifying": {
        "verifying",
        "checks",
        "content.model",
        "docker_cli",
        "engine.contract",
        "home",
        "language",
        "needs",
        "record",
        "session",
        *PURE,
    },
    "web": {"web", "errors", "language"},
    "cli": {
        "cli",
        "autobuild",
        "checks",
        "content",
        "damage",
        "docker_cli",
        "doctor",
        "engine",
        "grading",
        "history",
        "hold",
        "home",
        "language",
        "ledger",
        "listener",
        "needs",
        "portable",
        "practice.engine",
        "progress",
        "props",
        "quiz",
        "record",
        "records_file",
        "redeploying",
        "session",
        "settings",
        "standing",
        "surroundings",
        "tui.app",
        "verifying",
        "web",
        *PURE,
    },
}
"""Room of `lab` to what it may import from `lab`: whole rooms, or single modules of one. A new room is placed here first."""

FOREIGN: dict[str, tuple[str, ...]] = {
    "textual": ("tui/", "web/driver.py"),
    "textual_serve": ("web/",),
    "textual_plotext": ("tui/widgets/progress/charts.py",),
    "rich": ("tui/",),
    "docker": ("engine/",),
    "requests": ("engine/",),
    "urllib3": ("engine/",),
    "markdown_it": ("content/markdown.py", "content/shortcuts.py"),
    "sqlalchemy": ("progress.py",),
    "rapidfuzz": ("grading/",),
    "aiohttp": ("practice/", "web/"),
    "yarl": ("practice/",),  # URLs of aiohttp
    "bcrypt": ("practice/registry/htpasswd.py", "props/accounts.py"),
    "cryptography": ("engine/handshake.py", "props/certificates.py"),
    "fsrs": ("quiz/deck.py",),
    "tomlkit": ("quiz/accepting.py",),
    "genanki": ("quiz/exchange/anki.py",),
}
"""Package that is not Python's own to where alone it may be imported."""

SILENT = (
    "checks/",
    "content/model.py",
    "content/props.py",
    "content/questions.py",
    "docker_cli/",
    "errors.py",
    "grading/",
    "happened.py",
    "history.py",
    "language/message.py",
    "lease.py",
    "memory.py",
    "prediction.py",
    "ownership.py",
    "portable.py",
    "quiz/",
    "record.py",
    "reference.py",
    "restore.py",
    "standing.py",
    "variables.py",
    "world/",
    "xray.py",
)
"""Rooms that do no input or output."""

HARMLESS = {
    "__future__",
    "collections",
    "csv",  # of lines in memory
    "dataclasses",
    "datetime",  # of moments that are given; `now` is not called
    "difflib",
    "enum",
    "fsrs",  # its schedule, of moments that are given
    "functools",
    "genanki",  # a package in memory; who writes it is somebody else
    "hashlib",
    "html",
    "io",  # StringIO alone, see below
    "ipaddress",
    "itertools",
    "json",  # of texts
    "math",
    "ntpath",
    "pathlib",  # PurePath alone, see below
    "posixpath",
    "random",  # Random with a seed alone, see below
    "rapidfuzz",  # distances between words
    "re",
    "shlex",
    "statistics",
    "string",
    "tomlkit",  # of texts
    "types",
    "typing",
    "unicodedata",
    "xml",  # of texts
}
"""Modules that a room without input and output may import."""

ONLY = {
    "pathlib": {"PurePath", "PurePosixPath", "PureWindowsPath"},
    "io": {"StringIO"},
    "json": {"dumps", "loads"},
    "random": {"Random"},
}
"""Of these modules, the names that do nothing outside the process."""

REACHING = {"open", "input", "print", "exec", "eval", "__import__", "breakpoint"}
"""Built-in functions that a room without input and output does not call."""
PATH_QUESTIONS = {"exists", "realpath", "abspath", "expanduser", "getcwd", "stat", "lstat", "islink", "isdir", "isfile"}
"""Functions of `posixpath` and `ntpath` that ask the machine."""

HARMLESS_ON_SCREEN = (HARMLESS - {"io", "json", "pathlib", "random"}) | {"contextlib", "threading", "time"}
"""What the app may import of Python's own: threads to ask in, and the clock; files, processes and sockets are for others."""

LONGEST = 300
"""Lines."""
LONGEST_ON_SCREEN = 250
"""Lines, of files in `tui/`, style sheets too."""

HEADLESS = sorted(
    ".".join(("lab", *path.relative_to(LAB).with_suffix("").parts)).removesuffix(".__init__")
    for path in FILES
    if path.relative_to(LAB).parts[0] not in ("tui", "__main__.py") and path != LAB / "web" / "driver.py"
)


def name_of(path: Path) -> str:
    return path.relative_to(LAB).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(LAB).parts[0].removesuffix(".py")


@functools.cache
def source_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@functools.cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(source_of(path), str(path))))


@functools.cache
def imports(path: Path) -> tuple[tuple[int, str, str], ...]:
    """Return line, module and imported name ("" for the module itself) of every import, wherever it stands."""
    found: list[tuple[int, str, str]] = []
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found += ((node.lineno, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno}: imports are absolute"
            found += ((node.lineno, node.module or "", alias.name) for alias in node.names)
    return tuple(found)


def arrows(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and imported module of every import from `lab`, without `lab.`."""
    for line, module, name in imports(path):
        if module != "lab" and not module.startswith("lab."):
            continue
        full = f"{module}.{name}" if name and is_module(f"{module}.{name}") else module
        yield line, full.removeprefix("lab").removeprefix(".") or "__init__"


@functools.cache
def is_module(name: str) -> bool:
    path = LAB.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def allowed(module: str, table: set[str]) -> bool:
    return any(module == each or module.startswith(f"{each}.") for each in table)


def within(path: Path, places: tuple[str, ...]) -> bool:
    name = name_of(path)
    return any(name == place or (place.endswith("/") and name.startswith(place)) for place in places)


def reaching_modules(path: Path) -> Iterator[str]:
    """Yield imports that reach outside the process."""
    for line, module, name in imports(path):
        top = module.partition(".")[0]
        open_part = module in ONLY and name not in ONLY[module] and not (module == "io" and not name)
        if top != "lab" and (top not in HARMLESS or open_part):
            yield f"{name_of(path)}:{line}: {module}"


def reaching_calls(path: Path) -> Iterator[str]:
    """Yield calls that reach outside the process."""
    for call in calls(path):
        called = ast.unparse(call.func)
        asks = called.startswith(("posixpath.", "ntpath.")) and called.rpartition(".")[2] in PATH_QUESTIONS
        if asks or called in REACHING or called in ("io.open", "io.FileIO", "io.open_code"):
            yield f"{name_of(path)}:{call.lineno}: {called}()"


def test_every_room_has_its_place_in_the_table() -> None:
    assert {room_of(path) for path in FILES} == set(ALLOWED)


def test_a_room_imports_only_what_the_table_allows() -> None:
    strays = [
        f"{name_of(path)}:{line}: {module}"
        for path in FILES
        for line, module in arrows(path)
        if not allowed(module, ALLOWED[room_of(path)])
    ]
    assert strays == []


def test_a_foreign_package_stays_in_its_room() -> None:
    strays = [
        f"{name_of(path)}:{line}: {module}"
        for path in FILES
        for line, module, _ in imports(path)
        if (top := module.partition(".")[0]) not in sys.stdlib_module_names | {"lab"}
        and not within(path, FOREIGN.get(top, ()))
    ]
    assert strays == []


def test_a_room_without_input_and_output_cannot_reach_outside() -> None:
    silent = [path for path in FILES if within(path, SILENT)]
    assert [stray for path in silent for stray in (*reaching_modules(path), *reaching_calls(path))] == []


def test_the_package_itself_imports_nothing() -> None:
    assert imports(LAB / "__init__.py") == ()


def test_a_check_cannot_reach_an_engine_a_file_or_a_session() -> None:
    reached = {module for path in FILES if room_of(path) == "checks" for _, module in arrows(path)}
    assert {
        module for module in reached if module.startswith(("engine", "session", "ledger", "content", "home"))
    } == set()


def test_the_session_knows_the_contract_of_an_engine_and_no_engine() -> None:
    reached = {module for path in FILES if room_of(path) == "session" for _, module in arrows(path)}
    assert {module for module in reached if module.startswith("engine")} <= {"engine.contract"}
    assert not {module for module in reached if module.startswith(("tui", "cli"))}


def test_a_front_end_on_a_screen_knows_no_engine_no_database_and_no_files() -> None:
    reached = {module for path in FILES if room_of(path) == "tui" for _, module in arrows(path)}
    closed = ("engine", "practice", "progress", "content.parser", "content.library", "home", "ledger", "restore")
    assert {module for module in reached if allowed(module, set(closed))} == set()


def test_no_file_is_longer_than_a_newcomer_will_read() -> None:
    lengths = {name_of(path): len(source_of(path).splitlines()) for path in FILES}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_file_of_the_screen_is_longer_still() -> None:
    files = [path for path in (LAB / "tui").rglob("*") if path.suffix in (".py", ".tcss")]
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST_ON_SCREEN} == {}


def test_the_app_and_its_screens_do_no_input_or_output_of_their_own() -> None:
    closed = {
        f"{name_of(path)}:{line}: {module}"
        for path in FILES
        if room_of(path) == "tui"
        for line, module, _ in imports(path)
        if (top := module.partition(".")[0]) in sys.stdlib_module_names and top not in HARMLESS_ON_SCREEN
    }
    assert closed == set()
    assert [stray for path in FILES if room_of(path) == "tui" for stray in reaching_calls(path)] == []


# --- what is never done to a learner's engine (facts/docker.md, section 4) ------------------------------------------------


@functools.cache
def tokens(path: Path) -> list[tuple[int, str]]:
    """Every token of a file but strings, comments and layout."""
    skipped = {tokenize.STRING, tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    with path.open("rb") as file:
        return [(each.start[0], each.string) for each in tokenize.tokenize(file.readline) if each.type not in skipped]


def sequences(path: Path, *wanted: str) -> list[str]:
    """Where tokens stand one after the other."""
    if not all(word in source_of(path) for word in wanted):
        return []
    every = tokens(path)
    words = [text for _, text in every]
    size = len(wanted)
    return [
        f"{name_of(path)}:{every[start][0]}: {' '.join(wanted)}"
        for start in range(len(words) - size + 1)
        if tuple(words[start : start + size]) == wanted
    ]


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in nodes_of(path) if isinstance(node, ast.Call))


def test_nothing_is_ever_pruned() -> None:
    named = [
        f"{name_of(path)}:{line}: {text}"
        for path in FILES
        if "prune" in source_of(path)
        for line, text in tokens(path)
        if text.startswith("prune") and text != "prune"
    ]
    assert [*(call for path in FILES for call in sequences(path, "prune", "(")), *named] == []


def test_nothing_is_ever_forced() -> None:
    literal = [place for path in FILES for place in sequences(path, "force", "=", "True")]
    keywords = [
        f"{name_of(path)}:{call.lineno}: {ast.unparse(call)}"
        for path in FILES
        for call in calls(path)
        for keyword in call.keywords
        if keyword.arg == "force" and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
    ]
    dictionaries = [
        f"{name_of(path)}:{node.lineno}: {ast.unparse(node)}"
        for path in FILES
        for node in nodes_of(path)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and key.value == "force"
    ]
    assert [*literal, *keywords, *dictionaries] == []


def test_no_image_is_ever_removed_by_its_id() -> None:
    by_id = [
        f"{name_of(path)}:{call.lineno}: {ast.unparse(call)}"
        for path in FILES
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and (
            call.func.attr == "remove_image"
            or (call.func.attr == "remove" and ast.unparse(call.func.value).endswith("images"))
        )
        for given in (*call.args, *(keyword.value for keyword in call.keywords))
        for node in ast.walk(given)
        if (isinstance(node, ast.Attribute) and node.attr in ("id", "short_id", "identity"))
        or (isinstance(node, ast.Name) and node.id in ("id", "identity", "image_id"))
        or (isinstance(node, ast.Constant) and node.value in ("Id", "ID"))
    ]
    assert by_id == []


def test_images_are_removed_in_one_place_and_by_familiar_name() -> None:
    places = [
        (name_of(path), ast.unparse(call))
        for path in FILES
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "remove_image"
    ]
    assert [place for place, _ in places] == ["engine/images.py"]
    assert all("familiar()" in call for _, call in places)


# --- what comes with an import -------------------------------------------------------------------------------------------


def loaded(*modules: str, without: tuple[str, ...]) -> str:
    """Import modules one after the other in a new process, and print the first that brings an unwanted one with it."""
    program = (
        "import importlib, sys\n"
        f"for name in {modules!r}:\n"
        "    importlib.import_module(name)\n"
        f"    found = [each for each in {without!r} if each in sys.modules]\n"
        "    if found: sys.exit(f'{name} brings {found}')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=100, check=False)
    return done.stdout + done.stderr


def test_no_headless_module_brings_the_screen_with_it() -> None:
    assert loaded(*HEADLESS, without=("textual", "rich")) == ""


def test_the_screen_brings_neither_the_sdk_nor_the_database_with_it() -> None:
    assert loaded("lab.tui.app", without=("docker", "requests", "sqlalchemy", "urllib3")) == ""


def test_what_home_asks_for_brings_no_grader_with_it() -> None:
    asked = ("lab.cli.wiring", "lab.cli.quiz_standing", "lab.content.quiz_library", "lab.history")
    assert loaded(*asked, without=("rapidfuzz", "lab.grading.grading")) == ""


@pytest.mark.parametrize("module", ["lab.session.walking", "lab.session.checking", "lab.checks", "lab.restore"])
def test_the_core_brings_neither_the_sdk_nor_the_database_nor_markdown_with_it(module: str) -> None:
    assert loaded(module, without=("docker", "requests", "sqlalchemy", "urllib3", "markdown_it", "textual")) == ""


def test_the_version_is_printed_without_the_rest_of_the_lab() -> None:
    program = (
        "import sys; from lab.cli import main; main(['--version']);"
        "print([name for name in ('docker', 'sqlalchemy', 'textual', 'argparse', 'markdown_it', 'lab.session')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
