"""What is wrong with a query that is not SPARQL, and which names in a query nobody has declared.

pyoxigraph says at which place its parser gave up, which may lie words behind the mistake. The place is found
here by feeding it the query word by word: the first word behind which it no longer asks for more is the one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.errors import QueryError
from kg.findings import Finding, Severity
from kg.namespaces import ONTOLOGY_GRAPH, PREFIXES, TNK, local_name
from kg.query.canonical import declared_prefixes, expand
from kg.query.guard import Checked
from kg.query.mistakes import mistake
from kg.query.tokens import Token, place, tokenize
from kg.store import Dataset, in_memory
from kg.suggest import did_you_mean, nearest
from kg.terms import NamedNode

__all__ = ["explain_syntax_error", "unknown_terms"]

_PLACE = re.compile(r"error at (\d+):(\d+)")
_SENTENCE = re.compile(r"[A-Za-z]+(?: [A-Za-z*]+){2,}")
_PADDING = " " * 80  # longer than any keyword that the parser may be looking for
_MOST_TRIED = 2000
_AGGREGATES = frozenset(["AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"])
_WORDS = """
    ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL COALESCE CONCAT CONSTRUCT CONTAINS COUNT DATATYPE DAY
    DESC DESCRIBE DISTINCT EXISTS FALSE FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT HAVING HOURS IF IN IRI ISBLANK
    ISIRI ISLITERAL ISNUMERIC LANG LANGMATCHES LCASE LIMIT MAX MD5 MIN MINUS MINUTES MONTH NAMED NOT NOW OFFSET
    OPTIONAL ORDER PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR SHA1 SHA256 STR
    STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TRUE TZ UCASE UNDEF UNION
    URI UUID VALUES WHERE YEAR
"""


def explain_syntax_error(query: Checked, error: SyntaxError) -> QueryError:
    """The error of the engine as one that shows the line, the place in it and what to do."""
    text, tokens, _ = query
    culprit = _culprit(query)
    if culprit is None:
        return _error_at_the_end(text, tokens, str(error))
    hint = _meaning(str(error)) or _hint(culprit, tokens, str(error))
    return mistake(text, culprit, f"the query cannot be read from {_shown(culprit)} on", hint)


def _shown(token: Token) -> str:
    return token.text if len(token.text) <= 40 else token.text[:39] + "…"


def _culprit(query: Checked) -> Token | None:
    """The first token behind which the parser stops short of the end of what it was given."""
    store = in_memory()  # empty: what can be read is run as well, and must cost nothing
    begun = ""
    for token, piece in zip(query.tokens[:_MOST_TRIED], query.pieces, strict=False):
        begun += f"{piece} "
        try:
            store.query(begun + _PADDING, prefixes=PREFIXES, base_iri=TNK)
        except SyntaxError as error:
            found = _PLACE.match(str(error))
            if found and (int(found[1]), int(found[2])) != (1, len(begun) + len(_PADDING) + 1):
                return token
        except (RuntimeError, ValueError, OSError):
            continue  # it could be read, which is all that is asked here
    return None


def _error_at_the_end(text: str, tokens: Sequence[Token], said: str) -> QueryError:
    if not tokens:
        return QueryError("the query is empty", hint="for example: SELECT ?event { ?event a tnk:Forum }")
    opened = _still_open(tokens)
    if opened is not None:
        return mistake(text, opened, f"{opened.text} is never closed", None)
    meaning = _meaning(said)
    return mistake(text, tokens[-1], "the query cannot be run" if meaning else "the query ends too early", meaning)


def _meaning(said: str) -> str | None:
    """The sentence that the engine's message holds among the characters that it expected, if there is one."""
    expected = said.partition("expected ")[2].removeprefix("one of ")
    sentence = next((part for part in expected.split(", ") if _SENTENCE.fullmatch(part)), None)
    if sentence == "The SELECT contains a variable that is unbound":
        return "beside COUNT, SUM and the like, SELECT may only name variables of GROUP BY: add GROUP BY, or SAMPLE(?x)"
    return sentence


def _still_open(tokens: Sequence[Token]) -> Token | None:
    waiting: list[Token] = []
    for token in tokens:
        if token.kind == "mark" and token.text in "{([":
            waiting.append(token)
        elif token.kind == "mark" and token.text in "})]" and waiting:
            waiting.pop()
    return waiting[-1] if waiting else None


def _hint(culprit: Token, tokens: Sequence[Token], said: str) -> str | None:
    habit = _habit(culprit, tokens)
    if habit is not None:
        return habit
    if culprit.kind == "iri":
        return "this is an IRI; where < means less than, write a space behind it"
    if culprit.kind == "word":
        near = nearest(culprit.text, _WORDS.split(), count=1, cutoff=0.7)
        if near and near[0] != culprit.text.upper():
            return did_you_mean(near)
        if not near:
            return f'a thing needs a prefix, such as place:{culprit.text.lower()}; put a text in "quotation marks"'
    if culprit.kind == "mark" and culprit.text in "})]":
        if _still_open([token for token in tokens if token.start < culprit.start]) is None:
            return "nothing was opened that it could close"
        if said.endswith("expected [_]"):  # what is not a matter of grammar
            return "a variable may be bound only once, and COUNT and the like stand only in SELECT and HAVING"
        return "something is missing before it"
    return None


def _habit(culprit: Token, tokens: Sequence[Token]) -> str | None:
    """What is written so in SQL, or by habit, and otherwise in SPARQL."""
    position = next((at for at, token in enumerate(tokens) if token.start == culprit.start), 0)
    before = [token.text.upper() for token in tokens[max(0, position - 1) : position]]
    previous = before[0] if before else ""
    if culprit.text.upper() in _AGGREGATES and "WHERE" not in (word.text.upper() for word in tokens[:position]):
        return f"SELECT takes it in brackets and under a name: ({culprit.text.upper()}(?x) AS ?n)"
    if culprit.text == ",":
        return "variables are next to each other without a comma"
    habits = {
        "FILTER": "put the condition of FILTER in brackets: FILTER(?x = 3)",
        "LIMIT": "a whole number, please",
        "OFFSET": "a whole number, please",
        "ORDER": "the words are ORDER BY",
        "GROUP": "the words are GROUP BY",
        "WHERE": "put the pattern in braces: WHERE { … }",
        "ASK": "put the pattern in braces: ASK { … }",
    }
    return habits.get(previous)


def unknown_terms(text: str, store: Dataset) -> list[Finding]:
    """The names of the project's ontology that a query uses and the ontology does not declare.

    SPARQL allows any IRI, so that a mistyped ``tnk:organizes`` simply finds nothing. Each such name gives one
    warning with the declared names nearest to it.
    """
    tokens = tokenize(text)
    declared = declared_prefixes(tokens)
    findings: dict[str, Finding] = {}
    known: list[str] = []
    for token in tokens:
        iri = expand(token, declared) if token.kind in ("name", "iri") else None
        if iri is None or not iri.startswith(TNK) or iri == TNK or iri in findings or _is_declared(store, iri):
            continue
        known = known or sorted(_declared_names(store))
        near = nearest(local_name(iri), known)
        line, _, _ = place(text, token.start)
        findings[iri] = Finding(
            "unknown-term",
            Severity.WARNING,
            f"the ontology has no {token.text}",
            line=line,
            iri=iri,
            hint=did_you_mean(f"tnk:{name}" for name in near),
        )
    return list(findings.values())


def _is_declared(store: Dataset, iri: str) -> bool:
    try:
        node = NamedNode(iri)
    except ValueError:
        return False
    return next(store.quads_for_pattern(node, None, None, NamedNode(ONTOLOGY_GRAPH)), None) is not None


def _declared_names(store: Dataset) -> set[str]:
    quads = store.quads_for_pattern(None, None, None, NamedNode(ONTOLOGY_GRAPH))
    subjects = (quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
    return {iri.removeprefix(TNK) for iri in subjects if iri.startswith(TNK)}
