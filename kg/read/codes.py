"""The codes of the findings that reading gives, and what each means.

The codes are stable: reports, filters and tests name them. A test holds that this table and the code agree.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CODES"]

CODES: Mapping[str, str] = {
    # The file as a whole.
    "unknown-format": "the file's suffix is not that of a known format",
    "unreadable-file": "the file cannot be opened, or is not a regular file",
    "file-too-large": "the file, or one line of a .jsonl file, is larger than 16 MiB",
    "not-utf-8": "the file holds bytes that are not UTF-8",
    "empty-file": "the file holds no article",
    "syntax-error": "the file is not YAML, or not JSON",
    "several-documents": "a YAML file holds more than one document",
    "too-deep": "values are nested too deeply",
    "too-many-values": "the file holds too many values for one article",
    "too-many-findings": "too many faults to list; this finding counts the rest",
    # YAML and JSON.
    "key-not-text": "a YAML key is a list or a mapping",
    "duplicate-key": "a key appears twice in one mapping",
    "yaml-alias": "a YAML alias (*name): annotations are written out in full",
    "yaml-anchor": "a YAML anchor (&name)",
    "yaml-comment": "a # that starts a comment in YAML cuts a value short",
    "folded-lines": "line breaks in a name, a title or a quote that YAML reads as blanks",
    "outer-space": "a name, a title or a quote begins or ends with white space",
    "line-separator": "a character that is a line break to some readers of YAML, and not to others",
    "yaml-tag": "a YAML tag (!name): every value is read as text",
    "forbidden-character": "a value holds a control character or half of a surrogate pair",
    # The shape of the annotation.
    "unsupported-version": "the version of the annotation format is not 1",
    "not-a-mapping": "a mapping (key: value) is expected here",
    "not-a-list": "a list is expected here",
    "not-text": "text is expected here",
    "missing-value": "a key has no value, or an empty one",
    "missing-key": "a required key is not there",
    "unknown-key": "an unknown key",
    "bad-id": "an id of the wrong form",
    "bad-key": "the key of an entity has the wrong form",
    "reserved-key": "the key of an entity is a reserved word",
    "bad-language": "not a BCP 47 language tag",
    "bad-sha256": "not a SHA-256 in hexadecimal digits",
    "bad-nth": "nth is not a whole number from 1",
    "object-or-value": "a relation needs an object and an attribute a value, never both, nor beside several",
    "anchor-without-quote": "prefix, suffix or nth without a quote",
    # Names.
    "unknown-type": "the type is not a class of the ontology that an entity may have",
    "unknown-relation": "the relation is not in the ontology",
    "unknown-entity": "a reference to an entity that the file does not define",
    "unknown-statement": "a reference to a statement that the file does not define",
    "duplicate-statement": "two statements have the same id",
    "unknown-source": "a reference to a cited source that the file does not define",
    "duplicate-source": "two cited sources have the same id",
    "no-alternatives": "what a relation gives as alternatives are not several different things",
    "alternatives-on-both-sides": "a relation gives alternatives for its subject and for its object",
    "statement-or-source": "a relation names both a statement and a cited source",
    "invisible-character": "a name contains invisible characters; they are ignored",
    "duplicate-mention": "the same entity is marked twice at the same place",
    # Quotes.
    "quote-not-found": "the quote is not in the article's text",
    "quote-ambiguous": "the quote occurs more than once in the article's text",
    "nth-too-high": "nth is higher than the number of matches",
    "fragment-order": "the fragments of a quote overlap or are not in the order of the text",
    "fragment-nth": "nth is given for several fragments, so it is unclear which one it counts",
    "long-quote": "a quote longer than 200 characters: texts belong to their publishers",
    "unverified-quotes": "quotes that could not be verified without a text",
    "too-much-to-search": "looking up all quotes in this text would take too long",
    # Texts.
    "text-path": "the path of the text is absolute, or leads outside the allowed folders",
    "text-missing": "the text named in the annotation was not found",
    "text-not-a-file": "the text is not a regular file, but a folder, a device or the like",
    "text-unreadable": "the text cannot be opened",
    "text-too-large": "the text is larger than 16 MiB",
    "text-not-utf-8": "the text holds bytes that are not UTF-8",
    "text-changed": "the text's SHA-256 is not the one that the annotation gives",
}
