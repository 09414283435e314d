"""Networks as files: GraphML, GEXF, CSV and JSON.

All of them are sorted, carry no date, and can be read back by networkx. Control characters are left out. In
GraphML, GEXF and CSV a list or a mapping is written as JSON, and what is None is left out. What a network says of
itself stands as JSON in the description of a GraphML or GEXF file: keys of a graph make importers warn.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from kg.errors import UsageError
from kg.export.files import check_suffix, write_bytes
from kg.network.attributes import unfolded
from kg.network.ranking import label_of
from kg.text import BYTE_ORDER_MARK, json_text, plain_text, spreadsheet_csv
from kg.user_paths import PathLike, user_path
from kg.views.network.colouring import Colouring, style_of
from kg.views.network.composition import ROOMY, compose, shape_of
from kg.views.network.lines import lines
from kg.views.network.lookup import polities_of

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Dataset

__all__ = ["NETWORK_SUFFIXES", "write_network"]

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NETWORKX_META = re.compile(r"<meta lastmodifieddate=.*?</meta>", re.DOTALL)
_GRAPH_ELEMENT = re.compile(r"(<graph [^<>]*?)\s*(/?)>")
# Shapes of our pictures as GEXF calls them; it has no others.
_GEXF_SHAPES = {"organization": "square", "group": "diamond", "event": "triangle", "programme": "triangle"}
_GEXF_RESERVED = {"end", "parents", "pid", "slices", "spells", "start", "type", "viz"}
_FIRST_COLUMNS = ("weight", "newman", "roles", "statuses", "planned", "held_on_day", "events", "evidence")

Attributes = dict[str, Any]


def write_network(graph: nx.Graph, file: PathLike, dataset: Dataset | None = None, *, bom: bool = False) -> None:
    """Write a network; the suffix tells the format.

    - ``.graphml``: nodes, edges and all their attributes.
    - ``.gexf``: the same, and how :func:`kg.export.write_picture` draws them: position, size, colour and shape of
      nodes, thickness of edges, dashes for what rests on nothing that was held. Gephi opens on that picture.
    - ``.csv``: one row an edge, with label and kind of both ends, in a directed network from source to target; a node
      without an edge is not in it, nor what the network says of itself. No text is a formula, see
      :func:`kg.text.spreadsheet_csv`.
    - ``.json``: the node-link form of networkx, lists as lists.

    A directed network is written as directed; in ``.csv`` nothing but the order of the ends tells.

    Args:
        graph: a network of ours, or any networkx graph.
        file: where to write; an existing file is replaced when the new one is complete.
        dataset: the store that the network was built from: colours in ``.gexf`` show polities then, else kinds.
        bom: whether ``.csv`` begins with a byte-order mark, by which spreadsheet programs know UTF-8.

    Raises:
        UsageError: an unknown suffix; a byte-order mark for another; two nodes whose keys, as text, are the same.
        InputError: the file cannot be written.
    """
    file = user_path(file)
    suffix = check_suffix(file, NETWORK_SUFFIXES)
    if bom and suffix != ".csv":
        raise UsageError(f"a byte-order mark is only for .csv, not {suffix}", where=str(file))
    written = _gexf(graph, dataset) if suffix == ".gexf" else _WRITERS[suffix](graph)
    write_bytes(file, f"{BYTE_ORDER_MARK if bom else ''}{written}".encode())


def _graphml(graph: nx.Graph) -> str:
    import networkx as nx

    flat = _flat_copy(graph)
    about = f"<desc>{escape(_about(graph))}</desc>"
    flat.graph.clear()
    text = "\n".join(nx.generate_graphml(flat))

    def described(element: re.Match[str]) -> str:
        return f"{element[1]}>{about}{'</graph>' if element[2] else ''}"

    return _XML + _GRAPH_ELEMENT.sub(described, text, count=1) + "\n"


def _gexf(graph: nx.Graph, dataset: Dataset | None = None) -> str:
    import networkx as nx

    flat = _flat_copy(graph)
    flat.graph = {"name": str(flat.graph.get("name", ""))}
    # What GEXF means something else by is renamed; a weight is always a number there.
    reserved = set(_GEXF_RESERVED)
    if any(isinstance(weight, str) for _, _, weight in flat.edges(data="weight")):
        reserved.add("weight")
    for *_, data in (*flat.nodes(data=True), *flat.edges(data=True)):
        for name in sorted(reserved & data.keys()):
            data[f"{name}_"] = data.pop(name)
    _dress(flat, graph, dataset)
    # networkx writes today's date and its own version into the file: ours says what the network is instead.
    meta = f"<meta><creator>turkic-ngo-kg</creator><description>{escape(_about(graph))}</description></meta>"
    text = _NETWORKX_META.sub(lambda _: meta, "\n".join(nx.generate_gexf(flat)), count=1)
    return _XML + text + "\n"


def _about(graph: nx.Graph) -> str:
    """What the network says of itself, as JSON."""
    return json.dumps(_values(graph.graph), ensure_ascii=False, sort_keys=True)


def _dress(flat: nx.Graph, graph: nx.Graph, dataset: Dataset | None) -> None:
    """Give the copy of a network the looks of its picture; y goes upwards, as it does in Gephi."""
    if not graph:
        return
    colouring = Colouring(polities) if (polities := polities_of(graph, dataset)) else None
    picture = compose(graph, frame=ROOMY if colouring else None)
    keys = _keys(graph)
    for node, mark in zip(picture.nodes, picture.marks, strict=True):
        shape = shape_of(graph, node)
        flat.nodes[keys[node]]["viz"] = {
            "color": _rgb(colouring.of(node).fill if colouring else style_of(shape)[0]),
            "position": {"x": mark.x, "y": mark.y, "z": 0.0},
            "size": mark.radius,
            "shape": _GEXF_SHAPES.get(shape, "disc"),
        }
    for line in lines(picture):
        a, b = keys[line.source], keys[line.target]
        parallel = flat[a][b].values() if flat.is_multigraph() else [flat.edges[a, b]]
        for data in parallel:
            data["viz"] = {"thickness": line.width, "shape": "dashed" if line.planned else "solid"}


def _rgb(colour: str) -> dict[str, float]:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return {"r": red, "g": green, "b": blue, "a": 1.0}


def _csv(graph: nx.Graph) -> str:
    flat = _flat_copy(graph)
    names = {name for _, _, data in flat.edges(data=True) for name in data}
    columns = [name for name in _FIRST_COLUMNS if name in names] + sorted(names.difference(_FIRST_COLUMNS))
    ends = [f"{end}{part}" for end in ("source", "target") for part in ("", "_label", "_kind")]
    rows = []
    for a, b, data in flat.edges(data=True):
        told = [value for node in (a, b) for value in (node, label_of(flat, node), flat.nodes[node].get("kind", ""))]
        rows.append([*told, *(data.get(name, "") for name in columns)])
    return spreadsheet_csv([*ends, *columns], rows)


def _json(graph: nx.Graph) -> str:
    import networkx as nx

    data = nx.node_link_data(_copy(graph, lambda attributes: attributes), edges="edges")
    return json_text(data, indent=1, sort_keys=True, allow_nan=False) + "\n"


_WRITERS: Mapping[str, Callable[[Any], str]] = {".graphml": _graphml, ".gexf": _gexf, ".csv": _csv, ".json": _json}
NETWORK_SUFFIXES = tuple(_WRITERS)
"""The suffixes that :func:`write_network` knows."""


def _flat_copy(graph: nx.Graph) -> nx.Graph:
    """A copy with one plain type a attribute: a number, a truth value or a text."""
    flat = _copy(graph, lambda attributes: {name: _flat(value) for name, value in attributes.items()})
    for element in (flat.nodes(data=True), flat.edges(data=True), [(flat.graph,)]):
        _settle_types([item[-1] for item in element])
    return flat


def _copy(graph: nx.Graph, convert: Callable[[Attributes], Attributes]) -> nx.Graph:
    """A sorted copy whose keys are texts and whose values are what JSON knows; ``convert`` does the rest."""
    import networkx as nx

    kind = {
        (False, False): nx.Graph,
        (True, False): nx.DiGraph,
        (False, True): nx.MultiGraph,
        (True, True): nx.MultiDiGraph,
    }
    copy = kind[bool(graph.is_directed()), bool(graph.is_multigraph())]()
    keys = _keys(graph)
    copy.graph.update(convert(_without(_values(graph.graph), "id")))
    for node in sorted(keys, key=lambda node: keys[node]):
        # The key itself is what files call id, source and target.
        copy.add_node(keys[node], **convert(_without(_values(graph.nodes[node]), "id")))
    for a, b, data in sorted(_edges(graph, keys), key=lambda edge: (edge[:2], json.dumps(edge[2], sort_keys=True))):
        copy.add_edge(a, b, **convert(data))
    return copy


def _keys(graph: nx.Graph) -> dict[Hashable, str]:
    keys = {node: plain_text(str(node)) for node in graph}
    if len(set(keys.values())) < len(keys):
        seen: dict[str, Hashable] = {}
        for node, key in keys.items():
            if key in seen:
                raise UsageError(f"two nodes have the same key as text: {seen[key]!r} and {node!r}")
            seen[key] = node
    return keys


def _edges(graph: nx.Graph, keys: Mapping[Hashable, str]) -> Iterable[tuple[str, str, Attributes]]:
    for a, b, data in graph.edges(data=True):
        pair = keys[a], keys[b]
        if not graph.is_directed():
            pair = min(pair), max(pair)
        yield *pair, _without(_values(data), "source", "target", "id", "key")


def _without(attributes: Attributes, *names: str) -> Attributes:
    return {name: value for name, value in attributes.items() if name not in names}


def _values(attributes: Mapping[Any, Any]) -> Attributes:
    return {
        plain_text(str(name)): _value(unfolded(str(name), value))
        for name, value in sorted(attributes.items(), key=lambda i: str(i[0]))
    }


def _value(value: Any) -> Any:
    """The value as JSON knows it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return plain_text(str(value))  # a subclass, such as rdflib's URIRef, becomes a plain string
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        number = float(value)
        return number if math.isfinite(number) else str(number)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _values(value)
    if isinstance(value, set | frozenset):
        return sorted((_value(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    if isinstance(value, list | tuple):
        return [_value(each) for each in value]
    return plain_text(str(value))


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, list | dict) else value


def _settle_types(items: list[Attributes]) -> None:
    """Drop what is None, and give the values of one name one type: in XML a name has one."""
    types: dict[str, set[type]] = defaultdict(set)
    for attributes in items:
        for name in [name for name, value in attributes.items() if value is None]:
            del attributes[name]
        for name, value in attributes.items():
            types[name].add(type(value))
    mixed = {name: float if found == {int, float} else str for name, found in types.items() if len(found) > 1}
    for attributes in items:
        for name in mixed.keys() & attributes.keys():
            attributes[name] = mixed[name](attributes[name])
