"""XMI, the XML of a UIMA CAS, as feature structures: without a document type, entities or the network."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from kg.read.files import UnusableError

__all__ = ["FeatureStructure", "parse_xmi"]

_DEPTH = 16
_XMI_ID = "http://www.omg.org/XMI id"
_PREFIX, _SUFFIX = "http:///", ".ecore"
_NOT_NAMED = "uima.noNamespace."
_MOST = 1_000_000


@dataclass(slots=True)
class FeatureStructure:
    """A feature structure: its id, its type, and its features, each with its values as text."""

    id: str
    type: str
    features: dict[str, tuple[str, ...]] = field(default_factory=dict)
    line: int | None = None

    def first(self, *names: str) -> str | None:
        """The first value of the first of these features that has one."""
        return next((self.features[name][0] for name in names if self.features.get(name)), None)


class _Parser:
    def __init__(self) -> None:
        self.found: list[FeatureStructure] = []
        self._depth = 0
        self._words: list[str] | None = None
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def parse(self, data: bytes) -> list[FeatureStructure]:
        try:
            self._parser.Parse(data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            line = self._parser.CurrentLineNumber
            raise UnusableError("syntax-error", f"this is not XML: {error}", line=line) from error
        return self.found

    def _refuse(self, *_: object) -> None:
        hint = "a CAS needs neither a document type nor entities: export it again"
        line = self._parser.CurrentLineNumber
        raise UnusableError("syntax-error", "a document type or an entity is declared here", line=line, hint=hint)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        line = self._parser.CurrentLineNumber
        if self._depth > _DEPTH:
            raise UnusableError("too-deep", f"elements are nested more than {_DEPTH} deep", line=line)
        if len(self.found) > _MOST:
            raise UnusableError("too-many-values", f"more than {_MOST} feature structures in one file", line=line)
        if self._depth == 2:
            features: dict[str, tuple[str, ...]] = {}
            features |= {key.rpartition(" ")[2]: (value,) for key, value in attributes.items() if key != _XMI_ID}
            self.found.append(FeatureStructure(attributes.get(_XMI_ID, ""), _type(name), features, line))
        elif self._depth == 3:  # one value of a feature that is a list
            self._words = []

    def _end(self, name: str) -> None:
        if self._depth == 3 and self._words is not None:
            features, key = self.found[-1].features, name.rpartition(" ")[2]
            features[key] = (*features.get(key, ()), "".join(self._words))
            self._words = None
        self._depth -= 1

    def _characters(self, text: str) -> None:
        if self._words is not None:
            self._words.append(text)


def _type(name: str) -> str:
    space, _, local = name.rpartition(" ")
    package = space.removeprefix(_PREFIX).removesuffix(_SUFFIX).replace("/", ".")
    return f"{package}.{local}".removeprefix(_NOT_NAMED)


def parse_xmi(data: bytes) -> list[FeatureStructure]:
    """The feature structures of an XMI file, in the order written.

    Raises:
        UnusableError: it is not XML, too deep, too large, or declares a document type.
    """
    return _Parser().parse(data)
