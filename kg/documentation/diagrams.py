"""Diagrams of the modules: the tree of their classes, and what each relation and attribute joins.

The layout is in columns, so that no box covers another and no line crosses a box: classes grow from left to right,
and a relation stands between what it starts from and what it leads to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from kg.documentation.svg import LINE, LabelBox, box, curve, picture, text_width
from kg.markup.html import text
from kg.namespaces import OWL, RDFS
from kg.ontology.terms import Module, Ontology, Term
from kg.suggest import counted
from kg.terms import NamedNode

__all__ = ["module_diagram", "overview_diagram"]

_HEIGHT, _GAP, _COLUMN, _MARGIN, _PADDING = 28.0, 10.0, 70.0, 16.0, 11.0
_ROUNDS = 6
Href = Callable[[str], str | None]


def module_diagram(ontology: Ontology, module: Module, href: Href) -> str:
    """The diagram of one module; ``href`` tells where a term's box leads."""
    parts, bottom, right = _tree(ontology, module, href, _MARGIN)
    more, height, width = _relations(ontology, module, href, bottom)
    shown = [term for term in module.terms if term.sort in ("class", "relation", "attribute")]
    counts = {sort: sum(term.sort == sort for term in shown) for sort in ("class", "relation", "attribute")}
    description = (
        f"{counts['class']} classes as a tree, narrower ones to the right; below it {counts['relation']} relations "
        f"and {counts['attribute']} attributes, each between what it starts from and what it leads to."
    )
    return picture(
        f"diagram-{module.name}",
        f"Classes and relations of the module {module.title}",
        description,
        max(right, width) + _MARGIN,
        height + _MARGIN,
        [*parts, *more],
    )


def _box(ontology: Ontology, iri: str, href: Href, x: float, y: float, width: float, module: str) -> LabelBox:
    term = ontology.terms.get(iri)
    label = ontology.name(iri)
    if term is None or term.sort not in ("class", "relation", "attribute"):
        style = "datatype"
    elif term.sort == "class":
        style = "class" if term.module == module else "elsewhere"
    else:
        style = term.sort
    meaning = next(iter(ontology.facts.texts(iri, "http://www.w3.org/2004/02/skos/core#definition")), "")
    return LabelBox(x, y, width, _HEIGHT, label, style, href(iri), f"{label}: {meaning}" if meaning else label)


def _tree(ontology: Ontology, module: Module, href: Href, top: float) -> tuple[list[str], float, float]:
    """Classes below their superclasses, as a tree that grows to the right; where it ends below and at the right."""
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
    placed: dict[tuple[str, ...], tuple[float, int]] = {}
    bottom = top

    def put(path: tuple[str, ...]) -> float:
        nonlocal bottom
        children = [each for each in sorted(below.get(path[-1], ()), key=ontology.name) if each not in path]
        if children:
            middles = [put((*path, each)) for each in children]
            y = (middles[0] + middles[-1]) / 2
        else:
            y = bottom
            bottom += _HEIGHT + _GAP
        placed[path] = y, len(path) - 1
        return y

    for root in sorted(roots, key=lambda iri: (ontology.name(iri), iri)):
        put((root,))
    depth = max((level for _, level in placed.values()), default=-1) + 1
    widths = [_column(ontology, [p[-1] for p, (_, level) in placed.items() if level == at]) for at in range(depth)]
    lefts = [_MARGIN + sum(widths[:at]) + at * _COLUMN * 0.6 for at in range(depth)]
    boxes = {
        path: _box(ontology, path[-1], href, lefts[at], y, widths[at], module.name) for path, (y, at) in placed.items()
    }
    lines = [
        curve(one.x, one.middle, boxes[path[:-1]].x + boxes[path[:-1]].width, boxes[path[:-1]].middle)
        for path, one in sorted(boxes.items())
        if len(path) > 1
    ]
    right = max((one.x + one.width for one in boxes.values()), default=_MARGIN)
    return [*lines, *(box(one) for _, one in sorted(boxes.items()))], bottom, right


def _column(ontology: Ontology, iris: Sequence[str]) -> float:
    widest = max((text_width(ontology.name(iri)) for iri in iris), default=0.0)
    return round(widest * 1.06 + 2 * _PADDING)


def _relations(ontology: Ontology, module: Module, href: Href, top: float) -> tuple[list[str], float, float]:
    """Relations and attributes in the middle, with lines from what has them and to what they lead to."""
    terms = [term for term in module.terms if term.sort in ("relation", "attribute") and term.own]
    inverse = OWL + "inverseOf"
    terms = [term for term in terms if not ontology.facts.values(term.iri, inverse)]
    if not terms:
        return [], top, _MARGIN
    starts = {term.iri: _ends(ontology, term, RDFS + "domain") for term in terms}
    leads = {term.iri: _ends(ontology, term, RDFS + "range") for term in terms}
    middle, left, right = _ordered(ontology, terms, starts, leads)
    columns = [left, middle, right]
    widths = [_column(ontology, column) for column in columns]
    lefts = [_MARGIN, _MARGIN + widths[0] + _COLUMN, _MARGIN + widths[0] + widths[1] + 2 * _COLUMN]
    top += 2 * _GAP
    step = _HEIGHT + _GAP
    height = max(map(len, columns)) * step
    boxes: list[dict[str, LabelBox]] = []
    for column, x, width in zip(columns, lefts, widths, strict=True):
        # A short column is spread over the height of the longest one.
        room = height / max(len(column), 1)
        each = {
            iri: _box(ontology, iri, href, x, round(top + room * (at + 0.5) - step / 2, 1), width, module.name)
            for at, iri in enumerate(column)
        }
        boxes.append(each)
    lines = []
    for iri, one in boxes[1].items():
        lines += [
            curve(boxes[0][s].x + widths[0], boxes[0][s].middle, one.x, one.middle, arrow=False) for s in starts[iri]
        ]
        lines += [curve(one.x + one.width, one.middle, boxes[2][e].x, boxes[2][e].middle) for e in leads[iri]]
    across = f"M{_MARGIN:g} {top - _GAP:g}H{lefts[2] + widths[2]:g}"
    rule = f'<path d="{across}" stroke="{LINE}" stroke-dasharray="1 4" fill="none"/>'
    drawn = [box(one) for column in boxes for one in column.values()]
    return [rule, *lines, *drawn], top + height, lefts[2] + widths[2]


def _ends(ontology: Ontology, term: Term, predicate: str) -> list[str]:
    return ontology.ends(term.iri, predicate) or [_ANYTHING]


_ANYTHING = OWL + "Thing"


def _ordered(
    ontology: Ontology, terms: Sequence[Term], starts: dict[str, list[str]], leads: dict[str, list[str]]
) -> tuple[list[str], list[str], list[str]]:
    """Three columns in an order with few crossings: each box near the mean of what it is joined to."""
    middle = sorted((term.iri for term in terms), key=lambda i: ([*map(ontology.name, starts[i])], ontology.name(i)))
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
    return middle, left, right


def _by_mean(column: list[str], places: dict[str, list[float]]) -> list[str]:
    return sorted(column, key=lambda iri: round(math.fsum(places[iri]) / len(places[iri]), 9))


def overview_diagram(ontology: Ontology, modules: Sequence[Module], href: Href) -> str:
    """The modules in two columns, joined where one's terms refer to another's; a thick line is many references."""
    width = round(max(text_width(module.title) for module in modules) * 1.1 + 2 * _PADDING)
    height, between, side = 46.0, 190.0, 60.0
    half = (len(modules) + 1) // 2
    boxes = []
    for number, module in enumerate(modules):
        x = side + (width + between if number >= half else 0.0)
        y = _MARGIN + (number % half) * (height + 2.2 * _GAP)
        classes = sum(term.sort == "class" for term in module.terms)
        more = f"{counted(classes, 'class', 'classes')}, {len(module.terms) - classes} more"
        way = href(module.name)
        boxes.append(
            LabelBox(x, y, width, height, module.title, "module", way, f"{module.title}: {module.about}", more)
        )
    lines = []
    for (one, other), weight in sorted(_references(ontology, modules).items()):
        first, second = boxes[one], boxes[other]
        if first.x == second.x:
            # On one side: an arc around the boxes between, on the outside.
            out = -1 if one < half else 1
            x = first.x if out < 0 else first.x + width
            reach = x + out * min(side - 8, 14 + 9 * abs(one - other))
            bow = f"{reach:g} {first.middle:g} {reach:g} {second.middle:g} {x:g} {second.middle:g}"
            path = f"M{x:g} {first.middle:g}C{bow}"
        else:
            bend = between / 2
            path = (
                f"M{first.x + width:g} {first.middle:g}C{first.x + width + bend:g} {first.middle:g} "
                f"{second.x - bend:g} {second.middle:g} {second.x:g} {second.middle:g}"
            )
        stroke = round(1 + min(weight, 40) * 0.12, 2)
        told = f"{modules[one].title} and {modules[other].title}: {counted(weight, 'reference', 'references')}"
        lines.append(
            f'<path d="{path}" fill="none" stroke="{LINE}" stroke-opacity="0.55" stroke-width="{stroke:g}">'
            f"<title>{text(told)}</title></path>"
        )
    description = (
        f"{len(modules)} modules; a line joins two whose terms refer to each other, the thicker the more often."
    )
    right, bottom = 2 * side + 2 * width + between, boxes[half - 1].y + height + _MARGIN
    parts = [*lines, *map(box, boxes)]
    return picture("diagram-overview", "The modules of the ontology", description, right, bottom, parts)


def _references(ontology: Ontology, modules: Sequence[Module]) -> dict[tuple[int, int], int]:
    """How often the terms of two modules refer to each other."""
    number = {module.name: at for at, module in enumerate(modules)}
    found: dict[tuple[int, int], int] = {}
    for term in ontology.terms.values():
        for iri in sorted(ontology.facts.reachable(NamedNode(term.iri))):
            other = ontology.terms.get(iri)
            if other is None or other.module == term.module or not {other.module, term.module} <= number.keys():
                continue
            pair = sorted((number[term.module], number[other.module]))
            found[pair[0], pair[1]] = found.get((pair[0], pair[1]), 0) + 1
    return found
