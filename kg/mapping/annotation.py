"""Who annotated an article, with what and when, in terms of PROV: see docs/graph.md.

The annotation is a node of its own, so that nobody takes the annotator for the author of the article. Annotators and
tools have a ``foaf:name`` and no ``rdfs:label``: they are nobody that an article tells of, and two of one name need not
be one person.
"""

from __future__ import annotations

from kg.mapping.findings import Findings, suggest
from kg.mapping.graph import ArticleGraph
from kg.mapping.values import BadValueError, date_literal, literal, node
from kg.model import AnnotationNote
from kg.namespaces import DCTERMS, FOAF, PROV, RDF, TNK
from kg.ontology.vocabulary import Vocabulary
from kg.read.characters import explained

__all__ = ["map_annotation"]

_TYPE = node(RDF + "type")


def map_annotation(note: AnnotationNote, graph: ArticleGraph, vocabulary: Vocabulary, findings: Findings) -> None:
    """Map the note on who annotated; what is wrong with it goes to ``findings``."""
    add, article = graph.add, graph.graph
    annotation = node(f"{article.value}/annotation")
    activity = node(f"{annotation.value}/activity")
    graph.note_origin(annotation.value, ("annotation",))
    graph.note_origin(activity.value, ("annotation",))
    add(annotation, _TYPE, node(TNK + "ArticleAnnotation"))
    add(annotation, node(TNK + "annotationOf"), article)
    add(annotation, node(PROV + "wasGeneratedBy"), activity)
    add(activity, _TYPE, node(PROV + "Activity"))
    add(activity, node(PROV + "used"), article)
    if note.status is not None:
        allowed = vocabulary.properties["annotationStatus"].values
        if note.status in allowed:
            add(annotation, node(TNK + "annotationStatus"), node(TNK + note.status))
        else:
            message = explained(f"{note.status!r} is not a status of an annotation", note.status)
            hint = suggest(note.status, allowed) or f"one of {', '.join(sorted(allowed))}"
            findings.error("unknown-status", message, ("annotation", "status"), hint=hint)
    if note.date is not None:
        try:
            add(activity, node(DCTERMS + "date"), date_literal(note.date))
        except BadValueError as error:
            findings.error("bad-value", str(error), ("annotation", "date"), hint=error.hint)
    for name, key, type_ in ((note.by, "by", "Agent"), (note.tool, "tool", "SoftwareAgent")):
        if name is not None:
            agent = node(f"{annotation.value}/{key}")
            graph.note_origin(agent.value, ("annotation", key))
            add(agent, _TYPE, node(PROV + type_))
            add(agent, node(FOAF + "name"), literal(name))
            add(activity, node(PROV + "wasAssociatedWith"), agent)
