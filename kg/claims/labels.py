"""Names of nodes: which one to show, and which node a name means."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from kg.errors import UsageError
from kg.languages import place
from kg.names import fold
from kg.namespaces import DEFAULT_BASE, RDF, RDFS, SKOS, TNK, local_name
from kg.ontology.hierarchy import Hierarchy
from kg.store import Dataset
from kg.suggest import did_you_mean, nearest
from kg.terms import MERGE, BlankNode, Literal, NamedNode, Triple

__all__ = ["Labels"]

_LABEL, _ALIAS = NamedNode(RDFS + "label"), NamedNode(SKOS + "altLabel")
_TYPE = NamedNode(RDF + "type")


class Labels:
    """The names in the default graph of a store.

    Args:
        store: the store.
        languages: BCP 47 tags, in order of preference, matched as :mod:`kg.languages` says; English comes next,
            then names without a tag, then all others.
    """

    def __init__(self, store: Dataset, languages: Sequence[str] = ("en",)) -> None:
        self._store = store
        self._languages = tuple(dict.fromkeys((*languages, "en")))
        self._shown: dict[str, str] = {}

    def __call__(self, term: NamedNode | BlankNode | Literal | Triple) -> str:
        """What to show for a node: its name; for a literal, its text; for what has no name, the end of its IRI."""
        if isinstance(term, Literal):
            return term.value
        if not isinstance(term, NamedNode):
            return str(term)
        if term.value not in self._shown:
            self._shown[term.value] = self._find(term)
        return self._shown[term.value]

    def of(self, iri: str) -> str:
        """What to show for the node of an IRI."""
        return self(NamedNode(iri))

    def all_of(self, iri: str, predicate: str) -> list[str]:
        """What to show for each object of a node and a predicate, sorted."""
        found = self._store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None, MERGE)
        return sorted(self(quad.object) for quad in found)

    def _find(self, node: NamedNode) -> str:
        for predicate in (_LABEL, _ALIAS):
            names = [
                quad.object
                for quad in self._store.quads_for_pattern(node, predicate, None, MERGE)
                if isinstance(quad.object, Literal)
            ]
            if names:
                return min(names, key=self._rank).value
        return local_name(node.value)

    def _rank(self, name: Literal) -> tuple[tuple[int, int], str, str]:
        return place(name.language, self._languages), name.language or "", name.value

    def resolve(self, text: str, types: frozenset[str] | None = None) -> NamedNode:
        """The node that a person means by an IRI, a ``<kind>/<slug>``, or a name in any language and spelling.

        What is nobody's name may be the id of an article, as in ``kg retract``.

        Args:
            text: what the person wrote.
            types: IRIs of classes, one of which the node must have; None allows any node.

        Raises:
            UsageError: no node, or several nodes, bear the name.
        """
        direct = self.with_id(text)
        if direct is not None:
            return direct
        wanted = fold(text)
        known: dict[str, set[str]] = {}
        for predicate in (_LABEL, _ALIAS):
            for quad in self._store.quads_for_pattern(None, predicate, None, MERGE):
                node = quad.subject
                if isinstance(node, NamedNode) and isinstance(quad.object, Literal):
                    known.setdefault(fold(quad.object.value), set()).add(node.value)
        found = sorted(iri for iri in known.get(wanted, ()) if self._is_thing(iri, types)) if wanted else []
        if len(found) == 1:
            return NamedNode(found[0])
        if found:
            names = "".join(f"\n     {self._with_type(iri)}" for iri in found)
            raise UsageError(
                f"{text!r} is the name of several things", hint=f"give the IRI of the one you mean:{names}"
            )
        article = self.with_id(f"article/{text}")
        if article is not None and self._is_thing(article.value, types):
            return article
        near = self._near(wanted, known, types)
        raise UsageError(f"nothing here is called {text!r}", hint=did_you_mean(near))

    def with_id(self, text: str) -> NamedNode | None:
        """The node, where the text is its IRI or its ``<kind>/<slug>``; None where nothing has that id."""
        candidates = [text.strip("<>"), DEFAULT_BASE + text, TNK + text.removeprefix("tnk:")]
        for iri in candidates:
            try:
                node = NamedNode(iri)
            except ValueError:
                continue  # not an IRI, so it is a name
            if next(self._store.quads_for_pattern(node, None, None, MERGE), None) is not None:
                return node
        return None

    def types(self, iri: str) -> frozenset[str]:
        """IRIs of the classes of a node, and of all classes above them."""
        quads = self._store.quads_for_pattern(NamedNode(iri), _TYPE, None, MERGE)
        own = [quad.object.value for quad in quads if isinstance(quad.object, NamedNode)]
        return frozenset(self._classes.above(*sorted(own)))

    @cached_property
    def _classes(self) -> Hierarchy:
        return Hierarchy.of_classes(self._store)

    def _is_thing(self, iri: str, types: frozenset[str] | None) -> bool:
        """Whether the node is of one of the types; a term of the ontology, or an assertion, never is."""
        return not iri.startswith(TNK) and (types is None or not types.isdisjoint(self.types(iri)))

    def _with_type(self, iri: str) -> str:
        types = sorted(
            local_name(quad.object.value)
            for quad in self._store.quads_for_pattern(NamedNode(iri), _TYPE, None, MERGE)
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(TNK)
        )
        return f"{iri} ({', '.join(types)})"

    def _near(self, wanted: str, known: dict[str, set[str]], types: frozenset[str] | None) -> list[str]:
        words = [word for word in known if word and abs(len(word) - len(wanted)) <= max(4, len(wanted))]
        near = [
            self(NamedNode(iri))
            for word in nearest(wanted, words, count=5)
            for iri in sorted(known[word])
            if self._is_thing(iri, types)
        ]
        return list(dict.fromkeys(near[:3]))
