"""One annotated article, as readers produce it and the mapper takes it.

All values are the annotator's own strings; no file format and no RDF here. Offsets count Unicode code points and are
half-open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = [
    "Anchor",
    "AnnotatedArticle",
    "AnnotatedEntity",
    "AnnotatedName",
    "AnnotatedRelation",
    "AnnotationNote",
    "CitedSource",
    "MentionMark",
    "Metadata",
    "Ref",
    "ScopedQualifier",
    "Source",
    "SpeechAct",
    "Value",
]

KeyPath = tuple[str | int, ...]
"""A place in an annotation, such as ``("relations", 3, "object")``."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article was read from: the file, and how to find the line of a key path."""

    file: str
    line_of: Callable[[KeyPath], int | None] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AnnotatedName:
    """A name as printed, with the BCP 47 tag of its language if the annotation gives one."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """What a relation points at; exactly one of the two is set.

    ``key`` is the key of an entity of the same article (or ``article`` for the article itself);
    ``id`` is ``<kind>/<slug>``, for what the reference data or an explicit ``id`` names.
    """

    key: str | None = None
    id: str | None = None


Value = Ref | str
"""The object of a relation, or a qualifier: a thing, or a literal as written."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A run of text: one fragment of a quote.

    ``start`` and ``end`` are set when the quote was found in the text (it is then *verified*), else None. The annotator
    did not write them, so they are not in ``repr``, by which kg tells whether an annotation has changed.
    """

    exact: str
    prefix: str | None = None
    suffix: str | None = None
    nth: int | None = None
    start: int | None = field(default=None, repr=False)
    end: int | None = field(default=None, repr=False)

    @property
    def verified(self) -> bool:
        """Whether the quote was found in the article's text."""
        return self.start is not None


Quote = tuple[Anchor, ...]
"""A quote: one anchor, or several where the annotator marked fragments."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The article itself.

    ``text_sha256`` is set when its text was available, and ``declared_sha256`` when the annotation gives one; both in
    lower case. ``retracts`` are the ids of the articles that this one takes back.
    """

    id: str
    title: AnnotatedName
    url: str | None
    publisher: Ref | None
    published: str | None
    language: str | None
    text_sha256: str | None = field(default=None, repr=False)
    declared_sha256: str | None = None
    retracts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotationNote:
    """Who made the annotation, with what, when, and whether it is a draft; None where that is not stated."""

    by: str | None = None
    tool: str | None = None
    date: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class ScopedQualifier:
    """A qualifier with a modality or a quote of its own: a membership is a fact, that it begins today is denied."""

    name: str
    value: Value
    path: KeyPath
    modality: str = "fact"
    quote: Quote = ()


@dataclass(frozen=True, slots=True)
class AnnotatedRelation:
    """One relation, or one attribute, that the annotator marked.

    ``statement`` is the id of the statement that makes the claim, ``source`` that of the cited source which reports it;
    None means the newsroom.
    ``inline``: it was written inside its subject, without a quote of its own.
    ``corrects`` is the id of the article whose claim it corrects. ``alternatives`` are further objects, of which, with
    the first, one is meant, ``alternative_subjects`` further subjects; no relation has both.
    """

    subject: Ref
    relation: str
    object: Value
    path: KeyPath
    modality: str = "fact"
    statement: str | None = None
    quote: Quote = ()
    qualifiers: tuple[tuple[str, Value], ...] = ()
    inline: bool = False
    scoped: tuple[ScopedQualifier, ...] = ()
    source: str | None = None
    corrects: str | None = None
    alternatives: tuple[Ref, ...] = ()
    alternative_subjects: tuple[Ref, ...] = ()

    @property
    def is_doubted(self) -> bool:
        """Whether its source leaves it in doubt."""
        return self.has_alternatives or any(name == "certainty" for name, _ in self.meant)

    @property
    def has_alternatives(self) -> bool:
        """Whether its subject, or its object, is one of several things."""
        return bool(self.alternatives or self.alternative_subjects)

    @property
    def meant(self) -> tuple[tuple[str, Value], ...]:
        """The qualifiers that are meant as the claim itself, those with a quote of their own too."""
        scoped = ((each.name, each.value) for each in self.scoped if self.is_meant_alike(each))
        return (*self.qualifiers, *scoped)

    def is_meant_alike(self, scoped: ScopedQualifier) -> bool:
        """Whether one of ``scoped`` is meant as the claim itself, and only has a quote of its own."""
        return scoped.modality in ("fact", self.modality)


@dataclass(frozen=True, slots=True)
class AnnotatedEntity:
    """A thing in the article. ``key`` is the annotator's name for it, local to the article."""

    key: str
    type: str
    names: tuple[AnnotatedName, ...]
    path: KeyPath
    aliases: tuple[AnnotatedName, ...] = ()
    id: str | None = None


@dataclass(frozen=True, slots=True)
class MentionMark:
    """A place in the text where an entity is named or meant."""

    of: str
    quote: Quote
    path: KeyPath


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A text that the article cites. ``within`` is the id of the source that cites it in turn."""

    id: str
    publisher: Ref
    path: KeyPath
    published: str | None = None
    url: str | None = None
    title: AnnotatedName | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class SpeechAct:
    """What a speaker said: a statement. ``kinds`` and ``mode`` are the annotator's words.

    ``source`` is the id of the cited source that reports it, ``within`` that of the statement whose speaker quotes it.
    """

    id: str
    mode: str
    kinds: tuple[str, ...]
    quote: Quote
    path: KeyPath
    speaker: Ref | None = None
    capacity: Ref | None = None
    occasion: Ref | None = None
    about: tuple[Ref, ...] = ()
    summary: str | None = None
    on_account_of: tuple[Ref, ...] = ()
    source: str | None = None
    within: str | None = None
    held_by: tuple[Ref, ...] = ()
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """One annotated article, as a reader returns it.

    ``relations`` begins with the inline ones (``inline=True``), in the order written. ``annotation`` is None where the
    file says nothing of who made it.
    """

    metadata: Metadata
    entities: tuple[AnnotatedEntity, ...]
    mentions: tuple[MentionMark, ...]
    relations: tuple[AnnotatedRelation, ...]
    statements: tuple[SpeechAct, ...]
    source: Source = field(compare=False, repr=False)
    sources: tuple[CitedSource, ...] = ()
    annotation: AnnotationNote | None = None
