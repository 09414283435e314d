"""The pages of the terms: one a module, an index of all, and the shapes in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.documentation.context import Context, names
from kg.documentation.diagrams import module_diagram
from kg.documentation.page import Page, relative
from kg.documentation.question_pages import used_terms
from kg.markup.html import figure, filter_box, link, table, text
from kg.namespaces import OWL, RDF, RDFS, SKOS, TNK
from kg.ontology.shapes import Shape
from kg.ontology.terms import SORTS, Module, Term, anchor, short_name
from kg.terms import BlankNode, Literal, NamedNode, Triple

__all__ = ["module_path", "term_pages"]

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


def module_path(name: str) -> str:
    """The page of a module."""
    return f"modules/{anchor(name)}.html"


def term_pages(context: Context) -> Iterator[Page]:
    """The index, the modules, and the shapes."""
    checks: dict[str, list[Shape]] = defaultdict(list)
    for shape in context.shapes():
        for iri in shape.mentions:
            checks[iri].append(shape)
    asked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for question in context.questions:
        for iri in used_terms(question):
            asked[iri].append((question.path, question.name))
    yield Page(_INDEX, "Terms", _index(context), _INDEX)
    for module in context.ontology.modules:
        path = module_path(module.name)
        entry = _Entry(context, path, checks, asked)
        yield Page(path, module.title, _module(context, module, path, entry), _INDEX)
    yield Page(_SHAPES, "Shapes in words", _shapes(context), _SHAPES)


def _index(context: Context) -> Iterator[str]:
    terms = sorted(context.ontology.terms.values(), key=lambda t: (t.label(context.ontology.language).lower(), t.iri))
    own = [term for term in terms if term.own]
    yield "<h1>Terms</h1>"
    counts = ", ".join(
        f"{sum(term.sort == sort for term in own)} {plural.lower()}" for sort, (plural, _) in SORTS.items()
    )
    yield f'<p class="lead">{len(own)} terms: {text(counts)}.</p>'
    yield "<p>By module:</p>"
    items = "".join(
        f'<li><a href="{relative(_INDEX, module_path(module.name))}">{text(module.title)}</a></li>'
        for module in context.ontology.modules
    )
    yield f'<ul class="inline">{items}</ul>'
    first = {_initial(context.name(term.iri)): term.anchor for term in reversed(own)}
    letters = "".join(f'<li><a href="#{place}">{text(letter)}</a></li>' for letter, place in sorted(first.items()))
    yield f'<nav aria-label="Letters"><ul>{letters}</ul></nav>'
    yield filter_box("Show terms with")
    rows, attributes = [], []
    for term in own:
        definition = " ".join(context.ontology.facts.texts(term.iri, SKOS + "definition"))
        label = context.go(term.iri, _INDEX)
        module = f'<a href="{relative(_INDEX, module_path(term.module))}">{text(term.module)}</a>'
        rows.append([f"{label}<br><code>{text(term.name)}</code>", SORTS[term.sort][1], text(definition), module])
        words = f"{term.name} {' '.join(each.text for each in term.labels)} {definition} {term.module}"
        attributes.append(f'id="{term.anchor}" data-words="{text(words.lower())}"')
    yield table(
        ["Term", "Sort", "Definition", "Module"], rows, "All terms, in alphabetical order", attributes=attributes
    )


def _initial(name: str) -> str:
    return name[:1].upper()


def _module(context: Context, module: Module, path: str, entry: _Entry) -> Iterator[str]:
    yield '<p class="soft">Module</p>'
    yield f"<h1>{text(module.title)}</h1>"
    yield f'<p class="lead">{text(module.about)}</p>'
    own = [term for term in module.terms if term.own]
    if any(term.sort in ("class", "relation", "attribute") for term in own):
        svg = module_diagram(context.ontology, module, lambda iri: _way(context, path, iri))
        file = relative(path, f"diagrams/{anchor(module.name)}.svg")
        caption = (
            "Blue: classes of this module; dashed: classes of others. Green: relations. Yellow: attributes. "
            f'Each box leads to its term. <a href="{file}">The diagram as a file</a>'
        )
        yield figure(svg, caption, f"Diagram of the module {module.title}")
    for sort, (heading, _) in SORTS.items():
        terms = sorted((term for term in own if term.sort == sort), key=lambda t: (context.name(t.iri).lower(), t.iri))
        if terms:
            yield f'<h2 id="sort-{sort}">{heading}</h2>'
            yield context.several([term.iri for term in terms], path)
            for term in terms:
                yield from entry.lines(term)
    foreign = [term for term in module.terms if not term.own]
    if foreign:
        yield '<h2 id="other-vocabularies">Terms of other vocabularies</h2>'
        rows = [[f"<code>{text(t.name)}</code>", SORTS[t.sort][1], link(t.iri)] for t in foreign]
        attributes = [f'id="{term.anchor}"' for term in foreign]
        yield table(["Term", "Sort", "Address"], rows, "Terms that the data uses as they are", attributes=attributes)


def _way(context: Context, path: str, iri: str) -> str | None:
    return relative(path, context.places[iri]) if iri in context.places else None


class _Entry:
    """Writes the entries of a page, term by term."""

    def __init__(
        self,
        context: Context,
        path: str,
        checks: dict[str, list[Shape]],
        asked: dict[str, list[tuple[str, str]]],
    ) -> None:
        self._context = context
        self._facts = context.ontology.facts
        self._path = path
        self._checks = checks
        self._asked = asked

    def lines(self, term: Term) -> Iterator[str]:
        """One term: its heading, its definition, and what is known of it."""
        label = text(self._context.name(term.iri))
        yield f'<section><h3 id="{term.anchor}">{label} <span class="sort">{SORTS[term.sort][1]}</span></h3>'
        yield f'<p class="iri"><code>{text(term.iri)}</code></p>'
        for definition in self._facts.texts(term.iri, SKOS + "definition"):
            yield f"<p>{text(definition)}</p>"
        rows = [*self._texts(term), *self._place(term), *self._use(term), *self._rest(term)]
        yield "<dl>" + "".join(f"<dt>{text(name)}</dt><dd>{value}</dd>" for name, value in rows if value) + "</dl>"
        yield "</section>"

    def _texts(self, term: Term) -> Iterator[tuple[str, str]]:
        for predicate, name in ((SKOS + "example", "Example"), (SKOS + "editorialNote", "Editorial note")):
            yield name, "<br>".join(text(each) for each in self._facts.texts(term.iri, predicate))
        yield "Names", names(term.labels)

    def _place(self, term: Term) -> Iterator[tuple[str, str]]:
        """Where it stands among the other terms."""
        iri, facts = term.iri, self._facts
        for predicate, above, below in (
            (RDFS + "subClassOf", "Is a kind of", "Kinds of it"),
            (RDFS + "subPropertyOf", "Narrower than", "Wider than"),
        ):
            yield above, self._expressions(facts.values(iri, predicate))
            yield below, self._row(self._pointing(predicate, iri))
        yield "Follows for", self._expressions(facts.values(iri, OWL + "equivalentClass"))
        yield "Nothing is also", self._expressions(facts.values(iri, OWL + "disjointWith"))
        yield "From", self._expressions(facts.values(iri, RDFS + "domain"))
        yield "To", self._expressions(facts.values(iri, RDFS + "range"))
        inverse = [*facts.iris(iri, OWL + "inverseOf"), *self._pointing(OWL + "inverseOf", iri)]
        yield "Inverse", self._row(inverse)
        yield "Relations from it", self._row(self._pointing(RDFS + "domain", iri))
        yield "Relations to it", self._row(self._pointing(RDFS + "range", iri))
        if term.sort == "class":
            yield "Values", self._row(self._pointing(RDF + "type", iri))
        elif term.sort == "value":
            types = [each for each in facts.iris(iri, RDF + "type") if each != OWL + "NamedIndividual"]
            yield "Value of", self._row(types)
        else:
            words = [word for each, word in _TYPE_WORDS.items() if each in facts.iris(iri, RDF + "type")]
            yield "Besides", text("; ".join(words))

    def _use(self, term: Term) -> Iterator[tuple[str, str]]:
        iri = term.iri
        yield "Annotators use it as", text(", ".join(self._facts.texts(iri, TNK + "usedAs")))
        yield "Takes", self._row(sorted(self._facts.iris(iri, TNK + "takesQualifier"), key=self._context.name))
        yield "Qualifies", self._row(self._pointing(TNK + "takesQualifier", iri))
        yield "Status", text(", ".join(self._facts.texts(iri, _STATUS)))
        shapes = [
            f'<li><a href="{relative(self._path, f"{_SHAPES}#{shape.anchor}")}">{text(shape.name)}</a></li>'
            for shape in self._checks.get(iri, ())
        ]
        yield "Checked by", self._folded(shapes, "shapes")
        queries = [
            f'<li><a href="{relative(self._path, path)}">{text(n)}</a></li>' for path, n in self._asked.get(iri, ())
        ]
        yield "Asked for in", self._folded(queries, "queries")

    def _rest(self, term: Term) -> Iterator[tuple[str, str]]:
        """Whatever else the ontology says of it."""
        for predicate, values in sorted(self._facts.of(term.iri).items()):
            if predicate not in _SHOWN:
                name = self._context.name(predicate) if predicate in self._context.ontology.terms else None
                shown = [self._context.value(value, self._path) for value in values if not isinstance(value, BlankNode)]
                yield (name or short_name(predicate)).capitalize(), ", ".join(shown)

    def _pointing(self, predicate: str, iri: str) -> list[str]:
        return self._context.ontology.pointing.get((predicate, iri), [])

    def _row(self, iris: Iterable[str]) -> str:
        found = list(iris)
        return self._context.several(found, self._path) if found else ""

    def _expressions(self, nodes: Iterable[NamedNode | BlankNode | Literal | Triple]) -> str:
        words = [self._context.ontology.expression(node) for node in nodes]
        return "; ".join(self._context.sentence(each, self._path) for each in words)

    @staticmethod
    def _folded(items: list[str], name: str) -> str:
        """A list in a row; a long one is folded up."""
        shown = f'<ul class="inline">{"".join(items)}</ul>'
        if len(items) <= 8:
            return shown if items else ""
        return f"<details><summary>{len(items)} {name}</summary>{shown}</details>"


def _shapes(context: Context) -> Iterator[str]:
    yield "<h1>Shapes in words</h1>"
    yield (
        '<p class="lead">What a sound graph looks like. Each sentence is made from a SHACL shape; below it stands what '
        "kg says to the annotator when it does not hold. An error keeps an article out, a warning does not.</p>"
    )
    yield filter_box("Show shapes with")
    for file in context.shape_files:
        yield f'<section data-group="{text(file.name)}"><h2 id="{anchor(file.name)}">{text(file.name)}</h2>'
        if file.about:
            yield f"<p>{text(file.about)}</p>"
        yield '<dl class="shapes">'
        for shape in file.shapes:
            words = text(f"{shape.name} {shape.message}".lower())
            sentence = context.sentence(shape.sentence, _SHAPES)
            yield (
                f'<div id="{shape.anchor}" data-words="{words}"><dt>{text(shape.name)}</dt>'
                f'<dd>{sentence} <span class="mark">{text(shape.severity)}</span>'
                f'<br><span class="soft">{text(shape.message)}</span></dd></div>'
            )
        yield "</dl></section>"
