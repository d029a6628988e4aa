"""The rules of the house, checked by a machine: layers, lint, sizes, and a README that is true. Types: `.ci/run`."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("sim", "consumers", "run", "ui")  # nothing imports to its right
PYTHON_FILES = sorted([*ROOT.glob("lucy/**/*.py"), ROOT / "main.py"])
TOP_LEVEL = {"main.py", "lucy", "assets", "levels", "tests", "README.md", "pyproject.toml", "LICENSE"}
MADE_BY_TOOLS = {"__pycache__", "dist", "build", "venv", "uv.lock"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def layer_of(module: str) -> str | None:
    """`lucy.run.bench` -> `run`; None for what stands above the layers or outside of Lucy."""
    parts = module.split(".")
    return parts[1] if parts[0] == "lucy" and len(parts) > 1 and parts[1] in LAYERS else None


def imported_by(path: Path) -> set[str]:
    """Every module that the file imports, at its top or later."""
    package = name_of(path).removesuffix(".py").split("/")[:-1]
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", PYTHON_FILES, ids=name_of)
def test_nothing_imports_to_the_right(path: Path) -> None:
    own = layer_of(name_of(path).removesuffix(".py").replace("/", "."))
    if own is None:
        return
    to_the_right = LAYERS[LAYERS.index(own) + 1 :]
    above = {"lucy.__main__", "main"}
    wrong = sorted(m for m in imported_by(path) if layer_of(m) in to_the_right or m in above)
    assert not wrong, f"{name_of(path)} is in {own} and imports {', '.join(wrong)}"


@pytest.mark.parametrize("path", PYTHON_FILES, ids=name_of)
def test_only_the_screen_knows_pygame(path: Path) -> None:
    if not name_of(path).startswith("lucy/ui/"):
        assert not [m for m in imported_by(path) if m.split(".")[0] == "pygame"]


@pytest.mark.parametrize("path", PYTHON_FILES, ids=name_of)
def test_a_file_is_short_and_says_what_it_owns(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300, "at three hundred lines, ask which noun wants a file of its own"
    assert ast.get_docstring(ast.parse(text)), "a module's docstring says what it owns, then what it refuses"
    assert path.stem not in {"utils", "helpers", "manager", "misc", "common"}


@pytest.mark.parametrize("path", PYTHON_FILES, ids=name_of)
def test_no_error_is_swallowed_whole(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            name = node.type.id if isinstance(node.type, ast.Name) else ""
            silent = all(isinstance(statement, ast.Pass) for statement in node.body)
            assert node.type is not None and name != "BaseException", f"line {node.lineno}: name the error"
            assert not (silent and name == "Exception"), f"line {node.lineno}: say why it may be passed over"


def test_the_top_level_holds_what_it_should() -> None:
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert there - MADE_BY_TOOLS == TOP_LEVEL


def test_main_is_thin() -> None:
    assert len(ROOT.joinpath("main.py").read_text(encoding="utf-8").splitlines()) <= 8


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False)


def test_lint() -> None:
    ruff = run("ruff", "check", "--no-cache", "lucy", "tests", "main.py")
    assert ruff.returncode == 0, ruff.stdout + ruff.stderr


def test_the_readme_gives_the_commands_that_ci_runs() -> None:
    lines = ROOT.joinpath("README.md").read_text(encoding="utf-8").splitlines()
    opens = [line for line in lines if re.match(r"python3 -m venv .* main\.py$", line)]
    checks = [line for line in lines if re.match(r"python3 -m venv .* -m pytest$", line)]
    assert len(opens) == len(checks) == 1, "one line opens the game and one runs the tests"
    ci = ROOT.joinpath(".ci/run").read_text(encoding="utf-8")
    assert "grep -m 1 -E '^python3 -m venv .* -m pytest$' \"$work/tree/README.md\"" in ci
    assert 'bash -c "$command"' in ci, "word for word"


def test_the_readme_names_files_that_are_there() -> None:
    text = ROOT.joinpath("README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    missing = [link for link in links if not ROOT.joinpath(link).exists()]
    assert not missing


def test_the_readme_names_the_commands_that_there_are() -> None:
    text = ROOT.joinpath("README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([a-z]+)[^`]*` \|", text, flags=re.MULTILINE))
    help_text = run("lucy", "--help").stdout
    known = set(re.findall(r"^    ([a-z]+)  ", help_text, flags=re.MULTILINE))
    assert told == known


def test_no_text_holds_a_path_of_somebodys_machine() -> None:
    somebodys = re.compile(r"/(?:home|Users|work|root)/\w|[A-Z]:\\\\?Users")
    texts = [path for pattern in ("*.md", "*.toml", "levels/*.*", "tests/*.py") for path in ROOT.glob(pattern)]
    files = [path for path in (*PYTHON_FILES, *texts) if path != Path(__file__)]
    found = [name_of(path) for path in files if somebodys.search(path.read_text(encoding="utf-8"))]
    assert not found
