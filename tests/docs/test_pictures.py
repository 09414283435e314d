"""Pictures that are kept in the repository are the ones that the program draws now."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest

import kg

TOP = Path(__file__).parents[2]


def test_the_picture_of_the_readme_is_fresh(bundled: kg.Graph, tmp_path: Path) -> None:
    pinned = re.search(r"^igraph==(.*)$", (TOP / "constraints.txt").read_text("utf-8"), re.M)
    assert pinned is not None
    if version("igraph") != pinned[1]:
        pytest.skip(f"the picture was laid out by igraph {pinned[1]}, and this is {version('igraph')}")
    bundled.draw("polity-cooperation", tmp_path / "now.svg")
    assert (tmp_path / "now.svg").read_bytes() == (TOP / "docs" / "polity-cooperation.svg").read_bytes()
