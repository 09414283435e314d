"""A network as a page of one file: its picture to look into, the evidence behind each edge, and both as tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kg.characters import MARKS
from kg.markup.page import json_block, render_page
from kg.names import fold
from kg.namespaces import RDFS, SKOS
from kg.network.suggestions import unknown
from kg.network.texts import one_line
from kg.pages.evidence import Evidence
from kg.pages.html import text
from kg.pages.lookup import node_of, polities_of
from kg.pages.network_legend import legend
from kg.pages.network_svg import network_svg
from kg.pages.network_tables import called, edge_table, evidence_list, node_table
from kg.pages.network_ties import Node, Tie, nodes_of, ties_of
from kg.pictures.composition import Frame, Picture, compose, notes
from kg.pictures.edges import lines
from kg.pictures.palette import Colouring
from kg.query import Labels
from kg.store import Dataset
from kg.terms import MERGE, Literal, NamedNode

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["COLOURS", "network_page"]

COLOURS = ("polity", "kind")
"""What the colour of a node may show."""

_WIDE = Frame(narrowest=680, widest=680, smallest=7.5, aspect=1.6, fixed=True)
_CROWDED = Frame(narrowest=900, widest=900, smallest=6.5, largest=11)
_CROWD = 60  # nodes; above, the picture is drawn smaller, and its names are read when it is enlarged
_NARROW = Frame(narrowest=285, widest=285, smallest=6.5, largest=11, wrap=19, aspect=0.05, fixed=True)
_NARROW_MOST = 400  # nodes; above, a narrow screen shows the wide picture
_MERGE = MERGE
# Where there are letters and signs whose folded form is not what Unicode's decomposition leaves of them.
_ALPHABETS = (
    (0x20, 0x300), (0x370, 0x530), (0x559, 0x55B), (0x5F3, 0x5F4), (0x61C, 0x6D6), (0x7F4, 0x7F6), (0x1FBD, 0x2070),
    (0x2100, 0x2190), (0xFEFF, 0xFF00),
)  # fmt: skip
_CAUTION = "Caution: "


def network_page(
    graph: nx.Graph,
    dataset: Dataset | None = None,
    *,
    by: str = "degree",
    weighted: bool = False,
    labels: int = 60,
    colour: str = "polity",
    languages: Sequence[str] = ("en",),
) -> str:
    """A network as HTML, in one file that loads nothing: the same text for the same network, every time.

    The picture is that of :func:`kg.pictures.network.draw`, laid out once for wide and once for narrow screens. It can
    be moved, enlarged and searched; a node or an edge that is pointed at, tapped or reached by keyboard tells what it
    is and, an edge, every quote, article and speaker behind it. Without scripts the picture, its legend, and tables of
    nodes, edges and evidence remain.

    Args:
        graph: a network of ours, or any networkx graph.
        dataset: the store that the network was built from, with its merge as default graph: polities, other names and
            evidence are looked up there. Without it the page shows what the graph itself holds.
        by: the measure that makes a node large, see :data:`kg.network.measures.MEASURES`.
        weighted: whether the measure counts weights.
        labels: how many nodes to name at most without pointing at them, those of the highest score first.
        colour: one of :data:`COLOURS`; ``kind`` also where no polity is known.
        languages: of names in the evidence, the most wanted first.

    Raises:
        UsageError: an unknown measure or colour; fewer than 0 labels.
    """
    if colour not in COLOURS:
        raise unknown("colour of nodes", colour, COLOURS)
    polities = polities_of(graph, dataset, languages)
    colouring = Colouring(polities) if colour == "polity" and polities else None
    frame = _WIDE if len(graph) <= _CROWD else _CROWDED
    picture = compose(graph, by=by, weighted=weighted, labels=labels, frame=frame)
    pictures = {"wide": picture}
    if len(picture.nodes) <= _NARROW_MOST:
        pictures["narrow"] = compose(graph, by=by, weighted=weighted, labels=labels, frame=_NARROW)
    ties = ties_of(graph)
    evidence = Evidence(dataset, (iri for tie in ties for iri in tie.evidence), languages)
    names = None if dataset is None else Labels(dataset, languages)
    page = _Page(picture, nodes_of(picture, polities), ties, evidence, names)
    body = [
        *page.head(),
        _viewer(pictures, page, colouring),
        *page.below(colouring, pictures),
        *page.tables(),
        json_block("network-data", page.data(dataset)),
    ]
    title = one_line(str(graph.graph.get("name") or "network"))
    whole = Markup("\n".join(body))  # noqa: S704
    return render_page(title, whole, script=_asset("network.js"), style=_asset("network.css")).decode()


@cache
def _asset(name: str) -> str:
    """A file of the package: what is not Python, and written as itself."""
    return files("kg.pages").joinpath(name).read_text(encoding="utf-8")


def _viewer(pictures: Mapping[str, Picture], page: _Page, colouring: Colouring | None) -> str:
    """The picture with its buttons, its field for searching and its panel; these are shown where scripts run."""
    numbers = {(tie.source, tie.target): number for number, tie in enumerate(page.ties)}
    drawn = [network_svg(each, name, lines(each), numbers, colouring) for name, each in pictures.items()]
    only = "" if "narrow" in pictures else " only"
    return f"""<div class="viewer" id="viewer">
<div class="tools" hidden>
<p class="search"><label for="search">Find a node</label> <input id="search" type="search" autocomplete="off"
aria-describedby="search-count"> <span id="search-count" class="soft" role="status"></span></p>
<p class="zoom"><button type="button" id="closer" aria-label="Enlarge">+</button>
<button type="button" id="farther" aria-label="Make smaller">−</button>
<button type="button" id="whole">Whole picture</button></p>
<ul class="found" id="found" aria-label="Nodes found"></ul>
</div>
<div class="picture{only}" id="picture">
{"".join(drawn)}
<p class="hint" id="hint" hidden>Click the picture first, or hold Ctrl, to zoom with the wheel.</p>
</div>
<div class="aside"><section class="panel" id="panel" aria-label="What is chosen" hidden></section></div>
<p class="unseen" id="spoken" role="status"></p>
</div>"""


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands around the picture."""

    picture: Picture
    nodes: Sequence[Node]
    ties: Sequence[Tie]
    evidence: Evidence
    names: Labels | None

    def head(self) -> list[str]:
        about = self.picture.graph.graph
        parts = []
        if about.get("summary"):
            parts.append(f'<p class="lead">{text(one_line(str(about["summary"])))}</p>')
        cautions = [line for line in notes(self.picture) if line.startswith(_CAUTION)]
        parts += [
            f'<p class="caution" role="note"><strong>Caution.</strong> {text(line.removeprefix(_CAUTION))}</p>'
            for line in cautions
        ]
        return parts

    def below(self, colouring: Colouring | None, pictures: Mapping[str, Picture]) -> list[str]:
        """The legend, and what a reader has to know about the numbers."""
        told = [line for line in notes(self.picture) if not line.startswith(_CAUTION)]
        narrow = pictures.get("narrow")
        if narrow is not None and narrow.shown != self.picture.shown:
            told.append(f"On narrow screens {narrow.shown} names are shown.")
        if any(each.shown < len(each.nodes) for each in pictures.values()):
            told.append("Names without room are shown when their node is pointed at.")
        told += colouring.notes() if colouring else []
        items = "".join(f"<li>{text(one_line(line))}</li>" for line in told)
        return [
            '<section aria-labelledby="legend-title"><h2 id="legend-title">Legend</h2>',
            legend(self.picture, colouring),
            f'<ul class="notes">{items}</ul></section>',
        ]

    def tables(self) -> list[str]:
        """Nodes, edges and evidence as tables and lists."""
        about = self.picture.graph.graph
        return [
            '<section aria-labelledby="data-title"><h2 id="data-title">Nodes, edges and evidence</h2>',
            node_table(self.nodes, self.picture.by, str(about.get("node") or "")),
            edge_table(self.ties, self.nodes, self.evidence, self.names, str(about.get("edge") or ""), self.directed),
            evidence_list(self.evidence),
            "</section>",
        ]

    @property
    def directed(self) -> bool:
        return bool(self.picture.graph.is_directed())

    def data(self, dataset: Dataset | None) -> dict[str, Any]:
        """What the script has to know; positions are in the picture, claims in their list."""
        at = {node.key: number for number, node in enumerate(self.nodes)}
        known = self.evidence.numbers
        return {
            "by": self.picture.by,
            "directed": self.directed,
            "letters": _letters(),
            "marks": MARKS.pattern,
            "nodes": [
                {
                    "name": node.name,
                    "words": _words(dataset, node),
                    "kind": node.kind,
                    "polity": node.polity,
                    "score": node.shown_score,
                    "rank": node.rank,
                    "iri": node.iri,
                }
                for node in self.nodes
            ],
            "edges": [
                {
                    "a": at[tie.source],
                    "b": at[tie.target],
                    "weight": tie.shown_weight,
                    "on": list(called(tie.events, self.names)),
                    "roles": [*tie.roles, *(["planned, not held"] if tie.planned else [])],
                    "claims": sorted(known[iri] for iri in tie.evidence),
                }
                for tie in self.ties
            ],
        }


@cache
def _letters() -> dict[str, str]:
    """What becomes of single letters in :func:`kg.names.fold`, where taking marks away does not do the same."""
    found = {}
    for letter in map(chr, (code for each in _ALPHABETS for code in range(*each))):
        plain = unicodedata.normalize("NFC", MARKS.sub("", unicodedata.normalize("NFD", letter)))
        within = fold(f"a{letter}a")[1:-1]
        separates = within == " " and not unicodedata.normalize("NFKC", letter).isalnum()
        if letter == letter.lower() and within != plain and not separates:
            found[letter] = within
    return found


def _words(dataset: Dataset | None, node: Node) -> str:
    """All names of a node, folded: in any language and spelling that the graph holds."""
    names = {node.name, node.iri.rpartition("/")[2]}
    subject = node_of(node.iri)
    if dataset is not None and subject is not None:
        for name in (RDFS + "label", SKOS + "altLabel"):
            quads = dataset.quads_for_pattern(subject, NamedNode(name), None, _MERGE)
            names |= {quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    return "|".join(sorted(set(map(fold, names)) - {""}))
