"""Every example in the documentation is what it says: an annotation is read, mapped and judged as ``kg check`` does.

Commands and programs in the pages run in test_commands.py. Everything else that a page shows in a block is taken here
by its language; a block that no reader is told how to use has none to test, and is refused.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

import kg
from kg.dates import parse_date
from kg.documentation.annotators import terms_page
from kg.namespaces import PREFIXES
from kg.ontology import vocabulary
from kg.read import FORMATS, read_mapping
from kg.versions.migration import read_migrations

TOP = Path(__file__).parents[2]
PAGES = sorted(
    {*TOP.glob("*.md"), *(page for name in ("docs", "ontology", "examples") for page in (TOP / name).rglob("*.md"))}
)
BLOCK = re.compile(r"^```([a-z]*)\n(.*?)^```$", re.M | re.S)
SECTION = re.compile(r"^([a-z]+):\n", re.M)
SECTIONS = {"annotation", "entities", "mentions", "relations", "statements", "sources"}
ANNOTATING = TOP / "docs" / "annotating.md"
# What stands in an annotation beside the terms of the ontology.
KEYS = frozenset(
    re.findall(
        "[a-zA-Z0-9]+",
        """
        kg article entities mentions relations statements id title url publisher published language text sha256 type
        name aka of quote prefix suffix nth subject relation object value modality statement speaker capacity occasion
        onAccountOf sources source within
        mode kind about summary annotation by tool corrects retracts oneOf subjectOneOf
        """,
    )
)


# The words of mapping files.
MAPPING = frozenset(
    re.findall(
        "[a-z]+",
        "labels attributes things identifiers articles annotator offsets values is reverse key mention same ignore",
    )
)


def name_of(page: Path) -> str:
    return page.relative_to(TOP).as_posix()


def blocks(*languages: str) -> list[tuple[str, str]]:
    found = [(page, *block) for page in PAGES for block in BLOCK.findall(page.read_text(encoding="utf-8"))]
    return [(name_of(page), text) for page, language, text in found if language in languages]


def inline(page: Path) -> list[str]:
    return re.findall(r"`([^`\n]+)`", BLOCK.sub("", page.read_text(encoding="utf-8")))


def sections(text: str) -> dict[str, str]:
    """The parts of an annotation as they are written, by their keys."""
    parts = SECTION.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture(scope="module")
def pipeline() -> kg.Pipeline:
    return kg.Pipeline()


def faults(pipeline: kg.Pipeline, file: Path) -> list[str]:
    """What ``kg check`` finds, but for notes."""
    found = pipeline.check([file]).findings
    return [f"{each.key}: {each.message}" for each in found if each.severity is not kg.Severity.INFO]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_says_what_it_is(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.count("```") == 2 * len(BLOCK.findall(text)), "a block is not closed, or is indented"
    unknown = {language for language, _ in BLOCK.findall(text)} - {
        *("console", "python", "yaml", "json", "turtle", "trig", "sparql", "text"),
    }
    assert not unknown, "name the language, and have this test read it"


@pytest.mark.parametrize(("page", "text"), blocks("yaml", "json"))
def test_every_annotation_in_the_pages_is_valid(page: str, text: str, pipeline: kg.Pipeline, tmp_path: Path) -> None:
    told = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - nothing but strings
    if told.keys() - {"review"} == {"from", "to", "rename"}:
        folder = tmp_path / "migrations"
        folder.mkdir()
        (folder / f"{told['from']}-to-{told['to']}.yaml").write_text(text, encoding="utf-8")
        assert len(read_migrations(tmp_path)) == 1
        return
    if "kg-map" in told:
        file = tmp_path / "project.map.yaml"
        file.write_text(text, encoding="utf-8")
        assert read_mapping(file).labels
        return
    if "kg" in told:
        suffix = "json" if text.startswith("{") else "yaml"
        example = text
    else:
        # A part of an annotation: it goes with the first whole one on its page.
        assert told.keys() <= SECTIONS, "neither an annotation nor a part of one: tell this test how to read it"
        whole = next(other for other_page, other in blocks("yaml") if other_page == page and other.startswith("kg:"))
        suffix, more = "yaml", sections(text)
        # The whole example cites nothing: there the list of sources is the part's own.
        cited = f"sources:\n{more.pop('sources')}" if "sources" in more else ""
        example = SECTION.sub(lambda found: found[0] + more.pop(found[1], ""), whole) + cited
        assert not more
    example = re.sub(r"^  text: .*\n", "", example, flags=re.M)  # another test reads it with its text
    file = tmp_path / f"example.{suffix}"
    file.write_text(example, encoding="utf-8")
    assert faults(pipeline, file) == []


def test_all_quotes_of_the_long_example_are_in_its_text(pipeline: kg.Pipeline, tmp_path: Path) -> None:
    shown = BLOCK.findall(ANNOTATING.read_text(encoding="utf-8"))
    text, annotation = shown[0][1], shown[1][1]
    name = re.search(r"^  text: (\S+)$", annotation, re.M)
    assert name is not None
    (tmp_path / name[1]).write_text(text, encoding="utf-8")
    file = tmp_path / name[1].replace(".txt", ".yaml")
    file.write_text(annotation, encoding="utf-8")
    assert pipeline.check([file]).findings == []  # not even a note that a quote is unverified
    # The page shows all that one can do with a claim.
    told = yaml.load(annotation, yaml.BaseLoader)  # noqa: S506
    assert {each.get("modality", "fact") for each in told["relations"]} == {"fact", "negated", "wish"}
    assert told.keys() == {"kg", "article", *SECTIONS} - {"sources"}


@pytest.mark.parametrize(("page", "text"), blocks("turtle", "trig") or [("", "")])
def test_all_rdf_in_the_pages_is_rdf(page: str, text: str) -> None:
    declared = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    list(ox.parse((declared + text).encode(), format=ox.RdfFormat.TRIG))


@pytest.mark.parametrize(("page", "text"), blocks("sparql") or [("", "ASK {}")])
def test_all_queries_in_the_pages_are_sparql(page: str, text: str) -> None:
    ox.Store().query(text, prefixes=PREFIXES)


def test_what_stands_in_code_in_the_text_is_what_kg_knows() -> None:
    terms = vocabulary.load()
    values = {value for term in terms.properties.values() for value in term.values}
    known = KEYS | values | set(terms.annotatable) | set(terms.qualifiers) | set(terms.classes)
    for code in inline(ANNOTATING):
        if re.fullmatch(r"[a-zA-Z]+", code):
            others = {"json", "sarif", "ttl", "confident", "en", "az", "EN", "no", "null", "Null", "NULL"}
            others |= {"Aliyev", "Eliyev", "Əliyev"}
            others |= {*FORMATS, *MAPPING, "ungrounded"}
            assert code in known | others, f"`{code}` is no word of an annotation"
        elif re.match(r"[a-z]+:(?: |$)", code):
            assert code.partition(":")[0] in known, code
            yaml.load(code.replace("…", "x"), yaml.BaseLoader)  # noqa: S506
        elif re.match(r"\{[a-z]", code):
            assert yaml.load(code, yaml.BaseLoader).keys() <= known | {"en", "tr"}, code  # noqa: S506


def test_all_dates_in_the_page_are_dates() -> None:
    table = ANNOTATING.read_text(encoding="utf-8").partition("| write | days it allows |")[2].partition("\n\n")[0]
    rows = [row.split(" | ")[0] for row in table.splitlines()]
    dates = [code for row in rows for code in re.findall("`([^`]+)`", row) if not code.startswith("…")]
    assert len(dates) >= 8
    for date in dates:
        assert parse_date(date) is not None, date


def test_the_list_of_terms_is_fresh() -> None:
    written = (TOP / "docs" / "terms.md").read_text(encoding="utf-8")
    assert written == terms_page(), "write it again: python -m kg.documentation.annotators docs/terms.md"


def test_the_list_of_terms_is_whole() -> None:
    terms = vocabulary.load()
    page = (TOP / "docs" / "terms.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([A-Za-z-]+)`[^|]*(\|.*)$", page, re.M))
    types = {name for name, term in terms.classes.items() if term.kind}
    assert rows.keys() >= types | (set(terms.annotatable) - set(terms.inverses)) | set(terms.qualifiers)
    for inverse in terms.inverses:
        assert f"from the other side `{inverse}`" in page
    # Read in the modules, by eye.
    assert rows["postIn"].startswith("| `Post` | `Organization` |  |")
    assert rows["editionOf"].startswith("| `Event` | `EventSeries` | `number` |")
    assert rows["holdsPost"].startswith("| `Person` | `Post` | `date`, `endDate`, `role`, `startDate` |")
    assert rows["participantCount"].startswith("| `Event` | a whole number | `date`, `precision` |")
    assert rows["Agency"].startswith("| `PublicBody` | `organization/` |")
    assert rows["Official"].startswith("| *defined*; `OfficeHolder` |")
    assert rows["OfficeHolder"].startswith("| *defined*; `Person` |")
    assert rows["weaklyImplied"].endswith("It *weakens*. |")
    assert "`Agent` means `Group`, `Organization`, `Person`, `Polity`." in page


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:|#", target):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_json_in_the_pages_reads_like_the_yaml() -> None:
    for _, text in blocks("json"):
        assert json.loads(text) == yaml.load(text, yaml.BaseLoader)  # noqa: S506 - all values are texts
