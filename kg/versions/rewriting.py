"""Renaming terms in an annotated article: single words are put in the place of others, all else stays byte for byte.

Where a term keeps its name and means less than before, the place is listed and stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.findings import Finding, Severity
from kg.read.files import UnusableError, decode
from kg.read.lines import FixedLine
from kg.read.report import FindingCollector
from kg.read.yaml_source import parse
from kg.regular_files import read_regular
from kg.versions.migration import Migration

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node, ScalarNode

__all__ = ["Migrated", "ToReview", "migrate"]

_BOM = "\ufeff"
_LONGEST_LINE = 500  # characters that are shown of one
_ENTITY_OWN = frozenset(("type", "name", "aka", "id"))
_RELATION_OWN = frozenset(
    ("subject", "relation", "object", "value", "quote", "prefix", "suffix", "nth", "statement", "modality")
)


@dataclass(frozen=True, slots=True)
class ToReview:
    """A line to look at by hand: only the article can tell whether it is still right.

    ``text`` is the line before anything is renamed, ``name`` the term that stands there, ``version`` the one that
    changed its meaning, ``question`` what to ask.
    """

    line: int
    text: str
    name: str
    version: str
    question: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """What became of one file: its text before and after, equal where nothing was to do, and what stood in the way.

    ``to_review`` are the lines that no machine can decide, in their order; nothing was changed there.
    """

    file: Path
    before: str
    after: str
    findings: tuple[Finding, ...]
    to_review: tuple[ToReview, ...] = ()


def migrate(file: Path, migrations: Sequence[Migration]) -> Migrated:
    """Rename the terms in one annotated article in YAML. Nothing is written.

    A file with a fault stays as it is, and a finding tells why: it is not YAML or not an annotation, is in another
    format, or would have one key twice.
    """
    if file.suffix.lower() not in (".yaml", ".yml"):
        hint = "rename in the program that writes these files, or in a copy as .yaml"
        return _refused(file, "not-migrated", "only annotations in YAML are migrated", hint=hint)
    report = FindingCollector(str(file), FixedLine(None))
    try:
        data = read_regular(file)
        if data is None:
            return _refused(file, "file-too-large", "the file is larger than 16 MiB")
        text = decode(data)
        parse(text, report)
    except UnusableError as fault:
        return _refused(file, fault.code, fault.message, line=fault.line, hint=fault.hint)
    except OSError as error:
        return _refused(file, "unreadable-file", f"the file cannot be read: {error.strerror or error}")
    if report.failed:
        return Migrated(file, text, text, report.result(None, None).findings)
    import yaml

    # The loader in Python: its marks count characters. Only nodes are made, no Python objects, of bounded depth.
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    edits = _Edits(text, migrations)
    if isinstance(root, yaml.MappingNode):
        edits.article(root)
    mark = _BOM if data.startswith(_BOM.encode()) else ""
    if edits.doubled:
        line, key = edits.doubled[0]
        return _refused(file, "duplicate-key", f"{key} would be here twice", line=line, hint="join the two by hand")
    return Migrated(file, mark + text, mark + edits.applied(text), (), tuple(edits.to_review))


def _refused(file: Path, code: str, message: str, *, line: int | None = None, hint: str | None = None) -> Migrated:
    return Migrated(file, "", "", (Finding(code, Severity.ERROR, message, file=str(file), line=line, hint=hint),))


class _Edits:
    """Walks through an annotation and notes which words are to be replaced."""

    def __init__(self, text: str, migrations: Sequence[Migration]) -> None:
        self._text = text
        self._migrations = migrations
        self._tables = [migration.rename for migration in migrations]
        self._found: dict[tuple[int, int], str] = {}
        self.doubled: list[tuple[int, str]] = []
        self.to_review: list[ToReview] = []

    def applied(self, text: str) -> str:
        """The text with all edits."""
        for (start, end), word in sorted(self._found.items(), reverse=True):
            quote = text[start] if text[start] in "'\"" else ""
            text = f"{text[:start]}{quote}{word}{quote}{text[end:]}"
        return text

    def article(self, root: MappingNode) -> None:
        for section, node in _items(root):
            if section.value == "entities":
                for _, entity in _items(node):
                    self._entity(entity)
            elif section.value in ("article", "sources"):
                for text in [node, *_members(node)]:
                    self._publisher(text)
            elif section.value == "relations":
                for relation in _members(node):
                    self._relation(relation)
            elif section.value == "statements":
                for statement in _members(node):
                    self._statement(statement)
            elif section.value == "mentions":
                self._ids(node)

    def _publisher(self, node: Node) -> None:
        """That of the article, or of a source that it cites, which may be written in place."""
        for key, value in _items(node):
            if key.value == "publisher":
                self._entity(value)

    def _entity(self, node: Node) -> None:
        keys = []
        for key, value in _items(node):
            keys.append(key.value)
            if key.value == "type":
                self._word(value, self._type(_text(value)))
            elif key.value == "id":
                self._word(value, self._id(_text(value)))
            elif key.value not in _ENTITY_OWN:
                self._values(key.value, value)
                keys[-1] = self._relation_name(key.value, key)
                self._word(key, keys[-1])
                self._ids(value)
        self._note_doubled(node, keys)

    def _relation(self, node: Node) -> None:
        keys = []
        parts = {key.value: value for key, value in _items(node)}
        name = _text(parts.get("relation"))
        for key, value in _items(node):
            keys.append(key.value)
            if key.value == "relation":
                self._word(value, self._relation_name(name, value))
            elif key.value == "value":
                self._values(name, value)
            elif key.value in ("modality", "subject", "object"):
                self._values(key.value, value)
                self._ids(value)
            elif key.value not in _RELATION_OWN:
                self._qualifier(key.value, value)
                keys[-1] = self._relation_name(key.value, key)
                self._word(key, keys[-1])
        self._note_doubled(node, keys)

    def _qualifier(self, name: str, node: Node) -> None:
        """A value, a list of them, or one with a modality of its own: ``{value: …, modality: …}``."""
        self._values(name, node)
        self._ids(node)
        for own in [node, *_members(node)]:
            for key, value in _items(own):
                if key.value in ("value", "modality"):
                    self._values(name if key.value == "value" else "modality", value)
                    self._ids(value)

    def _statement(self, node: Node) -> None:
        for key, value in _items(node):
            for migration in self._migrations:
                self._note(key, key.value, migration.review.statements, migration.version)
            if key.value in ("mode", "kind"):
                self._values(key.value, value)
            elif key.value != "id":
                self._ids(value)

    def _ids(self, node: Node) -> None:
        """Ids of things, as in ``{id: theme/ecology}``, and inside lists."""
        for key, value in _items(node):
            if key.value == "id":
                self._word(value, self._id(_text(value)))
        for member in _members(node):
            self._ids(member)

    def _values(self, relation: str, node: Node) -> None:
        for value in [node, *_members(node)]:
            word = _text(value)
            name = relation
            for table in self._tables:
                word = table.values.get(name, {}).get(word, word)
                name = table.relations.get(name, name)
            self._word(value, word)

    def _type(self, word: str) -> str:
        for table in self._tables:
            word = table.types.get(word, word)
        return word

    def _relation_name(self, word: str, node: Node) -> str:
        """The newest name of a relation, attribute or qualifier; notes where its meaning changed on the way."""
        for migration in self._migrations:
            self._note(node, word, migration.review.relations, migration.version)
            word = migration.rename.relations.get(word, word)
        return word

    def _note(self, node: Node, name: str, questions: Mapping[str, str], version: str) -> None:
        if name in questions:
            begin = self._text.rfind("\n", 0, node.start_mark.index) + 1
            line, _, _ = self._text[begin : begin + _LONGEST_LINE].partition("\n")
            self.to_review.append(ToReview(node.start_mark.line + 1, line.rstrip("\r"), name, version, questions[name]))

    def _id(self, word: str) -> str:
        for table in self._tables:
            word = table.ids.get(word, word)
        return word

    def _word(self, node: Node, word: str) -> None:
        if word and word != _text(node):
            self._found[node.start_mark.index, node.end_mark.index] = word

    def _note_doubled(self, node: Node, keys: list[str]) -> None:
        self.doubled += [(node.start_mark.line + 1, key) for key, count in Counter(keys).items() if count > 1]


def _items(node: Node) -> Iterator[tuple[ScalarNode, Node]]:
    import yaml

    if isinstance(node, yaml.MappingNode):
        yield from node.value


def _members(node: Node) -> list[Node]:
    import yaml

    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _text(node: Node | None) -> str:
    """The text of a plain value; empty for all else."""
    import yaml

    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""
