"""Options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

import kg
from kg.cli.completion import complete_measures, complete_statuses
from kg.cli.messages import note
from kg.errors import InputError
from kg.languages import priority_list
from kg.user_paths import user_path

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Dataset

__all__ = [
    "Asked",
    "NetworkSource",
    "UserPath",
    "annotations_option",
    "as_of_option",
    "asked_options",
    "bom_option",
    "by_option",
    "format_option",
    "languages_option",
    "memory_option",
    "network_options",
    "queries_option",
    "say_what_is_left_out",
    "slices_option",
    "store_option",
    "timeout_option",
    "view_option",
    "weights_option",
    "width_option",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])


class UserPath(click.Path):
    """A file or folder as :class:`pathlib.Path`; ``~`` is the home folder."""

    def __init__(self, *, exists: bool = False, file_okay: bool = True, dir_okay: bool = True) -> None:
        super().__init__(exists=exists, file_okay=file_okay, dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """See click."""
        try:
            named = user_path(value)
        except InputError as error:
            self.fail(error.message, param, ctx)
        return super().convert(str(named), param, ctx)


def _seconds(_context: click.Context, _option: click.Parameter, value: float) -> float:
    if not 0 <= value <= 1e6:  # NaN fails this too
        raise click.BadParameter("is not a number of seconds from 0 to 1000000")
    return value


store_option = click.option(
    "--store",
    "store_path",
    type=UserPath(),
    default=Path("kg-store"),
    envvar="KG_STORE",
    show_default=True,
    metavar="DIR",
    help="The folder of the store; also KG_STORE.",
)
"""``--store DIR``: the folder of the store."""
languages_option = click.option(
    "--lang",
    "languages",
    default="en",
    envvar="KG_LANG",
    show_default=True,
    metavar="TAGS",
    callback=lambda _context, _option, value: priority_list(value),
    help="Languages of names, in order of preference: az,tr,en; also KG_LANG.",
)
"""``--lang``: in which languages names are shown."""
queries_option = click.option(
    "--queries",
    "query_folders",
    type=UserPath(),
    multiple=True,
    envvar="KG_QUERIES",
    metavar="DIR",
    help="A folder of .rq files with your own named questions; also KG_QUERIES.",
)
"""``--queries DIR``: the user's own named questions."""
timeout_option = click.option(
    "--timeout",
    type=float,
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    callback=_seconds,
    help="Stop after this time; 0: no limit.",
)
"""``--timeout SECONDS``: how long a question may take; by default 60 seconds, 0 for no limit."""


def memory_option(command: _Command) -> _Command:
    """``--memory MIB``: how much memory a query may take; 0 for no limit."""
    from kg.query.child import MEMORY

    return click.option(
        "--memory",
        type=click.FloatRange(min=0, max=1e9),
        default=MEMORY,
        show_default=True,
        metavar="MIB",
        help="Stop a query that needs more memory than this; 0: no limit.",
    )(command)


format_option = click.option(
    "--format",
    "form",
    metavar="FORMAT",
    help="The format, as a suffix without its dot, when FILE is - (standard output).",
)
"""``--format`` of what goes to standard output in place of a file."""
bom_option = click.option(
    "--bom",
    is_flag=True,
    help="With csv: start with a byte-order mark, so that spreadsheet programs recognise UTF-8.",
)
"""``--bom``: a byte-order mark before a table."""
width_option = click.option(
    "--width",
    type=click.IntRange(min=0),
    metavar="N",
    help="Cut a table to N columns; 0: never. Default: the width of the terminal; in a pipe, never.",
)
"""``--width N``: the width of a table in columns."""
view_option = click.option(
    "--view",
    type=click.Choice(["reported", "newsroom"]),
    default="reported",
    show_default=True,
    help="reported: what newsrooms or quoted speakers state. newsroom: only what newsrooms state themselves.",
)
"""``--view``: whose claims count."""
annotations_option = click.option(
    "--annotations",
    type=click.Choice(["no-drafts", "reviewed", "all"]),
    default="no-drafts",
    show_default=True,
    help="Which annotations count: all but drafts; only those stated as reviewed; or all, drafts too.",
)
"""``--annotations``: whether drafts count, or only what was reviewed."""
as_of_option = click.option(
    "--as-of", metavar="DATE", help="Only what was reported on or before this day (2025-11-25)."
)
"""``--as-of DATE``: the graph as it stood on a day."""
_WEIGHTS: Mapping[str, bool | str] = {"none": False, "count": True, "newman": "newman"}


def weights_option(command: _Command) -> _Command:
    """``--weights``, and ``--weighted`` for counts, passed on as one ``weighted``: False, True, or an attribute."""

    def chosen(context: click.Context, _: click.Parameter, value: str | None) -> bool | str:
        counts = bool(context.params.pop("counts", False))
        if value is None:
            return counts
        if counts and value != "count":
            raise click.BadParameter(f"--weighted means --weights count, but --weights is {value}")
        return _WEIGHTS[value]

    named = click.option(
        "--weights",
        "weighted",
        type=click.Choice(list(_WEIGHTS)),
        callback=chosen,
        help="none: each edge counts 1 (the default). count: shared events. newman: 1/(n−1) for each event of n nodes.",
    )
    flag = click.option("--weighted", "counts", is_flag=True, is_eager=True, help="The same as --weights count.")
    return flag(named(command))


def by_option(what: str) -> Callable[[_Command], _Command]:
    """``--by MEASURE``; ``what`` says what it is for."""
    return click.option(
        "--by",
        "measure",
        default="degree",
        show_default=True,
        metavar="MEASURE",
        shell_complete=complete_measures,
        help=what,
    )


slices_option = click.option(
    "--slices",
    "periods",
    metavar="PERIODS",
    help="By time of events: year, 3-year, or a list such as 2019,2020-05,2021/2023.",
)
"""``--slices``: the network by time."""


def _gathered(name: str, kind: type, *options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Options that are handed on to the command as one value, whose fields have the names of their parameters."""
    taken = [each.name for each in fields(kind)]

    def decorated(command: _Command) -> _Command:
        @functools.wraps(command)
        def gathering(**given: Any) -> Any:
            gathered = kind(**{each: given.pop(each) for each in taken})
            return command(**{name: gathered}, **given)

        return functools.reduce(lambda inner, option: option(inner), reversed(options), cast("_Command", gathering))

    return decorated


@dataclass(frozen=True, slots=True)
class NetworkSource:
    """The options that filter a network."""

    store_path: Path
    view: str
    as_of: str | None
    since: str | None
    until: str | None
    status: tuple[str, ...]
    annotations: str

    @property
    def is_filtered(self) -> bool:
        """Whether anything was asked for that only a network can be filtered by."""
        return self.view != "reported" or any((self.as_of, self.since, self.until, self.status))

    @property
    def filters(self) -> dict[str, Any]:
        """The selection, as keywords of :func:`kg.network.load_network` and :func:`kg.network.load_incidences`."""
        filters = {"as_of": self.as_of, "since": self.since, "until": self.until, "view": self.view}
        return filters | {"status": self.status or None}

    def dataset(self, graph: kg.Graph) -> Dataset:
        """What the annotations that count say, whatever the view."""
        return graph.dataset(annotations=self.annotations)

    def open(self, name: str) -> tuple[kg.Graph, nx.Graph]:
        """The graph of the store and one of its networks; stderr says what was left out."""
        graph = kg.open(self.store_path)
        network = graph.network(name, annotations=self.annotations, **self.filters)
        say_what_is_left_out(network)
        return graph, network


def say_what_is_left_out(network: nx.Graph) -> None:
    """Say on stderr what was left out because its date is not stated, and how much rests on plans."""
    about = network.graph
    left_out, planned, context = about["undated_left_out"], about.get("planned", 0), about["via"]
    if left_out:
        note(f"left out because they may lie outside these dates: {left_out} {context}s")
    if planned:
        edges, statuses = network.number_of_edges(), about["status"]
        note(f"planned, not fact: {planned} of {edges} edges rest on no {context} that was held")
        note(f"counted: {context}s with the status {statuses}")
    if about.get("presumed"):
        edges = f"{about['presumed']} of {network.number_of_edges()} edges"
        note(f"presumed, not certain: {edges} rest on earlier reports, and no end is known")


network_options = _gathered(
    "source",
    NetworkSource,
    store_option,
    view_option,
    annotations_option,
    as_of_option,
    click.option("--since", metavar="DATE", help="Only events that certainly began from this day on."),
    click.option("--until", metavar="DATE", help="Only events that certainly began by this day."),
    click.option(
        "--status",
        multiple=True,
        metavar="STATUS",
        shell_complete=complete_statuses,
        help="Which statuses of events count: held,planned, say, or any. Default: in most networks, held.",
    ),
)
"""The options of a network, ``--store`` and all that filters it, handed on as one ``source``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of a question: which graph it is asked of, and how names are shown."""

    view: str
    annotations: str
    as_of: str | None
    possible: bool
    languages: tuple[str, ...]
    query_folders: tuple[Path, ...]
    store_path: Path

    def open(self) -> kg.Graph:
        """The graph of the store, with the user's own questions."""
        graph = kg.open(self.store_path)
        graph.query_folders = self.query_folders
        return graph

    @property
    def filters(self) -> dict[str, Any]:
        """The selection, as keywords of the methods of :class:`kg.Graph`."""
        return {"view": self.view, "as_of": self.as_of, "possible": self.possible, "annotations": self.annotations}


asked_options = _gathered(
    "asked",
    Asked,
    view_option,
    annotations_option,
    click.option(
        "--as-of",
        metavar="DATE",
        help="Only what was true, and known, on this day: posts, memberships, names, statuses (2019-10-14).",
    ),
    click.option(
        "--possible", is_flag=True, help="With --as-of: also what no source attests for that day and none excludes."
    ),
    languages_option,
    queries_option,
    store_option,
)
"""The options of a question, handed on as one ``asked``."""
