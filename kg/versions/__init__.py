"""Versions of the ontology: what changed between two, which number that asks for, and bringing annotations along."""

from kg.versions.changes import Change, Changes, compare
from kg.versions.effects import Effect
from kg.versions.migration import Migration, Rename, Review, read_migrations
from kg.versions.render import render_changes
from kg.versions.rewriting import Migrated, ToReview, migrate
from kg.versions.snapshot import Snapshot, read_snapshot

__all__ = [
    "Change",
    "Changes",
    "Effect",
    "Migrated",
    "Migration",
    "Rename",
    "Review",
    "Snapshot",
    "ToReview",
    "compare",
    "migrate",
    "read_migrations",
    "read_snapshot",
    "render_changes",
]
