"""The notebooks run from top to bottom, show what they promise, and are kept with the outputs that they have now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from kg.namespaces import DEFAULT_BASE
from tests.docs.notebooks import NOTEBOOKS, execute, read

pytest.importorskip("nbformat", reason="the notebook extra is not installed")
pytest.importorskip("nbclient", reason="the notebook extra is not installed")
pytest.importorskip("ipykernel", reason="the notebook extra is not installed")

TOP = Path(__file__).parents[2]
# What else a machine may write into an output: its own folders, and the address of an object in memory.
_OF_A_MACHINE = re.compile(r"/(?:home|root|tmp|Users|work)/|\bat 0x[0-9a-f]{6,}|[A-Z]:\\\\")


def linked(thing: str, name: str) -> str:
    """A cell of a table that leads to a thing."""
    return f'<td><a href="{DEFAULT_BASE}{thing}" rel="external">{name}</a></td>'


# What a reader must find in the outputs: it is typed from the texts of the digests, and from the gold reading of the
# Trend article, not from what the notebooks show.
PROMISES = {
    "first-steps": [
        "Graph of 19 articles",
        "Azerbaijan-Kazakhstan NGO Cooperation Forum",
        "Executive Director",
        "“executive director is Aygün Aliyeva”",
        "not a fact",
        "Tural Aliyev",
        "Түркия",
        "<svg",
        "2022-05-19",
    ],
    "who-connects-the-turkic-states": [
        # The four dated forums of the digests: 2022, 2023, 2024 and 2025, one of them more with Uzbekistan.
        *("Azerbaijan", "Türkiye", "Uzbekistan", "Kazakhstan"),
        "2022–2025",
        # A star: its centre is on every shortest path, and stays there whichever article is left out.
        f"<td>1</td>{linked('polity/az', 'Azerbaijan')}<td>1.0000</td><td>1</td>",
        f"{linked('polity/az', 'Azerbaijan')}<td>1.0000</td><td>2.0000</td><td>3.0000</td><td>4.0000</td>",
        f"{linked('polity/uz', 'Uzbekistan')}<td></td><td>1.0000</td><td>2.0000</td><td>2.0000</td>",
        f"<td>entered</td>{linked('polity/kz', 'Kazakhstan')}",
        # Who is named as taking part in the forum of November 2025 by one article only.
        "Interior Ministry officials in the delegation from Northern Cyprus",
        "digest-2025-11-24",
        "polity-cooperation.gexf: 4 nodes, 3 edges",
        "polity-cooperation.graphml: 4 nodes, 3 edges",
        "<svg",
    ],
    "from-claims-to-events": [
        "“18–20 ноября”",
        "“November 18 to 20”",
        "“18-20 Kasım için duyurulmuştu”",
        "“have passed without it”",
        "“That forum is still expected”",
        "“the Platform founded in Baku”",
        "“in the city of Nakhchivan”",
        "“the chairman of the Platform”",
        "“call him its Secretary-General”",
        "“annual convening”",
        "“Taha bu görevde değildir”",
        "https://example.org/turkic-ngo-kg/digest-2025-10-15",
        "https://www.trend.az/azerbaijan/society/4122096.html",
        "Tural Aliyev, Head of the NGO Sector",
        "Haberler.com",
        "soon",
        # Announced on 15 October for 18 November, held on the 24th: six days later, announced 34 days ahead.
        "<td>6</td>\n      <td>34</td>",
        "<td>2025-10-15</td>\n      <td>announced</td>",
        "<td>2025-11-24</td>\n      <td>held</td>",
        "not checked against the text",
        "<td>Example Digest (turkic-ngo-kg)</td>\n      <td>True</td>\n      <td>18</td>",
        "<td>Trend</td>\n      <td>False</td>\n      <td>1</td>",
    ],
}


@cache
def run_now(file: Path) -> Any:
    with TemporaryDirectory() as folder:
        return execute(file, Path(folder))


def outputs(notebook: Any) -> Iterator[tuple[int, str, str]]:
    """The number of the cell, the MIME type (or the name of the stream) and the text of each output."""
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                yield number, output.name, output.text
            elif output.output_type == "error":
                yield number, "error", output.evalue
            for kind, value in sorted(output.get("data", {}).items()):
                yield number, kind, str(value)


def test_there_is_a_promise_for_every_notebook() -> None:
    assert {notebook.stem for notebook in NOTEBOOKS} == set(PROMISES)


pytestmark = [
    pytest.mark.campaign,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
each_notebook = pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)


@each_notebook
def test_notebook_runs_and_shows_what_it_promises(file: Path) -> None:
    shown = "\n".join(text for _, _, text in outputs(run_now(file)))
    shown = shown.replace("<q>", "“").replace("</q>", "”").replace('<td style="text-align: left">', "<td>")  # as seen
    assert [promise for promise in PROMISES[file.stem] if promise not in shown] == []


@each_notebook
def test_nothing_of_the_machine_and_no_warning_is_kept(file: Path) -> None:
    kept = list(outputs(read(file)))
    assert kept
    assert [number for number, kind, _ in kept if kind in ("stderr", "error")] == []
    texts = [(number, text) for number, kind, text in kept if not kind.startswith("image/")]
    assert [(number, found[0]) for number, text in texts if (found := _OF_A_MACHINE.search(text))] == []


@each_notebook
def test_the_kept_outputs_are_those_of_now(file: Path) -> None:
    """Refresh them with ``python -m tests.docs.notebooks``, and read them."""
    pinned = re.search(r"^pandas==(.*)$", (TOP / "constraints.txt").read_text("utf-8"), re.M)
    assert pinned is not None
    if version("pandas") != pinned[1]:
        pytest.skip(f"the tables were written by pandas {pinned[1]}, and this is {version('pandas')}")
    kept, now = read(file), run_now(file)
    # Pictures differ in the last digits from one version of matplotlib to another: that there is one must do.
    told = [
        [(number, kind, "" if kind.startswith("image/") else text) for number, kind, text in outputs(notebook)]
        for notebook in (kept, now)
    ]
    assert told[0] == told[1]
    assert kept.metadata == now.metadata
