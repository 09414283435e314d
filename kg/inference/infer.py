"""Inference on request: new quads and findings; the store itself is never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import UsageError
from kg.findings import Finding
from kg.inference.closure import close
from kg.inference.definitions import defined_on
from kg.namespaces import DEFAULT_BASE
from kg.store import Dataset, in_memory
from kg.terms import Quad

__all__ = ["Inferred", "infer"]


@dataclass(frozen=True, slots=True)
class Inferred:
    """Inferred quads, and what is doubtful about them.

    Args:
        quads: the inferred quads alone, sorted, in graphs below ``…/inferred/``.
        findings: what is undecided or contested, sorted by class and thing.
    """

    quads: tuple[Quad, ...]
    findings: tuple[Finding, ...]

    def store(self) -> Dataset:
        """The quads as a store in memory, to write or query."""
        store = in_memory()
        store.bulk_extend(self.quads)
        return store


def infer(dataset: Dataset, *, as_of: str | None = None, rl: bool = False, base: str = DEFAULT_BASE) -> Inferred:
    """Infer from a graph.

    Args:
        dataset: the store whose default graph is the merge; it is only read.
        as_of: a day; the members of the defined classes on that day are inferred from dated assertions.
        rl: the closure of the direct triples under the rules of OWL 2 RL that the ontology uses.
        base: what the IRIs of the inferred graphs begin with.

    Raises:
        UsageError: neither is given, or the day is not a date.
    """
    if as_of is None and not rl:
        raise UsageError("nothing to infer", hint="give a day, or ask for the RL closure")
    quads: list[Quad] = []
    findings: Sequence[Finding] = ()
    if as_of is not None:
        quads, findings = defined_on(dataset, as_of, base)
    if rl:
        closed, clashes = close(dataset, base)
        quads, findings = [*quads, *closed], [*findings, *clashes]
    return Inferred(tuple(sorted(quads, key=str)), tuple(findings))
