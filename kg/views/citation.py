"""How to cite the software and its data, as CITATION.cff says."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import InputError
from kg.resources import citation_file

__all__ = ["citation"]


def citation() -> Mapping[str, str]:
    """What CITATION.cff says, as plain texts by key; empty where this installation has no such file.

    Raises:
        InputError: the file cannot be read.
    """
    import yaml

    file = citation_file()
    if file is None:
        return {}
    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise InputError(f"the citation cannot be read: {error}", where=str(file)) from error
    if not isinstance(read, dict):
        raise InputError("the citation is not a list of keys and values", where=str(file))
    said = {key: str(value).strip() for key, value in read.items() if isinstance(value, str | int | float)}
    authors = read.get("authors") or []
    names = [
        each.get("name") or f"{each.get('given-names', '')} {each.get('family-names', '')}".strip() for each in authors
    ]
    return said | {"authors": ", ".join(names)}
