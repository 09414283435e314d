"""Reading: annotated articles, from files to :mod:`kg.model`, with every fault found on the way.

>>> from kg.read import FORMATS
>>> sorted(FORMATS)
['.json', '.jsonl', '.yaml', '.yml']
"""

from __future__ import annotations

from kg.read.codes import CODES
from kg.read.folders import find_files
from kg.read.formats import FORMATS, read_path
from kg.read.report import ReadResult

__all__ = ["CODES", "FORMATS", "ReadResult", "find_files", "read_path"]
