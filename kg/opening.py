"""Opening a graph: from a store, or from annotated articles."""

from __future__ import annotations

import os
from collections.abc import Iterable

from kg.graph import Graph
from kg.store import OxigraphStore
from kg.user_paths import PathLike

__all__ = ["build", "open"]


def open(path: PathLike = "kg-store") -> Graph:  # noqa: A001
    """Open an existing store, for reading.

    Raises:
        StoreError: it does not exist, or cannot be read.
    """
    return Graph(OxigraphStore.open_for_reading(path))


def build(
    paths: PathLike | Iterable[PathLike],
    *,
    texts: PathLike | None = None,
    ontology: PathLike | None = None,
    drafts: bool = False,
) -> Graph:
    """Build a graph in memory from annotated articles; ``report`` has the outcome for each.

    Args:
        paths: a file or a folder, or several.
        texts: a folder with the texts of articles, to verify the quotes.
        ontology: an ontology folder instead of the bundled one.
        drafts: whether drafts are loaded, too; they count only where they are asked for: ``annotations="all"``.

    Raises:
        InputError: a path does not exist, or has no article.
    """
    from kg.pipeline import Pipeline

    several = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    pipeline = Pipeline(ontology=ontology, texts=texts)
    store = OxigraphStore.in_memory()
    report = pipeline.load(several, store, drafts=drafts)
    return Graph(store, report)
