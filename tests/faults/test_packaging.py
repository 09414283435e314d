"""What goes to people who install the package: the files of wheel and source archive, types, hashes, the bill.

The archives are built in a folder that holds what git knows here, and strangers beside it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

TOP = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
REQUIREMENTS = sorted((TOP / "requirements").glob("*.txt"))
# The folders of the package's data, and what they are called in the wheel.
DATA = ("ontology/", "queries/", "examples/articles/")
STRAYS = (
    "kg/scratch.py",
    "kg/an odd [name]#!.py",
    "kg/query/notes.txt",
    "kg/.env",
    "kg/views/draft.css",
    "ontology/modules/draft.ttl",
    "ontology/modules/.draft.ttl.swp",
    "queries/competency/mine.rq",
    "examples/articles/unpublished.yaml",
    "examples/articles/unpublished.txt",
    "tests/key.pem",
    "CITATION.cff.orig",
)
# Nothing but its kind tells these from the package's own where git cannot be asked.
OF_NO_KIND = ("kg/query/notes.txt", "kg/.env", "ontology/modules/.draft.ttl.swp", "CITATION.cff.orig")


class Built(NamedTuple):
    """A folder that was packed, what git knows there, and the two archives."""

    folder: Path
    tracked: set[str]
    wheel: Path
    source: Path

    def in_wheel(self) -> set[str]:
        return set(zipfile.ZipFile(self.wheel).namelist())

    def in_source(self) -> set[str]:
        with tarfile.open(self.source) as archive:
            return {name.partition("/")[2] for name in archive.getnames()}


def tracked_files() -> list[str]:
    if not (TOP / ".git").exists():
        pytest.skip("not a checkout: git cannot say which files belong to the project")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and (TOP / name).is_file()]


def pack(folder: Path, tracked: list[str], *, with_git: bool) -> Built:
    for name in tracked:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TOP / name, folder / name)
    if with_git:
        subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
        subprocess.run(["git", "add", "--all", "--force"], cwd=folder, check=True)
    for name in STRAYS:
        (folder / name).write_text("# nobody should read this\n", "utf-8")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", "packed"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,), (source,) = (folder / "packed").glob("*.whl"), (folder / "packed").glob("*.tar.gz")
    return Built(folder, set(tracked), wheel, source)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return pack(tmp_path_factory.mktemp("checkout"), tracked_files(), with_git=True)


def in_a_wheel(name: str) -> str | None:
    """Where the wheel has a file of the project; None for what it does not have."""
    if name.startswith("kg/"):
        return name
    return f"kg/_data/{name}" if name.startswith(DATA) or name == "CITATION.cff" else None


def test_a_wheel_holds_the_package_and_its_data_and_nothing_else(built: Built) -> None:
    of_the_project = {name for name in built.in_wheel() if ".dist-info/" not in name}
    assert of_the_project == {place for name in built.tracked if (place := in_a_wheel(name))}


FONTS = {"licenses/kg/views/drawing/fonts/LICENSE"}


def test_nothing_lands_beside_the_package(built: Built) -> None:
    version = PROJECT["project"]["version"]
    assert {name.partition("/")[0] for name in built.in_wheel()} == {"kg", f"turkic_ngo_kg-{version}.dist-info"}
    about = {name.partition(".dist-info/")[2] for name in built.in_wheel() if ".dist-info/" in name}
    assert about == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", *FONTS}


def test_a_source_archive_holds_what_git_knows(built: Built) -> None:
    # The script of continuous integration installs packages of the system: of no use to who builds the package.
    assert built.in_source() == built.tracked - {".ci/run"} | {"PKG-INFO"}


def test_strangers_of_another_kind_stay_out_where_git_cannot_be_asked(tmp_path: Path) -> None:
    apart = pack(tmp_path, tracked_files(), with_git=False)
    packed = {name.removeprefix("kg/_data/") for name in apart.in_wheel()} | apart.in_source()
    assert packed.isdisjoint(OF_NO_KIND)


def test_a_wheel_from_the_source_archive_is_the_same(built: Built, tmp_path: Path) -> None:
    with tarfile.open(built.source) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "packed"]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    (wheel,) = (folder / "packed").glob("*.whl")
    assert wheel.read_bytes() == built.wheel.read_bytes()


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel in it, which finds all else where these tests do."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    zipfile.ZipFile(built.wheel).extractall(packages)
    others = [path for path in map(Path, sys.path) if path.name == "site-packages"]
    (packages / "others.pth").write_text("".join(f"{path}\n" for path in others), "utf-8")
    return folder / "bin" / "python"


SCRIPT = """
from typing import assert_type

import kg

graph = kg.build(kg.examples())
assert_type(graph, kg.Graph)
assert_type(graph.articles, list[str])
for row in kg.rank(graph.network("polity-cooperation"), by="degree"):
    assert_type(row.label, str)
    assert_type(row.score, float)
for finding in kg.Pipeline().check([kg.examples()]).findings:
    assert_type(finding, kg.Finding)
    assert_type(finding.severity, kg.Severity)
"""


@pytest.mark.campaign
def test_a_script_of_a_user_is_checked_against_the_types(built: Built, installed: Path, tmp_path: Path) -> None:
    assert "kg/py.typed" in built.in_wheel()
    (tmp_path / "script.py").write_text(SCRIPT, "utf-8")
    (tmp_path / "wrong.py").write_text(SCRIPT + "graph.rank(3)\n", "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-executable", str(installed)]
    done = subprocess.run([*command, "script.py", "wrong.py"], cwd=tmp_path, capture_output=True, text=True)
    # Only the call that is wrong is told, and not that the package has no types.
    assert re.fullmatch(r"wrong\.py:\d+: error: .*\[arg-type\]\nFound 1 error.*\n", done.stdout), done.stdout


def test_the_installed_package_knows_how_it_is_cited(installed: Path, tmp_path: Path) -> None:
    code = "import kg, json; from kg.views.citation import citation; print(json.dumps([kg.__file__, citation()]))"
    done = subprocess.run([installed, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    file, said = json.loads(done.stdout)
    assert Path(file).is_relative_to(installed.parents[1])
    assert said["title"] == "Turkic NGO Cooperation KG"


# ---- hashes


def plain(name: str) -> str:
    """The name of a package as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", text, re.M)
    return {plain(name): version for name, version in found}


CONSTRAINTS = pins((TOP / "constraints.txt").read_text("utf-8"))


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.stem)
def test_every_requirement_is_pinned_as_tested_and_has_its_hashes(file: Path) -> None:
    text = file.read_text("utf-8")
    assert {name: CONSTRAINTS.get(name) for name in pins(text)} == pins(text)
    entries = [entry for entry in re.split(r"(?<!\\)\n", text) if entry and not entry.startswith("#")]
    assert len(entries) == len(pins(text))
    form = re.compile(r"[\w.-]+==[^\s;\\]+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [entry for entry in entries if not form.fullmatch(entry.rstrip("\n"))] == []


def test_every_constraint_is_a_requirement() -> None:
    assert set(CONSTRAINTS) == {name for file in REQUIREMENTS for name in pins(file.read_text("utf-8"))}


@pytest.mark.parametrize("file", [TOP / "constraints.txt", *REQUIREMENTS], ids=lambda file: file.name)
def test_no_address_stands_in_the_requirements(file: Path) -> None:
    assert re.findall(r"://|^\s*-(?!-hash)|@", file.read_text("utf-8"), re.M) == []


def names(requirements: list[str]) -> set[str]:
    return {plain(re.match(r"[\w.-]+", each)[0]) for each in requirements}  # type: ignore[index]


def test_what_is_declared_is_pinned() -> None:
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    extras = project["optional-dependencies"]
    declared = {
        "run": names(project["dependencies"]),
        "dev": names(project["dependencies"] + extras["dev"] + extras["notebook"]),
        "build": names(PROJECT["build-system"]["requires"] + groups["build"]),
        "ci": names(groups["ci"]),
        "lock": names(groups["lock"]),
    }
    assert {file.stem for file in REQUIREMENTS} == set(declared)
    for file in REQUIREMENTS:
        assert declared[file.stem] - set(pins(file.read_text("utf-8"))) == set(), file.name


# ---- the bill of materials


def test_the_bill_of_materials_lists_each_package_and_no_place(tmp_path: Path) -> None:
    tool = Path(sys.executable).with_name("cyclonedx-py")
    if not tool.exists():
        pytest.skip("cyclonedx-bom is not installed: continuous integration installs it")
    command = ["make", "bill", f"VENV={Path(sys.executable).parents[1]}", f"BILL={tmp_path / 'bill.json'}"]
    subprocess.run(command, cwd=TOP, check=True, capture_output=True, env=os.environ | {"MAKEFLAGS": ""})
    text = (tmp_path / "bill.json").read_text("utf-8")
    bill = json.loads(text)
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == PROJECT["project"]["name"]
    listed = {plain(each["name"]): each["version"] for each in bill["components"]}
    assert listed == pins((TOP / "requirements" / "run.txt").read_text("utf-8"))
    assert all(each["externalReferences"][0]["hashes"] for each in bill["components"])
    assert re.findall(r"file:|(?<![\w/.:-])/(?:home|root|tmp|usr|var|work)/", text) == []
