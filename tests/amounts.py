"""How many inputs a test tries: few in every run, many times as many in ``make campaign``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import pytest

__all__ = ["amount", "first"]


def amount(quick: int) -> int:
    """This many made-up inputs in an ordinary run; ``KG_TEST_AMOUNT`` times as many where that is set."""
    return quick * int(os.environ.get("KG_TEST_AMOUNT", "1"))


def first(count: int, cases: Sequence[Any]) -> list[Any]:
    """Cases to be tried: the first of them in every run, the others in the campaign alone."""
    others = (
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.campaign)
        for case in cases[count:]
    )
    return [*cases[:count], *others]
