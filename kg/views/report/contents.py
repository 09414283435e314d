"""What is in the graph: articles, statements, claims and things, each number with what it counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.claims.claim import INTENTIONS, MODALITIES
from kg.claims.sameness import span
from kg.languages import primary
from kg.namespaces import local_name
from kg.views.report.ledger import Number, ReportTable
from kg.views.report.sources import ReportData

__all__ = ["Contents", "contents"]

_DOUBTFUL = "doubtful"
_MODALITIES = {"fact": "stated as a fact", **INTENTIONS, **MODALITIES, _DOUBTFUL: "left in doubt by the source"}


@dataclass(frozen=True, slots=True)
class Contents:
    """How much there is of everything.

    Args:
        articles, copies: how many sources, and how many articles that are another one again.
        days: the first and the last day of publication; empty where none is stated.
        tables: by modality, speaker, relation and type.
    """

    articles: int
    copies: int
    days: tuple[str, ...]
    languages: int
    statements: int
    speakers: int
    claims: int
    tables: Sequence[ReportTable]


def contents(report: ReportData) -> Contents:
    """What a report has to count."""
    claims = _claims(report)
    speakers = _grouped(report, "statements", "speaker", "statement")
    rows = report.articles.values()
    days = sorted(str(row["published"]) for row in rows if row["published"])
    firsts = set(map(report.sources.first, report.articles))
    return Contents(
        articles=len(firsts),
        copies=len(rows) - len(firsts),
        days=(days[0], days[-1]) if days else (),
        languages=len({primary(str(row["language"])) for row in rows if row["language"]}),
        statements=sum(map(len, speakers.values())),
        speakers=len(speakers),
        claims=sum(map(len, claims.values())),
        tables=[
            _by_modality(report, claims),
            _by_speaker(report, speakers),
            _by_relation(report, claims),
            _by_type(report),
        ],
    )


def _by_modality(report: ReportData, claims: Mapping[tuple[str, str], list[str]]) -> ReportTable:
    found: dict[str, list[str]] = defaultdict(list)
    for (_, modality), each in claims.items():
        found[local_name(modality)] += each
    rows = []
    certain = " FILTER NOT EXISTS { ?claim tnk:certainty ?any }" if _DOUBTFUL in found else ""
    for name in sorted(found, key=lambda name: (list(_MODALITIES).index(name) if name in _MODALITIES else 9, name)):
        meaning = _MODALITIES.get(name, name)
        query = (
            f"kg query -q 'SELECT ?claim {{ ?claim a tnk:Assertion ; tnk:modality tnk:{name}{certain} }}' --evidence"
        )
        if name == _DOUBTFUL:
            query = "kg query doubtful --evidence"
        number = report.ledger.claims(f"{len(found[name]):,}", f"Claims: {meaning}", found[name], hint=query)
        rows.append((meaning, number))
    return ReportTable("claims", "Claims by modality", ("modality", "claims"), rows)


def _by_speaker(report: ReportData, speakers: Mapping[str, list[str]]) -> ReportTable:
    groups = [(report.labels.of(iri), each, "kg query statement-counts") for iri, each in speakers.items()]
    rows = _rows(groups, "Statements of {}", report.ledger.claims)
    return ReportTable("speakers", "Statements by speaker", ("speaker", "statements"), rows)


def _by_relation(report: ReportData, claims: Mapping[tuple[str, str], list[str]]) -> ReportTable:
    relations: dict[str, list[str]] = defaultdict(list)
    for (relation, _), each in claims.items():
        relations[relation] += each
    query = "kg query -q 'SELECT ?claim {{ ?claim rdf:predicate tnk:{} }}'"
    groups = [(report.labels.of(iri), each, query.format(local_name(iri))) for iri, each in relations.items()]
    rows = _rows(groups, "Claims with the relation “{}”", report.ledger.claims)
    return ReportTable("relations", "Claims by relation", ("relation", "claims"), rows)


def _by_type(report: ReportData) -> ReportTable:
    query = "kg query -q 'SELECT ?thing {{ ?thing a tnk:{} }}' --labels"
    groups = [(report.labels.of(iri), each, query.format(local_name(iri))) for iri, each in report.things.items()]
    # 14–17 where some may be the same and it is undecided.
    rows = _rows(
        groups, "Things of the type “{}”", report.ledger.things, lambda iris: span(report.sameness.count(iris))
    )
    return ReportTable("types", "Things by type", ("type", "things"), rows)


def _rows(
    groups: Iterable[tuple[str, Sequence[str], str]],
    title: str,
    entry: Callable[..., Number],
    count: Callable[[Sequence[str]], str] = lambda iris: f"{len(iris):,}",
) -> list[tuple[str, Number]]:
    """Names with how much there is of each, the most first; ``count`` says how much in words."""
    return [
        (label, entry(count(iris), title.format(label), iris, hint=hint))
        for label, iris, hint in sorted(groups, key=lambda group: (-len(group[1]), group[0]))
    ]


def _claims(report: ReportData) -> dict[tuple[str, str], list[str]]:
    """The assertions by relation and modality; those that their source leaves in doubt stand apart."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in report.read("assertions").rows:
        how = _DOUBTFUL if row["doubted"] else str(row["modality"])
        found[str(row["relation"]), how].append(str(row["assertion"]))
    return {key: sorted(iris) for key, iris in sorted(found.items())}


def _grouped(report: ReportData, query: str, key: str, value: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in report.read(query).rows:
        found[str(row[key])].append(str(row[value]))
    return {each: sorted(iris) for each, iris in sorted(found.items())}
