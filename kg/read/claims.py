"""Mentions, relations and statements: what the annotator marked in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.model import Anchor, KeyPath, MentionMark, Quote, Ref, Relation, SpeechAct, Value
from kg.read.quotes import Quotes
from kg.read.report import shown
from kg.read.structure import Structure

__all__ = ["ClaimReader"]

_QUOTE_KEYS = frozenset(("quote", "prefix", "suffix", "nth"))
_SELECTING_KEYS = _QUOTE_KEYS - {"quote"}
_MENTION_KEYS = _QUOTE_KEYS | {"of"}
_RELATION_KEYS = _QUOTE_KEYS | {"subject", "relation", "object", "value", "modality", "statement"}
_STATEMENT_KEYS = _QUOTE_KEYS | {"id", "speaker", "capacity", "occasion", "mode", "kind", "about", "summary"}
_STATEMENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_NEWSROOM = "newsroom"
_HIGHEST_NTH_DIGITS = 9


class _Selectors(NamedTuple):
    """What stands beside a quote to tell which match is meant."""

    prefix: str | None = None
    suffix: str | None = None
    nth: int | None = None


_NO_SELECTORS = _Selectors()


class ClaimReader:
    """Reads the three lists of an annotation; quotes are resolved by ``quotes``."""

    def __init__(self, structure: Structure, quotes: Quotes) -> None:
        self.quotes = quotes
        self._structure = structure
        self._report = structure.report
        self._statements: set[str] = set()
        self._relation_keys = _RELATION_KEYS | structure.terms.qualifiers.keys()

    # -- quotes ----------------------------------------------------------------------------------

    def _quote(self, raw: dict[str, object], path: KeyPath) -> Quote:
        """The quote of a mention, relation or statement, resolved; empty when there is none."""
        structure = self._structure
        value = raw.get("quote")
        selectors = _NO_SELECTORS if _SELECTING_KEYS.isdisjoint(raw) else self._selectors(raw, path)
        if isinstance(value, list):
            return self._fragments(value, selectors, (*path, "quote"))
        exact = structure.text(raw, "quote", path)
        if exact is not None and selectors is _NO_SELECTORS:
            return self.quotes.resolve_plain(exact, (*path, "quote"))
        if exact is not None:
            return self.quotes.resolve((Anchor(exact, *selectors),), (*path, "quote"))
        if "quote" not in raw and selectors is not _NO_SELECTORS:
            key = min(_SELECTING_KEYS & raw.keys())
            self._report.error(
                "anchor-without-quote", f'"{key}" stands without a quote', (*path, key), hint="add quote: …"
            )
        return ()

    def _selectors(self, raw: dict[str, object], path: KeyPath) -> _Selectors:
        prefix, suffix = (
            self._structure.text_value(raw[key], (*path, key), blank=True) if key in raw else None
            for key in ("prefix", "suffix")
        )
        nth = self._structure.text(raw, "nth", path)
        if nth is None:
            return _Selectors(prefix, suffix)
        if not (nth.isascii() and nth.isdigit() and len(nth) <= _HIGHEST_NTH_DIGITS and int(nth) > 0):
            message = f'nth is "{shown(nth)}", not a whole number from 1'
            self._report.error("bad-nth", message, (*path, "nth"), hint="nth: 2 means the second match in the text")
            return _Selectors(prefix, suffix)
        return _Selectors(prefix, suffix, int(nth))

    def _fragments(self, values: list[object], selectors: _Selectors, path: KeyPath) -> Quote:
        """Several fragments. A prefix belongs to the first, a suffix to the last."""
        items = self._structure.items(values, path)
        if selectors.nth is not None and len(values) > 1:
            message = "nth stands beside several fragments: which one does it count?"
            hint = "write it in the fragment: [{quote: …, nth: 2}, …]"
            self._report.error("fragment-nth", message, (*path[:-1], "nth"), hint=hint)
            return ()
        anchors: list[Anchor] = []
        for place, value in items:
            is_first, is_last = place[-1] == 0, place[-1] == len(items) - 1
            own = _Selectors(
                selectors.prefix if is_first else None, selectors.suffix if is_last else None, selectors.nth
            )
            anchor = self._fragment(value, own, place)
            if anchor is not None:
                anchors.append(anchor)
        # With a fragment missing, the others would be reported at the wrong place.
        return self.quotes.resolve(tuple(anchors), path) if anchors and len(anchors) == len(items) else ()

    def _fragment(self, value: object, selectors: _Selectors, path: KeyPath) -> Anchor | None:
        """One fragment: its text, or a mapping with selectors of its own."""
        structure = self._structure
        if not isinstance(value, dict):
            exact = structure.text_value(value, path)
            return None if exact is None else Anchor(exact, *selectors)
        structure.known_keys(value, _QUOTE_KEYS, path, "a fragment")
        structure.required(value, ("quote",), path, "the fragment")
        exact = structure.text(value, "quote", path)
        own = self._selectors(value, path)
        if exact is None:
            return None
        return Anchor(exact, own.prefix or selectors.prefix, own.suffix or selectors.suffix, own.nth or selectors.nth)

    # -- mentions --------------------------------------------------------------------------------

    def mentions(self, section: list[object]) -> tuple[MentionMark, ...]:
        """All mentions, in the order written."""
        seen: dict[tuple[object, ...], KeyPath] = {}
        marks: list[MentionMark] = []
        for raw, path in self._records(section, "mentions"):
            if not raw.keys() <= _MENTION_KEYS:
                self._structure.known_keys(raw, _MENTION_KEYS, path, "a mention")
            if "of" not in raw or "quote" not in raw:
                self._structure.required(raw, ("of", "quote"), path, "the mention")
            quote = self._quote(raw, path)
            of = self._structure.text(raw, "of", path)
            if of is None:
                continue
            if of not in self._structure.keys:
                self._structure.unknown_entity(of, (*path, "of"))
            elif quote:
                self._note_double(of, quote, path, seen)
            marks.append(MentionMark(of, quote, path))
        return tuple(marks)

    def _note_double(self, of: str, quote: Quote, path: KeyPath, seen: dict[tuple[object, ...], KeyPath]) -> None:
        # Unverified quotes are compared as they are written.
        place = (of, *[(a.start, a.end) if a.start is not None else a for a in quote])
        first = seen.setdefault(place, path)
        if first is not path:
            message = f'"{shown(of)}" is marked at this place already, by mentions[{first[1]}]'
            self._report.warning("duplicate-mention", message, path, quote=quote[0].exact, hint="remove one of the two")

    # -- relations -------------------------------------------------------------------------------

    def relations(self, section: list[object]) -> tuple[Relation, ...]:
        """All relations and attributes, in the order written."""
        found = [self._relation(raw, path) for raw, path in self._records(section, "relations")]
        return tuple(relation for relation in found if relation is not None)

    def _relation(self, raw: dict[str, object], path: KeyPath) -> Relation | None:
        structure = self._structure
        if not raw.keys() <= self._relation_keys:
            place = "a relation, nor a qualifier of the ontology"
            structure.known_keys(raw, self._relation_keys, path, place)
        structure.required(raw, ("subject", "relation"), path, "the relation")
        subject = structure.reference(raw["subject"], (*path, "subject"), article=True) if "subject" in raw else None
        name = structure.text(raw, "relation", path)
        target = self._target(raw, name, path)
        modality = structure.text(raw, "modality", path)
        statement = structure.text(raw, "statement", path)
        if statement is not None and statement not in self._statements:
            message = f'no statement has the id "{shown(statement)}"'
            hint = self._report.suggestion(statement, self._statements, otherwise="define it under statements")
            self._report.error("unknown-statement", message, (*path, "statement"), hint=hint)
        qualifiers = () if raw.keys() <= _RELATION_KEYS else tuple(self._qualifiers(raw, path))
        quote = self._quote(raw, path)
        if subject is None or name is None or target is None:
            return None
        return Relation(subject, name, target, path, modality or "fact", statement, quote, qualifiers)

    def _target(self, raw: dict[str, object], name: str | None, path: KeyPath) -> Value | None:
        """The object of a relation, or the value of an attribute."""
        structure = self._structure
        is_literal = None if name is None else structure.terms.relations.get(name)
        if name is not None and is_literal is None:
            message = f'"{shown(name)}" is no relation or attribute of the ontology'
            hint = self._report.suggestion(name, structure.terms.relations)
            self._report.error("unknown-relation", message, (*path, "relation"), hint=hint)
        wanted, other = ("value", "object") if is_literal else ("object", "value")
        if other in raw and (wanted in raw or is_literal is not None):
            what = f"{shown(name or '')} is an attribute" if is_literal else f"{shown(name or '')} is a relation"
            message = (
                f"{what} and takes {wanted}: …" if is_literal is not None else "object and value exclude each other"
            )
            self._report.error("object-or-value", message, (*path, other), hint=f"write {wanted}: … only")
        elif is_literal is not None and wanted not in raw:
            structure.required(raw, (wanted,), path, "the relation")
        if wanted not in raw:
            return None
        if is_literal:
            return structure.text(raw, "value", path)
        return structure.reference(raw["object"], (*path, "object"), article=True)

    def _qualifiers(self, raw: dict[str, object], path: KeyPath) -> Iterator[tuple[str, Value]]:
        """The qualifiers of a relation: each one value, or a list."""
        structure = self._structure
        for name, value in raw.items():
            is_literal = structure.terms.qualifiers.get(name)
            if is_literal is None or name in _RELATION_KEYS:
                continue
            for place, item in structure.items(value, (*path, name)):
                found = structure.text_value(item, place) if is_literal else structure.reference(item, place)
                if found is not None:
                    yield name, found

    # -- statements ------------------------------------------------------------------------------

    def declare(self, section: list[object]) -> None:
        """Take note of the ids of all statements, so that relations can refer to them."""
        for raw in section:
            value = raw.get("id") if isinstance(raw, dict) else None
            if isinstance(value, str):
                self._statements.add(value)

    def statements(self, section: list[object]) -> tuple[SpeechAct, ...]:
        """All statements, in the order written."""
        seen: dict[str, KeyPath] = {}
        acts: list[SpeechAct] = []
        for raw, path in self._records(section, "statements"):
            act = self._statement(raw, path)
            if act is None:
                continue
            first = seen.setdefault(act.id, path)
            if first is not path:
                message = f'statements[{first[1]}] has the id "{shown(act.id)}" already'
                self._report.error("duplicate-statement", message, (*path, "id"), hint="give one of them another id")
            acts.append(act)
        return tuple(acts)

    def _statement(self, raw: dict[str, object], path: KeyPath) -> SpeechAct | None:
        structure = self._structure
        if not raw.keys() <= _STATEMENT_KEYS:
            structure.known_keys(raw, _STATEMENT_KEYS, path, "a statement")
        structure.required(raw, ("id", "mode", "kind", "quote"), path, "the statement")
        identifier = self._statement_id(raw, path)
        mode = structure.text(raw, "mode", path)
        if mode is not None and mode != _NEWSROOM and "speaker" not in raw:
            message = 'the key "speaker" is missing in the statement'
            hint = f"add speaker: …; only mode: {_NEWSROOM} has none"
            self._report.error("missing-key", message, path, hint=hint)
        speaker, capacity, occasion = (
            structure.reference(raw[key], (*path, key)) if key in raw else None
            for key in ("speaker", "capacity", "occasion")
        )
        kinds = tuple(self._texts(raw["kind"], (*path, "kind"))) if "kind" in raw else ()
        about = tuple(self._about(raw["about"], (*path, "about"))) if "about" in raw else ()
        summary = structure.text(raw, "summary", path)
        quote = self._quote(raw, path)
        if identifier is None or mode is None:
            return None
        return SpeechAct(identifier, mode, kinds, quote, path, speaker, capacity, occasion, about, summary)

    def _statement_id(self, raw: dict[str, object], path: KeyPath) -> str | None:
        value = self._structure.text(raw, "id", path)
        if value is not None and not _STATEMENT_ID.fullmatch(value):
            message = f'"{shown(value)}" cannot be the id of a statement'
            hint = "up to 100 Latin letters, digits, hyphens and underscores"
            self._report.error("bad-id", message, (*path, "id"), hint=hint)
        return value

    def _texts(self, value: object, path: KeyPath) -> Iterator[str]:
        """One text or a list of them."""
        for place, item in self._structure.items(value, path):
            text = self._structure.text_value(item, place)
            if text is not None:
                yield text

    def _about(self, value: object, path: KeyPath) -> Iterator[Ref]:
        """One reference or a list of them."""
        for place, item in self._structure.items(value, path):
            found = self._structure.reference(item, place, article=True)
            if found is not None:
                yield found

    def _records(self, section: list[object], name: str) -> Iterator[tuple[dict[str, object], KeyPath]]:
        """The mappings of a list, each with its key path."""
        for index, value in enumerate(section):
            path = (name, index)
            raw = self._structure.mapping(value, path)
            if raw is not None:
                yield raw, path
