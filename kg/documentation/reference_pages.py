"""The pages of the reference data and of the themes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.documentation.context import Context, Here, Line, Passage, Piece, named, names, one
from kg.documentation.page import Page
from kg.languages import matches, place
from kg.markup.words import address
from kg.namespaces import DEFAULT_BASE, RDF, RDFS, REFERENCE_GRAPH, SKOS, TNK
from kg.ontology.facts import Facts
from kg.ontology.terms import anchor, labels_of
from kg.query import Claim
from kg.terms import MERGE, Literal, NamedNode

__all__ = ["Reference", "reference_pages", "theme_places"]

_PAGE, _THEMES = "reference.html", "themes.html"
_LABEL, _ALIAS = RDFS + "label", SKOS + "altLabel"
# Groups of the page: a class, with its heading and what stands below it. The first that fits takes a thing.
_GROUPS = (
    (
        "Polity",
        "Polities",
        "States, with their ISO codes, and polities of limited recognition, which have none. To stand here says "
        "nothing about recognition: who recognises or contests what is stated entry by entry, with its source.",
    ),
    ("Organization", "Bodies", "Organisations that recur in the articles."),
    ("Place", "Places", "Cities, administrative areas and other places."),
    ("Post", "Posts", "Posts that recur in the articles."),
)
_OTHERS = ("", "Other things", "")


class Reference:
    """The reference data of a graph: its things by group, and what is asserted of each."""

    def __init__(self, context: Context) -> None:
        self._context = context
        quads = context.dataset.quads_for_pattern(None, None, None, NamedNode(REFERENCE_GRAPH))
        self.facts = Facts(quad.triple for quad in sorted(quads, key=str))
        self.groups: dict[tuple[str, str, str], list[str]] = {group: [] for group in (*_GROUPS, _OTHERS)}
        self.assertions: dict[str, list[str]] = defaultdict(list)
        for subject in self.facts.subjects():
            if isinstance(subject, NamedNode):
                self._sort_in(subject.value)
        for iris in self.groups.values():
            iris.sort(key=lambda iri: (context.labels.of(iri).lower(), iri))

    def _sort_in(self, iri: str) -> None:
        types = self.facts.iris(iri, RDF + "type")
        if TNK + "Assertion" in types:
            for predicate in (RDF + "subject", RDF + "object"):
                for about in self.facts.iris(iri, predicate):
                    self.assertions[about].append(iri)
        elif types:
            above = self._context.labels.types(iri)
            self.groups[next(g for g in (*_GROUPS, _OTHERS) if not g[0] or TNK + g[0] in above)].append(iri)

    def places(self) -> dict[str, str]:
        """Where each thing stands on the page."""
        return {iri: f"{_PAGE}#{thing_anchor(iri)}" for iris in self.groups.values() for iri in iris}


def thing_anchor(iri: str) -> str:
    """A thing's anchor: its kind and its slug."""
    return anchor(iri.removeprefix(DEFAULT_BASE).replace("/", "."))


def reference_pages(context: Context, reference: Reference) -> Iterator[Page]:
    """The page of the reference data, and that of the themes."""
    here = Here(context, _PAGE)
    groups = [
        (anchor(heading.lower()), heading, about, [_thing(here, reference, iri) for iri in iris])
        for (_, heading, about), iris in reference.groups.items()
        if iris
    ]
    yield Page(_PAGE, "Reference data", _PAGE, "reference.html", {"groups": groups})
    yield Page(_THEMES, "Themes", _THEMES, "themes.html", _themes(context))


def _thing(here: Here, reference: Reference, iri: str) -> dict[str, object]:
    """A thing of the reference data: what is known of it, what is stated of it, and statements that name it."""
    facts, context, slug = reference.facts, here.context, iri.removeprefix(DEFAULT_BASE)
    label = context.labels.of(iri)
    names = {
        heading: [value for value in facts.values(iri, predicate) if isinstance(value, Literal)]
        for predicate, heading in ((_LABEL, "Names"), (_ALIAS, "Other names"))
    }
    types = [each for each in facts.iris(iri, RDF + "type") if each.startswith(TNK)]
    known: list[tuple[str | Piece, Passage]] = [("Class", here.several(types))]
    for heading, found in names.items():
        ordered = sorted(found, key=lambda name: (place(name.language, ["en"]), name.language or "", name.value))
        known.append((heading, Passage([named(name.value, name.language) for name in ordered], "row")))
    about = reference.assertions.get(iri, ())
    of_it = [each for each in about if iri in facts.iris(each, RDF + "subject")]
    # What has an assertion behind it stands below with its source; bounds of dates repeat the dates.
    apart = {RDF + "type", _LABEL, _ALIAS} | {p for each in of_it for p in facts.iris(each, RDF + "predicate")}
    for predicate, values in sorted(facts.of(iri).items(), key=lambda item: context.name(item[0])):
        if predicate not in apart and not predicate.endswith(("Earliest", "Latest", "earliest", "latest")):
            known.append((here.go(predicate), here.values(values)))
    named_in: list[Line] = []
    for each in sorted(set(about) - set(of_it)):
        subject, predicates = (facts.iris(each, RDF + name) for name in ("subject", "predicate"))
        named_in.append((here.go(subject[0]), f" {context.name(predicates[0])}"))
    return {
        "anchor": thing_anchor(iri),
        "slug": slug,
        "label": label,
        "words": " ".join([label, *(name.value for found in names.values() for name in found), slug]).lower(),
        "facts": known,
        "statements": [_statement(here, reference, claim) for claim in context.evidence.claims(of_it)],
        "named_in": named_in,
    }


def _statement(here: Here, reference: Reference, claim: Claim) -> list[Passage]:
    """An assertion as a row: what it says, since when, and from where."""
    facts = reference.facts
    predicate = next(iter(facts.iris(claim.iri, RDF + "predicate")), "")
    said: list[str | Piece] = [here.go(predicate), " "]
    said += _in_a_row(map(here.value, facts.values(claim.iri, RDF + "object")))
    if claim.modality not in (None, "fact"):
        said += [" ", Piece(claim.modality, kind="mark")]
    contesting = facts.iris(claim.iri, TNK + "heldBy") if claim.modality == "contested" else []
    if contesting:
        said += [" by ", *_in_a_row(map(here.go, contesting))]
    if claim.source_read is False:
        said += [" ", Piece("unverified", kind="mark")]
    notes: list[Line] = [[f"{name}: ", Piece(value)] for name, value in claim.qualifiers]
    notes += [[note] for note in facts.texts(claim.iri, SKOS + "note")]
    sources = [[Piece(source, address(source))] for source in claim.sources]
    return [one(*said), Passage(notes, "list"), Passage(sources, "list")]


def _in_a_row(pieces: Iterable[Piece]) -> list[str | Piece]:
    return [part for piece in pieces for part in (", ", piece)][1:]


def _themes(context: Context) -> dict[str, object]:
    facts, themes = context.ontology.facts, list(theme_places(context))
    schemes = dict.fromkeys(iri for theme in themes for iri in facts.iris(theme, SKOS + "inScheme"))
    below: dict[str, list[str]] = defaultdict(list)
    for theme in themes:
        for above in facts.iris(theme, SKOS + "broader") or [""]:
            below[above if above in themes else ""].append(theme)
    used = _uses(context)
    drawn: set[str] = set()

    def branch(found: list[str]) -> list[dict[str, object]]:
        return [draw(iri) for iri in sorted(found, key=lambda each: (context.labels.of(each).lower(), each))]

    def draw(iri: str) -> dict[str, object]:
        """A theme with the narrower ones below it; one that stands elsewhere already has its name alone."""
        theme: dict[str, object] = {"anchor": thing_anchor(iri), "name": context.labels.of(iri), "again": iri in drawn}
        if iri not in drawn:
            drawn.add(iri)
            theme["definition"] = " ".join(facts.texts(iri, SKOS + "definition"))
            theme["uses"] = used.get(iri, 0)
            theme["names"] = names(each for each in labels_of(facts, iri) if not matches("en", each.language))
            theme["below"] = branch(below.get(iri, []))
        return theme

    trees = [branch(below[""])]
    # Themes that are broader than each other have no top.
    while left := [theme for theme in themes if theme not in drawn]:
        trees.append(branch(left[:1]))
    about = [definition for scheme in schemes for definition in facts.texts(scheme, SKOS + "definition")]
    return {"about": about, "trees": trees}


def _uses(context: Context) -> dict[str, int]:
    """How many things have each theme."""
    counts: dict[str, int] = defaultdict(int)
    predicate = NamedNode(TNK + "hasTheme")
    for quad in context.dataset.quads_for_pattern(None, predicate, None, MERGE):
        if isinstance(quad.object, NamedNode):
            counts[quad.object.value] += 1
    return counts


def theme_places(context: Context) -> dict[str, str]:
    """Where each theme stands."""
    facts = context.ontology.facts
    return {
        subject.value: f"{_THEMES}#{thing_anchor(subject.value)}"
        for subject in facts.subjects()
        if isinstance(subject, NamedNode) and TNK + "Theme" in facts.iris(subject, RDF + "type")
    }
