"""The plain facts as Turtle that people open: a block for each thing, and in the head what is left out.

What is a plain fact, :mod:`kg.query.facts` says. A file holds the facts, and of each thing in them its types and
labels; with evidence also the assertions of exactly these facts, with their statements, articles and quotes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kg.claims.kinds import Kinds
from kg.claims.labels import Labels
from kg.errors import UsageError
from kg.export.facts_blocks import Block, evidence_blocks, facts_by_thing, named_in, thing_blocks
from kg.export.facts_head import head
from kg.export.files import check_suffix, write_bytes
from kg.export.profiles import ProfileReport
from kg.export.rdf import RDF_SUFFIXES, write_triples
from kg.export.turtle import TurtleWriter, comment
from kg.namespaces import PREFIXES, RDF, TNK
from kg.query.facts import plain_facts
from kg.store import Dataset
from kg.suggest import did_you_mean, nearest
from kg.terms import MERGE, NamedNode, Triple
from kg.user_paths import PathLike, user_path

__all__ = ["write_facts"]

_TYPE, _ARTICLE = NamedNode(RDF + "type"), NamedNode(TNK + "Article")

Sections = Mapping[str, list[Block]]


def write_facts(
    dataset: Dataset,
    file: PathLike,
    *,
    about: str | None = None,
    article: str | None = None,
    with_evidence: bool = False,
) -> ProfileReport:
    """Write the plain facts, or a part of them; the suffix tells the format.

    ``.ttl`` has a block for each thing, by kind and name, and a head that says what is left out. Other formats hold
    the same triples, sorted. The same store gives the same bytes.

    Args:
        dataset: the store, or a view of it.
        file: where to write; an existing file is replaced when the new one is complete.
        about: a name, an IRI, or ``<kind>/<slug>``: only the facts with this thing as subject or object.
        article: the id or the IRI of an article: only the facts that it states, from its own assertions.
        with_evidence: whether the assertions of these facts are in as well, with articles, statements and quotes.

    Raises:
        UsageError: an unknown suffix; a name that means nothing, several things or no thing; an unknown article.
        InputError: the file cannot be written.
    """
    file = user_path(file)
    suffix = check_suffix(file, RDF_SUFFIXES)
    labels = Labels(dataset)
    thing, source = _thing(dataset, labels, about), _article(dataset, article)
    facts = plain_facts(dataset, thing, source)
    sections = _sections(dataset, labels, facts.facts, facts.expressed if with_evidence else frozenset())
    triples = set(_triples(sections))
    if suffix == ".ttl":
        part = [f"about {labels.of(thing)} ({thing})"] if thing else []
        part += [f"that this article states: {labels.of(source)} ({source})"] if source else []
        lines = head(dataset, labels, facts, triples, part)
        write_bytes(file, _turtle(lines, sections).encode("utf-8"))
    else:
        write_triples(sorted(triples, key=str), file, PREFIXES)
    reasons = sorted(Counter(facts.left_out.values()).items(), key=lambda pair: (-pair[1], pair[0]))
    known = len(facts.expressed) + len(facts.left_out)
    return ProfileReport(len(triples), "statements", known, len(facts.expressed), dict(reasons), without_term={})


def _sections(dataset: Dataset, labels: Labels, facts: Iterable[Triple], evidence: frozenset[str]) -> Sections:
    """The blocks by heading: things with their facts, then the evidence, then what the evidence alone names."""
    by_thing = facts_by_thing(facts)
    behind = evidence_blocks(dataset, labels, evidence) if evidence else {}
    written = {block.subject for blocks in behind.values() for block in blocks}
    things = thing_blocks(dataset, labels, by_thing, written)
    named = thing_blocks(dataset, labels, named_in(dataset, _triples(behind)), written | by_thing.keys())
    return {
        **things,
        **behind,
        **{f"{heading} that only the evidence names": blocks for heading, blocks in named.items()},
    }


def _triples(sections: Sections) -> Iterator[Triple]:
    return (triple for blocks in sections.values() for block in blocks for triple in block.triples)


def _turtle(lines: Iterable[str], sections: Sections) -> str:
    writer = TurtleWriter(PREFIXES)
    body: list[str] = []
    for heading, blocks in sections.items():
        body += ["", comment(f"{heading}: {len(blocks):,}")]
        for block in blocks:
            body += ["", *map(comment, block.lines), writer.block(block.triples)]
    return "\n".join([*map(comment, lines), "", *writer.prefix_lines(), *body, ""])


def _thing(dataset: Dataset, labels: Labels, name: str | None) -> str | None:
    """The IRI of the thing that a name means.

    Raises:
        UsageError: it means nothing, several things, or no thing.
    """
    if name is None:
        return None
    iri = labels.resolve(name).value
    if iri.startswith(TNK) or Kinds(dataset).of(iri) == "thing":
        what = "a term of the ontology" if iri.startswith(TNK) else "no thing, but a part of the record"
        raise UsageError(f"{name!r} is {what}", hint="name a person, an organisation, an event …")
    return iri


def _article(dataset: Dataset, name: str | None) -> str | None:
    """The IRI of an article by its id or IRI.

    Raises:
        UsageError: there is no such article.
    """
    if name is None:
        return None
    quads = dataset.quads_for_pattern(None, _TYPE, _ARTICLE, MERGE)
    articles = {_id(quad.subject.value): quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    found = articles.get(_id(name))
    if found is None:
        raise UsageError(
            f"there is no article {name!r}",
            hint=did_you_mean(nearest(_id(name), articles)) or "kg query coverage-of-events lists articles",
        )
    return found


def _id(article: str) -> str:
    """What stands last in the IRI of an article."""
    return f"/{article.strip('<>')}".rpartition("/article/")[2].removeprefix("/")
