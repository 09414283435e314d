"""A network as a page of one file: its picture to look into, the evidence behind each edge, and both as tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.characters import MARKS
from kg.markup.environment import asset, render
from kg.markup.page import json_block, render_page
from kg.names import fold
from kg.namespaces import RDFS, SKOS
from kg.query import Claim, Labels
from kg.store import Dataset
from kg.suggest import unknown
from kg.terms import MERGE, Literal, NamedNode
from kg.text import one_line
from kg.views.drawing.fonts import FAMILY
from kg.views.network.colouring import Colouring
from kg.views.network.composition import Frame, Picture, compose, notes
from kg.views.network.evidence import Evidence
from kg.views.network.legend import LegendGroup, legend
from kg.views.network.lines import lines
from kg.views.network.lookup import node_of, polities_of
from kg.views.network.marks import Marks, marks
from kg.views.network.ties import Node, Tie, nodes_of, ties_of

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
# Where there are letters and signs whose folded form is not what Unicode's decomposition leaves of them.
_ALPHABETS = (
    (0x20, 0x300), (0x370, 0x530), (0x559, 0x55B), (0x5F3, 0x5F4), (0x61C, 0x6D6), (0x7F4, 0x7F6), (0x1FBD, 0x2070),
    (0x2100, 0x2190), (0xFEFF, 0xFF00),
)  # fmt: skip
_CAUTION = "Caution: "
_ROWS_MOST = 5000  # of a table


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

    The picture is that of :func:`kg.views.network.draw`, laid out once for wide and once for narrow screens. It can
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
        languages: of names in the evidence, in order of preference.

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
    page = _Page(picture, pictures, colouring, nodes_of(picture, polities), ties, evidence, names)
    body = render(
        "views/network/network.html",
        page=page,
        family=FAMILY,
        most=_ROWS_MOST,
        data_block=json_block("network-data", page.data(dataset)),
    )
    script, style = asset("views/network/network.js"), asset("views/network/network.css")
    return render_page(page.title, body, script=script, style=style).decode()


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page shows."""

    picture: Picture
    composed: Mapping[str, Picture]
    colouring: Colouring | None
    nodes: Sequence[Node]
    ties: Sequence[Tie]
    evidence: Evidence
    names: Labels | None

    @property
    def title(self) -> str:
        return self._about("name") or "network"

    @property
    def summary(self) -> str:
        return self._about("summary")

    @property
    def by(self) -> str:
        return self.picture.by

    @property
    def directed(self) -> bool:
        return bool(self.picture.graph.is_directed())

    @property
    def label(self) -> str:
        """The picture in a sentence, for those who do not see it."""
        edges = self.picture.graph.number_of_edges()
        return f"{self.title}: {len(self.nodes)} nodes and {edges} edges; the tables below list them."

    @property
    def cautions(self) -> list[str]:
        return [line.removeprefix(_CAUTION) for line in notes(self.picture) if line.startswith(_CAUTION)]

    @property
    def pictures(self) -> dict[str, Marks]:
        numbers = {(tie.source, tie.target): number for number, tie in enumerate(self.ties)}
        return {name: marks(each, lines(each), self.colouring, numbers) for name, each in self.composed.items()}

    @property
    def legend(self) -> list[LegendGroup]:
        return legend(self.picture, self.colouring)

    @property
    def notes(self) -> list[str]:
        """What a reader has to know about the numbers."""
        told = [line for line in notes(self.picture) if not line.startswith(_CAUTION)]
        narrow = self.composed.get("narrow")
        if narrow is not None and narrow.shown != self.picture.shown:
            told.append(f"On narrow screens {narrow.shown} names are shown.")
        if any(each.shown < len(each.nodes) for each in self.composed.values()):
            told.append("Names without room are shown when their node is pointed at.")
        return [one_line(line) for line in (*told, *(self.colouring.notes() if self.colouring else ()))]

    @property
    def node_meaning(self) -> str:
        return self._about("node") or "The nodes by rank."

    @property
    def node_rows(self) -> list[list[Any]]:
        return [
            [node.name, node.rank, node.shown_score, node.kind, node.polity, node.neighbours] for node in self.nodes
        ]

    @property
    def edge_meaning(self) -> str:
        return self._about("edge") or "The edges, the strong ones first."

    @property
    def tie_rows(self) -> list[list[Any]]:
        """The ends of each edge, itself, what it rests on, and the numbers of its claims."""
        name = {node.key: node.name for node in self.nodes}
        return [
            [name[tie.source], name[tie.target], tie, [*tie.roles, *self._called(tie.events)], self._numbers(tie)]
            for tie in self.ties
        ]

    @property
    def claims(self) -> list[tuple[str, Claim | None]]:
        """All claims behind the edges; None where the graph does not hold one."""
        return list(self.evidence.claims.items())

    def data(self, dataset: Dataset | None) -> dict[str, Any]:
        """What the script has to know; positions are in the picture, claims in their list."""
        at = {node.key: number for number, node in enumerate(self.nodes)}
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
                    "on": self._called(tie.events),
                    "roles": [*tie.roles, *tie.marks],
                    "claims": self._numbers(tie),
                }
                for tie in self.ties
            ],
        }

    def _about(self, name: str) -> str:
        return one_line(str(self.picture.graph.graph.get(name) or ""))

    def _numbers(self, tie: Tie) -> list[int]:
        return sorted(self.evidence.numbers[iri] for iri in tie.evidence)

    def _called(self, iris: Sequence[str]) -> list[str]:
        """What to call things; what is not an IRI, or where there are no names, is shown as it is."""
        nodes = [(iri, node_of(iri)) for iri in iris]
        return [self.names(node) if self.names is not None and node is not None else iri for iri, node in nodes]


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
            quads = dataset.quads_for_pattern(subject, NamedNode(name), None, MERGE)
            names |= {quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    return "|".join(sorted(set(map(fold, names)) - {""}))
