"""A corpus of made-up articles of the density of a real one, for measurements.

Each article has 64 entities, about 150 mentions, 70 relations and 23 statements, like a dense news report of
3,400 characters. Names recur across articles, so that the merge has something to merge. Same numbers, same bytes.

Usage: python benchmarks/corpus.py NUMBER FILE.jsonl
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["article", "write_corpus"]

_POLITIES = ["az", "kz", "kg", "tr", "uz", "hu", "tm", "northern-cyprus"]
_THEMES = ["history", "culture", "ecology", "climate-policy"]
_PEOPLE, _ORGANIZATIONS, _EVENTS = 4_000, 1_500, 3_000

Record = dict[str, Any]


def article(number: int) -> Record:
    """One article as the native format has it; the number seeds everything in it."""
    return _Maker(number).record()


class _Maker:
    """Makes one article; its text grows as quotes are needed."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.random = random.Random(number)  # noqa: S311 - a seeded corpus, no secret
        self.entities: Record = {}
        self.mentions: list[Record] = []
        self.relations: list[Record] = []
        self.statements: list[Record] = []
        self.quotes = 0

    def record(self) -> Record:
        day = f"20{self.random.randrange(10, 26)}-{self.random.randrange(1, 13):02}-{self.random.randrange(1, 29):02}"
        self._polities()
        posts = self._people()
        events = self._events(day)
        self._statements(posts, events)
        about = {
            "id": f"made-up-{self.number:06}",
            "title": f"Made-up report {self.number}",
            "url": f"https://example.org/made-up/{self.number}",
            "publisher": "wire",
            "published": day,
            "language": "en",
        }
        return {
            "kg": "1",
            "article": about,
            "entities": self.entities,
            "mentions": self.mentions,
            "relations": self.relations,
            "statements": self.statements,
        }

    def _quote(self) -> str:
        self.quotes += 1
        return f"words number {self.quotes} of the report"

    def _entity(self, key: str, mentions: int, **fields: Any) -> str:
        self.entities[key] = fields
        self.mentions += ({"of": key, "quote": self._quote()} for _ in range(mentions))
        return key

    def _relate(self, subject: str, relation: str, target: str, **more: Any) -> None:
        self.relations.append(
            {"subject": subject, "relation": relation, "object": target, "quote": self._quote()} | more
        )

    def _polities(self) -> None:
        self._entity("wire", 1, type="NewsAgency", name=f"Wire {self.number % 40}")
        for code in _POLITIES:
            type_name = "LimitedRecognitionPolity" if code == "northern-cyprus" else "State"
            self._entity(code, 2, type=type_name, name=f"Name of {code}", id=f"polity/{code}")
        for theme in _THEMES:
            self._entity(theme, 1, type="Theme", name=theme, id=f"theme/{theme}")

    def _people(self) -> dict[str, str]:
        """Eight bodies, each with a post and a person: 24 entities. Returns the post of each person."""
        posts = {}
        for n in range(8):
            name = f"Body {self.random.randrange(_ORGANIZATIONS)}"
            body = self._entity(f"body{n}", 3, type="Agency" if n % 2 else "NGO", name=f"{name} of group {n % 2}")
            post = self._entity(f"post{n}", 1, type="Post", name=f"Head {n}", postIn=body)
            person = self._entity(f"person{n}", 4, type="Person", name=f"Person {self.random.randrange(_PEOPLE)} {n}")
            self._relate(person, "holdsPost", post)
            self._relate(body, "ofPolity", self.random.choice(_POLITIES))
            posts[person] = post
        return posts

    def _events(self, day: str) -> list[str]:
        """A series, a programme, an agreement, a place and 23 events."""
        self._entity("series", 2, type="ForumSeries", name=f"Series {self.number % 200}")
        self._entity("programme", 2, type="Programme", name=f"Programme {self.number % 300}", status="ongoing")
        self._entity("place", 2, type="City", name=f"Town {self.number % 300}")
        events = []
        for n in range(23):
            name = f"Forum {self.random.randrange(_EVENTS)} of {n}"
            status = "planned" if n % 5 == 4 else "held"
            dated = {"startDate": day} if n % 2 else {}
            event = self._entity(f"event{n}", 2, type="Forum", name=name, status=status, **dated)
            events.append(event)
            self._relate(f"body{n % 8}", "organises" if n % 3 else "attends", event)
            if n % 2:
                self._relate(event, "between", self.random.choice(_POLITIES))
        self._relate("programme", "targets", "kz", modality="plan")
        self._relate(events[0], "editionOf", "series", number="2")
        self._relate(events[0], "heldIn", "place")
        for theme in _THEMES:
            self._relate("programme", "hasTheme", theme)
        return events

    def _statements(self, posts: dict[str, str], events: list[str]) -> None:
        people = list(posts)
        for n in range(23):
            speaker = people[n % 8]
            statement = {
                "id": f"s{n:02}",
                "speaker": speaker,
                "capacity": posts[speaker],
                "occasion": events[0],
                "mode": "direct" if n % 3 else "reported",
                "kind": ["fact", "evaluation", "plan", "wish"][n % 4],
                "quote": self._quote(),
                "about": [events[n]],
            }
            self.statements.append(statement)
            self._relate(speaker, "speaksAt", events[n], statement=f"s{n:02}")


def write_corpus(number: int, file: Path) -> None:
    """Write articles 0 to ``number`` - 1, one a line."""
    with file.open("w", encoding="utf-8") as out:
        out.writelines(lines(number))


def lines(number: int) -> Iterator[str]:
    """The articles as JSON, a line each."""
    for each in range(number):
        yield json.dumps(article(each), ensure_ascii=False) + "\n"


if __name__ == "__main__":
    write_corpus(int(sys.argv[1]), Path(sys.argv[2]))
