"""rank, compare: the nodes of a network by a measure, how robust their ranks are, and who rose and fell."""

from __future__ import annotations

import click

import kg
from kg.cli.completion import complete_networks
from kg.cli.options import (
    NetworkSource,
    bom_option,
    by_option,
    network_options,
    say_what_is_left_out,
    slices_option,
    weights_option,
)
from kg.cli.output import byte_order_mark, print_found
from kg.cli.progress import waiting

__all__ = ["compare", "rank"]

_FORMATS = click.Choice(["table", "csv", "json"])


@click.command()
@click.argument("network", shell_complete=complete_networks)
@by_option("See: kg networks")
@weights_option
@click.option("--robust", is_flag=True, help="Show how much each rank depends on single sources.")
@click.option(
    "--samples",
    type=click.IntRange(0, 10_000),
    default=200,
    show_default=True,
    metavar="N",
    help="With --robust: how many samples of sources to draw; 0: only leave one out.",
)
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="With --robust: seed of the samples.")
@slices_option
@click.option(
    "--top", type=click.IntRange(min=1), metavar="N", help="Only the first N; with --slices, the first N of any slice."
)
@click.option("--format", "form", type=_FORMATS, default="table", show_default=True)
@bom_option
@network_options
def rank(
    network: str,
    measure: str,
    weighted: bool | str,
    robust: bool,
    samples: int,
    seed: int,
    periods: str | None,
    top: int | None,
    form: str,
    bom: bool,
    source: NetworkSource,
) -> None:
    """Rank the nodes of a network by a measure.

    A score is an interval, such as 4-6, where events or nodes may be the same and nobody has decided it: its ends are
    the score if all of them are, and if none is. The rank is that if none is. See: kg query may-be-same

    With --robust, the network is built again without each source in turn, and from random samples of sources: a source
    is an article, or a page that articles cite, each page once. Beside each rank are its best and worst without one
    source, the middle 95 % of its ranks in the samples, the share of samples with the node and, marked with !, the
    sources without which the node is gone or moves.

    With --slices, a table of nodes by slices of time. An event is in a slice when all days on which it may have
    begun lie in it; one that may be the same as an event of the slice bears on the other end of an interval.

    \b
    --format json gives [{"rank", "iri", "label", "score"}], with "score_low" and "score_high" where the score is an
    interval, "rank_low" and "rank_high" where the rank is one, and "may_be_same_as" (IRIs) where the node may be
    another one; with --robust each also has "low", "high", "bootstrap_low", "bootstrap_high", "present" and "hangs_on"
    (IRIs of sources); with --slices {"slices": [{"since", "until", "about"}], "nodes": [{"iri", "label", "scores",
    "ranks"}], "undated": [IRIs of events], "elsewhere": [IRIs of events]}, and intervals as lists beside "scores" and
    "ranks".

    \b
    Examples:
      kg rank polity-cooperation --by betweenness
      kg rank co-participation --by pagerank --weights newman --top 10 --format csv
      kg rank co-participation --by degree --robust --top 5
      kg rank agent-event --slices 3-year --top 3
    """
    if robust and periods is not None:
        raise click.UsageError("give --robust or --slices, not both")
    mark = byte_order_mark(bom, form)
    if periods is not None:
        over_time = (
            kg.open(source.store_path)
            .slices(network, periods, annotations=source.annotations, **source.filters)
            .over_time(measure, weighted, top)
        )
        print_found(over_time, form, mark, over_time.as_dict)
        return
    incidences = kg.open(source.store_path).incidences(
        network, annotations=source.annotations, **source.filters
    )  # read once: --robust builds it many times
    whole = incidences.network()
    say_what_is_left_out(whole)
    found: kg.network.Ranking | kg.network.RobustRanking
    if robust:
        from kg.network import robust_rank

        with waiting("building the network again without sources"):
            found = robust_rank(incidences, measure, weighted, samples=samples, seed=seed, top=top)
    else:
        found = kg.rank(whole, measure, weighted=weighted, top=top)
    print_found(found, form, mark, lambda: [row.as_dict() for row in found])


@click.command()
@click.argument("earlier", metavar="DATE1")
@click.argument("later", metavar="DATE2")
@click.option(
    "--network",
    default="co-participation",
    show_default=True,
    shell_complete=complete_networks,
    help="See: kg networks",
)
@by_option("See: kg networks")
@weights_option
@click.option("--format", "form", type=_FORMATS, default="table", show_default=True)
@bom_option
@network_options
def compare(
    earlier: str,
    later: str,
    network: str,
    measure: str,
    weighted: bool | str,
    form: str,
    bom: bool,
    source: NetworkSource,
) -> None:
    """Show who rose and who fell in a network between two days.

    A date means what was reported by then: the network as of DATE1 rests on the articles published on or before it,
    that as of DATE2 on those and all later ones up to it. A month or a year stands for its last day. To go by when
    events took place instead, see: kg rank NETWORK --slices year

    Those who rose come first, then those who fell, entered, left and stayed. A rank may change because others came
    or went; scores from networks of different size may not be comparable. Ranks and scores are intervals where events
    or nodes may be the same; a change with ? (in JSON "sure": false) may then be another one, or none.

    \b
    --format json gives [{"iri", "label", "change", "places", "rank_before", "rank_after", "score_before",
    "score_after", "sure"}], change being rose, fell, entered, left or stayed; null where a node was not ranked; and
    "rank_before_low", "rank_before_high" and so on where it is an interval.

    \b
    Examples:
      kg compare 2024 2025
      kg compare 2022-11-11 2025-11-25 --network polity-cooperation --by betweenness
    """
    if source.as_of is not None:
        raise click.UsageError("DATE1 and DATE2 already say as of which days: leave out --as-of")
    mark = byte_order_mark(bom, form)
    filters = {name: value for name, value in source.filters.items() if name != "as_of"}
    found = kg.open(source.store_path).compare(
        earlier, later, network, measure, weighted=weighted, annotations=source.annotations, **filters
    )
    print_found(found, form, mark, lambda: [row.as_dict() for row in found])


for parameter in compare.params:
    if isinstance(parameter, click.Option) and parameter.name == "as_of":
        parameter.hidden = True
