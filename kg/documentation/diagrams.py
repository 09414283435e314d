"""Diagrams of the modules: the tree of their classes, and what each relation and attribute joins.

The layout is in columns, so that no box covers another and no line crosses a box: classes grow from left to right,
and a relation stands between what it starts from and what it leads to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.documentation.context import Here, module_path
from kg.markup.environment import render
from kg.markup.palette import DIAGRAM
from kg.namespaces import OWL, RDFS, SKOS
from kg.ontology.terms import Module, Ontology
from kg.suggest import counted
from kg.terms import NamedNode
from kg.views.drawing.fonts import text_width

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["DRAWN", "module_diagram", "overview_diagram"]

DRAWN = ("class", "relation", "attribute")
"""The sorts of terms in the diagram of a module."""

_SIZE = 13.0
_HEIGHT, _GAP, _COLUMN, _MARGIN, _PADDING = 28.0, 10.0, 70.0, 16.0, 11.0
_ROUNDS = 6
_ANYTHING = OWL + "Thing"


class _Box(NamedTuple):
    """A box with lines of text: its place, its kind in the palette, where it leads, and what a pointer on it shows."""

    x: float
    y: float
    width: float
    height: float
    lines: Sequence[str]
    kind: str
    href: str | None
    title: str

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width


class _Curve(NamedTuple):
    """A line from the right side of a box to the left side of another, with an arrow at its ``start`` or ``end``.

    Where it bends to a side, ``reach`` is how far: both its ends then lie on that side.
    """

    one: _Box
    other: _Box
    arrow: str = ""
    width: float = 1.2
    title: str = ""
    reach: float | None = None


def _picture(boxes: Sequence[_Box], curves: Sequence[_Curve], *, side: float = _MARGIN, **words: Any) -> Markup:
    """The picture around some boxes."""
    width = max((box.right for box in boxes), default=_MARGIN) + side
    height = max((box.y + box.height + _GAP for box in boxes), default=_MARGIN) + _MARGIN
    drawn = {"boxes": boxes, "curves": curves, "width": width, "height": height, "kinds": DIAGRAM, "size": _SIZE}
    return render("documentation/templates/diagram.svg", **drawn, **words)


def module_diagram(here: Here, module: Module) -> Markup:
    """The diagram of one module; its boxes lead to their terms."""
    tree = _tree(here, module)
    grown = [_Curve(tree[path[:-1]], box, "start") for path, box in sorted(tree.items()) if len(path) > 1]
    top = max((box.y + _HEIGHT + _GAP for box in tree.values()), default=_MARGIN) + 2 * _GAP
    columns, joined = _relations(here, module, top)
    counts = {sort: sum(term.sort == sort for term in module.terms) for sort in DRAWN}
    return _picture(
        [*(box for _, box in sorted(tree.items())), *(box for column in columns for box in column.values())],
        [*grown, *joined],
        name=module.name,
        title=f"Classes and relations of the module {module.title}",
        description=f"{counts['class']} classes as a tree, narrower ones to the right; below it {counts['relation']} "
        f"relations and {counts['attribute']} attributes, each between what it starts from and what it leads to.",
        rule=(_MARGIN, max(box.right for box in columns[2].values()), top - _GAP) if columns else None,
    )


def _box(here: Here, module: Module, iri: str, x: float, y: float, width: float) -> _Box:
    ontology = here.context.ontology
    term, label = ontology.terms.get(iri), ontology.name(iri)
    kind = term.sort if term is not None and term.sort in DRAWN else "datatype"
    if term is not None and kind == "class" and term.module != module.name:
        kind = "elsewhere"
    title = ": ".join([label, *ontology.facts.texts(iri, SKOS + "definition")[:1]])
    return _Box(x, y, width, _HEIGHT, [label], kind, here.way_to(iri), title)


def _tree(here: Here, module: Module) -> dict[tuple[str, ...], _Box]:
    """Classes below their superclasses, as a tree that grows to the right: a box for each path from its root."""
    ontology = here.context.ontology
    classes = [term.iri for term in module.terms if term.sort == "class" and term.own]
    below: dict[str, list[str]] = {}
    roots: dict[str, None] = {}
    for iri in classes:
        above = [each for each in ontology.facts.iris(iri, RDFS + "subClassOf") if each in ontology.terms]
        for each in above:
            below.setdefault(each, []).append(iri)
            if each not in classes:
                roots[each] = None
        if not above:
            roots[iri] = None
    placed: dict[tuple[str, ...], float] = {}
    bottom = _MARGIN

    def put(path: tuple[str, ...]) -> float:
        nonlocal bottom
        children = [each for each in sorted(below.get(path[-1], ()), key=ontology.name) if each not in path]
        if children:
            middles = [put((*path, each)) for each in children]
            y = (middles[0] + middles[-1]) / 2
        else:
            y = bottom
            bottom += _HEIGHT + _GAP
        placed[path] = y
        return y

    for root in sorted(roots, key=lambda iri: (ontology.name(iri), iri)):
        put((root,))
    widths = [
        _column(ontology, [path[-1] for path in placed if len(path) == level + 1])
        for level in range(max(map(len, placed), default=0))
    ]
    lefts = [_MARGIN + sum(widths[:level]) + level * _COLUMN * 0.6 for level in range(len(widths))]
    return {
        path: _box(here, module, path[-1], lefts[len(path) - 1], y, widths[len(path) - 1]) for path, y in placed.items()
    }


def _column(ontology: Ontology, iris: Sequence[str]) -> float:
    return round(max((text_width(ontology.name(iri), _SIZE, bold=True) for iri in iris), default=0.0) + 2 * _PADDING)


def _relations(here: Here, module: Module, top: float) -> tuple[list[dict[str, _Box]], list[_Curve]]:
    """Relations and attributes in the middle, with lines from what has them and to what they lead to."""
    ontology = here.context.ontology
    terms = [
        term.iri
        for term in module.terms
        if term.sort in DRAWN[1:] and term.own and not ontology.facts.values(term.iri, OWL + "inverseOf")
    ]
    if not terms:
        return [], []
    starts = {iri: ontology.ends(iri, RDFS + "domain") or [_ANYTHING] for iri in terms}
    leads = {iri: ontology.ends(iri, RDFS + "range") or [_ANYTHING] for iri in terms}
    columns = _ordered(ontology, terms, starts, leads)
    step = _HEIGHT + _GAP
    height = max(map(len, columns)) * step
    boxes: list[dict[str, _Box]] = []
    x = _MARGIN
    for column in columns:
        # A short column is spread over the height of the longest one.
        room, width = height / len(column), _column(ontology, column)
        boxes.append(
            {
                iri: _box(here, module, iri, x, round(top + room * (at + 0.5) - step / 2, 1), width)
                for at, iri in enumerate(column)
            }
        )
        x += width + _COLUMN
    left, middle, right = boxes
    lines = [_Curve(left[each], middle[iri]) for iri in middle for each in starts[iri]]
    lines += [_Curve(middle[iri], right[each], "end") for iri in middle for each in leads[iri]]
    return boxes, lines


def _ordered(
    ontology: Ontology, terms: Sequence[str], starts: dict[str, list[str]], leads: dict[str, list[str]]
) -> tuple[list[str], list[str], list[str]]:
    """Three columns in an order with few crossings: each box near the mean of what it is joined to."""
    middle = sorted(terms, key=lambda i: ([*map(ontology.name, starts[i])], ontology.name(i)))
    left = sorted({s for each in starts.values() for s in each}, key=ontology.name)
    right = sorted({e for each in leads.values() for e in each}, key=ontology.name)
    for _ in range(_ROUNDS):
        at = {iri: number / len(middle) for number, iri in enumerate(middle)}
        left = _by_mean(left, {s: [at[i] for i in middle if s in starts[i]] for s in left})
        right = _by_mean(right, {e: [at[i] for i in middle if e in leads[i]] for e in right})
        place = {iri: number / len(left) for number, iri in enumerate(left)}
        goal = {iri: number / len(right) for number, iri in enumerate(right)}
        wanted = {i: [*(place[s] for s in starts[i]), *(goal[e] for e in leads[i])] for i in middle}
        middle = _by_mean(middle, wanted)
    return left, middle, right


def _by_mean(column: list[str], places: dict[str, list[float]]) -> list[str]:
    return sorted(column, key=lambda iri: round(math.fsum(places[iri]) / len(places[iri]), 9))


def overview_diagram(here: Here) -> Markup:
    """The modules in two columns, joined where one's terms refer to another's; a thick line is many references."""
    ontology = here.context.ontology
    modules = [module for module in ontology.modules if any(term.own for term in module.terms)]
    width = round(max(text_width(module.title, _SIZE, bold=True) for module in modules) + 2 * _PADDING)
    height, between, side = 46.0, 190.0, 60.0
    half = (len(modules) + 1) // 2
    boxes = []
    for number, module in enumerate(modules):
        x = side + (width + between if number >= half else 0.0)
        y = _MARGIN + (number % half) * (height + 2.2 * _GAP)
        classes = sum(term.sort == "class" for term in module.terms)
        more = f"{counted(classes, 'class', 'classes')}, {len(module.terms) - classes} more"
        way, title = here.way(module_path(module.name)), f"{module.title}: {module.about}"
        boxes.append(_Box(x, y, width, height, [module.title, more], "module", way, title))
    lines = []
    for (one, other), weight in sorted(_references(ontology, modules).items()):
        first, second = boxes[one], boxes[other]
        stroke = round(1 + min(weight, 40) * 0.12, 2)
        told = f"{modules[one].title} and {modules[other].title}: {counted(weight, 'reference')}"
        # On one side: an arc around the boxes between, on the outside.
        reach = None
        if first.x == second.x:
            away = min(side - 8, 14 + 9 * abs(one - other))
            reach = first.x - away if one < half else first.right + away
        lines.append(_Curve(first, second, width=stroke, title=told, reach=reach))
    return _picture(
        boxes,
        lines,
        side=side,
        name="overview",
        title="The modules of the ontology",
        description=f"{len(modules)} modules; a line joins two whose terms refer to each other, the thicker the more "
        "often.",
        rule=None,
    )


def _references(ontology: Ontology, modules: Sequence[Module]) -> dict[tuple[int, int], int]:
    """How often the terms of two modules refer to each other."""
    number = {module.name: at for at, module in enumerate(modules)}
    found: dict[tuple[int, int], int] = {}
    for term in ontology.terms.values():
        for iri in sorted(ontology.facts.reachable(NamedNode(term.iri))):
            other = ontology.terms.get(iri)
            if other is None or other.module == term.module or not {other.module, term.module} <= number.keys():
                continue
            one, two = sorted((number[term.module], number[other.module]))
            found[one, two] = found.get((one, two), 0) + 1
    return found
