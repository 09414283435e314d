"""The site of the bundled examples, made once, and a small reader of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

import pytest

import kg
from kg.documentation import SiteSources, build_site
from kg.resources import ontology_folder, queries_folder

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(HTMLParser):
    """Reads a page: ids, links, what it loads, headings, and the text within each element that has an id.

    ``faults`` are elements that are closed in the wrong order, or never.
    """

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.scripts: list[str] = []
        self.headings: list[int] = []
        self.tags: list[tuple[str, Mapping[str, str | None]]] = []
        self.faults: list[str] = []
        self.within: dict[str, str] = {}
        self.texts: list[str] = []
        self._open: list[tuple[str, str | None]] = []
        self.feed(source)
        self.close()
        self.faults += [f"<{tag}> stays open" for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append((tag, said))
        if said.get("id"):
            self.ids.append(said["id"] or "")
            self.within[said["id"] or ""] = ""
        if tag == "a" and "href" in said:
            self.links.append(said["href"] or "")
        elif "href" in said or "src" in said:
            self.loads.append(said.get("href") or said.get("src") or "")
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))
        if tag not in VOID:
            self._open.append((tag, said.get("id")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1][0] if self._open else 'nothing'}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._open and self._open[-1][0] == "script":
            self.scripts.append(data)
        for _, name in self._open:
            if name:
                self.within[name] += data


@pytest.fixture(scope="session")
def graph(bundled: kg.Graph) -> kg.Graph:
    return bundled


@pytest.fixture(scope="session")
def site(graph: kg.Graph) -> dict[str, bytes]:
    return build_site(SiteSources(ontology_folder(), queries_folder(), graph.dataset()))


@pytest.fixture(scope="session")
def pages(site: dict[str, bytes]) -> dict[str, Reader]:
    return {path: Reader(content.decode()) for path, content in site.items() if path.endswith(".html")}


@pytest.fixture(scope="session")
def read() -> type[Reader]:
    return Reader
