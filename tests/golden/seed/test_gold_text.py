"""The seed article's text: every quote stands in it, and nothing of it stands in this repository."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

WORD = re.compile(r"\w+")
RUN = 9  # words: one more than a quote may have
NOT_OURS = {"__pycache__", "build", "dist", "node_modules", "venv", "kg-store"}


def words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of nine words, whatever stands between the words."""
    found = words(text)
    return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}


def files(root: Path) -> Iterator[Path]:
    """The files of the repository, without what tools and caches leave there."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS and (name == ".ci" or name[0] != "."))
        yield from (Path(folder) / name for name in sorted(names))


def copied(root: Path, text: str) -> list[str]:
    """Every run of nine words of the text that stands in a file, with the file."""
    wanted = runs(text)
    return [
        f"{path.relative_to(root)}: {' '.join(run)}"
        for path in files(root)
        for run in sorted(runs(path.read_text(encoding="utf-8", errors="ignore")) & wanted)
    ]


def test_no_nine_words_of_the_text_stand_in_the_repository(root: Path, seed_text: Path) -> None:
    assert copied(root, seed_text.read_text(encoding="utf-8")) == []


def test_nine_words_would_be_found_and_eight_would_not(tmp_path: Path) -> None:
    text = "One two three four, five six seven eight nine ten eleven."
    (tmp_path / "eight.md").write_text("one two three four five six seven eight", encoding="utf-8")
    (tmp_path / "nine.yaml").write_text("# TWO three\nfour: [five six] 'seven' eight - nine ten\n", encoding="utf-8")
    assert copied(tmp_path, text) == ["nine.yaml: two three four five six seven eight nine ten"]


def test_every_quote_stands_in_the_text_where_the_graph_says(
    verified: Callable[[str], list[tuple[str, ...]]], seed_text: Path
) -> None:
    text = seed_text.read_text(encoding="utf-8")
    rows = verified("""
        SELECT ?words ?start ?end ?before ?after WHERE {
          GRAPH article:trend-4122096 {
            ?target oa:hasSelector ?quote . ?quote oa:exact ?words .
            OPTIONAL { ?quote oa:prefix ?before } OPTIONAL { ?quote oa:suffix ?after }
            OPTIONAL { ?target oa:hasSelector ?position . ?position oa:start ?start ; oa:end ?end }
          }
        }
    """)
    assert len(rows) > 200
    for quote, start, end, before, after in rows:
        assert text[int(start) : int(end)] == quote
        assert text[: int(start)].endswith(before)
        assert text[int(end) :].startswith(after)


def test_every_mention_is_verified(verified: Callable[[str], list[tuple[str, ...]]], seed_text: Path) -> None:
    rows = verified("SELECT DISTINCT ?verified WHERE { GRAPH ?g { ?mention a tnk:Mention ; tnk:verified ?verified } }")
    assert [row[0].lower() for row in rows] == ["true"]


def test_quotes_are_short(ask: Callable[[str], list[tuple[str, ...]]]) -> None:
    rows = ask("SELECT DISTINCT ?words WHERE { GRAPH article:trend-4122096 { ?quote oa:exact ?words } }")
    assert [row[0] for row in rows if len(words(row[0])) >= RUN] == []
