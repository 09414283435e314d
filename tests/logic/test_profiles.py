"""The ontology in the profiles of OWL 2, by the OWL API: in DL but for one axiom; what lies outside RL is known."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Namespace

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"
# Without rdf.ttl, which is there because it leaves OWL 2 DL.
ALIGNMENTS = sorted(file for file in (ONTOLOGY / "alignments").glob("*.ttl") if file.stem != "rdf")
TNK = Namespace("https://w3id.org/turkic-ngo-kg/ontology#")

owlready2 = pytest.importorskip("owlready2", reason="owlready2, which brings the OWL API, is not installed")
pytestmark = pytest.mark.skipif(
    shutil.which("javac") is None, reason="the checkers of the OWL API need a JDK, and there is no javac here"
)


class Violation(NamedTuple):
    """One line of Profiles.java."""

    profile: str
    kind: str
    text: str


def violations(graphs: dict[str, Graph], folder: Path) -> dict[str, list[Violation]]:
    """What each graph violates, by its name; all are judged by one Java machine."""
    files = {str(folder / f"{name}.owl"): name for name in graphs}
    for file, name in files.items():
        graphs[name].serialize(file, format="xml", encoding="utf-8")
    jar = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
    done = subprocess.run(
        ["java", "-cp", str(jar), str(HERE / "Profiles.java"), *files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[Violation]] = {}
    for line in done.stdout.splitlines():
        file, profile, kind, text = line.split("\t")
        if profile == "axioms":
            assert int(kind) > 0
            found[files[file]] = []
        else:
            found[files[file]].append(Violation(profile, kind, text))
    assert found.keys() == graphs.keys()
    return found


def merged(*more: Path) -> Graph:
    graph = Graph()
    for file in [*sorted((ONTOLOGY / "modules").glob("*.ttl")), *sorted(ONTOLOGY.glob("*.ttl")), *more]:
        graph.parse(file)
    # Alone in alignments/rdf.ttl, see docs/decisions/0010-logic-and-versions.md: DL reserves the classes of RDF itself.
    graph.remove((TNK.Assertion, RDFS.subClassOf, RDF.Statement))
    return graph


def outside_dl(found: dict[str, list[Violation]]) -> dict[str, list[Violation]]:
    outside = {name: [v for v in each if v.profile == "OWL2DLProfile"] for name, each in found.items()}
    return {name: each for name, each in outside.items() if each}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Violation]]:
    return violations({"itself": merged()}, tmp_path_factory.mktemp("profiles"))


def test_it_is_owl_2_dl(found: dict[str, list[Violation]]) -> None:
    assert outside_dl(found) == {}


@pytest.mark.campaign
def test_it_is_owl_2_dl_with_each_alignment(tmp_path: Path) -> None:
    assert outside_dl(violations({file.stem: merged(file) for file in ALIGNMENTS}, tmp_path)) == {}


def test_only_definitions_and_unions_lie_outside_owl_2_rl(found: dict[str, list[Violation]]) -> None:
    """Defined classes are inferred by a rule with a day, and a domain or range that is a union entails no type."""
    outside = [violation for violation in found["itself"] if violation.profile == "OWL2RLProfile"]
    graph = merged()
    definitions = [v for v in outside if v.kind == "UseOfNonEquivalentClassExpression"]
    defined = {str(node) for node in graph.subjects(OWL.equivalentClass)}
    assert {iri for iri in defined for v in definitions if f"EquivalentClasses(<{iri}>" in v.text} == defined
    assert len(definitions) == len(defined)
    unions = [v for v in outside if v.kind == "UseOfNonSuperClassExpression"]
    assert all("ObjectUnionOf" in v.text and ("PropertyDomain" in v.text or "PropertyRange" in v.text) for v in unions)
    assert len(unions) == len(outside) - len(definitions)


BROKEN = """
    @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix ex: <https://example.org/o#> .
    <https://example.org/o> a owl:Ontology .
    ex:A a owl:Class ; rdfs:subClassOf ex:Undeclared , [ a owl:Restriction ; owl:onProperty ex:part ;
        owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .
    ex:part a owl:ObjectProperty , owl:TransitiveProperty .
    ex:both a owl:ObjectProperty , owl:DatatypeProperty .
"""


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    found = violations({"broken": Graph().parse(data=BROKEN, format="turtle")}, tmp_path)["broken"]
    kinds = {violation.kind for violation in found if violation.profile == "OWL2DLProfile"}
    assert {"UseOfUndeclaredClass", "UseOfNonSimplePropertyInCardinalityRestriction"} <= kinds
    assert any("Punning" in kind for kind in kinds)
