"""Ontology and examples cover each other: no term without use, nothing annotated that maps to nothing."""

from __future__ import annotations

import json
from pathlib import Path

import kg
from tests import commands

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = [ROOT / "examples" / "articles", ROOT / "examples" / "fictional"]
ARTICLE = """\
kg: 1
article: {id: steppe-1, title: T, publisher: {type: NewsAgency, name: Steppe Wire}, published: 2031-05-04}
entities:
  forum: {type: Forum, name: Blue Steppe Forum, status: held}
  hall: {type: Venue, name: Aksu Hall}
mentions:
- {of: forum, quote: forum}
- {of: hall, quote: hall}
"""


def test_the_examples_use_every_term_and_say_something_of_everything() -> None:
    graph = kg.build(EXAMPLES, drafts=True)  # one is a draft, as a term of the ontology
    assert graph.report is not None
    assert graph.report.counts.get("rejected", 0) == 0
    assert graph.coverage(annotations="all") == {
        "terms without use": [],
        "data without a term": [],
        "things without a claim": [],
    }


def test_what_is_only_named_and_what_is_never_used_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(ARTICLE, encoding="utf-8")
    found = kg.build(tmp_path).coverage()
    assert found["things without a claim"] == ["place/aksu-hall"]
    unused = set(found["terms without use"])
    assert {"Project", "cancelled", "opens"} <= unused
    # What stands above a used term is used: a venue is a place, and held is a status.
    assert not {"Forum", "Event", "Venue", "Place", "held", "EventStatus", "status"} & unused


def test_a_name_of_the_ontology_that_it_does_not_declare_is_listed(tmp_path: Path) -> None:
    import pyoxigraph as ox

    from kg.namespaces import TNK
    from kg.query.coverage import coverage
    from kg.store import in_memory

    dataset = in_memory(kg.build(EXAMPLES[1]).dataset())
    article = ox.NamedNode("https://w3id.org/turkic-ngo-kg/id/article/digest-2031-06-01-fictional")
    dataset.add(ox.Quad(article, ox.NamedNode(TNK + "invented"), ox.Literal("x"), article))
    assert coverage(dataset)["data without a term"] == ["invented"]


def test_the_command_lists_them(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(ARTICLE, encoding="utf-8")
    store: list[str | Path] = ["--store", tmp_path / "store"]
    assert commands.run(["load", tmp_path / "a.yaml", *store]).returncode == 0
    shown = commands.run(["stats", "--coverage", *store])
    assert shown.returncode == 0
    assert "1  things without a claim\n  place/aksu-hall\n" in shown.stdout
    told = commands.run(["stats", "--coverage", "--format", "json", *store])
    assert told.returncode == 0
    assert json.loads(told.stdout)["things without a claim"] == ["place/aksu-hall"]
