"""Imports flow with the data: a stage imports what stands before it, never what comes after."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).parent

# Each stage with its rank; a module may import modules of a lower rank, and of its own stage.
GROUND = [
    "characters",
    "dataset",
    "dates",
    "errors",
    "findings",
    "languages",
    "model",
    "names",
    "namespaces",
    "rdf",
    "regular_files",
    "resources",
    "suggest",
    "terms",
    "text",
    "user_paths",
]
RANKS = dict.fromkeys(GROUND, 0) | {
    "ontology": 1,
    "read": 2,
    "versions": 3,
    "mapping": 3,
    "validate": 4,
    "store": 4,
    "claims": 5,
    "markup": 6,
    "query": 7,
    "inference": 8,
    "network": 8,
    "views": 9,
    "export": 11,
    "pipeline": 12,
    "documentation": 12,
    "graph": 13,
    "opening": 14,
    "__init__": 15,
    "cli": 16,
    "__main__": 17,
}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts)


def stage(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


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


def test_every_stage_has_a_rank() -> None:
    assert {stage(path) for path in modules()} == set(RANKS)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def loaded_by(code: str) -> set[str]:
    """The top-level modules that are loaded after running code in a fresh interpreter."""
    report = f"{code}\nimport sys; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


HEAVY = {"jinja2", "rdflib", "networkx", "igraph", "resvg_py", "pandas", "pyshacl", "yaml", "edtf", "numpy"}


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
