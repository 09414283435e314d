"""The rules: queries in ``queries/rules``."""

from __future__ import annotations

from functools import cache

from kg.query import Catalogue, load_catalogue
from kg.resources import queries_folder

__all__ = ["rules"]


@cache
def rules() -> Catalogue:
    """The rules by name. Those that begin with ``rl-`` make up the closure."""
    return load_catalogue([queries_folder() / "rules"])
