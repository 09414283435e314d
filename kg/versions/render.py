"""The changes between two versions as text or Markdown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from kg.namespaces import PREFIXES, SH
from kg.text import spelled
from kg.versions.changes import Change, Changes
from kg.versions.effects import Effect, union
from kg.versions.snapshot import BETWEEN, CLOSE, OPEN

__all__ = ["render_changes"]

_PREFIXES = {
    **PREFIXES,
    "sh": SH,
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "tnks": "https://w3id.org/turkic-ngo-kg/shapes#",
}
_LONGEST_FIRST = sorted(_PREFIXES.items(), key=lambda pair: (-len(pair[1]), pair[0]))
_IRI = re.compile(rf"https?://[^\s<>\"\[\];{OPEN}{BETWEEN}{CLOSE}]+")
_LISTS = str.maketrans({OPEN: "(", BETWEEN: " ", CLOSE: ")"})
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")
_FEW = 3  # so many terms that changed alike are told one by one
_HEADINGS = {
    Effect.MAJOR: "What was right may now be wrong (major)",
    Effect.MINOR: "More is possible (minor)",
    Effect.PATCH: "Texts (patch)",
}


def render_changes(changes: Changes, form: str) -> str:
    """The changes in ``text`` or ``markdown``; the same change of many terms is told once."""
    markdown = form == "markdown"
    head = f"From {changes.old.version or '?'} to {changes.new.version or '?'}"
    lines = [f"# {head}" if markdown else head, ""]
    for effect, heading in _HEADINGS.items():
        chosen = [change for change in changes.changes if change.effect is effect]
        if chosen:
            lines += [f"## {heading}", ""] if markdown else [f"{heading}:"]
            lines += [f"{'- ' if markdown else '  '}{line}" for line in _lines(chosen, _code if markdown else _plain)]
            lines.append("")
    if not changes.changes:
        lines += ["Nothing changed.", ""]
    if changes.needed:
        lines.append(f"The least version for this: {changes.needed}")
    return "\n".join(lines).rstrip()


def _lines(changes: Sequence[Change], show: Callable[[str], str]) -> Iterator[str]:
    alike: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change in changes:
        alike[change.what, change.property, change.old, change.new].append(change)
    told: set[tuple[object, ...]] = set()
    for change in changes:
        key = (change.what, change.property, change.old, change.new)
        if len(alike[key]) <= _FEW or not change.property:
            yield _line(change, f"{change.sort} {show(change.term)}".rstrip(), show)
        elif key not in told:
            told.add(key)
            yield _line(change, f"{len(alike[key])} terms", show)


def _line(change: Change, name: str, show: Callable[[str], str]) -> str:
    if change.what == "renamed":
        return f"renamed: {name} → {show(change.new[0])}"
    if change.property and change.term:
        old, new = change.old, change.new
        if len(old) == len(new) == 1 and (members := _difference(old[0], new[0])):
            old, new = members
        parts = [f"− {show(value)}" for value in old] + [f"+ {show(value)}" for value in new]
        return f"changed: {name}, {show(change.property)}: {'; '.join(parts)}"
    values = " and ".join(show(value) for value in (*change.old, *change.new))
    what = f" {show(change.property)}" if change.property else ""
    return f"{change.what}: {name}{what}{f' {values}' if values else ''}"


def _difference(old: str, new: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The classes that left a union, and those that joined it."""
    before, after = union(old), union(new)
    if before is None or after is None or not (old.startswith("[") or new.startswith("[")):
        return None
    return tuple(sorted(before - after)), tuple(sorted(after - before))


def _plain(value: str) -> str:
    shown = _IRI.sub(lambda match: _short(match[0]), value).translate(_LISTS)
    return spelled(shown)


def _code(value: str) -> str:
    shown = _plain(value)
    return _SPECIAL.sub(r"\\\1", shown) if "`" in shown or not shown else f"`{shown}`"


def _short(iri: str) -> str:
    for prefix, namespace in _LONGEST_FIRST:
        rest = iri.removeprefix(namespace)
        if rest != iri and rest and "/" not in rest:
            return f"{prefix}:{rest}"
    return iri
