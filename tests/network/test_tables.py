"""Rankings, comparisons and descriptions as tables: for a notebook and for pandas."""

from __future__ import annotations

import networkx as nx
import pandas as pd
import pyoxigraph as ox

from kg.network import compare, describe, load_incidences, load_slices, rank, robust_rank

HOSTILE = "<script>alert(1)</script>\u202e"


def hostile() -> nx.Graph:
    graph = nx.Graph([("javascript:alert(1)", "https://example.org/?a=\"><b>"), ("x", "y")])  # fmt: skip
    nx.set_node_attributes(graph, HOSTILE, "label")
    return graph


def test_names_from_strangers_stay_names() -> None:
    graph = hostile()
    pages = [rank(graph, "degree"), compare(graph, nx.Graph(), "degree"), describe(graph)]
    for page in (each._repr_html_() for each in pages):
        assert "<script" not in page
        assert 'href="javascript' not in page
        assert '"><b>' not in page
        assert "\u202e" not in page
    assert 'href="https://example.org/?a=&#34;&gt;&lt;b&gt;"' in pages[0]._repr_html_()
    assert "&lt;script&gt;" in pages[0]._repr_html_()


def test_a_long_table_is_cut_and_says_so() -> None:
    page = rank(nx.path_graph(230), "degree")._repr_html_()
    assert page.count("<tr>") == 201
    assert "… and 30 more rows" in page


def test_columns_have_types(meetings: ox.Store) -> None:
    incidences = load_incidences(meetings, "polity-cooperation")
    frame = rank(incidences.network(), "degree").to_dataframe(labels="both")
    assert list(frame.columns) == ["rank", "iri", "label", "score"]
    assert [str(frame[name].dtype) for name in ("rank", "iri", "score")] == ["Int64", "string", "Float64"]
    robust = robust_rank(incidences, "degree", samples=0).to_dataframe()
    assert str(robust["bootstrap_low"].dtype) == "Int64"
    assert robust["bootstrap_low"].isna().all()
    assert all(isinstance(each, list) for each in robust["hangs_on"])
    # Scores that happen to be whole are numbers all the same.
    assert str(rank(nx.star_graph(2), "betweenness").to_dataframe()["score"].dtype) == "Float64"


def test_tables_without_rows_have_their_columns() -> None:
    empty = nx.Graph()
    assert list(rank(empty, "degree").to_dataframe().columns) == ["rank", "label", "score"]
    assert list(rank(empty, "degree").to_dataframe(labels=False).columns) == ["rank", "iri", "score"]
    assert "rank_before" in compare(empty, empty).to_dataframe().columns
    assert len(describe(empty).to_dataframe()) == 1


def test_a_comparison_as_a_table() -> None:
    frame = compare(nx.Graph(["ab", "bc"]), nx.Graph(["ab", "bd", "be"])).to_dataframe().set_index("label")
    assert frame.loc["d", "change"] == "entered"
    assert frame.loc["d", "rank_before"] is pd.NA
    assert frame.loc["c", "change"] == "left"


def test_time_as_a_table(meetings: ox.Store) -> None:
    parts = load_slices(meetings, "polity-cooperation", "2031-05,2031-06/2031-07")
    tidy = parts.over_time("degree").to_dataframe()
    assert set(tidy["since"]) == {"2031-05", "2031-06"}
    wide = parts.over_time("degree")._repr_html_()
    assert "2031-05</th>" in wide
    assert "2031-06–2031-07</th>" in wide
    described = parts.describe().to_dataframe()
    assert list(described["time"]) == ["all", "2031-05", "2031-06–2031-07"]
    assert described["nodes"][0] == 7
