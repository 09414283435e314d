"""Parameters of named questions: a value narrows the answer, is never read as SPARQL, and fits its type."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.errors import InputError, UsageError
from kg.namespaces import RDFS
from kg.query import Labels, NamedQuery, bind, bundled_catalogue, load_catalogue, run
from kg.query.catalogue import Parameter
from kg.store import Dataset
from kg.terms import Term
from tests.amounts import amount

QUESTIONS = bundled_catalogue()
PARAMETERS = [
    (name, parameter.name)
    for name in QUESTIONS.names()
    for parameter in QUESTIONS.get(name).parameters
    if parameter.name != QUESTIONS.get(name).as_of  # which day the graph is asked of, not which rows
]
NOBODY = ox.NamedNode("https://example.org/nobody")
ATTACKS = [
    '"',
    "'",
    "Baku' . ?s ?p ?o . FILTER('a' = 'a",
    "polity/az> } UNION { ?s ?p ?o } #",
    "} UNION { ?s ?p ?o",
    "Baku\n}\nUNION { ?s ?p ?o",
    "<http://localhost:1/> SERVICE",
    "\\u0022",
    "?event",
    "$event",
    "tnk:held",
    "",
]


@pytest.fixture(scope="module")
def store(bundled: kg.Graph) -> Dataset:
    return bundled.dataset()


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_a_value_gives_the_rows_of_the_free_question_that_have_it(name: str, parameter: str, store: ox.Store) -> None:
    text = QUESTIONS.get(name).text
    free = run(store, text)
    assert parameter in free.variables, "a parameter can only be bound where the question selects it"
    column = free.variables.index(parameter)
    values: set[Term] = {NOBODY, *(value for row in free.terms if (value := row[column]) is not None)}
    # Evenly over all values, so that no kind of term is left out; the campaign tries ten times as many.
    step = 1 + len(values) // amount(2)
    for value in sorted(values, key=str)[::step]:
        given = run(store, text, substitutions={parameter: value}).terms
        assert sorted(map(str, given)) == sorted(str(row) for row in free.terms if row[column] == value)


@pytest.mark.parametrize("name", QUESTIONS.names())
def test_every_question_runs_as_it_stands(name: str, store: ox.Store) -> None:
    question = QUESTIONS.get(name)
    run(store, question.text, substitutions=bind(question, {}, Labels(store))).rows  # noqa: B018 - fetches the rows


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    ("name", "parameter"), [("events-in-place", "place"), ("memberships", "day"), ("bilateral-forums", "status")]
)
def test_no_value_is_read_as_sparql(name: str, parameter: str, attack: str, store: ox.Store) -> None:
    before = len(store)
    with pytest.raises(UsageError):
        bind(QUESTIONS.get(name), {parameter: attack}, Labels(store))
    assert len(store) == before


@pytest.mark.parametrize("written", ["2025-02-30", "2025", "yesterday", "2025-1-1", "٢٠٢٥-٠١-٠١", "2025-11-25Z"])
def test_a_day_is_a_day(written: str, store: ox.Store) -> None:
    with pytest.raises(UsageError, match="not a day"):
        bind(QUESTIONS.get("memberships"), {"day": written}, Labels(store))


STRANGE = NamedQuery(
    "q",
    "g",
    "s",
    "",
    (Parameter("l", "string", "m", None, False, ()),),
    "",
    "SELECT ?x ?l { ?x rdfs:label ?l }",
    Path("q.rq"),
)


@pytest.mark.parametrize("value", [*ATTACKS, 'a "b" {c}\nd'])
def test_a_text_is_found_as_it_is_written_whatever_is_in_it(value: str) -> None:
    store = ox.Store()
    for text in ("another", value):
        store.add(ox.Quad(NOBODY, ox.NamedNode(RDFS + "label"), ox.Literal(text), ox.DefaultGraph()))
    found = run(store, STRANGE.text, substitutions=bind(STRANGE, {"l": value}, Labels(store)))
    assert [row["l"] for row in found.rows] == [value]


@pytest.mark.parametrize("written", ["1.5", "ten", "1_0", "", "٣", "0x1", "9" * 30])
def test_a_number_is_a_whole_number(written: str) -> None:
    question = NamedQuery(
        "q", "g", "s", "", (Parameter("n", "integer", "m", None, True, ()),), "", "SELECT ?n {}", Path("q.rq")
    )
    with pytest.raises(UsageError, match="not a whole number"):
        bind(question, {"n": written}, Labels(ox.Store()))
    with pytest.raises(UsageError, match="needs a value"):
        bind(question, {}, Labels(ox.Store()))


def test_an_ambiguous_name_is_refused_with_its_candidates(store: ox.Store) -> None:
    with pytest.raises(UsageError) as caught:
        bind(QUESTIONS.get("contested"), {"subject": "Naxçıvan"}, Labels(store))
    assert "several things" in caught.value.message
    assert (caught.value.hint or "").count("place/nakhchivan") == 2


def test_an_id_may_be_given_without_its_kind(store: ox.Store) -> None:
    question, labels = QUESTIONS.get("events-in-place"), Labels(store)
    short, whole = (bind(question, {"article": text}, labels) for text in ("trend-4122096", "article/trend-4122096"))
    assert short == whole


def test_names_are_found_in_any_spelling(store: ox.Store) -> None:
    question, labels = QUESTIONS.get("events-of-polity"), Labels(store)
    bound = [bind(question, {"polity": name}, labels) for name in ("Türkiye", "TURKEY", "polity/tr", "Түркия")]
    assert all(each == bound[0] for each in bound)


def test_what_does_not_fit_is_named(store: ox.Store) -> None:
    labels = Labels(store)
    with pytest.raises(UsageError, match="no parameter"):
        bind(QUESTIONS.get("events-in-place"), {"plaze": "Baku"}, labels)
    with pytest.raises(UsageError) as caught:
        bind(QUESTIONS.get("events-of-polity"), {"polity": "Turkiya Respublika"}, labels)
    assert caught.value.where == "parameter polity"
    with pytest.raises(UsageError, match="not of type"):
        bind(QUESTIONS.get("events-of-polity"), {"polity": "place/baku"}, labels)
    with pytest.raises(UsageError) as caught:
        QUESTIONS.get("bilateral-forum")
    assert "bilateral-forums" in (caught.value.hint or "")


def test_the_day_of_a_question_is_given_once_and_is_the_day_of_the_graph(bundled: kg.Graph) -> None:
    for answer in (bundled.ask("memberships", day="2018-12-31"), bundled.ask("memberships", as_of="2018")):
        rows = answer.to_dataframe()
        assert {str(day)[:10] for day in rows["day"]} == {"2018-12-31"}
        assert len(set(rows["member"])) == 5  # the four founders, and Hungary
    with pytest.raises(UsageError, match="given twice"):
        bundled.ask("memberships", day="2018-12-31", as_of="2018-12-31")


def test_the_day_of_a_question_is_one_of_its_parameters(tmp_path: Path) -> None:
    for parameter in ("", "#+ parameter: day string -- the day\n"):
        text = f"#+ summary: s\n#+ as-of: day\n{parameter}SELECT ?day {{ ?s ?p ?day }}"
        (tmp_path / "q.rq").write_text(text, "utf-8")
        with pytest.raises(InputError, match="not a parameter of the type date"):
            load_catalogue([tmp_path]).get("q")
