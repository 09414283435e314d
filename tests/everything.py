"""All that the program writes of a graph, into a folder.

``python -m tests.everything FOLDER`` writes it of the bundled articles, read from the last to the first: a run
under another seed of hashes then differs in the order as well.
"""

from __future__ import annotations

import sys
from pathlib import Path

import kg
from kg.export import write_network, write_picture, write_profile
from kg.views.network.page import network_page
from kg.views.report import ReportData, report_page

PROFILES = {"org-a.ttl": "org", "schema-a.jsonld": "schema", "schema-b.ttl": "schema", "ftm-a.jsonl": "ftm"}


def write_graph(graph: kg.Graph, folder: Path) -> None:
    """The graph in all formats, three networks, and the answers to all questions."""
    for suffix in (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf"):
        graph.export(folder / f"graph{suffix}")
    for name in ("polity-cooperation", "co-participation", "agent-event"):
        network = graph.network(name)
        for suffix in (".graphml", ".gexf", ".csv", ".json"):
            write_network(network, folder / f"{name}{suffix}")
        write_picture(network, folder / f"{name}.svg")
        write_picture(network, folder / f"{name}.png")
    for name in graph.catalogue.names():
        (folder / f"{name}.txt").write_text(repr(graph.ask(name).rows), "utf-8")


def write_profiles(graph: kg.Graph, folder: Path) -> None:
    """Each profile, and one in two formats."""
    for name, profile in PROFILES.items():
        write_profile(graph.dataset(), profile, folder / name)


def write_pages(graph: kg.Graph, folder: Path) -> None:
    """The page of a network, and the report."""
    page = network_page(graph.network("agent-event"), graph.dataset())
    (folder / "agent-event.html").write_text(page, "utf-8")
    (folder / "report.html").write_bytes(report_page(ReportData(graph.dataset(), graph.dataset(), samples=20)))


def main() -> None:
    """Write all of it."""
    graph = kg.build(sorted(kg.examples().glob("*.yaml"), reverse=True))
    for name, write in (("graph", write_graph), ("profiles", write_profiles), ("pages", write_pages)):
        folder = Path(sys.argv[1]) / name
        folder.mkdir()
        write(graph, folder)


if __name__ == "__main__":
    main()
