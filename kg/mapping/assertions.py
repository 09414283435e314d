"""From relations to assertions: attribution, modality and evidence.

Every relation becomes a ``tnk:Assertion``. Only modality ``fact`` also yields the direct triple: a plan, a proposal, a
wish or a denial never does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.mapping.checks import check_relation
from kg.mapping.findings import Findings, suggest
from kg.mapping.graph import ArticleGraph, digest
from kg.mapping.things import Things
from kg.mapping.values import BadValueError, node, value_terms
from kg.mapping.voices import Chains
from kg.model import AnnotatedRelation, MentionMark, Ref, ScopedQualifier, Value
from kg.namespaces import ANNOTATORS, NEWSROOM, PROV, RDF, TNK, local_name
from kg.ontology.vocabulary import PropertyTerm, Vocabulary
from kg.terms import Literal, NamedNode

__all__ = ["AssertionMapper"]

_TYPE = node(RDF + "type")
_SUBJECT, _PREDICATE, _OBJECT = node(RDF + "subject"), node(RDF + "predicate"), node(RDF + "object")
_ASSERTION, _MODALITY, _ATTRIBUTED = node(TNK + "Assertion"), node(TNK + "modality"), node(TNK + "attributedTo")
_IN_STATEMENT, _EVIDENCE, _ASSERTED_ON = node(TNK + "inStatement"), node(TNK + "evidence"), node(TNK + "assertedOn")
_OBJECTION = "contestedBy"
_CONTESTED_BY, _HELD_BY = node(TNK + _OBJECTION), node(TNK + "heldBy")
_REPORTED_IN, _DERIVED = node(TNK + "reportedIn"), node(PROV + "wasDerivedFrom")
_CERTAINTY, _CONDITION, _CORRECTS = "certainty", node(TNK + "condition"), node(TNK + "corrects")
_ALTERNATIVE, _ALTERNATIVE_SUBJECT = node(TNK + "alternative"), node(TNK + "alternativeSubject")

Term = NamedNode | Literal
Pairs = list[tuple[NamedNode, Term]]


@dataclass(frozen=True, slots=True)
class _Stated:
    """An assertion; the statement that it is made in and the cited source that reports it, if any; its attribution;
    and its mentions.
    """

    node: NamedNode
    statement: str | None
    source: str | None
    speaker: NamedNode
    evidence: Sequence[NamedNode]


@dataclass(frozen=True)
class AssertionMapper:
    """Maps the relations of one article.

    Args:
        mentions: the nodes of the mentions of each entity, by key.
        marks: the mentions of each entity as annotated, by key: the quotes of a relation without its own.
        chains: the statements and the cited sources of the article.
        days: by the id of a cited source, the day of its publication, if known to the day; under None the article's.
    """

    vocabulary: Vocabulary
    things: Things
    graph: ArticleGraph
    findings: Findings
    mentions: Mapping[str, Sequence[NamedNode]]
    marks: Mapping[str, Sequence[MentionMark]]
    chains: Chains
    days: Mapping[str | None, Literal]

    def map(self, relation: AnnotatedRelation) -> None:
        """Map one relation, or report what is wrong with it."""
        named = self._named(relation)
        if named is not None:
            self._map(*named)

    def _named(self, relation: AnnotatedRelation) -> tuple[AnnotatedRelation, PropertyTerm] | None:
        """The relation under its own name, with its term; None, with a finding, where there is none."""
        name = self.vocabulary.inverses.get(relation.relation, relation.relation)
        term = self.vocabulary.properties.get(name)
        if term is None or not term.used_as & {"relation", "attribute"}:
            self.findings.error(
                "unknown-relation",
                f"{relation.relation!r} is not a relation",
                (*relation.path, "relation"),
                hint=suggest(relation.relation, self.vocabulary.annotatable),
            )
            return None
        if name == relation.relation:
            return relation, term
        turned = self._turned_round(relation, name)
        return None if turned is None else (turned, term)

    def _map(self, relation: AnnotatedRelation, term: PropertyTerm) -> None:
        subject_id = self.things.id_of(relation.subject, (*relation.path, "subject"))
        if not check_relation(relation, term, self.things, self.vocabulary, self.findings) or subject_id is None:
            return
        subject = self._node(subject_id)
        values, qualifiers, scoped = self._object(relation, term), self._qualifiers(relation), self._scoped(relation)
        others = self._alternatives(relation)
        if values is None or qualifiers is None or scoped is None or others is None:
            return
        objections = [contester for predicate, contester in qualifiers if predicate == _CONTESTED_BY]
        qualifiers = [pair for pair in (*qualifiers, *others) if pair[0] != _CONTESTED_BY]
        alike = [pairs for each, pairs in scoped if relation.is_meant_alike(each) and each.name != _OBJECTION]
        qualifiers += [pair for pairs in alike for pair in pairs]
        stated = self._state(relation, term, subject, values, qualifiers)
        if stated is None:
            return
        if relation.corrects is not None:
            self.graph.add(stated.node, _CORRECTS, self._node(f"article/{relation.corrects}"))
        claimed = subject, node(term.iri), values[0][1]
        for contester in objections:
            self._contest(stated, claimed, contester)
        for each, pairs in scoped:
            if not relation.is_meant_alike(each):
                self._state_of_qualifier(each, pairs, stated)
            elif each.name == _OBJECTION:
                self._contest(stated, claimed, pairs[0][1], each)
            elif each.quote:
                self._support(stated, each)

    def _support(self, stated: _Stated, scoped: ScopedQualifier) -> None:
        """The quote of a qualifier supports its claim; or it is the condition of one that is conditional."""
        mention = self.graph.mention(stated.node, scoped.quote, scoped.path)
        self.graph.add(stated.node, _EVIDENCE, mention)
        if scoped.name == _CERTAINTY and scoped.value == "conditional":
            self.graph.add(stated.node, _CONDITION, mention)

    def _contest(
        self, claim: _Stated, claimed: tuple[NamedNode, NamedNode, Term], contester: Term,
        scoped: ScopedQualifier | None = None,
    ) -> None:  # fmt: skip
        """That somebody contests a claim, as told where it is made: an assertion held by whoever contests it."""
        contest = node(f"{self.graph.graph.value}/assertion/{digest(claim.node.value, _OBJECTION, contester.value)}")
        evidence = claim.evidence
        if scoped is not None:
            self.graph.note_origin(contest.value, scoped.path, scoped.quote)
            if scoped.quote:
                evidence = [self.graph.mention(contest, scoped.quote, scoped.path)]
        self._add(replace(claim, node=contest, evidence=evidence), *claimed, "contested")
        self.graph.add(contest, _HELD_BY, contester)

    def _state_of_qualifier(self, scoped: ScopedQualifier, pairs: Pairs, about: _Stated) -> None:
        """An assertion about an assertion: that its qualifier is planned, wished for or denied."""
        (predicate, value), bounds = pairs[0], pairs[1:]
        key = digest(about.node.value, scoped.name, str(value), scoped.modality)
        assertion = node(f"{self.graph.graph.value}/assertion/{key}")
        evidence = [self.graph.mention(assertion, scoped.quote, scoped.path)] if scoped.quote else about.evidence
        self.graph.note_origin(assertion.value, scoped.path, scoped.quote)
        stated = replace(about, node=assertion, evidence=evidence)
        self._add(stated, about.node, predicate, value, scoped.modality)
        for bound, day in bounds:
            self.graph.add(assertion, bound, day)

    def _turned_round(self, relation: AnnotatedRelation, name: str) -> AnnotatedRelation | None:
        """The relation under its own name, if the annotator used the inverse."""
        if not isinstance(relation.object, Ref):
            self.findings.error("thing-expected", f"{relation.relation} takes a thing, not a value", relation.path)
            return None
        return replace(
            relation,
            subject=relation.object,
            relation=name,
            object=relation.subject,
            alternatives=relation.alternative_subjects,
            alternative_subjects=relation.alternatives,
        )

    def _state(
        self, relation: AnnotatedRelation, term: PropertyTerm, subject: NamedNode, values: Pairs, qualifiers: Pairs
    ) -> _Stated | None:
        """The assertion of a relation; None where something is wrong with it."""
        value = values[0][1]
        speaker = self._speaker(relation, term)
        if speaker is None:
            return None
        key = digest(
            subject.value, term.name, str(value), relation.modality, speaker.value, relation.statement,
            *filter(None, [relation.source]),
            *sorted(f"{predicate.value} {each}" for predicate, each in qualifiers),
        )  # fmt: skip
        assertion = node(f"{self.graph.graph.value}/assertion/{key}")
        evidence = self._evidence(relation, assertion)
        if not evidence:
            self.findings.error(
                "no-evidence",
                f"nothing in the text supports {relation.relation}",
                relation.path,
                hint="give it a quote, or mark a mention of its subject or object",
            )
            return None
        self.graph.note_origin(assertion.value, relation.path, relation.quote)
        source = self.chains.source_of(relation)
        stated = _Stated(assertion, relation.statement, source.id if source else None, speaker, evidence)
        self._add(stated, subject, node(term.iri), value, relation.modality)
        # The bounds of a date that is itself the object stand with the assertion too, so that two
        # articles' dates for one event keep their own bounds in the merge.
        for predicate, each in (*values[1:], *qualifiers):
            self.graph.add(assertion, predicate, each)
        if relation.modality == "fact" and not term.weakens and not self._is_weakened([*values[1:], *qualifiers]):
            self._direct(term, subject, values)
        return stated

    def _add(self, stated: _Stated, subject: NamedNode, predicate: NamedNode, value: Term, modality: str) -> None:
        """The quads that every assertion has."""
        add, assertion = self.graph.add, stated.node
        add(assertion, _TYPE, _ASSERTION)
        add(assertion, _SUBJECT, subject)
        add(assertion, _PREDICATE, predicate)
        add(assertion, _OBJECT, value)
        add(assertion, _MODALITY, node(TNK + modality))
        add(assertion, _ATTRIBUTED, stated.speaker)
        add(assertion, _DERIVED, self.graph.graph)
        if stated.statement is not None:
            add(assertion, _IN_STATEMENT, self.graph.statement(stated.statement))
        if stated.source is not None:
            add(assertion, _REPORTED_IN, self.graph.source(stated.source))
        if stated.source in self.days:
            add(assertion, _ASSERTED_ON, self.days[stated.source])
        for mention in stated.evidence:
            add(assertion, _EVIDENCE, mention)

    def _is_weakened(self, qualifiers: Pairs) -> bool:
        """Whether a qualifier weakens the claim, or the end of a range: “about 100” is not 100."""
        properties = self.vocabulary.properties
        return any(
            properties[local_name(predicate.value)].weakens or value.value in self.vocabulary.weakening_values
            for predicate, value in qualifiers
            if local_name(predicate.value) in properties
        )

    def _direct(self, term: PropertyTerm, subject: NamedNode, values: Pairs) -> None:
        for predicate, value in values:
            self.graph.add(subject, predicate, value)
        value = values[0][1]
        if term.symmetric and isinstance(value, NamedNode):
            self.graph.add(value, node(term.iri), subject)

    def _object(self, relation: AnnotatedRelation, term: PropertyTerm) -> Pairs | None:
        path = relation.path if relation.inline else (*relation.path, "value" if term.takes_literal else "object")
        if isinstance(relation.object, Ref):
            thing = relation.object.id if term.judgement else None  # it may stand in another article
            thing = thing or self.things.id_of(relation.object, path)
            return None if thing is None else [(node(term.iri), self._node(thing))]
        return self._literal(term, relation.object, path)

    def _alternatives(self, relation: AnnotatedRelation) -> Pairs | None:
        """The further objects, or subjects, with the certainty that they leave where the source has no other word."""
        found: Pairs = []
        for predicate, several in (
            (_ALTERNATIVE, relation.alternatives),
            (_ALTERNATIVE_SUBJECT, relation.alternative_subjects),
        ):
            things = [self.things.id_of(each, relation.path) for each in several]
            if None in things:
                return None
            found += [(predicate, self._node(thing)) for thing in things if thing is not None]
        own = {name for name, _ in relation.qualifiers} | {each.name for each in relation.scoped}
        word = [(node(TNK + _CERTAINTY), node(TNK + "eitherOr"))] if found and _CERTAINTY not in own else []
        return [*found, *word]

    def _qualifiers(self, relation: AnnotatedRelation) -> Pairs | None:
        pairs: Pairs = []
        sound = True
        for name, value in relation.qualifiers:
            found = self._qualifier(self.vocabulary.properties[name], value, (*relation.path, name))
            sound = sound and found is not None
            pairs += found or []
        return pairs if sound else None

    def _scoped(self, relation: AnnotatedRelation) -> list[tuple[ScopedQualifier, Pairs]] | None:
        """The qualifiers with a modality or a quote of their own, each with its terms; None where one is not sound."""
        found = [
            (each, self._qualifier(self.vocabulary.properties[each.name], each.value, (*each.path, "value")))
            for each in relation.scoped
        ]
        sound = [(each, pairs) for each, pairs in found if pairs is not None]
        return sound if len(sound) == len(found) else None

    def _qualifier(self, term: PropertyTerm, value: Value, path: tuple[str | int, ...]) -> Pairs | None:
        if not term.takes_literal:
            ref = value if isinstance(value, Ref) else Ref(key=value)
            if ref.key is not None and ref.key not in self.things.ids:
                self.findings.error(
                    "unknown-key", f"{ref.key!r} is not an entity", path, hint=suggest(ref.key, self.things.entities)
                )
                return None
            thing = self.things.id_of(ref, path)
            return None if thing is None else [(node(term.iri), self._node(thing))]
        if isinstance(value, Ref):
            self.findings.error("value-expected", f"{term.name} takes a value, not a thing", path)
            return None
        return self._literal(term, value, path)

    def _literal(self, term: PropertyTerm, written: str, path: tuple[str | int, ...]) -> Pairs | None:
        try:
            return value_terms(term, written)
        except BadValueError as error:
            self.findings.error("bad-value", str(error), path, quote=written, hint=error.hint)
            return None

    def _speaker(self, relation: AnnotatedRelation, term: PropertyTerm) -> NamedNode | None:
        """The attribution: the newsroom, the publisher of the source that it cites, or the speaker of the statement.

        What nobody states, and the annotators judge, is theirs.
        """
        known = self.chains.statements
        if term.judgement and relation.statement is None and relation.source is None:
            return node(ANNOTATORS)
        if relation.statement is not None and relation.statement not in known:
            self.findings.error(
                "unknown-statement",
                f"{relation.statement!r} is not a statement of this article",
                (*relation.path, "statement"),
                hint=suggest(relation.statement, known),
            )
            return None
        speaker = self.chains.attribution(relation)
        if speaker is None:
            act = known.get(relation.statement or "")
            return node(NEWSROOM) if act is None or act.mode == "newsroom" else None
        thing = self.things.id_of(speaker, relation.path)
        return None if thing is None else self._node(thing)

    def _evidence(self, relation: AnnotatedRelation, assertion: NamedNode) -> list[NamedNode]:
        """The mentions behind an assertion: its own quote, else the mentions of its subject and object.

        What is written inside an entity rests on the mentions of that entity, also where an inverse name makes it the
        object: a forum with ``hostedBy: {id: polity/az}``.
        """
        if relation.quote:
            return [self.graph.mention(assertion, relation.quote, relation.path)]
        others = (relation.object, *relation.alternatives, *relation.alternative_subjects)
        sides: list[Value] = [relation.subject, *others]
        if relation.inline:
            written = [part for part in relation.path if isinstance(part, str)][-1]
            sides = [relation.subject if written == relation.relation else relation.object]
        keys = [side.key for side in sides if isinstance(side, Ref) and side.key is not None]
        found = {mention.value: mention for key in keys for mention in self.mentions.get(key, ())}
        return [found[iri] for iri in sorted(found)]

    def _node(self, thing: str) -> NamedNode:
        return node(self.vocabulary.base + thing)
