"""Inference: defined classes as of a day, and the closure under OWL 2 RL."""

from kg.inference.infer import Inferred, infer

__all__ = ["Inferred", "infer"]
