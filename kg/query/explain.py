"""Explaining a fact: every assertion for and against it, with its quotes, article, speaker and modality."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kg.claims.claim import Claim, either
from kg.claims.corrections import withdrawn_about
from kg.claims.evidence import EvidenceReader, alternatives
from kg.claims.labels import Labels
from kg.claims.publication import RECORDED, Publication, publication_of
from kg.claims.sources import Sources
from kg.errors import UsageError
from kg.markup.claims import claim_lines, publication_lines, publication_parts
from kg.markup.tables import ROWS, Cell, Table
from kg.namespaces import OWL, RDF, TNK, local_name
from kg.query.claim_table import Claimed, ClaimTable
from kg.store import Dataset, select
from kg.suggest import counted, did_you_mean, nearest
from kg.terms import MERGE, Literal, NamedNode
from kg.text import plain

if TYPE_CHECKING:
    from kg.query.catalogue import Catalogue, NamedQuery
    from kg.query.differences import Difference

__all__ = ["Explanation", "Fact", "explain"]

_ASSERTIONS = """
SELECT ?assertion ?subject ?predicate ?object ?modality ?node WHERE {
  { ?assertion rdf:subject|tnk:alternativeSubject ?node .
    ?assertion rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object }
  UNION
  { ?predicate a owl:SymmetricProperty .
    ?assertion rdf:object|tnk:alternative ?node ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object }
  ?assertion tnk:modality ?modality .
}
"""


@dataclass(frozen=True, slots=True)
class Fact(Claimed):
    """One subject, relation and object, and what is said of it.

    ``held`` claims state it as a fact; ``open_`` claims plan, propose or wish it; ``against`` claims deny it, and
    ``contests`` object to it. What its source leaves in doubt, of any modality, stands in ``doubted`` alone, and what
    is corrected or retracted in ``withdrawn`` alone.
    ``sources`` is how many different sources state it as a fact: two articles that cite one page for it are one.
    ``contested_by`` names who objects; ``differs`` is what else is said that contradicts it.
    """

    held: tuple[Claim, ...]
    open_: tuple[Claim, ...]
    against: tuple[Claim, ...]
    doubted: tuple[Claim, ...] = ()
    withdrawn: tuple[Claim, ...] = ()
    contested_by: tuple[str, ...] = ()
    differs: tuple[Difference, ...] = ()
    contests: tuple[Claim, ...] = ()
    sources: int = 0

    @property
    def standing(self) -> str:
        """In a word: ``fact``, ``contested``, ``disputed``, ``denied``, ``doubtful``, ``not a fact`` or ``withdrawn``.

        It is disputed if it is stated and denied, and contested if it is stated and somebody objects. What is left in
        doubt neither states nor denies it; what is planned or wished for is not a fact. It is withdrawn if nobody says
        so any longer.
        """
        if self.held:
            return "disputed" if self.against else "contested" if self.contested_by else "fact"
        if self.against:
            return "denied"
        if self.doubted:
            return "doubtful"
        return "not a fact" if self.open_ or self.contests else "withdrawn"

    def as_dict(self) -> dict[str, Any]:
        """The fact as JSON-ready dictionary."""
        return {
            "subject": self.subject,
            "relation": self.relation,
            "object": self.object,
            "labels": list(self.labels),
            "standing": self.standing,
            "sources": self.sources,
            "for": [claim.as_dict() for claim in self.held],
            "open": [claim.as_dict() for claim in self.open_],
            "against": [claim.as_dict() for claim in self.against],
            "contests": [claim.as_dict() for claim in self.contests],
            "doubtful": [claim.as_dict() for claim in self.doubted],
            "withdrawn": [claim.as_dict() for claim in self.withdrawn],
            "contested_by": list(self.contested_by),
            "differs": [difference.as_dict() for difference in self.differs],
        }


@dataclass(frozen=True, slots=True)
class Explanation(ClaimTable):
    """All facts that were asked about, to be iterated, printed, or handed to pandas, a row for each claim.

    ``is_narrow`` tells whether one object was asked about: what contradicts it is then shown at length.
    ``publication`` is what is recorded of an article or of a cited source, if it was asked about; no claim stands
    behind it.
    """

    subject: str
    label: str
    facts: tuple[Fact, ...]
    known_relations: tuple[str, ...]
    is_narrow: bool = False
    publication: Publication | None = None

    def as_dict(self) -> dict[str, Any]:
        """The explanation as JSON-ready dictionary."""
        return {
            "subject": self.subject,
            "label": self.label,
            "facts": [fact.as_dict() for fact in self.facts],
            "publication": None if self.publication is None else self.publication.as_dict(),
        }

    def __repr__(self) -> str:
        return f"<kg.Explanation {plain(self.label)}: {counted(len(self.facts), 'fact')}>"

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    def table(self) -> Table:
        """A row for each fact."""
        rows: list[list[Cell]] = [[*fact.cells, fact.standing] for fact in self.facts]
        return Table(["subject", "relation", "object", "standing"], rows, self.label)

    def _claimed(self) -> Iterator[tuple[tuple[str, str, str], tuple[str, str, str], Sequence[Claim]]]:
        for fact in self.facts:
            iris = (fact.subject, TNK + fact.relation, fact.object)
            yield (
                iris,
                fact.labels,
                (*fact.held, *fact.open_, *fact.against, *fact.contests, *fact.doubted, *fact.withdrawn),
            )

    def __str__(self) -> str:
        blocks = [] if self.publication is None else [publication_lines(self.publication)]
        blocks += [_fact_lines(fact, self.is_narrow) for fact in self.facts]
        if not blocks:
            known = f" What is said of it: {', '.join(self.known_relations)}." if self.known_relations else ""
            return plain(f"Nothing is said of this about {self.label}.{known}")
        return "\n\n".join("\n".join(map(plain, lines)) for lines in blocks)

    def _repr_html_(self) -> str:
        from kg.markup.environment import render

        recorded = [] if self.publication is None else publication_parts(self.publication)
        return str(render("query/explanation.html", explanation=self, recorded=recorded, most=ROWS))


def explain(
    store: Dataset,
    subject: str,
    relation: str | None = None,
    object: str | None = None,  # noqa: A002
    *,
    languages: Sequence[str] = ("en",),
    catalogue: Catalogue | None = None,
) -> Explanation:
    """What stands behind what is said of a thing, and what contradicts it.

    Args:
        store: the store.
        subject: a name, an IRI, or ``<kind>/<slug>``.
        relation: the name of a relation or attribute, such as ``holdsPost``; None for all.
        object: a name, an IRI, or a value; None for all.
        languages: in which languages names are shown, in order of preference.
        catalogue: its questions with a ``contradiction`` find what contradicts a fact; None for the bundled ones.

    Raises:
        UsageError: a name means nothing, or several things; there is no such relation.
    """
    from kg.query.catalogue import bundled_catalogue
    from kg.query.differences import contradictions

    labels = Labels(store, languages)
    node = labels.resolve(subject)
    predicate = None if relation is None else _relation(store, relation)
    reader = EvidenceReader(store, labels)
    groups: dict[tuple[Any, ...], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    known: set[str] = set()
    rows = [tuple(row)[:5] for row in select(store, _ASSERTIONS, node=node)] + list(withdrawn_about(store, node))
    for assertion, subject_, predicate_, object_, modality in rows:
        known.add(local_name(predicate_.value))
        if predicate is not None and predicate_ != predicate:
            continue
        subjects, objects = alternatives(store, assertion)
        key = ((subject_, *subjects), predicate_, (object_, *objects))
        groups[key][local_name(modality.value)].append(assertion.value)
    recorded = publication_of(store, node, labels)
    known |= set() if recorded is None else set(RECORDED[:3])
    if predicate is not None and local_name(predicate.value) not in RECORDED:
        recorded = None
    # What is recorded is shown whole, whatever object is asked about.
    wanted = None if object is None or (recorded and not groups) else _object(labels, groups, object)
    found = contradictions(store, node, bundled_catalogue() if catalogue is None else catalogue)
    facts = [
        _fact(reader, labels, key, claims, found)
        for key, claims in groups.items()
        if wanted is None or wanted in key[0] or wanted in key[2]
    ]
    if any(len(fact.held) > 1 for fact in facts):
        sources = Sources.of(store)
        facts = [replace(fact, sources=_sources(store, sources, fact.held)) for fact in facts]
    facts.sort(key=lambda fact: (fact.labels[1], fact.labels[2], fact.subject, fact.object))
    return Explanation(node.value, labels(node), tuple(facts), tuple(sorted(known)), wanted is not None, recorded)


def _fact(
    reader: EvidenceReader,
    labels: Labels,
    key: tuple[Any, ...],
    claims: dict[str, list[str]],
    found: list[tuple[NamedQuery, frozenset[str]]],
) -> Fact:
    from kg.query.differences import beside

    own = [iri for iris in claims.values() for iri in iris]
    told = reader.claims(own)
    certain = [claim for claim in told if claim.certainty is None and claim.withdrawn is None]
    contesters = {name for iri in own for name in labels.all_of(iri, TNK + "contestedBy")}
    names = (either([*map(labels, key[0])]), labels(key[1]), either([*map(labels, key[2])]))
    subject, predicate, value = key[0][0].value, key[1].value, key[2][0].value
    return Fact(
        subject,
        local_name(predicate),
        value,
        names,
        held=tuple(claim for claim in certain if claim.modality == "fact"),
        open_=tuple(claim for claim in certain if claim.modality not in ("fact", "negated", "contested")),
        against=tuple(claim for claim in certain if claim.modality == "negated"),
        doubted=tuple(claim for claim in told if claim.certainty is not None and claim.withdrawn is None),
        withdrawn=tuple(claim for claim in told if claim.withdrawn is not None),
        contested_by=tuple(sorted(contesters)),
        differs=tuple(beside(found, own, reader)),
        contests=tuple(claim for claim in certain if claim.modality == "contested"),
        sources=int(any(claim.modality == "fact" for claim in certain)),
    )


def _sources(store: Dataset, sources: Sources, claims: Sequence[Claim]) -> int:
    """How many different sources make some claims; see :mod:`kg.claims.sources`."""
    found: set[str] = set()
    for claim in claims:
        if claim.article is not None:
            found |= sources.behind(store, claim.iri, [claim.article])
        else:
            found.update(map(sources.page, claim.sources or ("",)))
    return len(found)


def _relation(store: Dataset, name: str) -> NamedNode:
    """The property of a name, of an inverse name, or of a label such as ``holds post``."""
    type_ = NamedNode(RDF + "type")
    known: dict[str, NamedNode] = {}
    for class_ in ("ObjectProperty", "DatatypeProperty"):
        for quad in store.quads_for_pattern(None, type_, NamedNode(OWL + class_), MERGE):
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(TNK):
                known[local_name(quad.subject.value)] = quad.subject
    found = known.get(name.removeprefix("tnk:").removeprefix(TNK))
    if found is None:
        labels = Labels(store)
        found = next((known[each] for each in sorted(known) if labels(known[each]) == name), None)
    if found is None:
        raise UsageError(f"there is no relation {name!r}", hint=did_you_mean(nearest(name, known, cutoff=0.5)))
    return found


def _object(labels: Labels, groups: dict[tuple[Any, ...], Any], text: str) -> Any:
    """The object meant: a literal, or a controlled value, that stands there as written; else a named thing."""
    for key in groups:
        value = key[2][0]
        if isinstance(value, Literal) and value.value == text:
            return value
        if isinstance(value, NamedNode) and value.value == TNK + text:
            return value
    return labels.resolve(text)


def _fact_lines(fact: Fact, at_length: bool) -> list[str]:
    mark = "" if fact.standing == "fact" else f"   [{fact.standing}]"
    lines = ["  ".join(fact.labels) + mark]
    for title, claims in (
        ("", fact.held),
        ("", fact.open_),
        ("against: ", fact.against),
        ("", fact.doubted),
        ("", fact.withdrawn),
    ):
        for claim in claims:
            lines += _claim_lines(claim, title)
    if fact.sources < len(fact.held):
        lines.append(f"  {len(fact.held)} claims as a fact, {counted(fact.sources, 'source')}")
    if fact.contested_by:
        lines.append(f"  contested by: {', '.join(fact.contested_by)}")
    lines += [line for claim in fact.contests for line in _claim_lines(claim)]
    for difference in fact.differs:
        lines.append(f"  differs: {difference.label} ({difference.how}; kg query {difference.question})")
        if at_length:
            lines += [f"  {line}" for claim in difference.claims for line in _claim_lines(claim)]
    return lines


def _claim_lines(claim: Claim, title: str = "") -> list[str]:
    first, *others = claim_lines(claim)
    return [f"  {title}{first}", *(f"  {line}" for line in others)]
