"""Validation: SHACL shapes over the merge of an article with what it refers to, judged by pySHACL."""

from kg.validate.judge import Judge

__all__ = ["Judge"]
