"""Reading, mapping and judging articles: what depends on nothing but an article, in this process or in several."""

from kg.preparing.articles import Head, Prepared, Preparer
from kg.preparing.processes import Setting, in_processes, processes_for

__all__ = ["Head", "Prepared", "Preparer", "Setting", "in_processes", "processes_for"]
