"""From the entities of an article to the things of the graph: their ids, types and names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kg.dates import parse_date
from kg.mapping.findings import Findings, suggest
from kg.mapping.identity import AmbiguousNameError, ReferenceIndex, name_slug
from kg.mapping.name_guards import check_new_name
from kg.model import AnnotatedArticle, AnnotatedEntity, AnnotatedRelation, KeyPath, Ref
from kg.ontology.vocabulary import Vocabulary

__all__ = ["ARTICLE_KEY", "Things"]

ARTICLE_KEY = "article"

_DEEPEST = 16  # a unit within a unit within a body … : each adds its words to the id


class Things:
    """The thing behind each entity key and each ``id`` of one article.

    Ids are ``<kind>/<slug>``. What cannot be identified is reported, and has no id.
    """

    def __init__(
        self, article: AnnotatedArticle, vocabulary: Vocabulary, reference: ReferenceIndex, findings: Findings
    ) -> None:
        self._article = article
        self.vocabulary = vocabulary
        self._reference = reference
        self._findings = findings
        self.entities: Mapping[str, AnnotatedEntity] = {entity.key: entity for entity in article.entities}
        self._relations: dict[str, list[AnnotatedRelation]] = defaultdict(list)
        for relation in article.relations:
            if relation.subject.key is not None:
                self._relations[relation.subject.key].append(relation)
        self.ids: dict[str, str | None] = {ARTICLE_KEY: f"article/{article.metadata.id}"}
        self._depths: dict[str, int] = {}
        for key in self.entities:
            self._identify(key)
        self._by_id = {thing: key for key, thing in self.ids.items() if thing}
        self._report_clashes()

    def id_of(self, ref: Ref, path: KeyPath) -> str | None:
        """The id behind a reference; None, with a finding, if there is none."""
        if ref.key is not None:
            return self.ids.get(ref.key)
        assert ref.id is not None  # noqa: S101 - a Ref holds one of the two
        if ref.id not in self._by_id and ref.id not in self._reference.types:
            self._findings.error(
                "unknown-id",
                f"{ref.id} is neither in the reference data nor in this article",
                path,
                hint=suggest(ref.id, self._reference.types) or "declare it as an entity with this id",
            )
            return None
        return ref.id

    def known(self, ref: Ref) -> str:
        """The id behind a reference, without a finding; its key where it has none, which is reported elsewhere."""
        return (self.ids.get(ref.key) if ref.key is not None else ref.id) or str(ref.key)

    def reference_steps(self, relation: str) -> Mapping[str, frozenset[str]]:
        """Where a relation leads from each thing of the reference data, by their ids."""
        return self._reference.steps.get(relation, {})

    def types_of(self, ref: Ref) -> frozenset[str]:
        """The names of the classes of the thing behind a reference."""
        if ref.key == ARTICLE_KEY:
            return frozenset(["Article"])
        key = ref.key if ref.key is not None else self._by_id.get(ref.id or "")
        stated = frozenset([self.entities[key].type]) if key is not None and key in self.entities else frozenset()
        thing = ref.id or (self.ids.get(key) if key else None)
        return stated | self._reference.types.get(thing or "", frozenset())

    def _identify(self, key: str) -> None:
        """Give an entity its id, after everything it exists within; without recursion."""
        chain: dict[str, str | None] = {}  # each with the entity around it
        next_key: str | None = key
        while next_key is not None and next_key not in self.ids:
            entity = self.entities[next_key]
            if next_key in chain:
                self._findings.error(
                    "circular-identity", f"{next_key} is within itself", entity.path, hint="give it an id"
                )
                break
            chain[next_key] = self._around(entity)
            next_key = chain[next_key]
        for each, around in reversed(chain.items()):
            self._depths[each] = 0 if around is None else self._depths.get(around, 0) + 1
            self.ids[each] = self._identified(self.entities[each])

    def _around(self, entity: AnnotatedEntity) -> str | None:
        """The key of the entity that this one exists within, if its id depends on it."""
        term = self.vocabulary.classes.get(entity.type)
        if entity.id or term is None or term.kind is None or not entity.names:
            return None
        whole = self._whole(entity, term.identified_within)
        if whole is None or whole.key not in self.entities:
            return None
        try:
            return None if self._reference.find(term.kind, entity.type, entity.names) else whole.key
        except AmbiguousNameError:
            return None

    def _identified(self, entity: AnnotatedEntity) -> str | None:
        if self._depths[entity.key] > _DEEPEST:
            if self._depths[entity.key] == _DEEPEST + 1:
                message = f"{entity.key} is nested more than {_DEEPEST} things deep"
                self._findings.error(
                    "deep-identity", message, entity.path, hint="give an id to it, or to one of the things around it"
                )
            return None
        return self._explicit(entity) if entity.id else self._from_names(entity)

    def _explicit(self, entity: AnnotatedEntity) -> str | None:
        assert entity.id is not None  # noqa: S101 - the caller looked
        kind = self.vocabulary.classes[entity.type].kind if entity.type in self.vocabulary.classes else None
        if kind is None:
            return None  # _from_names and the check of types say why
        if entity.id.partition("/")[0] != kind:
            self._findings.error(
                "wrong-kind",
                f"{entity.id} cannot be the id of a {entity.type}",
                (*entity.path, "id"),
                hint=f"ids of this type begin with {kind}/",
            )
            return None
        return self._fitting(entity.id, entity)

    def _from_names(self, entity: AnnotatedEntity) -> str | None:
        term = self.vocabulary.classes.get(entity.type)
        if term is None or term.kind is None or not entity.names:
            return None  # reported already
        try:
            known = self._reference.find(term.kind, entity.type, entity.names)
        except AmbiguousNameError as error:
            self._findings.error(
                "ambiguous-name",
                f"{entity.names[0].text!r} is the name of several things",
                (*entity.path, "name"),
                hint=f"give it an id: {' or '.join(error.candidates)}",
            )
            return None
        if known is None:
            check_new_name(entity, term.kind, self._reference.near, self._findings)
        return known or self._new_id(entity, term.kind, term.identified_within)

    def _new_id(self, entity: AnnotatedEntity, kind: str, within: str | None) -> str | None:
        words = name_slug(entity, self._article.metadata.language)
        if not words:
            self._findings.error(
                "nameless",
                f"{entity.names[0].text!r} has no letter or digit",
                (*entity.path, "name"),
                hint="give it an id",
            )
            return None
        whole = self._whole(entity, within)
        around = None if whole is None else whole.id
        if whole is not None and whole.key is not None and whole.key in self.entities:
            around = self.ids.get(whole.key)
        if around:
            words = f"{around.partition('/')[2]}--{words}"
        year = self._year(entity) if kind == "event" else None
        if year and str(year) not in words.replace("-", " ").split():
            words += f"-{year}"
        return self._fitting(f"{kind}/{words}", entity)

    def _whole(self, entity: AnnotatedEntity, within: str | None) -> Ref | None:
        """The thing that this one exists within, if the article names it."""
        for relation in self._relations[entity.key]:
            if relation.relation == within and isinstance(relation.object, Ref):
                return relation.object
        return None

    def _year(self, entity: AnnotatedEntity) -> int | None:
        """The year of a dated event, from the first exact date that the article gives as a fact."""
        for relation in self._relations[entity.key]:
            is_fact = relation.modality == "fact" and not relation.is_doubted
            if relation.relation in ("startDate", "date") and is_fact:
                date = parse_date(relation.object) if isinstance(relation.object, str) else None
                if date and date.year:
                    return date.year
        return None

    def _fitting(self, thing: str, entity: AnnotatedEntity) -> str | None:
        """The id, unless it has another type in the reference data."""
        if self._reference.fits(thing, entity.type):
            return thing
        known = ", ".join(sorted(self._reference.types[thing]))
        self._findings.error(
            "type-conflict",
            f"{thing} is a {known} in the reference data, not a {entity.type}",
            (*entity.path, "type"),
            hint="correct the type, or give the entity an id of its own",
        )
        return None

    def _report_clashes(self) -> None:
        """Report entities of one article that become one thing, though neither names nor ids say so."""
        first: dict[str, AnnotatedEntity] = {}
        for key, thing in self.ids.items():
            entity = self.entities.get(key)
            if entity is None or thing is None:
                continue
            other = first.setdefault(thing, entity)
            if other is entity:
                continue
            if self._same_family(entity.type, other.type):
                self._findings.warning(
                    "one-thing-twice",
                    f"{entity.key} and {other.key} are one thing, {thing}",
                    entity.path,
                    hint="use one key for it; or, if they are two, give one of them an id of its own",
                )
                continue
            self._findings.error(
                "type-conflict",
                f"{entity.key} ({entity.type}) and {other.key} ({other.type}) would become one thing, {thing}",
                entity.path,
                hint="give one of them an id of its own",
            )

    def _same_family(self, one: str, other: str) -> bool:
        return self.vocabulary.is_a(one, [other]) or self.vocabulary.is_a(other, [one])

    def is_known_name(self, thing: str, name: str) -> bool:
        """Whether the reference data already give the thing exactly this name."""
        return name in self._reference.names.get(thing, frozenset())

    def is_reference(self, thing: str) -> bool:
        """Whether the thing is in the reference data, whose preferred names then take precedence."""
        return thing in self._reference.types
