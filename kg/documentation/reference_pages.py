"""The pages of the reference data and of the themes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.documentation.context import Context, language_name, names
from kg.documentation.page import Page
from kg.languages import matches, place
from kg.markup.html import filter_box, link, table, text, timed
from kg.namespaces import DEFAULT_BASE, RDF, RDFS, REFERENCE_GRAPH, SKOS, TNK
from kg.ontology.facts import Facts
from kg.ontology.terms import anchor, labels_of
from kg.query import Claim
from kg.suggest import counted
from kg.terms import MERGE, Literal, NamedNode

__all__ = ["Reference", "reference_pages"]

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
    yield Page(_PAGE, "Reference data", _reference(context, reference), _PAGE)
    yield Page(_THEMES, "Themes", _themes(context), _THEMES)


def _reference(context: Context, reference: Reference) -> Iterator[str]:
    yield "<h1>Reference data</h1>"
    yield (
        '<p class="lead">What the graph knows before it has read an article. Every statement names its source. '
        '<span class="mark">unverified</span> marks one whose source was not read, or where a better source says '
        'otherwise; <span class="mark">contested</span> marks one that somebody objects to, and says who.</p>'
    )
    yield filter_box("Show entries with")
    for (_, heading, about), iris in reference.groups.items():
        if not iris:
            continue
        name = anchor(heading.lower())
        yield f'<section data-group="{name}"><h2 id="{name}">{heading} <span class="sort">{len(iris)}</span></h2>'
        if about:
            yield f"<p>{about}</p>"
        for iri in iris:
            yield from _thing(context, reference, iri)
        yield "</section>"


def _thing(context: Context, reference: Reference, iri: str) -> Iterator[str]:
    facts, label = reference.facts, context.labels.of(iri)
    types = [each for each in facts.iris(iri, RDF + "type") if each.startswith(TNK)]
    called = [v for p in (_LABEL, _ALIAS) for v in facts.values(iri, p) if isinstance(v, Literal)]
    words = " ".join([label, *(name.value for name in called), iri.removeprefix(DEFAULT_BASE)]).lower()
    yield f'<article data-words="{text(words)}"><h3 id="{thing_anchor(iri)}">{text(label)}</h3>'
    yield f'<p class="iri"><code>{text(iri.removeprefix(DEFAULT_BASE))}</code></p><dl>'
    yield f"<dt>Class</dt><dd>{context.several(types, _PAGE)}</dd>"
    for predicate, name in ((_LABEL, "Names"), (_ALIAS, "Other names")):
        shown = [value for value in facts.values(iri, predicate) if isinstance(value, Literal)]
        if shown:
            shown.sort(key=lambda value: (place(value.language, ["en"]), value.language or "", value.value))
            items = "".join(f"<li>{_named(value)}</li>" for value in shown)
            yield f'<dt>{name}</dt><dd><ul class="inline">{items}</ul></dd>'
    of_it = [each for each in reference.assertions.get(iri, ()) if iri in facts.iris(each, RDF + "subject")]
    claims = context.evidence.claims(of_it)
    asserted = {p for each in of_it for p in facts.iris(each, RDF + "predicate")}
    # What has an assertion behind it stands below with its source; bounds of dates repeat the dates.
    apart = asserted | {RDF + "type", _LABEL, _ALIAS}
    for predicate, values in sorted(facts.of(iri).items(), key=lambda item: context.name(item[0])):
        if predicate not in apart and not predicate.endswith(("Earliest", "Latest", "earliest", "latest")):
            shown_values = ", ".join(context.value(value, _PAGE) for value in values)
            yield f"<dt>{context.go(predicate, _PAGE)}</dt><dd>{shown_values}</dd>"
    yield "</dl>"
    if claims:
        rows = [_statement(context, reference, claim) for claim in claims]
        yield table(["Statement", "Dates and qualifiers", "Sources"], rows, f"What is stated of {label}")
    yield from _elsewhere(context, reference, iri, of_it)
    yield "</article>"


def _elsewhere(context: Context, reference: Reference, iri: str, of_it: list[str]) -> Iterator[str]:
    """What is stated of other things, and names this one."""
    others = sorted(set(reference.assertions.get(iri, ())) - set(of_it))
    if not others:
        return
    said = []
    for each in others:
        subject, predicate = (reference.facts.iris(each, RDF + name) for name in ("subject", "predicate"))
        said.append(f"<li>{context.go(subject[0], _PAGE)} {text(context.name(predicate[0]))}</li>")
    count = len(said)
    named = counted(count, "statement of another thing names it", "statements of other things name it")
    yield f"<details><summary>{named}</summary><ul>{''.join(dict.fromkeys(said))}</ul></details>"


def _named(name: Literal) -> str:
    language = f' lang="{text(name.language)}"' if name.language else ""
    spoken = text(language_name(name.language or ""))
    return f'<span{language}>{text(name.value)}</span> <span class="soft">{spoken}</span>'


def _statement(context: Context, reference: Reference, claim: Claim) -> list[str]:
    """An assertion as a row: what it says, since when, and from where."""
    facts = reference.facts
    predicate = next(iter(facts.iris(claim.iri, RDF + "predicate")), "")
    objects = ", ".join(context.value(value, _PAGE) for value in facts.values(claim.iri, RDF + "object"))
    said = f"{context.go(predicate, _PAGE)} {objects}"
    if claim.modality not in (None, "fact"):
        said += f' <span class="mark">{text(claim.modality)}</span>'
    contesting = facts.iris(claim.iri, TNK + "heldBy") if claim.modality == "contested" else []
    if contesting:
        said += f" by {', '.join(context.go(each, _PAGE) for each in contesting)}"
    if claim.source_read is False:
        said += ' <span class="mark">unverified</span>'
    qualifiers = [f"<li>{text(name)}: {timed(value)}</li>" for name, value in claim.qualifiers]
    notes = [f"<li>{text(note)}</li>" for note in facts.texts(claim.iri, SKOS + "note")]
    listed = "".join([*qualifiers, *notes])
    sources = "".join(f"<li>{link(source)}</li>" for source in claim.sources)
    return [said, f"<ul>{listed}</ul>" if listed else "", f"<ul>{sources}</ul>" if sources else ""]


def _themes(context: Context) -> Iterator[str]:
    facts = context.ontology.facts
    themes = [
        subject.value
        for subject in facts.subjects()
        if isinstance(subject, NamedNode) and TNK + "Theme" in facts.iris(subject, RDF + "type")
    ]
    schemes = [iri for theme in themes for iri in facts.iris(theme, SKOS + "inScheme")]
    yield "<h1>Themes</h1>"
    for scheme in dict.fromkeys(schemes):
        for definition in facts.texts(scheme, SKOS + "definition"):
            yield f'<p class="lead">{text(definition)}</p>'
    below: dict[str, list[str]] = defaultdict(list)
    for theme in themes:
        for above in facts.iris(theme, SKOS + "broader") or [""]:
            below[above if above in themes else ""].append(theme)
    used = _uses(context)
    drawn: set[str] = set()

    def branch(found: list[str]) -> Iterator[str]:
        yield "<ul>"
        for iri in sorted(found, key=lambda each: (context.labels.of(each).lower(), each)):
            name = text(context.labels.of(iri))
            if iri in drawn:
                # Below two broader themes: told once.
                yield f'<li><a href="#{thing_anchor(iri)}">{name}</a></li>'
                continue
            drawn.add(iri)
            yield f'<li id="{thing_anchor(iri)}"><strong>{name}</strong>: {_theme(context, iri, used.get(iri, 0))}'
            if below.get(iri):
                yield from branch(below[iri])
            yield "</li>"
        yield "</ul>"

    if below[""]:
        yield from branch(below[""])
    # Themes that are broader than each other have no top.
    while left := [theme for theme in themes if theme not in drawn]:
        yield from branch(left[:1])


def _theme(context: Context, iri: str, count: int) -> str:
    """The definition of a theme, how often it is used, and its names in other languages."""
    said = text(" ".join(context.ontology.facts.texts(iri, SKOS + "definition")))
    if count:
        said += f' <span class="soft">{counted(count, "use")} in this graph</span>'
    others = [label for label in labels_of(context.ontology.facts, iri) if not matches("en", label.language)]
    if others:
        said += f"<details><summary>{len(others)} other names</summary>{names(others)}</details>"
    return said


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
