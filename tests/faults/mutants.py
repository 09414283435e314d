"""Mutants of sound articles: what annotators, converters and strangers may hand in, made by chance from a seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import yaml

__all__ = ["SOURCES", "mutants"]

_ROOT = Path(__file__).parents[2]
_FOLDERS = ("examples/articles", "examples/fictional", "tests/golden")
SOURCES = sorted(file for folder in _FOLDERS for file in (_ROOT / folder).rglob("*.yaml"))
"""The articles that are mutated."""

Place = tuple[dict | list, str | int]  # type: ignore[type-arg]

_TEXTS = (
    "", " ", "\n", "a b", "a/b", "a#b", "<x>", "{x}", '"', "\\", "%00", "../x", "ə", "Ə\u0307", "İ", "ß", "e\u0301",
    "مثال", "\u202eabc", "a\u200bb", "a\u00adb", "\ufeffx", "\u2028", "\x85", "\x7f", "\ufffe", "\U0001f600",
    "\U000e0041", "\ud800", "x\udfffy", "\x00", "\x1b[31m", "~", "null", "Null", "no", "NaN", "1_000", "0x10", "-1",
    "1e9",
    "٣", "x" * 5000, "ə" * 300, "a-" * 150, "article", "entities", "__proto__", "kg", "s1", "forum",
)  # fmt: skip
_IDS = (
    "a b", "a/b/c", "organization/", "/x", "organization/a b", "organization/A", "organization/ə", "polity/kz",
    "article/x", "article/a b", "person/" + "a" * 300, "place/a--b---c", "nothing/x", "x", "-", "a" * 250,
    "post/\u200b",
)  # fmt: skip
_TAGS = (
    "Azerbaijani", "en_GB", "EN", "en-GB", "uz-Cyrl", "x", "i-klingon", "zh-min-nan", "en-", "-en", "e", "en-a",
    "en-x", "a" * 9, "ru RU", "ə", "", "en-u-u-x", "de-1996-1996",
)  # fmt: skip
_DATES = (
    "2025-11-24~", "2025-13", "2025-02-30", "0000", "9999-12-31", "-0001", "Y170000002", "2025-21", "2025-41", "20XX",
    "2025-XX-24", "/", "../..", "2025/2020", "2025-11-24/..", "2025‑11‑24", "24.11.2025", "2025-11-25T09:30:00+04:00",
    "[2025..2026]", "{2025,2026}", "2025-11-24?~", "٢٠٢٥", "99999", "1582-10-10", "2025-11-31~", "9999~", "0001~",
)  # fmt: skip
_KEYS = (
    "id", "type", "name", "aka", "quote", "prefix", "suffix", "nth", "value", "object", "statement", "modality",
    "startDate", "endDate", "date", "published", "language", "postIn", "unitOf", "ofPolity", "memberOf", "partOf",
    "within", "locatedIn", "status", "role", "number", "text", "sha256", "url", "publisher", "speaker", "about", "Ad",
)  # fmt: skip
_TYPES = (
    "Person", "Agency", "Post", "Forum", "Session", "State", "Place", "Article", "Assertion", "Statement", "Thing",
    "MemberState", "Observer", "OrganizationalUnit", "Theme", "forum", "Mention", "LimitedRecognitionPolity",
)  # fmt: skip


def mutants(number: int, seed: int, sources: list[Path] | None = None) -> Iterator[tuple[str, bytes]]:
    """File names and contents: one to three changes each, written as JSON, as YAML, or broken as text."""
    chance = random.Random(seed)  # noqa: S311
    known = [(file.stem, file.read_text(encoding="utf-8")) for file in sources or SOURCES]
    trees = [yaml.load(text, Loader=yaml.CBaseLoader) for _, text in known]  # noqa: S506 - makes strings only
    for count in range(number):
        index = chance.randrange(len(known))
        name = f"m{count:05}"
        if chance.random() < 0.15:
            yield f"{name}.yaml", _broken(known[index][1], chance)
            continue
        tree = deepcopy(trees[index])
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            chance.choice(_CHANGES)(tree, chance)
        yield _written(name, tree, chance)


def _written(name: str, tree: object, chance: random.Random) -> tuple[str, bytes]:
    form = chance.choice(("json", "jsonl", "yaml"))
    if form != "yaml":
        return f"{name}.{form}", json.dumps(tree, ensure_ascii=True, indent=1 if form == "json" else None).encode()
    text = yaml.safe_dump(tree, allow_unicode=chance.random() < 0.7, sort_keys=False)
    return f"{name}.yaml", text.encode("utf-8", "surrogatepass")


def _broken(text: str, chance: random.Random) -> bytes:
    """The text of an article with lines or characters lost, doubled, swapped or put in."""
    lines = text.splitlines(keepends=True)
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    way = chance.randrange(5)
    if way == 0:
        del lines[at]
    elif way == 1:
        lines.insert(other, lines[at])
    elif way == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif way == 3:
        lines[at] = lines[at].replace(
            chance.choice((":", ",", " ", "-", "{", "}")), chance.choice(("", "#", "\t", " #"))
        )
    else:
        place = chance.randrange(len(lines[at]))
        lines[at] = lines[at][:place] + chance.choice(_TEXTS) + lines[at][place:]
    return "".join(lines).encode("utf-8", "surrogatepass")


def _places(tree: object) -> list[Place]:
    """Every place of a value, in the order of the file."""
    found: list[Place] = []
    waiting = [tree]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict | list):
            keys: list[str | int] = list(each) if isinstance(each, dict) else list(range(len(each)))
            found += [(each, key) for key in keys]
            waiting += [each[key] for key in reversed(keys)]  # type: ignore[index]
    return found


def _any(tree: object, chance: random.Random) -> Place:
    places = _places(tree)
    return chance.choice(places) if places else ({"kg": "1"}, "kg")


def _delete(tree: object, chance: random.Random) -> None:
    container, key = _any(tree, chance)
    del container[key]  # type: ignore[arg-type]


def _double(tree: object, chance: random.Random) -> None:
    container, key = _any(tree, chance)
    if isinstance(container, list):
        container.insert(chance.randrange(len(container) + 1), deepcopy(container[key]))  # type: ignore[index]
    else:
        container[f"{key}-2"] = deepcopy(container[key])


def _swap(tree: object, chance: random.Random) -> None:
    one, key = _any(tree, chance)
    other, place = _any(tree, chance)
    one[key], other[place] = deepcopy(other[place]), deepcopy(one[key])  # type: ignore[index]


def _retype(tree: object, chance: random.Random) -> None:
    container, key = _any(tree, chance)
    value = container[key]  # type: ignore[index]
    ways: tuple[object, ...] = (
        None,
        True,
        1.5,
        7,
        [],
        {},
        [value],
        {"id": value},
        {"en": value},
        str(value)[:50],
        [[value]],
    )
    container[key] = chance.choice(ways)  # type: ignore[index]


def _nest(tree: object, chance: random.Random) -> None:
    container, key = _any(tree, chance)
    value = container[key]  # type: ignore[index]
    for _ in range(chance.choice((1, 2, 8, 12, 20, 60))):
        value = [value] if chance.random() < 0.5 else {"en": value}
    container[key] = value  # type: ignore[index]


def _put(values: tuple[str, ...], wanted: Callable[[object], bool]) -> Callable[[object, random.Random], None]:
    """A change that puts one of the values where a place is wanted, else anywhere."""

    def change(tree: object, chance: random.Random) -> None:
        places = _places(tree)
        fitting = [place for place in places if wanted(place[1])]
        container, key = chance.choice(fitting or places or [({}, "x")])
        container[key] = chance.choice(values)  # type: ignore[index]

    return change


def _stuff(tree: object, chance: random.Random) -> None:
    """Put something odd into the middle of a text."""
    container, key = _any(tree, chance)
    value = container[key]  # type: ignore[index]
    if isinstance(value, str):
        place = chance.randrange(len(value) + 1)
        container[key] = value[:place] + chance.choice(_TEXTS) + value[place:]  # type: ignore[index]


def _rename(tree: object, chance: random.Random) -> None:
    """Give a key another name: a known one, a language tag, or something odd."""
    container, key = _any(tree, chance)
    if isinstance(container, dict):
        container[chance.choice(chance.choice((_KEYS, _TAGS, _TEXTS)))] = container.pop(key)


def _add_key(tree: object, chance: random.Random) -> None:
    container, _ = _any(tree, chance)
    if isinstance(container, dict):
        container[chance.choice(_KEYS)] = chance.choice(chance.choice((_TEXTS, _IDS, _DATES, _entities(tree))))


def _tagged(tree: object, chance: random.Random) -> None:
    """Names by language, under odd tags."""
    places = [place for place in _places(tree) if place[1] in ("name", "title", "aka")]
    if places:
        container, key = chance.choice(places)
        container[key] = {chance.choice(_TAGS): container[key], "en": "T"}  # type: ignore[index]


def _refer(tree: object, chance: random.Random) -> None:
    """Let a reference lead to another thing, in a circle, or to nothing."""
    references = ("object", "subject", "of", "speaker", "capacity", "postIn", "unitOf", "editionOf", "partOf", "about")
    places = [place for place in _places(tree) if place[1] in references]
    if places:
        container, key = chance.choice(places)
        container[key] = chance.choice((*_entities(tree), "article", "nothing"))  # type: ignore[index]


def _chain(tree: object, chance: random.Random) -> None:
    """Things within things, in a chain or a circle."""
    entities = tree.get("entities") if isinstance(tree, dict) else None
    if isinstance(entities, dict):
        length, closed = chance.choice((2, 10, 30, 400)), chance.random() < 0.3
        order = list(range(length))
        chance.shuffle(order) if chance.random() < 0.3 else None
        for link in order:
            entity = {"type": "OrganizationalUnit", "name": f"Unit {link}"}
            if link + 1 < length or closed:
                entity["unitOf"] = f"u{(link + 1) % length}"
            entities[f"u{link}"] = entity


def _many(tree: object, chance: random.Random) -> None:
    """The same thing very often."""
    lists = [container[key] for container, key in _places(tree)]  # type: ignore[index]
    lists = [each for each in lists if isinstance(each, list) and each]
    if lists:
        chosen = chance.choice(lists)
        chosen.extend([chance.choice(chosen)] * 300)


def _entities(tree: object) -> tuple[str, ...]:
    found = tree.get("entities") if isinstance(tree, dict) else None
    return tuple(found) if isinstance(found, dict) and found else ("forum",)


_CHANGES: tuple[Callable[[object, random.Random], None], ...] = (
    _delete, _double, _swap, _retype, _nest, _stuff, _rename, _add_key, _tagged, _refer, _chain, _many,
    _put(_TEXTS, lambda key: isinstance(key, str)),
    _put(_IDS, lambda key: key in ("id", "url", "text")),
    _put(_TAGS, lambda key: key == "language"),
    _put(_DATES, lambda key: key in ("published", "startDate", "endDate", "date")),
    _put(_TYPES, lambda key: key in ("type", "relation", "status", "modality", "mode", "kind")),
    _put(_TEXTS, lambda key: key in ("name", "title", "quote", "summary", "aka")),
)  # fmt: skip
