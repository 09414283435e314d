"""Whose word a claim is, and of which day: the innermost voice of the chain that an article passes on.

An article tells what it saw itself, or what a source that it cites has reported; in either a speaker may be quoted, who
may quote another in turn. What is claimed is the word of the innermost of these, of the day of the innermost source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kg.dates import EdtfDate, parse_date
from kg.mapping.findings import Findings
from kg.model import AnnotatedArticle, AnnotatedRelation, CitedSource, Ref, SpeechAct

__all__ = ["Chains", "check_chains"]

_Link = TypeVar("_Link", bound=SpeechAct | CitedSource)


@dataclass(frozen=True)
class Chains:
    """The statements and cited sources of an article, by their ids. An id that is not known ends a chain."""

    statements: Mapping[str, SpeechAct]
    sources: Mapping[str, CitedSource]
    publisher: Ref | None

    @classmethod
    def of(cls, article: AnnotatedArticle) -> Chains:
        """Those of one article."""
        statements = {act.id: act for act in article.statements}
        return cls(statements, {each.id: each for each in article.sources}, article.metadata.publisher)

    def source_of(self, claim: AnnotatedRelation | SpeechAct) -> CitedSource | None:
        """The cited source that a relation or a statement is taken from; None for the article's own reporting."""
        act = self.statements.get(claim.statement or "") if isinstance(claim, AnnotatedRelation) else claim
        own = claim.source if isinstance(claim, AnnotatedRelation) else None
        named = own or next((each.source for each in self._quoting(act) if each.source is not None), None)
        return self.sources.get(named or "")

    def speaker_of(self, act: SpeechAct) -> Ref | None:
        """Who makes a statement: its speaker, or the publisher where a newsroom states it."""
        if act.mode != "newsroom":
            return act.speaker
        source = self.source_of(act)
        return self.publisher if source is None else source.publisher

    def attribution(self, relation: AnnotatedRelation) -> Ref | None:
        """Whose word a relation is; None where the article's own newsroom states it.

        What a cited source states in its own name is the word of its publisher.
        """
        act = self.statements.get(relation.statement or "")
        source = self.source_of(relation)
        if act is not None and act.mode != "newsroom":
            return act.speaker
        return None if source is None else source.publisher

    def _quoting(self, act: SpeechAct | None) -> Iterator[SpeechAct]:
        """A statement, and the ones that it is quoted within, outwards."""
        return iter(()) if act is None else _chain(act, self.statements)


def _chain(first: _Link, known: Mapping[str, _Link]) -> Iterator[_Link]:
    seen: set[str] = set()
    link: _Link | None = first
    while link is not None and link.id not in seen:
        seen.add(link.id)
        yield link
        link = known.get(link.within or "")


def check_chains(article: AnnotatedArticle, chains: Chains, findings: Findings) -> None:
    """Report what is quoted within itself, a source newer than the article, and a contest without a contester."""
    _check_circles(chains.statements, "statement", findings)
    _check_circles(chains.sources, "source", findings)
    published = parse_date(article.metadata.published or "")
    for source in article.sources:
        _check_day(source, published, findings)
    for relation in article.relations:
        act = chains.statements.get(relation.statement or "")
        held = any(name == "heldBy" for name, _ in relation.meant)
        if relation.modality == "contested" and not held and (act is None or act.mode == "newsroom"):
            findings.error(
                "no-contester",
                f"{relation.relation} is contested, but nobody is named who contests it",
                relation.path,
                hint="add statement: … of the one who contests it, or heldBy: … where somebody else says so",
            )


def _check_circles(known: Mapping[str, _Link], kind: str, findings: Findings) -> None:
    for name in known:
        chain = list(_chain(known[name], known))
        if chain[-1].within == name:
            between = ", ".join(each.id for each in chain[1:])
            findings.error(
                "cycle",
                f"{kind} {name} is quoted within itself" + (f", through {between}" if between else ""),
                (*chain[0].path, "within"),
                hint=f"within names the {kind} that quotes this one: take the outermost one's away",
            )


def _check_day(source: CitedSource, published: EdtfDate | None, findings: Findings) -> None:
    """An article cites what was published before it, or on its day."""
    day = parse_date(source.published or "")
    if day is None or published is None or published.latest is None or (day.earliest or "") <= published.latest:
        return
    findings.error(
        "source-later",
        f"the source {source.id} is of {source.published}, after the article that cites it, {published.latest}",
        (*source.path, "published"),
        hint="correct one of the two dates",
    )
