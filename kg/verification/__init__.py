"""Verification: texts that were fetched again, against the quotes that the graph took from the earlier ones.

The text of an article is ``<id of the article>.txt`` in the folder itself, whatever it was called when it was
annotated: the graph does not keep that name. Quotes are found by :mod:`kg.read.quotes`, as when they were annotated.
"""

from __future__ import annotations

from kg.verification.check import record, verify
from kg.verification.result import DRIFTED, ArticleCheck, QuoteCheck, Verification

__all__ = ["DRIFTED", "ArticleCheck", "QuoteCheck", "Verification", "record", "verify"]
