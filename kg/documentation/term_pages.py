"""The pages of the terms: one a module, an index of all, and the shapes in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.documentation.context import Context, Here, Passage, Piece, module_path, names, one
from kg.documentation.diagrams import DRAWN
from kg.documentation.page import Page
from kg.documentation.question_pages import used_terms
from kg.markup.words import address
from kg.namespaces import OWL, RDF, RDFS, SKOS, TNK
from kg.ontology.terms import SORTS, Module, Term, anchor, short_name
from kg.terms import BlankNode

__all__ = ["diagram_path", "term_pages"]

_INDEX, _SHAPES = "terms.html", "shapes.html"
_STATUS = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"
# What is shown in a place of its own; all else that is said of a term stands below it by its own name.
_SHOWN = frozenset(
    [
        *(RDF + "type", OWL + "inverseOf", OWL + "equivalentClass", OWL + "disjointWith", _STATUS),
        *(RDFS + name for name in ("label", "isDefinedBy", "subClassOf", "subPropertyOf", "domain", "range")),
        *(SKOS + name for name in ("definition", "example", "editorialNote")),
        *(TNK + name for name in ("labelForReview", "usedAs", "takesQualifier")),
    ]
)
_TYPE_WORDS = {
    OWL + "SymmetricProperty": "holds in both directions",
    OWL + "TransitiveProperty": "is handed on: from a to b and b to c follows a to c",
    OWL + "FunctionalProperty": "has at most one value",
    OWL + "InverseFunctionalProperty": "has at most one subject a value",
    OWL + "AsymmetricProperty": "never holds in both directions",
    OWL + "IrreflexiveProperty": "never joins a thing to itself",
    OWL + "ReflexiveProperty": "joins each thing to itself",
}
Facts = Iterator[tuple[str, Passage]]
Places = dict[str, list[tuple[str, str]]]
"""For each term the shapes or queries that name it: name and place."""


def diagram_path(module: Module) -> str | None:
    """The file of a module's diagram; None for a module that has nothing to draw."""
    drawn = any(term.own and term.sort in DRAWN for term in module.terms)
    return f"diagrams/{anchor(module.name)}.svg" if drawn else None


def term_pages(context: Context, diagrams: Mapping[str, str]) -> Iterator[Page]:
    """The index, the modules with their diagrams by their paths, and the shapes."""
    checks: Places = defaultdict(list)
    for shape in context.shapes():
        for iri in shape.mentions:
            checks[iri].append((shape.name, f"{_SHAPES}#{shape.anchor}"))
    asked: Places = defaultdict(list)
    for question in context.questions:
        for iri in used_terms(question):
            asked[iri].append((question.name, question.path))
    yield _index(context)
    for module in context.ontology.modules:
        yield _module(Here(context, module_path(module.name)), module, diagrams, {"shapes": checks, "queries": asked})
    values = {"here": Here(context, _SHAPES), "files": context.shape_files, "anchor": anchor}
    yield Page(_SHAPES, "Shapes in words", _SHAPES, "shapes.html", values)


def _index(context: Context) -> Page:
    here, ontology = Here(context, _INDEX), context.ontology
    terms = sorted(ontology.terms.values(), key=lambda t: (t.label(ontology.language).lower(), t.iri))
    own = [term for term in terms if term.own]
    rows, words = [], []
    for term in own:
        definition = " ".join(ontology.facts.texts(term.iri, SKOS + "definition"))
        module = Piece(term.module, here.way(module_path(term.module)))
        called = Passage([[here.go(term.iri)], [Piece(term.name, kind="code")]])
        rows.append([called, one(SORTS[term.sort][1]), one(definition), one(module)])
        words.append(f"{term.name} {' '.join(each.text for each in term.labels)} {definition} {term.module}".lower())
    values = {
        "counts": [(sum(term.sort == sort for term in own), plural.lower()) for sort, (plural, _) in SORTS.items()],
        "modules": [(here.way(module_path(module.name)), module.title) for module in ontology.modules],
        "letters": sorted({context.name(term.iri)[:1].upper(): term.anchor for term in reversed(own)}.items()),
        "rows": rows,
        "ids": [term.anchor for term in own],
        "words": words,
    }
    return Page(_INDEX, "Terms", _INDEX, "terms.html", values)


def _module(here: Here, module: Module, diagrams: Mapping[str, str], uses: Mapping[str, Places]) -> Page:
    context = here.context
    own = sorted((term for term in module.terms if term.own), key=lambda t: (context.name(t.iri).lower(), t.iri))
    foreign = [term for term in module.terms if not term.own]
    path = diagram_path(module)
    values = {
        "here": here,
        "module": module,
        "diagram": path and (here.way(path), diagrams[path]),
        "sorts": SORTS,
        "own": own,
        "definitions": lambda term: context.ontology.facts.texts(term.iri, SKOS + "definition"),
        "known": lambda term: _known(here, term, uses),
        "foreign": foreign,
        "rows": [
            [one(Piece(term.name, kind="code")), one(SORTS[term.sort][1]), one(Piece(term.iri, address(term.iri)))]
            for term in foreign
        ],
    }
    return Page(here.path, module.title, _INDEX, "module.html", values)


def _known(here: Here, term: Term, uses: Mapping[str, Places]) -> Facts:
    yield from _texts(here, term)
    yield from _place(here, term)
    yield from _use(here, term)
    for name, noun in (("Checked by", "shapes"), ("Asked for in", "queries")):
        found = uses[noun].get(term.iri, [])
        yield name, Passage([[Piece(shown, here.way(place))] for shown, place in found], "row", noun)
    yield from _rest(here, term)


def _texts(here: Here, term: Term) -> Facts:
    facts = here.context.ontology.facts
    for predicate, name in ((SKOS + "example", "Example"), (SKOS + "editorialNote", "Editorial note")):
        yield name, Passage([[each] for each in facts.texts(term.iri, predicate)])
    yield "Names", names(term.labels)


def _place(here: Here, term: Term) -> Facts:
    """Where it stands among the other terms."""
    iri, ontology = term.iri, here.context.ontology
    facts = ontology.facts

    def said(predicate: str) -> Passage:
        return Passage([here.sentence(ontology.expression(node)) for node in facts.values(iri, predicate)], "; ")

    def pointing(predicate: str) -> Passage:
        return here.several(ontology.pointing.get((predicate, iri), []))

    for predicate, above, below in (
        (RDFS + "subClassOf", "Is a kind of", "Kinds of it"),
        (RDFS + "subPropertyOf", "Narrower than", "Wider than"),
    ):
        yield above, said(predicate)
        yield below, pointing(predicate)
    yield "Follows for", said(OWL + "equivalentClass")
    yield "Nothing is also", said(OWL + "disjointWith")
    yield "From", said(RDFS + "domain")
    yield "To", said(RDFS + "range")
    inverses = ontology.pointing.get((OWL + "inverseOf", iri), [])
    yield "Inverse", here.several([*facts.iris(iri, OWL + "inverseOf"), *inverses])
    yield "Relations from it", pointing(RDFS + "domain")
    yield "Relations to it", pointing(RDFS + "range")
    types = facts.iris(iri, RDF + "type")
    if term.sort == "class":
        yield "Values", pointing(RDF + "type")
    elif term.sort == "value":
        yield "Value of", here.several(each for each in types if each != OWL + "NamedIndividual")
    else:
        yield "Besides", Passage([[word] for each, word in _TYPE_WORDS.items() if each in types], "; ")


def _use(here: Here, term: Term) -> Facts:
    ontology, iri = here.context.ontology, term.iri
    facts, takes = ontology.facts, TNK + "takesQualifier"
    yield "Annotators use it as", Passage([[each] for each in facts.texts(iri, TNK + "usedAs")], ", ")
    yield "Takes", here.several(sorted(facts.iris(iri, takes), key=here.context.name))
    yield "Qualifies", here.several(ontology.pointing.get((takes, iri), []))
    yield "Status", Passage([[each] for each in facts.texts(iri, _STATUS)], ", ")


def _rest(here: Here, term: Term) -> Facts:
    """Whatever else the ontology says of it."""
    ontology = here.context.ontology
    for predicate, values in sorted(ontology.facts.of(term.iri).items()):
        if predicate not in _SHOWN:
            name = here.context.name(predicate) if predicate in ontology.terms else short_name(predicate)
            yield name.capitalize(), here.values(value for value in values if not isinstance(value, BlankNode))
