"""What an installation brings in is free to use in any work: no licence asks for the sources of what is built on it."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "PSF-2.0", "Unlicense", "Zlib"),
    "Bitstream-Vera",  # of the fonts that draw pictures: kg/views/drawing/fonts/LICENSE
    "W3C-20150513",
}
CLASSIFIED = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
}
# Whose metadata name no licence: what stands in the file of it that they bring.
IN_A_FILE = {"resvg-py": ("MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy")}
REQUIREMENT = re.compile(r"^([\w.-]+)==\S+( ;)?", re.M)


def is_allowed(expression: str) -> bool:
    """Whether an SPDX expression leaves a choice that is allowed; brackets and exceptions are not understood."""
    return all(any(name.strip() in ALLOWED for name in each.split(" OR ")) for each in expression.split(" AND "))


def expressions(package: str) -> list[str]:
    """What a package says of its licence; a text in place of a name is passed over, the classifiers tell its name."""
    told = metadata(package)
    # get_all: where there is none, what is between brackets is None or an error, as the version of the library has it
    expression = next((each for key in ("License-Expression", "License") for each in told.get_all(key) or []), "")
    short = [expression] if expression and len(expression) < 60 and "\n" not in expression else []
    if short and ("Copyright" in short[0] or short[0].startswith(("The MIT License", "Apache License"))):
        short = []
    classified = [each for each in told.get_all("Classifier") or [] if each.startswith("License ::")]
    return short or [CLASSIFIED.get(each, each) for each in classified if each != "License :: OSI Approved"]


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("MIT OR GPL-3.0-or-later", True),
        ("BSD-3-Clause AND GPL-2.0-only", False),
        ("GNU General Public License (GPL)", False),
        ("LGPL-3.0-only", False),
        ("MPL-2.0", False),
        ("", False),
    ],
)
def test_which_licences_are_allowed(expression: str, allowed: bool) -> None:
    assert is_allowed(expression) is allowed


def test_all_that_an_installation_brings_in_is_permissive() -> None:
    told, absent = {}, set()
    for package, marker in REQUIREMENT.findall((TOP / "requirements" / "run.txt").read_text("utf-8")):
        try:
            told[package] = [IN_A_FILE[package][0]] if package in IN_A_FILE else expressions(package)
        except PackageNotFoundError:
            absent.add(package)
            assert marker, f"{package} is not installed"  # others belong to other systems and Pythons
    assert {"networkx", "numpy", "pyoxigraph", "resvg-py"} <= told.keys()
    assert {name: each for name, each in told.items() if not each or not all(map(is_allowed, each))} == {}


@pytest.mark.parametrize("package", sorted(IN_A_FILE))
def test_what_the_metadata_leave_out_stands_in_a_file(package: str) -> None:
    from importlib.metadata import distribution

    found = distribution(package)
    assert expressions(package) == [], "its metadata tell it now"
    texts = [str(found.locate_file(file)) for file in found.files or () if "licenses/" in str(file)]
    assert any(IN_A_FILE[package][1] in " ".join(Path(text).read_text("utf-8").split()) for text in texts)


def test_what_is_shipped_beside_the_code_is_named() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "Apache-2.0 AND Bitstream-Vera"
    assert is_allowed(project["license"])
    fonts = TOP / "kg" / "views" / "drawing" / "fonts"
    assert {file.name for file in fonts.iterdir() if file.suffix == ".ttf"} == {"DejaVuSans.ttf", "DejaVuSans-Bold.ttf"}
    assert "Bitstream Vera Fonts Copyright" in (fonts / "LICENSE").read_text("utf-8")
    assert project["license-files"] == ["LICENSE", "kg/views/drawing/fonts/LICENSE"]
    assert "(public domain)" in (TOP / "kg" / "views" / "map" / "coast.json").read_text("utf-8")[:300]
    assert "Creative Commons Attribution 4.0" in (TOP / "ontology" / "LICENSE").read_text("utf-8")
