"""The oldest versions that pyproject.toml allows, one requirement a line: ``make test-oldest`` installs these.

A range that nobody tests at its lower end is a guess.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

__all__ = ["oldest"]

_RANGE = re.compile(r"(?P<name>[\w.-]+)(\[[\w,]+\])?\s*>=\s*(?P<least>[\w.]+)\s*(,.*)?")


def oldest(pyproject: str) -> list[str]:
    """For each requirement of a project and of its extras, the requirement of its oldest version.

    >>> oldest('project.dependencies = ["click>=8.2,<9"]')
    ['click==8.2']

    Raises:
        ValueError: a requirement without a lower bound.
    """
    project = tomllib.loads(pyproject)["project"]
    wanted = [*project.get("dependencies", ())]
    wanted += (each for extra in project.get("optional-dependencies", {}).values() for each in extra)
    found = set()
    for each in wanted:
        bounds = _RANGE.fullmatch(each)
        if bounds is None:
            raise ValueError(f"{each!r} has no lower bound")
        found.add(f"{bounds['name']}=={bounds['least']}")
    return sorted(found)


if __name__ == "__main__":
    sys.stdout.write("\n".join(oldest(Path("pyproject.toml").read_text(encoding="utf-8"))) + "\n")
