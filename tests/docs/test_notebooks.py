"""The notebooks run from top to bottom, and show what they promise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="the notebook extra is not installed")
nbclient = pytest.importorskip("nbclient", reason="the notebook extra is not installed")

NOTEBOOKS = sorted((Path(__file__).parents[2] / "examples" / "notebooks").glob("*.ipynb"))

# What a reader must find in the outputs; the figures are those of the gold reading of the seed article.
PROMISES = {
    "first-steps": [
        "<kg.Graph of 19 articles in memory>",
        "Azerbaijan-Kazakhstan NGO Cooperation Forum",
        "Executive Director",
        "[not a fact]",
        "Tural Aliyev",
        "1.0",
        "<svg",
    ],
}


def test_there_is_a_promise_for_every_notebook() -> None:
    assert {notebook.stem for notebook in NOTEBOOKS} == set(PROMISES)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_notebook_runs(file: Path, tmp_path: Path) -> None:
    notebook: Any = nbformat.read(file, as_version=4)
    client: Any = nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    shown = "".join(_texts(notebook))
    for promise in PROMISES[file.stem]:
        assert promise in shown


def _texts(notebook: Any) -> list[str]:
    texts = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            texts.append(output.get("text", ""))
            texts += [str(value) for value in output.get("data", {}).values()]
    return texts
