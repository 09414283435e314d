"""A thing whole: its names and types, what is said of it and by whom, what it says itself, and where it is mentioned.

The queries lie in ``queries/entity``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import groupby
from typing import Any

from kg.claims.claim import Claim, Quote, either, json_ready, modality_word
from kg.claims.evidence import EvidenceReader, alternatives
from kg.claims.labels import Labels
from kg.claims.publication import Publication, publication_of
from kg.errors import UsageError
from kg.languages import place
from kg.markup.claims import annotated, claim_lines, publication_lines, publication_parts
from kg.markup.tables import ROWS, Cell, Table
from kg.model import AnnotationNote
from kg.namespaces import TNK, local_name
from kg.query.catalogue import Catalogue, load_catalogue
from kg.query.claim_table import Claimed, ClaimTable
from kg.query.run import evaluate
from kg.resources import queries_folder
from kg.store import Dataset
from kg.terms import NamedNode
from kg.text import plain

__all__ = ["ArticleMentions", "Entity", "Name", "Relation", "entity"]

_DOUBTFUL = "doubtful"
_HEADINGS = {
    "fact": "Facts",
    "plan": "Plans",
    "proposal": "Proposals",
    "wish": "Wishes",
    "negated": "Denials",
    "contested": "Objections",
    _DOUBTFUL: "In doubt",
}
_MODALITIES = tuple(_HEADINGS)


@dataclass(frozen=True, slots=True)
class Name:
    """A name; ``language`` is a BCP 47 tag, None where the source gives none; ``preferred`` names are no aliases."""

    text: str
    language: str | None
    preferred: bool


@dataclass(frozen=True, slots=True)
class Relation(Claimed):
    """A relation that is claimed of the thing, as its subject or as its object, and all claims of one modality.

    ``subject``, ``relation`` and ``object`` are IRIs, the object perhaps a value; ``labels`` are their names.
    ``modality`` is ``fact``, ``plan``, ``proposal``, ``wish``, ``negated`` or ``contested``, or ``doubtful`` for what
    its sources leave in doubt: all but ``fact`` did not make it true.
    """

    modality: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class ArticleMentions:
    """An article that mentions the thing, with the quotes of each mention; ``address`` is where it can be read."""

    article: str
    title: str
    publisher: str | None
    published: str | None
    address: str | None
    quotes: tuple[Quote, ...]
    annotation: AnnotationNote | None = None

    def counted_quotes(self) -> list[str]:
        """Each different quote, in the order of the text, with how often the article mentions the thing so."""
        counts = Counter(map(str, self.quotes))
        return [quote if count == 1 else f"{quote} ×{count}" for quote, count in counts.items()]


@dataclass(frozen=True, slots=True)
class Entity(ClaimTable):
    """A thing of the graph: printed as text, shown in a notebook as a card; iterating gives its relations.

    pandas gets a row for each claim about it.

    Args:
        iri: which one.
        label: what to call it.
        types: names of the classes that it is said to be of, such as ``Forum``.
        names: all names in all languages, preferred ones first.
        relations: what is claimed of it; facts first, denials last.
        statements: what it has said itself, as a speaker.
        articles: those that mention it, by day.
        publication: what is recorded of it if it is an article or a cited source; else None.
    """

    iri: str
    label: str
    types: tuple[str, ...]
    names: tuple[Name, ...]
    relations: tuple[Relation, ...]
    statements: tuple[Claim, ...]
    articles: tuple[ArticleMentions, ...]
    publication: Publication | None = None

    @property
    def aliases(self) -> tuple[str, ...]:
        """The names that are not preferred ones."""
        return tuple(name.text for name in self.names if not name.preferred)

    def as_dict(self) -> dict[str, Any]:
        """The thing as JSON-ready dictionary."""
        return asdict(self, dict_factory=json_ready)

    def __iter__(self) -> Iterator[Relation]:
        return iter(self.relations)

    def __len__(self) -> int:
        return len(self.relations)

    def __bool__(self) -> bool:
        return True  # a thing of which nothing is claimed is still one

    def table(self) -> Table:
        """A row for each relation."""
        rows: list[list[Cell]] = [[*each.cells, modality_word(each.modality)] for each in self.relations]
        return Table(["subject", "relation", "object", "modality"], rows, self.label)

    def _claimed(self) -> Iterator[tuple[tuple[str, str, str], tuple[str, str, str], Sequence[Claim]]]:
        return (((each.subject, each.relation, each.object), each.labels, each.claims) for each in self.relations)

    def names_by_language(self) -> dict[tuple[bool, str], list[str]]:
        """The names by whether they are preferred ones and by their language tag, which may be empty."""
        found: dict[tuple[bool, str], list[str]] = defaultdict(list)
        for name in self.names:
            found[name.preferred, name.language or ""].append(name.text)
        return found

    def relations_by_modality(self, most: int | None = None) -> list[tuple[str, list[Relation]]]:
        """The first relations under the headings of a card: facts, plans and so on, denials last."""
        grouped = groupby(self.relations[:most], key=lambda each: each.modality)
        return [(_HEADINGS.get(modality, modality), list(group)) for modality, group in grouped]

    def __str__(self) -> str:
        return "\n".join(map(plain, _lines(self)))

    def __repr__(self) -> str:
        return f"<kg.Entity {plain(self.label)}: {', '.join(self.types)}>"

    def _repr_html_(self) -> str:
        from kg.markup.environment import render

        recorded = [] if self.publication is None else publication_parts(self.publication)
        return str(render("query/entity.html", thing=self, recorded=recorded, most=ROWS))


def entity(store: Dataset, name: str, *, languages: Sequence[str] = ("en",)) -> Entity:
    """All that a store holds of a thing.

    Args:
        store: the store whose default graph is the merge.
        name: a name in any language and spelling, an IRI, or ``<kind>/<slug>``.
        languages: BCP 47 tags of the names to show, in order of preference.

    Raises:
        UsageError: nothing, or several things, bear the name; or it means a term of the ontology, or a claim.
    """
    labels = Labels(store, languages)
    node = labels.resolve(name)
    types = tuple(local_name(row[1].value) for row in _rows(store, "types", node))
    if not types:
        what = "a term of the ontology" if node.value.startswith(TNK) else "no thing, but a part of the record"
        raise UsageError(
            f"{name!r} is {what}", hint="give the IRI of a person, an organisation, an event …, or its kind/slug"
        )
    reader = EvidenceReader(store, labels)
    return Entity(
        iri=node.value,
        label=labels(node),
        types=types,
        names=tuple(_names(store, node, languages)),
        relations=tuple(_relations(store, node, labels, reader)),
        statements=tuple(reader.claims(row[1].value for row in _rows(store, "statements", node))),
        articles=tuple(_articles(store, node, labels, reader)),
        publication=publication_of(store, node, labels),
    )


@cache
def _queries() -> Catalogue:
    return load_catalogue([queries_folder() / "entity"])


def _rows(store: Dataset, query: str, node: NamedNode) -> list[Any]:
    return evaluate(store, _queries().get(query).text, substitutions={"thing": node}).terms


def _names(store: Dataset, node: NamedNode, languages: Sequence[str]) -> list[Name]:
    found = [Name(name.value, name.language, chosen.value == "true") for _, name, chosen in _rows(store, "names", node)]

    def order(name: Name) -> tuple[bool, tuple[int, int], str, str]:
        return not name.preferred, place(name.language, languages), name.language or "", name.text

    return sorted(found, key=order)


def _relations(store: Dataset, node: NamedNode, labels: Labels, reader: EvidenceReader) -> list[Relation]:
    groups: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for _, claim, subject, relation, value, modality, doubted in _rows(store, "claims", node):
        how = _DOUBTFUL if doubted.value == "true" else local_name(modality.value)
        subjects, values = alternatives(store, claim)
        groups[(subject, *subjects), relation, (value, *values), how].append(claim.value)
    found = [
        Relation(
            subjects[0].value,
            relation.value,
            values[0].value,
            (either([*map(labels, subjects)]), labels(relation), either([*map(labels, values)])),
            modality,
            tuple(reader.claims(claims)),
        )
        for (subjects, relation, values, modality), claims in groups.items()
    ]

    def order(each: Relation) -> tuple[Any, ...]:
        place = _MODALITIES.index(each.modality) if each.modality in _MODALITIES else len(_MODALITIES)
        subject, relation, value = each.labels
        return place, each.subject != node.value, relation, subject, value, each.subject, each.relation, each.object

    return sorted(found, key=order)


def _articles(store: Dataset, node: NamedNode, labels: Labels, reader: EvidenceReader) -> list[ArticleMentions]:
    mentions: dict[str, list[Quote]] = defaultdict(list)
    for _, article, mention in _rows(store, "mentions", node):
        mentions[article.value].append(reader.quote(mention, article))
    found: dict[str, ArticleMentions] = {}
    for _, article, publisher, published, url in _rows(store, "articles", node):
        told = ArticleMentions(
            article.value,
            labels(article),
            None if publisher is None else labels(publisher),
            None if published is None else published.value,
            None if url is None else url.value,
            tuple(sorted(mentions[article.value], key=lambda quote: (quote.places, quote.fragments))),
            reader.note(article),
        )
        found.setdefault(article.value, told)  # of several publishers or addresses the first
    return sorted(found.values(), key=lambda each: (each.published or "", each.article))


def _lines(thing: Entity) -> list[str]:
    """The thing as people read it."""
    lines = [f"{thing.label}  ({', '.join(thing.types)})", thing.iri]
    for title, preferred in (("names", True), ("also", False)):
        names = [f"{n.text} ({n.language})" if n.language else n.text for n in thing.names if n.preferred == preferred]
        if names:
            lines.append(f"{title}: {' · '.join(names)}")
    if thing.publication is not None:
        lines += publication_lines(thing.publication)[1:]
    for each in thing.relations:
        mark = "" if each.modality == "fact" else f"   [{modality_word(each.modality)}]"
        lines += ["", "  ".join(each.labels) + mark]
        lines += (f"  {line}" for claim in each.claims for line in claim_lines(claim))
    if thing.statements:
        lines += ["", "said:"]
        for claim in thing.statements:
            lines += [f"  {claim.content or 'no summary'}", *(f"    {line}" for line in claim_lines(claim))]
    if thing.articles:
        lines += ["", "mentioned in:"]
        for article in thing.articles:
            where = ", ".join(filter(None, (article.publisher, article.published)))
            told = " · ".join(filter(None, (article.title, where, annotated(article.annotation))))
            lines.append(f"  {told}   {article.address or article.article}")
            lines.append("    " + " · ".join(article.counted_quotes()))
    return lines
