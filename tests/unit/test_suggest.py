"""What may have been meant: bounded, whatever strangers write and however many names there are."""

from __future__ import annotations

from kg.suggest import nearest


def test_of_very_many_names_the_first_are_compared() -> None:
    names = [f"a{number:05}" for number in range(20_000)]
    assert nearest("zebras", [*names[:-1], "zebra"]) == ["zebra"]
    assert nearest("zebras", [*names, "zebra"]) == []


def test_of_a_very_long_word_the_beginning_is_compared() -> None:
    assert nearest("forum" + "x" * 10, ["forum"], cutoff=0.5) == ["forum"]
    assert nearest("x" * 100 + "forum" * 100, ["forum" * 100]) == []
