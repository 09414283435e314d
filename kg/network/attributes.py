"""What the edges of a network rest on, read back from its attributes.

Attributes are numbers, truth values and texts, so that networkx can write a network in any of its formats as it is. A
list or a mapping is a text of JSON: ``events``, ``evidence``, ``roles`` and ``statuses`` of an edge, ``may_be_same_as``
of a node, ``participants`` and ``may_be_same`` of the network. It is the same text in every file, and
:func:`edge_list` reads it from there as well.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["STRUCTURED", "as_text", "edge_list", "events", "evidence", "participants", "unfolded"]

STRUCTURED = frozenset(["events", "evidence", "roles", "statuses", "participants", "may_be_same_as", "may_be_same"])
"""The attributes that hold a list or a mapping as JSON."""


def as_text(value: Sequence[str] | dict[str, Any]) -> str:
    """A list or a mapping as the text that an attribute holds."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    # By hand, far faster than json.dumps: a network has many edges, and is built anew for each draw.
    return f"[{', '.join(map(encode_basestring, value))}]"


def unfolded(name: str, value: Any) -> Any:
    """The value of an attribute as what it stands for: a list, a mapping, or the value as it is.

    >>> unfolded("events", '["e:1", "e:2"]'), unfolded("label", '["x"]'), unfolded("events", "anything")
    (['e:1', 'e:2'], '["x"]', 'anything')
    """
    if name not in STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:  # a graph of somebody may hold anything there
        return value


def edge_list(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """What an edge lists under a name; nothing where it lists none.

    Args:
        data: the attributes of an edge, of a network of ours, or as read back from any file of it.
        name: ``events``, ``evidence`` or ``roles``.
    """
    value = unfolded(name, data.get(name))
    return tuple(str(each) for each in value) if isinstance(value, list | tuple | set | frozenset) else ()


def evidence(graph: nx.Graph, a: Hashable, b: Hashable) -> tuple[str, ...]:
    """The sorted IRIs of the assertions, statements or mentions that the edge from ``a`` to ``b`` rests on.

    Raises:
        KeyError: there is no such edge.
    """
    return _of_edge(graph, a, b, "evidence")


def events(graph: nx.Graph, a: Hashable, b: Hashable) -> tuple[str, ...]:
    """The sorted IRIs of what the edge from ``a`` to ``b`` rests on: events, or whatever the network's ``via`` says.

    Raises:
        KeyError: there is no such edge.
    """
    return _of_edge(graph, a, b, "events")


def participants(graph: nx.Graph) -> Mapping[str, list[str]]:
    """Each event, or whatever the network's ``via`` says, with the sorted nodes that take part in it."""
    found = unfolded("participants", graph.graph.get("participants"))
    return found if isinstance(found, dict) else {}


def _of_edge(graph: nx.Graph, a: Hashable, b: Hashable, name: str) -> tuple[str, ...]:
    edge = graph.edges[a, b] if not graph.is_multigraph() else None
    several = [edge] if edge is not None else list(graph[a][b].values())
    return tuple(sorted({each for data in several for each in edge_list(data, name)}))
