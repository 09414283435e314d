"""The shortest paths between two nodes of a network, each step with what it rests on."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.names import fold
from kg.namespaces import RDFS, SKOS
from kg.network.attributes import events, evidence
from kg.network.ranking import label_of
from kg.store import Dataset
from kg.suggest import unknown
from kg.terms import MERGE, Literal, NamedNode

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Path", "PathStep", "ShortestPaths", "find_actor", "find_node", "shortest_paths"]

_NAMES = (NamedNode(RDFS + "label"), NamedNode(SKOS + "altLabel"))


@dataclass(frozen=True, slots=True)
class PathStep:
    """One edge of a path: ``source`` and ``target`` are node IRIs, ``events`` and ``evidence`` the edge's own."""

    source: str
    source_label: str
    target: str
    target_label: str
    events: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A path: its steps in order, none where both ends are one node."""

    steps: tuple[PathStep, ...]

    @property
    def length(self) -> int:
        """The number of steps."""
        return len(self.steps)

    def as_dict(self) -> dict[str, Any]:
        """The path as a JSON-ready dictionary."""
        return {"length": self.length, "steps": [asdict(step) for step in self.steps]}


class ShortestPaths(list[Path]):
    """Shortest paths, and ``total``: how many there are in all, with those that a limit left out."""

    def __init__(self, paths: Iterable[Path], total: int) -> None:
        super().__init__(paths)
        self.total = total


def find_node(graph: nx.Graph, name: str) -> Hashable:
    """The node that a user means: its key, the end of its IRI (``polity/az``), or its label in any spelling.

    Raises:
        UsageError: no node is called so, or several; the hint tells them.
    """
    if name in graph:
        return name
    nodes = [(str(node), node) for node in graph]
    found = [node for key, node in nodes if key == name or (name and key.endswith(f"/{name}"))]
    if not found and (folded := fold(name)):
        found = [node for _, node in nodes if fold(label_of(graph, node)) == folded]
    if len(found) == 1:
        node: Hashable = found[0]
        return node
    if not found:
        raise unknown("node of this network", name, {label_of(graph, node) for node in graph})
    keys = ", ".join(sorted(map(str, found)))
    raise UsageError(f"{name!r} is the name of {len(found)} nodes", hint=f"give the IRI of one: {keys}")


def find_actor(graph: nx.Graph, name: str, store: Dataset) -> Hashable:
    """The node that a user means, as :func:`find_node` finds it, else by any of its names in the store.

    Args:
        graph: a network of the store.
        name: a key, the end of an IRI, or a name in any language and spelling, also an alternative one.
        store: the Oxigraph store whose default graph is the merge.

    Raises:
        UsageError: no node is called so, or several.
    """
    try:
        return find_node(graph, name)
    except UsageError as error:
        folded = fold(name)
        found = sorted(str(node) for node in graph if folded and folded in _names(store, str(node)))
        if not found:
            raise
        if len(found) > 1:
            hint = f"give the IRI of one: {', '.join(found)}"
            raise UsageError(f"{name!r} is a name of {len(found)} nodes", hint=hint) from error
        return found[0]


def _names(store: Dataset, iri: str) -> set[str]:
    """All names of a thing, folded."""
    try:
        node = NamedNode(iri)
    except ValueError:
        return set()
    quads = (quad for each in _NAMES for quad in store.quads_for_pattern(node, each, None, MERGE))
    return {fold(quad.object.value) for quad in quads if isinstance(quad.object, Literal)}


def shortest_paths(graph: nx.Graph, a: Hashable, b: Hashable, *, limit: int | None = None) -> ShortestPaths:
    """All shortest paths from ``a`` to ``b``, each step counting 1, in the order of their labels; may be none.

    Args:
        graph: a network; in a directed one, paths follow the edges.
        a, b: nodes, see :func:`find_node`.
        limit: how many paths to return at most, the first in order; None: all. Their number may grow exponentially
            with their length; ``total`` tells it without finding them all.

    Raises:
        UsageError: a node is not in the network, or ``limit`` is below 1.

    >>> import networkx as nx
    >>> [[step.target for step in path.steps] for path in shortest_paths(nx.cycle_graph(4), 0, 2)]
    [['1', '2'], ['3', '2']]
    """
    if limit is not None and limit < 1:
        raise UsageError(f"limit is {limit}: it must be 1 or more")
    start, goal = (_node(graph, each) for each in (a, b))
    distances = _distances_to(graph, goal)
    if start not in distances:
        return ShortestPaths([], 0)
    paths = _paths(graph, start, goal, distances)
    found = (Path(tuple(_step(graph, *pair) for pair in pairwise(path))) for path in islice(paths, limit))
    return ShortestPaths(found, _number(graph, start, goal, distances))


def _node(graph: nx.Graph, node: Hashable) -> Hashable:
    return node if node in graph else find_node(graph, str(node))


def _distances_to(graph: nx.Graph, goal: Hashable) -> dict[Hashable, int]:
    """How many steps each node is from the goal."""
    before = graph.predecessors if graph.is_directed() else graph.neighbors
    distances = {goal: 0}
    waiting = deque([goal])
    while waiting:
        node = waiting.popleft()
        for each in before(node):
            if each not in distances:
                distances[each] = distances[node] + 1
                waiting.append(each)
    return distances


def _number(graph: nx.Graph, start: Hashable, goal: Hashable, distances: dict[Hashable, int]) -> int:
    """How many paths there are: at each node, the sum over those one step nearer."""
    numbers = {goal: 1}
    for node in sorted(distances, key=distances.__getitem__):
        if node != goal and distances[node] <= distances[start]:
            nearer = {each for each in graph.neighbors(node) if distances.get(each) == distances[node] - 1}
            numbers[node] = sum(numbers[each] for each in nearer)
    return numbers[start]


def _paths(
    graph: nx.Graph, start: Hashable, goal: Hashable, distances: dict[Hashable, int]
) -> Iterator[tuple[Hashable, ...]]:
    """The paths in order: at each node on, to the next by label. Depth first, without recursion."""

    def onwards(node: Hashable) -> list[Hashable]:
        nearer = [each for each in graph.neighbors(node) if distances.get(each) == distances[node] - 1]
        return sorted(nearer, key=lambda each: (label_of(graph, each), str(each)), reverse=True)

    waiting: list[tuple[Hashable, ...]] = [(start,)]
    while waiting:
        path = waiting.pop()
        if path[-1] == goal:
            yield path
        else:
            waiting += [(*path, each) for each in onwards(path[-1])]


def _step(graph: nx.Graph, a: Hashable, b: Hashable) -> PathStep:
    return PathStep(str(a), label_of(graph, a), str(b), label_of(graph, b), events(graph, a, b), evidence(graph, a, b))
