"""Pictures that are kept in the repository are the ones that the program draws now."""

from __future__ import annotations

from pathlib import Path

import kg

TOP = Path(__file__).parents[2]


def test_the_picture_of_the_readme_is_fresh(bundled: kg.Graph, tmp_path: Path) -> None:
    bundled.draw("polity-cooperation", tmp_path / "now.svg")
    assert (tmp_path / "now.svg").read_bytes() == (TOP / "docs" / "polity-cooperation.svg").read_bytes()
