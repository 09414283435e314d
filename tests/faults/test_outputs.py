"""What other programs read: SARIF, tables for spreadsheets, graphs with blank nodes, networks, standard output."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import pickle
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import url2pathname

import networkx as nx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

import kg
from kg.cli.main import cli
from kg.cli.messages import Manners, manners
from kg.export import write_network, write_picture
from kg.findings import Finding, Severity
from kg.namespaces import RDFS
from kg.network import edge_list, evidence, load_network, participants, projections
from kg.query import FORMATS, render
from kg.query.run import run as ask
from kg.validate.reports import sarif
from tests.amounts import first

FORMULAS = ("@SUM(1+9)*cmd|' /C calc'!A0", "=1+1", "+1", "-1", "＝1+1", "\tx")


# One store for the command line: two made-up articles, so that there is something to compare.


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outputs")
    for number, names in enumerate([("@SUM(1+9)", "=cmd", "Aylin"), ("-2+3", "=cmd", "@SUM(1+9)")], start=1):
        people = {
            f"p{i}": {"type": "Person", "name": name, "id": f"person/{ord(name[0])}"} for i, name in enumerate(names)
        }
        forum = {"type": "Forum", "name": f"Forum {number}", "status": "held", "startDate": f"203{number}-05-04"}
        record = {
            "kg": "1",
            "article": {"id": f"a{number}", "title": "T", "published": f"203{number}-05-04"},
            "entities": {**people, "f": forum},
            "mentions": [{"of": key, "quote": each["name"]} for key, each in ({**people, "f": forum}).items()],
            "relations": [
                {"subject": key, "relation": "attends", "object": "f", "quote": f"{key} came"} for key in people
            ],
        }
        (folder / f"{number}.json").write_text(json.dumps(record))
    done = call("load", folder, "--store", folder / "store")
    assert done.exit_code == 0, done.output
    return folder / "store"


@pytest.fixture(autouse=True)
def as_if_new() -> Iterator[None]:
    """How loud a run is belongs to its process: here many run in one."""
    yield
    for name in ("quiet", "verbose", "colour"):
        setattr(manners, name, getattr(Manners(), name))


def call(*words: str | Path, store: Path | None = None) -> Result:
    environment = {"KG_STORE": str(store)} if store else {}
    return CliRunner().invoke(cli, [*map(str, words)], env=environment)


# SARIF


PATHS = {
    "plain.yaml": "plain.yaml",
    "a b.yaml": "a%20b.yaml",
    "sub/a#b?c%d.yaml": "sub/a%23b%3Fc%25d.yaml",
    "ə.yaml": "%C9%99.yaml",  # U+0259 is C9 99 in UTF-8
    "a:b.yaml": "a%3Ab.yaml",  # else `a` would be a scheme (RFC 3986, 4.2)
    "[x].yaml": "%5Bx%5D.yaml",
    "./sub/../plain.yaml": "plain.yaml",
    "bad\udcff.yaml": "bad%FF.yaml",  # a name that is no Unicode, as Python holds it
}
# What SARIF 2.1.0 asks of the parts that are used, in words of our own; see the test below for the schema itself.
URI = {"type": "string", "pattern": r"^([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})*$"}
LOCATION = {
    "type": "object",
    "required": ["uri"],
    "additionalProperties": False,
    "properties": {"uri": URI, "uriBaseId": {"type": "string"}},
}
MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
RESULT = {
    "type": "object",
    "required": ["ruleId", "level", "message"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": MESSAGE,
        "locations": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["physicalLocation"],
                "properties": {
                    "physicalLocation": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {
                            "artifactLocation": LOCATION,
                            "region": {"properties": {"startLine": {"type": "integer", "minimum": 1}}},
                        },
                    }
                },
            },
        },
    },
}
LOG = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "tool": {"type": "object", "required": ["driver"]},
                    "originalUriBaseIds": {"type": "object", "additionalProperties": LOCATION},
                    "results": {"type": "array", "items": RESULT},
                },
            },
        },
    },
}


def log_of(findings: list[Finding]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sarif(findings))
    return found


def findings() -> list[Finding]:
    named = [Finding("some-rule", Severity.ERROR, "wrong", file=name, line=3) for name in [*PATHS, "/away/ə x.yaml"]]
    return [*named, Finding("other-rule", Severity.INFO, "noted", hint="write {type: x}, not [x](y)")]


@pytest.mark.parametrize("name", PATHS)
def test_sarif_names_files_by_encoded_addresses_below_its_base(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = log_of([Finding("x", Severity.ERROR, "m", file=name)])["runs"][0]
    found = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert found["uri"] == PATHS[name]
    base = run["originalUriBaseIds"][found["uriBaseId"]]["uri"]
    assert base.startswith("file:///")
    assert base.endswith("/")
    # Whoever resolves it finds the file that was meant.
    resolved = url2pathname(urlsplit(urljoin(base, found["uri"])).path)
    if "\udcff" not in name:
        assert resolved == os.path.normpath(tmp_path / name)


@pytest.mark.parametrize("name", ["../beside.yaml", "/away/ə x.yaml"])
def test_sarif_names_files_elsewhere_in_full(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = log_of([Finding("x", Severity.ERROR, "m", file=name)])["runs"][0]["results"][0]
    found = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert found == {"uri": (tmp_path / name).resolve().as_uri()}  # an absolute address has no base (§3.4.4)


def test_sarif_messages_are_no_templates_and_hold_no_links() -> None:
    text = log_of(findings())["runs"][0]["results"][-1]["message"]["text"]
    assert text == "noted (write {{type: x}}, not [x\\](y))"  # §3.11.5, §3.11.6


def test_sarif_is_what_its_parts_are_to_be() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator(LOG).validate(log_of(findings()))


def test_sarif_fits_the_schema_of_the_standard() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    file = os.environ.get("KG_SARIF_SCHEMA")
    if not file:
        pytest.skip("KG_SARIF_SCHEMA names no file: the schema of OASIS is not ours to hand on")
    schema = json.loads(Path(file).read_text("utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(log_of(findings()))


# Tables for spreadsheets


TABLES = [
    ["rank", "co-participation"],
    ["rank", "co-participation", "--robust", "--samples", "2"],
    ["rank", "co-participation", "--slices", "year"],
    ["compare", "2031", "2032"],
    ["describe", "co-participation"],
    ["describe", "co-participation", "--slices", "year"],
    ["export", "-", "--network", "co-participation"],
]


@pytest.mark.parametrize("words", TABLES, ids=" ".join)
def test_no_table_for_people_holds_a_formula(words: list[str], store: Path) -> None:
    done = call(*words, "--format", "csv", store=store)
    assert done.exit_code == 0, done.output
    rows = list(csv.reader(io.StringIO(done.stdout)))
    cells = [cell for row in rows for cell in row if not re.fullmatch(r"-?[0-9.]*", cell)]
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@\t\r＝＋－＠") and cell.strip()]
    if words[0] != "describe":
        assert {"'@SUM(1+9)", "'=cmd"} <= set(cells)


@pytest.mark.parametrize("words", TABLES, ids=" ".join)
def test_a_byte_order_mark_is_written_where_it_is_asked_for(words: list[str], store: Path) -> None:
    plain = call(*words, "--format", "csv", store=store)
    marked = call(*words, "--format", "csv", "--bom", store=store)
    assert marked.stdout_bytes == b"\xef\xbb\xbf" + plain.stdout_bytes


def test_a_query_as_csv_stays_that_of_the_w3c(store: Path) -> None:
    words = ["query", "-q", 'SELECT ("=1+1" AS ?x) {}', "--format"]
    assert call(*words, "csv", store=store).stdout_bytes == b"x\r\n=1+1\r\n"
    assert call(*words, "csv", "--bom", store=store).stdout_bytes == b"\xef\xbb\xbfx\r\n=1+1\r\n"
    refused = call(*words, "json", "--bom", store=store)
    assert refused.exit_code != 0
    assert "--bom is only for --format csv" in str(refused.exception)


@pytest.mark.parametrize("name", FORMULAS)
def test_the_guard_knows_all_beginnings_of_formulas(name: str, tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", note=name)
    write_network(graph, tmp_path / "n.csv")
    with (tmp_path / "n.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.DictReader(stream))["note"] == f"'{name}"


# Graphs with blank nodes


def with_blanks(turned: bool) -> ox.Store:
    """Two chains of blank nodes and a fact, in either order: the same data."""
    quads = [
        ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p"), ox.BlankNode("one")),
        ox.Quad(ox.BlankNode("one"), ox.NamedNode("x:q"), ox.Literal("1")),
        ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p"), ox.BlankNode("two")),
        ox.Quad(ox.BlankNode("two"), ox.NamedNode("x:q"), ox.Literal("2")),
        ox.Quad(ox.NamedNode("x:b"), ox.NamedNode("x:q"), ox.Literal("3")),
    ]
    found = ox.Store()
    for quad in reversed(quads) if turned else quads:
        found.add(quad)
    return found


GRAPHS = {
    "a template with blank nodes": "CONSTRUCT { ?s <x:r> [ <x:v> ?o ] } { ?s <x:q> ?o }",
    "blank nodes of the data": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
    "a description": "DESCRIBE <x:a>",
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("query", GRAPHS.values(), ids=GRAPHS)
def test_the_same_graph_is_the_same_bytes(query: str, form: str) -> None:
    one, other, again = ("".join(render(ask(with_blanks(turned), query), form)) for turned in (False, True, False))
    assert one == again
    if form == "nt":  # which does not wait for the last triple: they stand in the order of the store
        one, other = ("".join(sorted(each.splitlines(keepends=True))) for each in (one, other))
    assert one == other


def test_blank_nodes_of_a_graph_have_canonical_labels() -> None:
    """RDFC-1.0 names them c14n0, c14n1 …, https://www.w3.org/TR/rdf-canon/."""
    query = GRAPHS["a template with blank nodes"]
    written = json.loads("".join(render(ask(with_blanks(False), query), "json")))
    terms = [term for row in written["results"]["bindings"] for term in row.values()]
    # Three made by the template, and two subjects of the data.
    assert {term["value"] for term in terms if term["type"] == "bnode"} == {f"c14n{n}" for n in range(5)}


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml", "table", "markdown"])
def test_blank_nodes_in_rows_are_numbered_as_they_come(form: str) -> None:
    query = "SELECT ?x (BNODE() AS ?y) { VALUES ?x { 1 2 } }"
    one, other = ("".join(render(ask(ox.Store(), query), form)) for _ in range(2))
    assert one == other
    assert re.findall(r"\bb[0-9]+\b", one) == ["b0", "b1"]


# Standard output


@pytest.mark.parametrize("form", first(2, ["ttl", "jsonld", "trig", "nt", "nq", "rdf"]))
def test_the_graph_goes_to_standard_output(form: str, store: Path, tmp_path: Path) -> None:
    done = call("export", "-", "--format", form, store=store)
    assert done.exit_code == 0, done.output
    call("export", tmp_path / f"graph.{form}", store=store)
    assert done.stdout_bytes == (tmp_path / f"graph.{form}").read_bytes()
    assert "statements" in done.stderr
    assert "statements" not in call("export", "-", "--format", form, "-q", store=store).stderr


@pytest.mark.parametrize(
    ("words", "form"),
    first(
        5,
        [
            (["export", "--network", "co-participation"], "graphml"),
            (["export", "--profile", "ftm"], "jsonl"),
            (["draw", "co-participation"], "png"),
            (["report", "--samples", "2"], "html"),
            (["infer", "--as-of", "2032-01-01"], "ttl"),
            (["export", "--network", "co-participation"], "json"),
            (["export", "--profile", "schema"], "ttl"),
            (["draw", "co-participation"], "svg"),
            (["draw", "timeline"], "svg"),
        ],
    ),
)
def test_whatever_writes_a_file_writes_to_standard_output(
    words: list[str], form: str, store: Path, tmp_path: Path
) -> None:
    done = call(*words, "-", "--format", form, store=store)
    assert done.exit_code == 0, done.output
    assert call(*words, tmp_path / f"x.{form}", store=store).exit_code == 0
    assert done.stdout_bytes == (tmp_path / f"x.{form}").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "-"], "which format?"),
        (["export", "-", "--format", "docx"], "ttl trig nt nq jsonld rdf"),
        (["export", "-", "--format", "csv"], "--network"),
        (["draw", "map", "-", "--format", "pdf"], "svg png html"),
        (["export", "graph.ttl", "--format", "nt"], "the suffix of a file gives"),
    ],
)
def test_standard_output_needs_a_format_and_a_file_has_one(words: list[str], said: str, store: Path) -> None:
    done = call(*words, store=store)
    assert isinstance(done.exception, kg.KgError)
    assert said in str(done.exception)
    assert done.stdout == ""


# GEXF and GraphML


Node = tuple[float, float, float, str]
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


def svg_markers(content: str) -> list[Node]:
    """The nodes in a picture: middle, with y upwards, half their width, and colour."""
    found = []
    for node in ET.fromstring(content).iter(f"{SVG}g"):  # noqa: S314
        place = re.fullmatch(r"translate\((-?[0-9.]+) (-?[0-9.]+)\)", node.get("transform", ""))
        shape = next((each for each in node if each.get("class") == "shape"), None)
        if node.get("class") != "node" or place is None or shape is None:
            continue
        corners = [float(number) for number in re.findall(r"-?[0-9.]+", shape.get("points", ""))]
        radius = float(shape.get("r", 0)) or (max(corners[::2]) - min(corners[::2])) / 2
        found.append((float(place[1]), -float(place[2]), radius, shape.get("fill", "").lower()))
    return found


def from_corner(nodes: list[Node]) -> list[Node]:
    """The same, as seen from the corner below on the left."""
    left, low = (min(float(node[axis]) for node in nodes) for axis in (0, 1))
    return sorted((round(x - left, 1) + 0.0, round(y - low, 1) + 0.0, round(r, 2), c) for x, y, r, c in nodes)


@pytest.mark.parametrize("with_polities", [False, True])
def test_gexf_holds_the_picture(with_polities: bool, meetings: ox.Store, tmp_path: Path) -> None:
    graph = load_network(meetings, "co-participation", status=["held", "planned"])
    graph = graph.subgraph([node for node in graph if "/person/" in node or "/organization/" in node])
    dataset = meetings if with_polities else None
    write_network(graph, tmp_path / "n.gexf", dataset)
    write_picture(graph, tmp_path / "n.svg", dataset)
    looks = [(node, data["viz"]) for node, data in nx.read_gexf(tmp_path / "n.gexf").nodes(data=True)]
    written = []
    for node, each in looks:
        # The corners of a square reach a quarter beyond the circle that has the size of the node.
        width = each["size"] * (1.25 / math.sqrt(2) if "/organization/" in node else 1)
        colour = "#{r:02x}{g:02x}{b:02x}".format(**each["color"])
        written.append((each["position"]["x"], each["position"]["y"], width, colour))
    assert from_corner(written) == from_corner(svg_markers((tmp_path / "n.svg").read_text("utf-8")))
    assert len({size for _, _, size, _ in written}) > 1
    shapes = re.findall(r'<viz:shape value="(disc|square)"', (tmp_path / "n.gexf").read_text("utf-8"))
    assert sorted(shapes) == sorted("square" if "/organization/" in node else "disc" for node in graph)


def test_gexf_draws_no_plan_like_a_fact(meetings: ox.Store, tmp_path: Path) -> None:
    graph = load_network(meetings, "co-participation", status=["held", "planned"])
    write_network(graph, tmp_path / "n.gexf")
    planned = {frozenset((a, b)) for a, b, planned in graph.edges(data="planned") if planned}
    assert planned
    dashed = set()
    for edge in ET.parse(tmp_path / "n.gexf").getroot().iter("{http://www.gexf.net/1.2draft}edge"):  # noqa: S314
        shape = edge.find("{http://www.gexf.net/1.2draft/viz}shape")
        assert shape is not None
        if shape.get("value") == "dashed":
            dashed.add(frozenset((edge.get("source"), edge.get("target"))))
    assert dashed == planned


@pytest.mark.parametrize("name", sorted(projections()))
def test_importers_of_graphml_have_nothing_to_warn_of(name: str, meetings: ox.Store, tmp_path: Path) -> None:
    graph = load_network(meetings, name)
    file = tmp_path / "n.graphml"
    write_network(graph, file)
    assert {key.get("for") for key in ET.parse(file).getroot().iter() if key.tag.endswith("}key")} == {"node", "edge"}  # noqa: S314
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = nx.read_graphml(file)
    assert read.number_of_edges() == graph.number_of_edges()
    for a, b in graph.edges():
        assert evidence(read, a, b) == evidence(graph, a, b) != ()


# Networks as we hand them out

WRITERS: dict[str, tuple[Callable[..., None], Callable[..., nx.Graph]]] = {
    "graphml": (nx.write_graphml, nx.read_graphml),
    "gexf": (nx.write_gexf, nx.read_gexf),
    "gml": (nx.write_gml, nx.read_gml),
}


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("name", sorted(projections()))
def test_networkx_writes_a_network_as_it_is(name: str, form: str, meetings: ox.Store, tmp_path: Path) -> None:
    graph = load_network(meetings, name, status=None if name in ("co-mention", "speaker-topic") else "any")
    write, read = WRITERS[form]
    write(graph, tmp_path / "n")
    found = read(tmp_path / "n")
    assert set(found) == set(graph)
    for a, b, data in graph.edges(data=True):
        assert evidence(found, a, b) == evidence(graph, a, b)
        assert found.edges[a, b]["weight"] == data["weight"]


@pytest.mark.parametrize("name", sorted(projections()))
def test_attributes_are_plain_and_json_and_pickle_keep_them(name: str, meetings: ox.Store) -> None:
    graph = load_network(meetings, name)
    told = [graph.graph, *(data for *_, data in (*graph.nodes(data=True), *graph.edges(data=True)))]
    assert {type(value) for data in told for value in data.values()} <= {str, int, float, bool}
    there = nx.node_link_graph(json.loads(json.dumps(nx.node_link_data(graph, edges="edges"))), edges="edges")
    for copy in (there, pickle.loads(pickle.dumps(graph))):  # noqa: S301
        assert nx.utils.graphs_equal(copy, graph)


def test_the_evidence_of_an_edge_is_reached_by_a_function(meetings: ox.Store) -> None:
    graph = load_network(meetings, "co-participation")
    base = "https://w3id.org/turkic-ngo-kg/id/"
    pair = f"{base}person/aylin", f"{base}organization/tuman"
    # As tests/data/meetings.trig has it: both came to A (told in May) and to C (told in June).
    found = [iri.removeprefix(base) for iri in evidence(graph, *pair)]
    assert found == [
        f"article/{each}"
        for each in (
            "june/assertion/c3",
            "june/assertion/c4",
            "may/assertion/a5",
            "may/assertion/a6",
            "may/assertion/a7",
        )
    ]
    assert [each.removeprefix(base) for each in edge_list(graph.edges[pair], "events")] == ["event/a", "event/c"]
    assert set(pair) <= set(participants(graph)[f"{base}event/a"])
    with pytest.raises(KeyError):
        evidence(graph, pair[0], "nobody")


def test_a_label_with_control_characters_can_be_written(meetings: ox.Store, tmp_path: Path) -> None:
    copy = ox.Store()
    copy.extend(meetings)
    label = ox.NamedNode(RDFS + "label")
    node = ox.NamedNode("https://w3id.org/turkic-ngo-kg/id/person/aylin")
    for quad in list(copy.quads_for_pattern(node, label, None, None)):
        copy.remove(quad)
        copy.add(ox.Quad(node, label, ox.Literal("Ay\x07lin\x00"), quad.graph_name))
    graph = load_network(copy, "co-participation")
    assert graph.nodes[node.value]["label"] == "Aylin"
    nx.write_graphml(graph, tmp_path / "n.graphml")
    assert nx.read_graphml(tmp_path / "n.graphml").nodes[node.value]["label"] == "Aylin"


# Options on either side


@pytest.mark.parametrize("name", cli.list_commands(None))  # type: ignore[arg-type]
def test_global_options_stand_behind_every_command(name: str) -> None:
    quiet = "--quiet" if name == "query" else "-q"  # -q SPARQL is older there
    for word in (quiet, "--quiet", "-v", "--verbose", "--no-color"):
        assert call(name, word, "--help").exit_code == 0
    assert "kg, version" in call(name, "--version").output


def test_they_do_behind_a_command_what_they_do_before_it(store: Path) -> None:
    words = ["query", "-q", "SELECT ?x { ?x a tnk:Forun }"]
    assert "did you mean tnk:Forum" in call(*words, store=store).stderr
    for silent in (["-q", *words], [*words, "--quiet"]):
        assert call(*silent, store=store).stderr == ""
        as_if_silent = manners.quiet
        manners.quiet = False
        assert as_if_silent
    assert str(store) in call("query", "-q", "ASK {}", "-v", store=store).stderr


def test_q_of_query_is_its_query(store: Path) -> None:
    assert call("query", "-q", "ASK {}", store=store).stdout == "yes\n"
