"""The graph as of a day: what held then, of what was known then.

- What is dated (posts, memberships, chairs, names, whatever has a start or an end) is in when it certainly held on the
  day: its latest start is not after the day, its earliest end not before it. When it was reported does not matter.
- What is not dated is in when it was reported, or is attested, on or before the day. That it still held is an
  inference: nobody said that it had ended.
- Of the statuses of a thing, only those of the newest report on or before the day are in. A status that is meant as
  a plan or a wish, denied, or only hinted at is none, and takes no other's place. A status in the reference data counts
  as reported on the last day that the date of the thing allows; it stays in beside newer reports, since an article that
  recalls an old plan does not undo what was held.
- Reference data without a date are in; those for which no source was read are out.
- Statements are in when their article was published on or before the day; what has no day of publication is out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, cast

import pyoxigraph as ox

from kg.namespaces import PREFIXES, TNK
from kg.store.views import direct_triples, uncertain

__all__ = ["as_of_view"]

_NEVER = "9999-12-31"

_ASSERTIONS = """
SELECT ?assertion ?thing ?predicate ?modality ?asserted ?start ?end ?attested ?date ?reference WHERE {
  ?assertion a tnk:Assertion ; rdf:subject ?thing ; rdf:predicate ?predicate ; tnk:modality ?modality .
  OPTIONAL { ?assertion tnk:assertedOn ?asserted }
  OPTIONAL { ?assertion tnk:startLatest ?start }
  OPTIONAL { ?assertion tnk:endEarliest ?end }
  OPTIONAL { ?assertion tnk:latest ?attested }
  OPTIONAL { ?predicate tnk:earliestBound ?date }
  OPTIONAL { ?assertion tnk:attributedTo ?reference . FILTER(?reference = tnk:referenceEditors) }
}"""
_HAPPENED = """
SELECT ?thing (MAX(?latest) AS ?day) WHERE {
  ?thing tnk:status ?status ; tnk:startLatest|tnk:latest ?latest
} GROUP BY ?thing
"""
_LATER = """
SELECT ?article WHERE {
  ?article a tnk:Article OPTIONAL { ?article tnk:publishedLatest ?day } FILTER(!BOUND(?day) || STR(?day) > ?limit)
}"""


def as_of_view(dataset: ox.Store, day: str) -> ox.Store:
    """A copy in memory of what held, and was known, on a day; see the module.

    Args:
        dataset: the store with its merge.
        day: ISO 8601.
    """
    unread = ox.Literal(False)
    found = dataset.quads_for_pattern(None, ox.NamedNode(TNK + "verified"), unread, ox.DefaultGraph())
    out = {quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)}
    statuses: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    weak = uncertain(dataset)
    happened = {row["thing"].value: row["day"].value for row in _rows(dataset, _HAPPENED)}
    for row in _rows(dataset, _ASSERTIONS):
        claim = {name: "" if term is None else str(term.value) for name, term in row.items()}
        is_fact = claim["modality"] == TNK + "fact" and claim["assertion"] not in weak
        if claim["predicate"] == TNK + "status" and is_fact:
            known = claim["asserted"] or (happened.get(claim["thing"], "") if claim["reference"] else _NEVER)
            statuses[claim["thing"]].append((known, claim["assertion"], bool(claim["reference"])))
        elif not _holds(claim, day):
            out.add(claim["assertion"])
    for claims in statuses.values():
        newest = max((known for known, _, _ in claims if known <= day), default=None)
        out |= {
            assertion for known, assertion, reference in claims if known != newest and not (reference and known <= day)
        }
    later = tuple(f"{row['article'].value}/statement/" for row in _rows(dataset, _LATER.replace("?limit", f'"{day}"')))
    kept, dropped = direct_triples(dataset, lambda assertion: assertion not in out)
    unsupported = dropped - kept
    view = ox.Store()
    view.bulk_extend(
        quad
        for quad in dataset
        if quad.triple not in unsupported
        and not (isinstance(quad.subject, ox.NamedNode) and _is_out(quad.subject.value, out, later))
    )
    return view


def _is_out(subject: str, out: set[str], later: tuple[str, ...]) -> bool:
    return subject in out or subject.startswith(later)


def _holds(claim: dict[str, str], day: str) -> bool:
    """Whether an assertion that is no status counts on the day; what is not given is empty."""
    if not claim["date"]:
        if claim["start"] or claim["end"]:
            return claim["start"] <= day <= (claim["end"] or _NEVER)
        if claim["attested"]:
            return claim["attested"] <= day
    return bool(claim["reference"]) or (claim["asserted"] or _NEVER) <= day


def _rows(dataset: ox.Store, text: str) -> list[dict[str, Any]]:
    solutions = cast("ox.QuerySolutions", dataset.query(text, prefixes=PREFIXES))
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name] for name in names} for row in solutions]
