"""Turkic NGO Cooperation KG: who works with whom among the Turkic states, with a quote behind every claim.

>>> import kg
>>> g = kg.build(kg.examples())
>>> g
<kg.Graph of 19 articles in memory>

Nothing is read at import, and heavy libraries are imported when they are first needed.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import KgError
    from kg.findings import Finding, Severity
    from kg.graph import Graph
    from kg.network import MEASURES, rank, shortest_paths
    from kg.opening import build, open  # noqa: A004 - kg.open is the library's own
    from kg.pipeline import Pipeline
    from kg.resources import examples_folder as examples
    from kg.views.network.drawing import draw

__all__ = [
    "MEASURES",
    "Finding",
    "Graph",
    "KgError",
    "Pipeline",
    "Severity",
    "build",
    "draw",
    "examples",
    "open",
    "rank",
    "shortest_paths",
]

_HOMES = {
    "MEASURES": "kg.network:MEASURES",
    "Finding": "kg.findings:Finding",
    "Graph": "kg.graph:Graph",
    "KgError": "kg.errors:KgError",
    "Pipeline": "kg.pipeline:Pipeline",
    "Severity": "kg.findings:Severity",
    "build": "kg.opening:build",
    "draw": "kg.views.network:draw",
    "examples": "kg.resources:examples_folder",
    "open": "kg.opening:open",
    "rank": "kg.network:rank",
    "shortest_paths": "kg.network:shortest_paths",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
