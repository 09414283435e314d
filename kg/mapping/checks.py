"""Checks of an annotation against the ontology, before anything is mapped, with places in the annotation.

The shapes check the resulting graph; these checks cover what is not in it: relations without a direct triple, and names
that never become nodes.
"""

from __future__ import annotations

from kg.mapping.findings import Findings, suggest
from kg.mapping.things import ARTICLE_KEY, Things
from kg.model import AnnotatedArticle, AnnotatedRelation, KeyPath, Ref, SpeechAct
from kg.ontology.vocabulary import PropertyTerm, Vocabulary
from kg.read.characters import explained

__all__ = ["check_corrections", "check_relation", "check_statement", "check_types"]

_WRONG = {"onAccountOf": "wrong-on-account-of", "heldBy": "wrong-held-by"}


def check_types(article: AnnotatedArticle, vocabulary: Vocabulary, findings: Findings) -> None:
    """Every entity has a class that annotators may give."""
    for entity in article.entities:
        path = (*entity.path, "type")
        term = vocabulary.classes.get(entity.type)
        if term is None:
            findings.error(
                "unknown-type", f"{entity.type!r} is not a class", path, hint=suggest(entity.type, vocabulary.classes)
            )
        elif term.kind is None or term.name == "Article":
            findings.error("unusable-type", f"{entity.type} is not a type of entity", path, hint="use a class below it")
        elif term.name in vocabulary.defined_classes:
            successor = vocabulary.replaced.get(term.name)
            why = f"{successor} replaces it, and that is" if successor else "it is"
            findings.error(
                "defined-type",
                f"{entity.type} is not for annotation: {why} inferred from relations",
                path,
                hint=f"use {_parent(vocabulary, term.name)}, and give the relation that makes it one",
            )


def _parent(vocabulary: Vocabulary, name: str) -> str:
    above = vocabulary.classes[name].ancestors - {name} - vocabulary.defined_classes
    return max(above, key=lambda each: (len(vocabulary.classes[each].ancestors), each), default="another class")


def check_relation(
    relation: AnnotatedRelation, term: PropertyTerm, things: Things, vocabulary: Vocabulary, findings: Findings
) -> bool:
    """Whether relation, subject, object, modality and qualifiers fit together."""
    before = len(findings.items)
    path = relation.path
    _check_sides(relation, term, things, vocabulary, findings)
    modalities = vocabulary.properties["modality"].values
    for place, modality in [(path, relation.modality), *((each.path, each.modality) for each in relation.scoped)]:
        if modality not in modalities:
            findings.error(
                "unknown-modality",
                explained(f"{modality!r} is not a modality", modality),
                (*place, "modality"),
                hint=f"one of {', '.join(sorted(modalities))}",
            )
    if term.judgement:
        _check_judgement(relation, term, things, findings)
    for name in (*(name for name, _ in relation.qualifiers), *(each.name for each in relation.scoped)):
        if name not in term.qualifiers:
            allowed = ", ".join(sorted(term.qualifiers)) or "none"
            findings.error(
                "unexpected-qualifier",
                f"{term.name} does not take {name}",
                (*path, name),
                hint=f"its qualifiers are: {allowed}",
            )
    _check_certainty(relation, findings)
    is_range = term.takes_count and isinstance(relation.object, str) and "/" in relation.object
    if is_range and dict(relation.qualifiers).get("precision", "approximately") != "approximately":
        message = "a range has both its ends, and is neither at least nor at most"
        findings.error("range-with-precision", message, (*path, "precision"), hint="leave the precision out")
    if relation.corrects is not None and (relation.modality not in ("fact", "negated") or relation.is_doubted):
        findings.error(
            "unsure-correction",
            "a correction says that something is so, or is not, and leaves no doubt",
            (*path, "corrects"),
            hint="write modality: negated for what is not so, and a relation of its own for what is",
        )
    return len(findings.items) == before


def _check_sides(
    relation: AnnotatedRelation, term: PropertyTerm, things: Things, vocabulary: Vocabulary, findings: Findings
) -> None:
    """Each thing that may be the subject or the object, and whether a thing or a value stands there."""
    path = relation.path
    for each in (relation.subject, *relation.alternative_subjects):
        _check_side("subject", each, term.domain, relation, things, vocabulary, findings)
    if isinstance(relation.object, Ref):
        if term.takes_literal:
            findings.error("value-expected", f"{term.name} takes a value, not a thing", path, hint="write value: …")
        else:
            for one in (relation.object, *relation.alternatives):
                _check_side("object", one, term.range, relation, things, vocabulary, findings)
    elif not term.takes_literal:
        findings.error("thing-expected", f"{term.name} takes a thing, not a value", path, hint="write object: KEY")


def _check_certainty(relation: AnnotatedRelation, findings: Findings) -> None:
    """What is conditional quotes its condition; a doubt is no plan, and nobody denies it."""
    path = (*relation.path, "certainty")
    hint = "write certainty: {value: conditional, quote: …}"
    words = [value for name, value in relation.qualifiers if name == "certainty"]
    scoped = [each for each in relation.scoped if each.name == "certainty"]
    if any(each.modality != "fact" for each in scoped):
        findings.error("unexpected-modality", "a certainty takes no modality", (*path, "modality"), hint=hint)
    unquoted = [*words, *(each.value for each in scoped if not each.quote)]
    if "eitherOr" in (*words, *(each.value for each in scoped)) and not relation.has_alternatives:
        hint = "write oneOf: […] or subjectOneOf: […]"
        findings.error("no-alternatives", "one of several is said of what has oneOf or subjectOneOf", path, hint=hint)
    if "conditional" in unquoted:
        findings.error("no-condition", "what is conditional needs the words of its condition", path, hint=hint)


def _check_judgement(relation: AnnotatedRelation, term: PropertyTerm, things: Things, findings: Findings) -> None:
    """Two things of one kind, stated or denied, with a reason."""
    one, other = (
        (ref.id or things.ids.get(ref.key or "")) if isinstance(ref, Ref) else None
        for ref in (relation.subject, relation.object)
    )
    if relation.has_alternatives:
        hint = "write one for each pair of which you judge so"
        findings.error("no-single-pair", f"{term.label} joins two things, not one of several", relation.path, hint=hint)
    if one and other and one.partition("/")[0] != other.partition("/")[0]:
        findings.error(
            "two-kinds",
            f"{one} and {other} are of two kinds: {term.label} joins things of one",
            relation.path,
            hint="take two events, two groups, two persons …",
        )
    if one and one == other:
        findings.error("one-thing", f"{one} is on both sides", relation.path, hint="name the other thing")
    if relation.modality not in ("fact", "negated"):
        findings.error(
            "unfit-modality",
            f"{term.label} is stated or denied, and never a {relation.modality}",
            (*relation.path, "modality"),
            hint="leave it out, or write negated where they are two",
        )
    if "reason" not in {name for name, _ in relation.qualifiers}:
        findings.error(
            "no-reason", f"{term.label} needs a reason", relation.path, hint="write reason: … in your own words"
        )


def _check_side(
    side: str,
    ref: Ref,
    wanted: frozenset[str],
    relation: AnnotatedRelation,
    things: Things,
    vocabulary: Vocabulary,
    findings: Findings,
) -> None:
    types = things.types_of(ref)
    if not wanted or not types or any(vocabulary.is_a(name, wanted) for name in types):
        return
    if any(name not in vocabulary.classes for name in types):
        return  # the unknown type has been reported already
    path = relation.path if relation.inline else (*relation.path, side)
    findings.error(
        f"wrong-{side}",
        f"the {side} of {relation.relation} is {ref.key or ref.id}, a {' and '.join(sorted(types))}",
        path,
        hint=f"it must be of type {' or '.join(sorted(wanted))}",
    )


def check_corrections(article: AnnotatedArticle, findings: Findings) -> None:
    """Whether what the article corrects and retracts can count: see :mod:`kg.claims.corrections`."""
    about = article.metadata
    missing = [key for key in ("publisher", "published") if getattr(about, key) is None]
    places: list[KeyPath] = [("article", "retracts")] if about.retracts else []
    places += [(*each.path, "corrects") for each in article.relations if each.corrects is not None]
    for place in places if missing else ():
        message = f"a correction counts by its publisher and its day; this article has no {' and no '.join(missing)}"
        findings.warning("no-correction", message, place, hint=f"add {missing[0]} to the article")
    if about.id in about.retracts:
        hint = "name the article that this one takes back"
        findings.error("retracts-itself", "an article cannot retract itself", ("article", "retracts"), hint=hint)


def check_statement(act: SpeechAct, things: Things, vocabulary: Vocabulary, findings: Findings) -> bool:
    """Whether mode, kinds, speaker, capacity and the events of a statement are valid."""
    before = len(findings.items)
    lists = (("mode", "mode", (act.mode,)), ("kind", "statementKind", act.kinds))
    for key, prop, words in lists:
        allowed = vocabulary.properties[prop].values
        for word in words:
            if word not in allowed:
                findings.error(
                    f"unknown-{key}",
                    explained(f"{word!r} is not a {key} of a statement", word),
                    (*act.path, key),
                    hint=f"one of {', '.join(sorted(allowed))}",
                )
    if act.mode != "newsroom" and act.speaker is None:
        findings.error("no-speaker", f"statement {act.id} has no speaker", act.path, hint="name one, or mode: newsroom")
    if act.mode == "newsroom" and act.speaker is not None:
        findings.error(
            "newsroom-speaker",
            f"statement {act.id} is of mode newsroom, but names a speaker",
            (*act.path, "speaker"),
            hint="leave out the speaker, which is the article's publisher; or correct the mode",
        )
    refs = [("speaker", act.speaker), ("capacity", act.capacity), ("occasion", act.occasion)]
    refs += [("onAccountOf", ref) for ref in act.on_account_of] + [("heldBy", ref) for ref in act.held_by]
    for key, ref in refs:
        types = things.types_of(ref) if ref is not None and ref.key != ARTICLE_KEY else frozenset()
        wanted = vocabulary.properties[key].range
        if types and not any(vocabulary.is_a(name, wanted) or name not in vocabulary.classes for name in types):
            findings.error(
                _WRONG.get(key, f"wrong-{key}"),
                f"the {key} of statement {act.id} is a {' and '.join(sorted(types))}",
                (*act.path, key),
                hint=f"it must be of type {' or '.join(sorted(wanted))}",
            )
    return len(findings.items) == before
