"""Reading: annotated articles, from files to :mod:`kg.model`, with every fault found on the way.

>>> from kg.read import FORMATS
>>> FORMATS["brat"].title
'brat: standoff beside the text'
"""

from __future__ import annotations

from kg.read.codes import CODES
from kg.read.folders import find_files
from kg.read.formats import FORMATS, formats, read_path
from kg.read.mapping_file import read_mapping
from kg.read.meanings import MappingFile
from kg.read.report import ReadResult

__all__ = ["CODES", "FORMATS", "MappingFile", "ReadResult", "find_files", "formats", "read_mapping", "read_path"]
