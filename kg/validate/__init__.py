"""Validation: SHACL shapes over an article merged with what it refers to, checked by pySHACL."""

from kg.validate.judge import Judge

__all__ = ["Judge"]
