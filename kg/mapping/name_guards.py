"""Guards of names: who has none, and what is almost the name of something in the reference data.

Nothing is merged because it looks alike: a person decides, and writes an ``id``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.mapping.findings import Findings
from kg.model import AnnotatedEntity
from kg.names import fold

__all__ = ["NearNames", "check_new_name", "is_description"]

_SHORTEST = 7  # shorter names are within one letter of too much


class NearNames:
    """Names by what is left of them without one letter: names within one edit of each other share some of it.

    The method is that of symmetric deletion (W. Garbe, SymSpell, 2012).

    Args:
        names: folded names, each with its kind and the id of the thing that bears it.
    """

    def __init__(self, names: Iterable[tuple[str, str, str]]) -> None:
        self._by_remainder: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for kind, name, thing in names:
            if len(name) >= _SHORTEST:
                for remainder in _remainders(name):
                    self._by_remainder[kind, remainder].add((name, thing))

    def near(self, kind: str, name: str) -> Mapping[str, str]:
        """The things of a kind with a name within one edit of a folded one, each with that name."""
        if len(name) < _SHORTEST:
            return {}
        found = {pair for remainder in _remainders(name) for pair in self._by_remainder.get((kind, remainder), ())}
        return {thing: other for other, thing in sorted(found) if _within_one_edit(name, other)}


def check_new_name(entity: AnnotatedEntity, kind: str, near: NearNames, findings: Findings) -> None:
    """Report an entity that gets its id from its name, where the name is none, or almost that of another thing.

    Args:
        entity: without an ``id``, and of no name in the reference data.
        kind: that of its id.
        near: the names of the reference data.
    """
    if kind == "person" and all(map(is_description, (name.text for name in entity.names))):
        word = entity.names[0].text
        findings.warning(
            "anonymous-person",
            f"{word!r} is not a person's name, and without an id every article's {word} is the same person",
            (*entity.path, "name"),
            hint="give each an id of their own, such as person/ARTICLE-WORD",
        )
        return
    others: dict[str, str] = {}
    for name in entity.names:
        others |= near.near(kind, fold(name.text))
    if others:
        candidates = " or ".join(f"{other} ({thing})" for thing, other in sorted(others.items()))
        findings.warning(
            "near-name",
            f"{entity.names[0].text!r} is almost the name of something in the reference data",
            (*entity.path, "name"),
            hint=f"did you mean {candidates}? If so, write its id; if not, give it an id of its own",
        )


def is_description(name: str) -> bool:
    """Whether a name has small letters and no capital one, in a script whose names begin with one: not in Georgian."""
    return name != name.upper() and name == name.lower() and not any("\u10d0" <= letter <= "\u10ff" for letter in name)


def _remainders(name: str) -> Iterator[str]:
    yield name
    for at in range(len(name)):
        yield name[:at] + name[at + 1 :]


def _within_one_edit(one: str, other: str) -> bool:
    """Whether one letter more, less or otherwise, or two swapped, make the difference; numbers differ on purpose."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if any(map(str.isdigit, one + other)):
        return False
    swapped = len(one) == len(other) == 2 and one == other[::-1]
    return bool(one or other) and (swapped or (len(one) <= 1 and len(other) <= 1))
