"""Taking raw values apart: what a key must hold, with a finding for whatever it does not.

Every function returns None where it has reported a fault, or where an optional key is absent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from kg.languages import canonical, is_tag
from kg.model import AnnotatedName, KeyPath, Ref
from kg.read.characters import explained
from kg.read.invisible import visible_name
from kg.read.raw import UNREADABLE
from kg.read.report import FindingCollector, shown
from kg.read.terms import ARTICLE_ID, Terms

__all__ = ["ARTICLE_KEY", "Structure"]

ARTICLE_KEY = "article"
"""The reserved key of the article itself."""

_ID_KEYS = frozenset(("id",))


class Structure:
    """Checks raw values against what an annotation may hold.

    ``keys`` are the keys of the article's entities, each with the reference that points at it.
    """

    def __init__(self, report: FindingCollector, terms: Terms) -> None:
        self.report = report
        self.terms = terms
        self.keys: dict[str, Ref] = {}

    def mapping(self, value: object, path: KeyPath) -> dict[str, object] | None:
        """A mapping."""
        if isinstance(value, dict):
            return value
        self._wrong(value, "not-a-mapping", "a mapping (key: value) is expected here", path)
        return None

    def items(self, value: object, path: KeyPath) -> list[tuple[KeyPath, object]]:
        """The items of a list, or the one value that stands in place of a list, each with its key path."""
        if not isinstance(value, list):
            return [(path, value)]
        if not value:
            self._missing_value(path)
        return [((*path, index), item) for index, item in enumerate(value)]

    def section(self, raw: dict[str, object], key: str) -> list[object]:
        """A list at the top of an annotation; empty when it is absent."""
        value = raw.get(key, [])
        if isinstance(value, list):
            return value
        self._wrong(value, "not-a-list", "a list is expected here", (key,))
        return []

    def known_keys(self, raw: dict[str, object], known: Collection[str], path: KeyPath, place: str) -> None:
        """Report every key that is not one of ``known``; ``place`` says of what the keys are."""
        for key in raw:
            if key not in known:
                message = explained(f'"{shown(key)}" is not a key of {place}', key)
                hint = self.report.suggestion(key, known, otherwise=_list_of(known))
                self.report.error("unknown-key", message, (*path, key), hint=hint)

    def required(self, raw: dict[str, object], keys: Iterable[str], path: KeyPath, place: str) -> None:
        """Report every key that is not there."""
        for key in keys:
            if key not in raw:
                message = f'the key "{key}" is missing in {place}'
                self.report.error("missing-key", message, path, hint=f"add {key}: …")

    def written(self, raw: dict[str, object], key: str) -> str | None:
        """The text under a key, if it is one; nothing is reported."""
        value = raw.get(key)
        return value if isinstance(value, str) and value else None

    def text(self, raw: dict[str, object], key: str, path: KeyPath) -> str | None:
        """The text under a key; None when the key is absent."""
        value = raw.get(key)
        # Nearly every value is good, so this check comes first and makes no path.
        if value.__class__ is str and value and not value.isspace():
            return value
        return self.text_value(value, (*path, key)) if key in raw else None

    def text_value(self, value: object, path: KeyPath, *, blank: bool = False) -> str | None:
        """A text; white space alone will do where ``blank``."""
        if isinstance(value, str) and value and (blank or not value.isspace()):
            return value
        if isinstance(value, str):
            self._missing_value(path)
        else:
            self._wrong(value, "not-text", "text is expected here", path)
        return None

    def _wrong(self, value: object, code: str, message: str, path: KeyPath) -> None:
        if value is UNREADABLE:
            return
        if value is None:
            self._missing_value(path)
            return
        hint = None
        if isinstance(value, bool | float):
            hint = "put the word in quotation marks"
        elif isinstance(value, list | dict) and code == "not-text":
            is_list = isinstance(value, list)
            message += f", not a {'list' if is_list else 'mapping'}"
            hint = f"if the {'square brackets' if is_list else 'braces'} belong to the text, put it in quotation marks"
        self.report.error(code, message, path, hint=hint)

    def _missing_value(self, path: KeyPath) -> None:
        self.report.error("missing-value", "a value is missing here", path, hint="write a value, or leave out the key")

    def language(self, tag: str, path: KeyPath) -> str | None:
        """A language tag in the one way of writing it; None, with a finding, when it is not well formed."""
        if is_tag(tag):
            return canonical(tag)
        message = explained(f'"{shown(tag)}" is not a language tag', tag)
        self.report.error("bad-language", message, path, hint="BCP 47, such as en, az or uz-Cyrl")
        return None

    def names(self, value: object, path: KeyPath) -> tuple[AnnotatedName, ...]:
        """A name, or names by language."""
        if isinstance(value, dict):
            if not value:
                self._missing_value(path)
            self._one_each(value, path)
            return tuple(name for tag, text in value.items() for name in self._named(tag, text, (*path, tag)))
        text = self._name(value, path)
        return () if text is None else (AnnotatedName(text),)

    def printed(self, value: object, path: KeyPath) -> str | None:
        """What was printed: a name, a title, a quote. White space around it is kept, and noted."""
        text = self.text_value(value, path)
        if text is not None and (text[0].isspace() or text[-1].isspace()):
            message = f'"{shown(text)}" begins or ends with white space'
            hint = "remove it; a YAML block after |- or >- ends without a line break"
            self.report.warning("outer-space", message, path, hint=hint)
        return text

    def visible(self, raw: dict[str, object], key: str, path: KeyPath) -> str | None:
        """The name under a key, without invisible characters; None when the key is absent."""
        return self._name(raw[key], (*path, key)) if key in raw else None

    def _one_each(self, names: dict[str, object], path: KeyPath) -> None:
        """Report a language that two tags name, such as ``en`` and ``EN``."""
        first: dict[str, str] = {}
        for tag in names:
            other = first.setdefault(canonical(tag), tag)
            if other != tag:
                message = f'"{shown(tag)}" and "{shown(other)}" are one language'
                self.report.error("duplicate-key", message, (*path, tag), hint="keep one; further names go under aka")

    def _named(self, tag: str, value: object, path: KeyPath) -> Iterator[AnnotatedName]:
        language = self.language(tag, path)
        text = self._name(value, path)
        if text is not None:
            yield AnnotatedName(text, language)

    def _name(self, value: object, path: KeyPath) -> str | None:
        text = self.printed(value, path)
        if text is None or text.isascii():
            return text
        seen = visible_name(text, path, self.report)
        return self.text_value(seen, path)  # nothing may be left of it

    def aliases(self, value: object, path: KeyPath) -> tuple[AnnotatedName, ...]:
        """Further names: one, a list, or one or several by language."""
        return tuple(name for place, item in self.items(value, path) for name in self._alias(item, place))

    def _alias(self, value: object, path: KeyPath) -> tuple[AnnotatedName, ...]:
        """One further name, or several by language, each language with one text or a list."""
        if not isinstance(value, dict) or not value:
            return self.names(value, path)
        found: list[AnnotatedName] = []
        for tag, text in value.items():
            for place, each in self.items(text, (*path, tag)):
                found += self._named(tag, each, place)
        return tuple(found)

    def reference(self, value: object, path: KeyPath, *, article: bool = False) -> Ref | None:
        """A reference: the key of an entity (or of the article, where ``article``), or ``{id: <kind>/<slug>}``."""
        if value.__class__ is str:
            found = self.keys.get(value)
            if found is not None:
                return found
        if isinstance(value, dict):
            return self._id_reference(value, path)
        key = self.text_value(value, path)
        if key is None:
            return None
        if key == ARTICLE_KEY and article:
            return _ARTICLE
        self.unknown_entity(key, path)
        return None

    def unknown_entity(self, key: str, path: KeyPath, *, hint: str | None = None) -> None:
        """Report a key that no entity has."""
        if key == ARTICLE_KEY:
            hint = "the article itself cannot be used here"
        elif self.terms.id_fault(key) is None:
            hint = f"for a thing outside this article write {{id: {key}}}"
        else:
            hint = self.report.suggestion(key, self.keys, otherwise=hint or "define it under entities")
        message = explained(f'no entity has the key "{shown(key)}"', key)
        self.report.error("unknown-entity", message, path, hint=hint)

    def _id_reference(self, raw: dict[str, object], path: KeyPath) -> Ref | None:
        self.known_keys(raw, _ID_KEYS, path, "a reference")
        self.required(raw, _ID_KEYS, path, "a reference")
        found = self.identifier(raw, path)
        return None if found is None else Ref(id=found)

    def article_id(self, value: object, path: KeyPath) -> str | None:
        """The id of an article, this one or another."""
        text = self.text_value(value, path)
        if text is None or ARTICLE_ID.fullmatch(text):
            return text
        message = explained(f'"{shown(text)}" cannot be the id of an article', text)
        hint = "up to 200 Latin letters, digits and hyphens, starting with a letter or digit"
        self.report.error("bad-id", message, path, hint=hint)
        return None

    def identifier(self, raw: dict[str, object], path: KeyPath) -> str | None:
        """The ``<kind>/<slug>`` under the key ``id``."""
        value = self.text(raw, "id", path)
        fault = None if value is None else self.terms.id_fault(value)
        if value is None or fault is None:
            return value
        kind = value.partition("/")[0]
        hint = "such as polity/kz"
        if kind not in self.terms.kinds:
            hint = self.report.suggestion(kind, self.terms.kinds, otherwise=hint) or hint
        message = explained(f'"{shown(value)}" is not an id: {fault}', value)
        self.report.error("bad-id", message, (*path, "id"), hint=hint)
        return None


_ARTICLE = Ref(key=ARTICLE_KEY)


def _list_of(names: Collection[str]) -> str | None:
    """The names that are allowed, when they are few."""
    return f"known: {', '.join(sorted(names))}" if len(names) <= 16 else None
