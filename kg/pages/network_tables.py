"""Nodes, edges and evidence as tables: what stands in the picture, for those who do not see it or want to copy it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from kg.pages.evidence import Evidence
from kg.pages.html import table, text
from kg.pages.lookup import node_of
from kg.pages.network_ties import Node, Tie
from kg.query import Labels
from kg.suggest import counted

__all__ = ["called", "edge_table", "evidence_list", "node_table"]

_ROWS_MOST = 5000


def node_table(nodes: Sequence[Node], by: str, meaning: str) -> str:
    """The nodes by rank, to be unfolded."""
    rows = [
        [
            text(node.name),
            text("" if node.rank is None else node.rank),
            text(node.shown_score),
            text(node.kind),
            text(node.polity),
            str(node.neighbours),
        ]
        for node in nodes[:_ROWS_MOST]
    ]
    head = ["Node", "Rank", text(by.capitalize()), "Kind", "Polity", "Neighbours"]
    return _folded("nodes", "nodes", len(nodes), table(head, rows, meaning or "The nodes by rank."))


def edge_table(
    ties: Sequence[Tie], nodes: Sequence[Node], evidence: Evidence, names: Labels | None, meaning: str, directed: bool
) -> str:
    """The edges, the strong ones first, with the numbers of their claims; to be unfolded."""
    name: Mapping[Hashable, str] = {node.key: node.name for node in nodes}
    rows = []
    for tie in ties[:_ROWS_MOST]:
        rests = [*tie.roles, *called(tie.events, names)]
        items = "".join(f"<li>{text(each)}</li>" for each in rests)
        rows.append(
            [
                text(name[tie.source]),
                text(name[tie.target]),
                tie.shown_weight + (' <span class="mark">planned, not held</span>' if tie.planned else ""),
                f"<ul>{items}</ul>" if items else "",
                evidence.references(tie.evidence),
            ]
        )
    head = ["From", "To"] if directed else ["One", "Other"]
    shown = table([*head, "Weight", "Rests on", "Evidence"], rows, meaning or "The edges, the strong ones first.")
    return _folded("edges", "edges", len(ties), shown)


def evidence_list(evidence: Evidence) -> str:
    """All claims behind the edges, to be unfolded; empty where there are none."""
    count = len(evidence.numbers)
    return _folded("evidence", "claims behind the edges, with their quotes", count, evidence.html()) if count else ""


def called(iris: Sequence[str], names: Labels | None) -> Iterator[str]:
    """What to call things; what is no IRI, or where there are no names, is shown as it is."""
    for iri in iris:
        node = node_of(iri)
        yield names(node) if names is not None and node is not None else iri


def _folded(name: str, what: str, count: int, content: str) -> str:
    more = count - _ROWS_MOST
    left = f"<p>{more} more {what} are not listed here: kg export --network writes all.</p>" if more > 0 else ""
    left = left if name != "evidence" else ""
    summary = counted(count, what.replace(name, name.removesuffix("s"), 1), what)
    return f'<details class="data" id="{name}"><summary>{text(summary)}</summary>\n{content}{left}</details>'
