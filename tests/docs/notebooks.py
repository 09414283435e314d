"""Running the notebooks, and writing them with their outputs: ``python -m tests.docs.notebooks``.

The outputs are kept in the repository, so that the notebooks can be read without running them; a test holds them fresh.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

NOTEBOOKS = sorted((Path(__file__).parents[2] / "examples" / "notebooks").glob("*.ipynb"))
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def execute(file: Path, folder: Path) -> Any:
    """A notebook after running it from top to bottom, with nothing in it that differs from run to run.

    Args:
        file: the notebook, which is only read.
        folder: where the kernel runs.
    """
    import nbclient

    notebook = read(file)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    notebook.metadata = _METADATA
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number}"
        cell.metadata = {}
        for output in cell.get("outputs", ()):
            output.pop("metadata", None)
            if output.output_type in ("execute_result", "display_data"):
                output["metadata"] = {}
    return notebook


def read(file: Path) -> Any:
    """A notebook as it is kept."""
    import nbformat

    library: Any = nbformat  # its functions have no types
    return library.read(file, as_version=4)


def write(notebook: Any, file: Path) -> None:
    """Keep a notebook."""
    import nbformat

    library: Any = nbformat
    library.write(notebook, file)


def main() -> None:
    """Run all notebooks and write them back."""
    for file in NOTEBOOKS:
        with tempfile.TemporaryDirectory() as folder:
            write(execute(file, Path(folder)), file)
        sys.stdout.write(f"{file.name}\n")


if __name__ == "__main__":
    main()
