"""What is in the graph: articles, statements, claims and things, each number with what it counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.languages import primary
from kg.markup.html import table, text, timed
from kg.namespaces import local_name
from kg.suggest import counted
from kg.views.report.sources import ReportData

__all__ = ["contents"]

_MODALITIES = {
    "fact": "stated as a fact",
    "plan": "planned",
    "proposal": "proposed",
    "wish": "wished for",
    "negated": "denied",
}


def contents(report: ReportData) -> Iterator[str]:
    """The section: a summary in words, then claims by firmness and relation, things by type, and who speaks."""
    claims = _claims(report)
    speakers = _grouped(report, "statements", "speaker", "statement")
    yield '<h2 id="contents">What is in it</h2>'
    yield _lead(report, claims, speakers)
    yield _by_modality(report, claims)
    yield _counted(
        report,
        "Who makes statements, and how many",
        ("speaker", "statements"),
        {report.labels.of(iri): (each, "kg query statement-counts") for iri, each in speakers.items()},
        "Statements of {}",
    )
    relations: dict[str, list[str]] = defaultdict(list)
    for (relation, _), each in claims.items():
        relations[relation] += each
    yield _counted(
        report,
        "Claims by what they say",
        ("relation", "claims"),
        {report.labels.of(iri): (each, _list_relation(iri)) for iri, each in relations.items()},
        "Claims with the relation “{}”",
    )
    yield _counted(
        report,
        "Things by type",
        ("type", "things"),
        {report.labels.of(iri): (each, _list_type(iri)) for iri, each in report.things.items()},
        "Things of the type “{}”",
        things=True,
    )


def _lead(report: ReportData, claims: Mapping[tuple[str, str], list[str]], speakers: Mapping[str, list[str]]) -> str:
    articles = report.articles.values()
    days = sorted(str(row["published"]) for row in articles if row["published"])
    languages = Counter(primary(str(row["language"])) for row in articles if row["language"])
    span = f", published from {timed(days[0])} to {timed(days[-1])}" if days else ""
    told = f", in {_way('articles', len(languages), 'language')}" if languages else ""
    firsts = set(map(report.sources.first, report.articles))
    copies = len(articles) - len(firsts)
    again = f" and {counted(copies, 'copy', 'copies')} of them" if copies else ""
    return (
        f'<p class="lead">{_way("articles", len(firsts), "article")}{again}{span}{told}; '
        f"{_way('speakers', sum(map(len, speakers.values())), 'statement')} by "
        f"{_way('speakers', len(speakers), 'speaker')}; "
        f"{_way('claims', sum(map(len, claims.values())), 'claim')}, each with its article or source. "
        "A number leads to what it counts, with the quotes.</p>"
    )


def _way(anchor: str, number: int, noun: str) -> str:
    """A number with its noun, as a link to a part of the page."""
    return f'<a class="number" href="#{anchor}">{counted(number, noun)}</a>'


def _by_modality(report: ReportData, claims: Mapping[tuple[str, str], list[str]]) -> str:
    found: dict[str, list[str]] = defaultdict(list)
    for (_, modality), each in claims.items():
        found[local_name(modality)] += each
    rows = []
    for name in sorted(found, key=lambda name: (list(_MODALITIES).index(name) if name in _MODALITIES else 9, name)):
        meaning = _MODALITIES.get(name, name)
        query = f"kg query -q 'SELECT ?claim {{ ?claim a tnk:Assertion ; tnk:modality tnk:{name} }}' --evidence"
        link = report.ledger.claims(_number(len(found[name])), f"Claims: {meaning}", found[name], hint=query)
        rows.append([text(meaning), link])
    return f'<div id="claims">{table(["how firmly", "claims"], rows, "Claims by how firmly they are made")}</div>'


def _counted(
    report: ReportData,
    caption: str,
    head: Sequence[str],
    groups: Mapping[str, tuple[Sequence[str], str]],
    title: str,
    *,
    things: bool = False,
) -> str:
    rows = []
    for label, (iris, hint) in sorted(groups.items(), key=lambda item: (-len(item[1][0]), item[0])):
        entry = report.ledger.things if things else report.ledger.claims
        rows.append([text(label), entry(_number(len(iris)), title.format(label), iris, hint=hint)])
    # The anchor lies inside: a browser unfolds what holds the place that a link leads to.
    inside = f'<div id="{head[0]}s">{table(head, rows, caption)}</div>'
    return f"<details><summary>{text(caption)} ({len(rows)})</summary>{inside}</details>"


def _claims(report: ReportData) -> dict[tuple[str, str], list[str]]:
    """The assertions by relation and modality."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in report.read("assertions").rows:
        found[str(row["relation"]), str(row["modality"])].append(str(row["assertion"]))
    return {key: sorted(iris) for key, iris in sorted(found.items())}


def _grouped(report: ReportData, query: str, key: str, value: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in report.read(query).rows:
        found[str(row[key])].append(str(row[value]))
    return {each: sorted(iris) for each, iris in sorted(found.items())}


def _list_relation(iri: str) -> str:
    return f"kg query -q 'SELECT ?claim {{ ?claim rdf:predicate tnk:{local_name(iri)} }}'"


def _list_type(iri: str) -> str:
    return f"kg query -q 'SELECT ?thing {{ ?thing a tnk:{local_name(iri)} }}' --labels"


def _number(number: int) -> str:
    return f"{number:,}"
