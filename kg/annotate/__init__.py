"""For annotators: schemas for editors and language models, prompts, drafts of mapping files, conversion of formats."""

from __future__ import annotations

from kg.annotate.conversion import Converted, convert
from kg.annotate.drafting import draft_mapping
from kg.annotate.prompt import prompt
from kg.annotate.schema import SCHEMAS, schema

__all__ = ["SCHEMAS", "Converted", "convert", "draft_mapping", "prompt", "schema"]
