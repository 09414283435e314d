"""How many made-up inputs a property is tried on: few in every run, many times as many in ``make campaign``."""

from __future__ import annotations

import os

__all__ = ["amount"]


def amount(quick: int) -> int:
    """This many in an ordinary run; ``KG_TEST_AMOUNT`` times as many where that is set."""
    return quick * int(os.environ.get("KG_TEST_AMOUNT", "1"))
