"""Pictures: well-formed, safe, without labels on labels, and the same bytes every time."""

from __future__ import annotations

import math
import random
import re
import struct
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.errors import InputError, UsageError
from kg.export import write_picture
from kg.network import load_network, projections
from kg.views.drawing.placement import Box, Mark, place
from kg.views.network.composition import Frame, compose
from kg.views.network.drawing import draw
from kg.views.network.layout import layout
from kg.views.network.lines import lines
from tests.pictures.reading import words

HOSTILE = [
    "$\\frac{$ and $x^2$",
    "$x^2$ and $\\frac{",
    "</text></svg><script>alert(1)</script>",
    "--> <!-- ]]> &amp; \"quoted\" 'too'",
    "nul \x00 bell \x07 lone \ud800 end",
    "中文 العربية 🎉",
    "W" * 5000,
    "line\none\r\ntwo",
    "   ",
    "",
]


def hostile() -> nx.Graph:
    graph = nx.Graph(
        name="$n$ </svg><script>", summary="\x00 --> $\\", weight="<w> & $w$", warning="]]>", view="\ud800"
    )
    for i, label in enumerate(HOSTILE):
        graph.add_node(i, label=label, kind=["person", "<kind>", None][i % 3])
    graph.add_edges_from((i, i + 1, {"weight": ["x", -1, None, 2][i % 4]}) for i in range(len(HOSTILE) - 1))
    return graph


@pytest.mark.parametrize("name", ["polity-cooperation", "co-participation", "agent-event"])
def test_a_network_becomes_a_picture(meetings: ox.Store, name: str) -> None:
    graph = load_network(meetings, name)
    root = ET.fromstring(draw(graph, "svg", by="betweenness"))  # noqa: S314 - our own file
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    png = draw(graph, "png")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert 500 < width < 5000
    assert 300 < height < 5000


def test_the_picture_tells_what_it_shows(meetings: ox.Store) -> None:
    graph = load_network(meetings, "polity-cooperation", since="2031-05", until="2031-06")
    text = " ".join(words(draw(graph, "svg", by="closeness", weighted=True)))
    for told in (
        "Projection: one-mode",
        "View: reported",
        "Since: 2031-05-01",
        "undirected",
        "4 nodes · 2 edges · 2 events · 2 articles",
        "4 events left out for their dates",
        "closeness, weighted",
        "number of different held events",
        "Caution:",
    ):
        assert told in text, told


def test_names_from_strangers_do_no_harm() -> None:
    for picture_format in ("svg", "png"):
        content = draw(hostile(), picture_format)
        assert content
    text = draw(hostile(), "svg").decode()
    root = ET.fromstring(text)  # noqa: S314
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert "<script" not in text
    assert "\x00" not in text


@pytest.mark.parametrize(
    "graph",
    [
        nx.Graph(),
        nx.empty_graph(1),
        nx.empty_graph(7),
        nx.Graph([(1, 1)]),
        nx.DiGraph([(1, 2), (2, 1), (2, 3)]),
        nx.MultiGraph([(1, 2), (1, 2)]),
        nx.complete_graph(12),
    ],
    ids=["none", "one", "isolated", "loop", "directed", "parallel", "complete"],
)
def test_odd_graphs_are_drawn(graph: nx.Graph) -> None:
    ET.fromstring(draw(graph, "svg"))  # noqa: S314


def test_the_file_carries_no_date_and_no_version(meetings: ox.Store) -> None:
    graph = load_network(meetings, "polity-cooperation")
    text = draw(graph, "svg").decode()
    assert not re.search(r"date|resvg|20[0-9]{2}-[0-9]{2}|v[0-9]", re.sub("(?s)<text.*?</text>", "", text))
    png = bytes(draw(graph, "png"))
    assert not [kind for kind in (b"tIME", b"tEXt", b"iTXt", b"zTXt", b"eXIf") if kind in png]


def test_drawing_twice_gives_the_same_bytes(meetings: ox.Store) -> None:
    graph = load_network(meetings, "co-participation")
    random.seed(1)  # what others do with the global generator does not matter, and is not disturbed
    first, drawn = draw(graph, "svg"), random.random()  # noqa: S311
    random.seed(2)
    again = draw(graph, "svg")
    random.seed(1)
    assert first == again
    assert drawn == random.random()  # noqa: S311


def test_the_order_of_nodes_and_edges_does_not_matter() -> None:
    graph = nx.gnp_random_graph(15, 0.2, seed=4)
    graph = nx.relabel_nodes(graph, {i: f"n{i:02}" for i in graph})
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(graph)))
    turned.add_edges_from((b, a) for a, b in reversed(list(graph.edges())))
    assert draw(graph, "svg") == draw(turned, "svg")


def test_many_nodes_show_the_foremost_names() -> None:
    graph = nx.star_graph(90)
    assert "names shown: 5 of 91" in draw(graph, "svg", labels=5).decode()
    assert "names shown: 0 of 91" in draw(graph, "svg", labels=0).decode()


def test_what_cannot_be_drawn_is_told(tmp_path: Path) -> None:
    graph = nx.path_graph(2)
    with pytest.raises(UsageError, match="did you mean svg"):
        draw(graph, "svgz")
    with pytest.raises(UsageError, match="measure"):
        draw(graph, by="fame")
    with pytest.raises(UsageError, match="labels"):
        draw(graph, labels=-1)
    with pytest.raises(UsageError, match=r"\.svg \.png"):
        write_picture(graph, tmp_path / "network.pdf")
    with pytest.raises(InputError, match="cannot be written"):
        write_picture(graph, tmp_path / "nowhere" / "network.svg")
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_written_whole(tmp_path: Path, meetings: ox.Store) -> None:
    graph = load_network(meetings, "agent-event")
    file = tmp_path / "network.SVG"
    file.write_text("old", encoding="utf-8")
    write_picture(graph, file)
    assert file.read_bytes() == draw(graph, "svg")
    assert [path.name for path in tmp_path.iterdir()] == ["network.SVG"]


# Places.


def overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.bottom < other.top and other.bottom < one.top


def covers(box: Box, mark: Mark) -> bool:
    x = mark.x - min(max(mark.x, box.left), box.right)
    y = mark.y - min(max(mark.y, box.bottom), box.top)
    return x * x + y * y < mark.radius**2


@pytest.mark.parametrize("seed", range(10))
def test_no_label_covers_a_label_or_a_node_or_leaves_the_frame(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    marks = [
        Mark(chance.uniform(0, 600), chance.uniform(0, 400), chance.uniform(3, 12), chance.uniform(20, 130), 22)
        for _ in range(25)
    ]
    edges = [(a, b) for a, b in combinations(range(25), 2) if chance.random() < 0.1]
    frame = Box(0, 0, 600, 400)
    boxes = place(marks, edges, frame)
    placed = [box for box in boxes if box is not None]
    assert len(boxes) == 25
    assert len(placed) >= 15  # crowded at random, and still most find room
    assert not [pair for pair in combinations(placed, 2) if overlap(*pair)]
    assert not [box for box in placed for mark in marks if covers(box, mark)]
    assert all(min(box.left, box.bottom) >= 0 and box.right <= 600 and box.top <= 400 for box in placed)


def test_a_label_of_its_own_size_near_its_node() -> None:
    (box,) = place([Mark(100, 100, 5, 40, 10)], [], Box(0, 0, 200, 200))
    assert box is not None
    assert [round(box.right - box.left, 9), round(box.top - box.bottom, 9)] == [40, 10]
    assert 40 < box.left < 130
    assert place([Mark(100, 100, 5)], [], Box(0, 0, 200, 200)) == [None]
    assert place([Mark(100, 100, 5, 400, 10)], [], Box(0, 0, 200, 200)) == [None]


def test_components_stand_apart() -> None:
    graph = nx.disjoint_union_all([nx.complete_graph(5), nx.path_graph(4), nx.path_graph(2), nx.empty_graph(3)])
    points = layout(graph)
    boxes = []
    for nodes in nx.connected_components(graph):
        xs, ys = zip(*(points[node] for node in nodes), strict=True)
        boxes.append(Box(min(xs), min(ys), max(xs), max(ys)))
    for one, other in combinations(boxes, 2):
        apart = max(one.left - other.right, other.left - one.right, one.bottom - other.top, other.bottom - one.top)
        assert apart > 1
    assert [round(min(point[i] for point in points.values()), 6) for i in (0, 1)] == [0, 0]
    assert layout(nx.Graph()) == {}


@pytest.mark.parametrize("graph", [nx.path_graph(9), nx.cycle_graph(12), nx.complete_graph(9), nx.star_graph(20)])
def test_no_two_nodes_stand_on_one_spot(graph: Any) -> None:
    points = list(layout(graph).values())
    closest = min((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for a, b in combinations(points, 2)) ** 0.5
    assert closest > 0.1


def test_a_large_network_is_laid_out_the_same_every_time() -> None:
    graph = nx.gnm_random_graph(300, 600, seed=2)
    random.seed(1)
    first, drawn = layout(graph), random.random()  # noqa: S311
    random.seed(2)
    assert layout(graph) == first
    random.seed(1)
    assert drawn == random.random()  # noqa: S311


def test_every_bundled_network_has_a_picture(meetings: ox.Store) -> None:
    for name in projections():
        assert "names shown" not in draw(load_network(meetings, name), "svg").decode()  # all of them are


# Directions, nodes without a score, and what a notebook shows.


def test_an_arrow_ends_at_the_rim_of_its_target_and_opposite_ones_keep_apart() -> None:
    graph = nx.DiGraph()
    graph.add_weighted_edges_from([("a", "b", 3), ("b", "a", 1), ("b", "c", 1), ("c", "c", 9)])
    picture = compose(graph)
    at = dict(zip(picture.nodes, picture.marks, strict=True))
    drawn = {(line.source, line.target): line for line in lines(picture)}
    assert drawn.keys() == {("a", "b"), ("b", "a"), ("b", "c")}
    for (source, target), line in drawn.items():
        tip = line.head[0]
        end, start = at[str(target)], at[str(source)]
        gap = math.dist(tip, (end.x, end.y)) - end.radius
        assert 0 < gap < 2, "the tip is at the rim"
        assert (
            math.dist(tip, (end.x, end.y)) < math.dist(line.end, (end.x, end.y)) < math.dist(line.start, (end.x, end.y))
        )
        assert math.dist(line.start, (start.x, start.y)) < start.radius
    one, other = drawn["a", "b"], drawn["b", "a"]
    x, y = (b - a for a, b in zip(one.start, one.end, strict=True))
    away = [(p[0] - one.start[0]) * y - (p[1] - one.start[1]) * x for p in (other.start, other.end)]
    apart = [abs(each) / math.hypot(x, y) for each in away]
    assert min(apart) > (one.width + other.width) / 2
    assert one.width > other.width


def test_a_picture_tells_of_directions_and_loops() -> None:
    graph = nx.DiGraph([("a", "b"), ("b", "b")])
    text = draw(graph, "svg").decode()
    assert "directed" in text
    assert "undirected" not in text
    assert "An arrow leads from the source of an edge to its target." in text
    assert "not drawn: 1" in text
    assert text.count('class="head"') == 1
    assert 'class="head"' not in draw(nx.Graph(graph), "svg").decode()


def test_nodes_without_a_score_are_drawn_smallest_and_told() -> None:
    graph = nx.path_graph(4)
    graph.add_nodes_from(["x", "y"])  # Burt's constraint has no meaning for a node without contacts
    picture = compose(graph, by="constraint")
    assert picture.nodes[-2:] == ["x", "y"]
    assert picture.undefined == 2
    smallest = min(mark.radius for mark in picture.marks)
    assert [mark.radius for mark in picture.marks[-2:]] == [smallest, smallest] == [4.5, 4.5]
    assert "constraint is not defined for 2 of the nodes" in draw(graph, "svg", by="constraint").decode()


def test_a_notebook_shows_a_drawing() -> None:
    graph = nx.path_graph(3)
    svg, png = draw(graph), draw(graph, "png")
    assert isinstance(svg, bytes)
    assert svg._repr_svg_() == svg.decode()
    assert svg._repr_png_() is None
    assert png._repr_png_() == bytes(png)
    assert png._repr_svg_() is None


@pytest.mark.parametrize(
    "frame", [Frame(narrowest=300, widest=300, wrap=19, aspect=0.05, fixed=True), Frame(fixed=True)]
)
def test_a_picture_of_a_given_width_keeps_it(meetings: ox.Store, frame: Frame) -> None:
    for name in projections():
        picture = compose(load_network(meetings, name), frame=frame)
        assert frame.narrowest <= picture.width <= frame.widest + 1e-6
        assert picture.shown == len(picture.nodes)


def test_what_was_only_planned_is_drawn_otherwise_and_told() -> None:
    graph = nx.Graph(via="event", vias=3, status="held, planned")
    graph.add_edge("a", "b", planned=True)
    graph.add_edge("b", "c", planned=False)
    graph.add_edge("c", "d")
    assert {frozenset((line.source, line.target)): line.planned for line in lines(compose(graph))} == {
        frozenset("ab"): True,
        frozenset("bc"): False,
        frozenset("cd"): False,
    }
    text = draw(graph, "svg").decode()
    assert "A dashed edge rests on no event that was held" in text
    assert "Status: held, planned" in text
    assert "3 events" in text
    assert "planned, not held" in text
    assert len(re.findall('stroke-dasharray="[0-9]', text)) == 2  # the edge, and the one of the legend
    graph.remove_edge("a", "b")
    assert not re.findall('stroke-dasharray="[0-9]', draw(graph, "svg").decode())


def test_of_parallel_edges_one_that_was_held_is_enough() -> None:
    graph = nx.MultiGraph()
    graph.add_edge("a", "b", planned=True)
    graph.add_edge("b", "a", planned=False)
    assert [line.planned for line in lines(compose(graph))] == [False, False]
