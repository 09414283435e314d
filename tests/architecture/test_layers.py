"""Imports flow with the data: a stage imports what stands before it, never what comes after."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).parent

ARCHITECTURE = PACKAGE.parent / "docs" / "architecture.md"


def ranks() -> dict[str, int]:
    """The rank of each stage, as the picture of the layers in docs/architecture.md tells it: the lowest line is 0."""
    section = ARCHITECTURE.read_text(encoding="utf-8").partition("\n## The layers\n")[2]
    picture = section.partition("```text\n")[2].partition("```")[0]
    lines = [line.partition(" — ")[0].split(", ") for line in picture.splitlines()]
    told = {name: rank for rank, names in enumerate(reversed(lines)) for name in names}
    ground = told.pop("ground")
    assert ground == 0
    return dict.fromkeys({stage(path) for path in modules()} - set(told), ground) | told


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts)


def stage(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


RANKS = ranks()


def imported(path: Path) -> set[str]:
    """The stages of kg that a module imports, anywhere in it."""
    stages = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" if node.module == "kg" else node.module for alias in node.names]
        stages |= {name.split(".")[1] if "." in name else "__init__" for name in names if name.split(".")[0] == "kg"}
    return stages


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_flow_with_the_data(path: Path) -> None:
    here = stage(path)
    for there in imported(path) - {here}:
        if here == "__init__" or there == "__init__":
            assert here in ("__init__", "cli"), f"{path} imports the library's face"
            continue
        assert RANKS[there] < RANKS[here] or RANKS[there] == RANKS[here] == 0, f"{here} imports {there}"


ENGINE = ("dataset.py", "terms.py", "rdf.py", "store/")
"""Who knows which library keeps the quads: the terms, the formats, and the store behind its interface."""


def test_the_engine_is_known_to_the_store_alone() -> None:
    importers = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if "pyoxigraph" in names:
                importers.add(path.relative_to(PACKAGE).as_posix())
    assert {path for path in importers if not path.startswith(ENGINE)} == set()


def test_every_stage_is_in_the_picture() -> None:
    folders = {path.relative_to(PACKAGE).parts[0] for path in modules() if path.parent != PACKAGE}
    on_the_ground = {name for name, rank in RANKS.items() if rank == 0}
    assert folders.isdisjoint(on_the_ground)
    assert {stage(path) for path in modules()} == set(RANKS)  # nothing in the picture that is not there


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def loaded_by(code: str) -> set[str]:
    """The top-level modules that are loaded after running code in a fresh interpreter."""
    report = f"{code}\nimport sys; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


HEAVY = {"jinja2", "rdflib", "networkx", "resvg_py", "pandas", "pyshacl", "yaml", "edtf", "numpy"}


def test_importing_kg_imports_nothing_heavy() -> None:
    assert not loaded_by("import kg") & (HEAVY | {"pyoxigraph"})


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['kg', '--help']\nfrom kg.cli.main import main\ntry: main()\nexcept SystemExit: pass"
    assert not loaded_by(code) & (HEAVY | {"pyoxigraph"})


def test_the_data_folders_hold_no_code() -> None:
    top = PACKAGE.parent
    if not (top / "pyproject.toml").is_file():
        pytest.skip("the package is installed without its checkout")
    assert not [path for folder in ("ontology", "queries") for path in (top / folder).rglob("*.py")]
