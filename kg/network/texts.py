"""Names from strangers, made safe for pictures and XML; see :mod:`kg.text`."""

from kg.text import one_line, plain_text

__all__ = ["one_line", "plain_text"]
