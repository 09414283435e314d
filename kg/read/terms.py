"""What reading asks of the vocabulary, looked up once for all articles of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.ontology.vocabulary import Vocabulary

__all__ = ["ARTICLE_ID", "FREE_TEXT", "NAMES", "PRINTED", "Terms"]

NAMES = frozenset(("name", "aka", "title"))
"""The keys of an annotation under which names stand, also by language."""

PRINTED = NAMES | {"quote", "prefix", "suffix"}
"""The keys of an annotation under which stands what was printed, letter for letter."""

FREE_TEXT = PRINTED | {"summary", "value", "by", "tool"}
"""The keys of an annotation whose value may be any words."""

ARTICLE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,199}")
# Folded names: words of letters and digits, joined by one hyphen, or by two after the slug of a larger thing.
_SLUG = re.compile(r"(?=.{1,200}\Z)[^\W_A-Z]+(?:-{1,2}[^\W_A-Z]+)*")


class Terms:
    """Names of the ontology, in the form that reading needs.

    ``relations`` and ``qualifiers`` tell of each name whether it takes a value (True) or a thing (False).
    ``free_text`` are the keys whose value may be any words.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.types = frozenset(name for name, term in vocabulary.classes.items() if term.kind)
        self.other_classes = frozenset(vocabulary.classes) - self.types
        self.kinds = frozenset(term.kind for term in vocabulary.classes.values() if term.kind)
        self.relations = {name: term.takes_literal for name, term in vocabulary.annotatable.items()}
        self.qualifiers = {name: term.takes_literal for name, term in vocabulary.qualifiers.items()}
        properties = (*vocabulary.annotatable.items(), *vocabulary.qualifiers.items())
        self.free_text = FREE_TEXT | {name for name, term in properties if term.takes_free_text}

    def id_fault(self, value: str) -> str | None:
        """What is wrong with an id, which should be ``<kind>/<slug>``; None when nothing is."""
        kind, slash, slug = value.partition("/")
        if not slash:
            return "it is not <kind>/<slug>"
        if kind not in self.kinds:
            return "its kind is not one of " + ", ".join(sorted(self.kinds))
        if not (ARTICLE_ID if kind == "article" else _SLUG).fullmatch(slug):
            return "its slug is not lower-case letters and digits in words joined by hyphens"
        return None
