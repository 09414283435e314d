"""No two modules import each other, also not through others, and not even inside a function or for types alone."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import networkx as nx

from tests.architecture.test_layers import PACKAGE, modules


def imports() -> Mapping[str, set[str]]:
    """For each module of kg the modules of kg that it imports, anywhere in it."""
    names = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in modules()}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    found = {}
    for name, path in names.items():
        imported = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    module = f"{node.module}.{alias.name}"
                    imported.add(module if module.removeprefix("kg.") in names else node.module)
        found[name] = ({each.removeprefix("kg.") for each in imported} & names.keys()) - {name}
    return found


def test_no_circles() -> None:
    graph = nx.DiGraph([(here, there) for here, imported in imports().items() for there in imported])
    circles = [sorted(each) for each in nx.strongly_connected_components(graph) if len(each) > 1]
    assert circles == []
