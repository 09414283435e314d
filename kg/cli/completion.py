"""Tab completion in a shell, and the command that sets it up.

The functions ``complete_…`` are given to click as ``shell_complete`` of an argument or an option. They run at the
press of a key: each imports and reads no more than it needs, and offers nothing where something is missing or broken.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.terminal import say
from kg.errors import KgError
from kg.text import plain, spelled
from kg.user_paths import user_path

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kg.query.catalogue import Parameter

__all__ = [
    "complete_articles",
    "complete_drawn",
    "complete_formats",
    "complete_measures",
    "complete_networks",
    "complete_parameters",
    "complete_questions",
    "complete_relations",
    "complete_source_formats",
    "complete_statuses",
    "complete_things",
    "completion",
]

_SHELLS = ("bash", "zsh", "fish")
_SETUP = {
    "bash": ("~/.bashrc", 'eval "$(kg completion bash)"'),
    "zsh": ("~/.zshrc, below compinit", 'eval "$(kg completion zsh)"'),
    "fish": ("~/.config/fish/config.fish", "kg completion fish | source"),
}
_MOST = 200  # things offered at once
_Found = Iterable[tuple[str, str]]
_Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]]"]


def _offering(find: Callable[[click.Context, str], _Found]) -> _Completer:
    """A completer that offers the words of ``find`` that begin as typed, each with its meaning."""

    def complete(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        from click.shell_completion import CompletionItem

        try:
            # A name with control characters cannot be typed: its thing is offered by its id.
            found = [
                each
                for each in find(context, incomplete)
                if each[0].startswith(incomplete) and spelled(each[0]) == each[0]
            ]
        except (KgError, OSError):
            return []  # no store here, or a broken file: the command itself will say so
        return [CompletionItem(word, help=plain(text) or None) for word, text in found[:_MOST]]

    return complete


@_offering
def complete_questions(context: click.Context, _: str) -> _Found:
    """The names of the questions, with what they ask."""
    from kg.resources import queries_folder

    bundled = queries_folder()
    return _summaries([bundled / "competency", bundled / "quality", *_own_folders(context)])


@_offering
def complete_networks(_: click.Context, __: str) -> _Found:
    """The names of the networks, with what they are."""
    from kg.resources import queries_folder

    return _summaries([queries_folder() / "networks"])


@_offering
def complete_drawn(_: click.Context, __: str) -> _Found:
    """The names of the networks, and of everything else that can be drawn."""
    from kg.resources import queries_folder

    others = [("map", "The places that hosted events."), ("timeline", "Forums and summits, year by year.")]
    return sorted([*_summaries([queries_folder() / "networks"]), *others])


@_offering
def complete_statuses(_: click.Context, __: str) -> _Found:
    """The statuses of events."""
    from kg.claims.status import STATUSES

    return [(name, "") for name in (*STATUSES, "any")]


@_offering
def complete_measures(_: click.Context, __: str) -> _Found:
    """The names of the measures."""
    from kg.network import MEASURES

    return [(name, "") for name in MEASURES]


@_offering
def complete_formats(_: click.Context, __: str) -> _Found:
    """The formats of ``kg query``."""
    from kg.query import FORMATS

    return [(form, "") for form in FORMATS]


@_offering
def complete_source_formats(_: click.Context, __: str) -> _Found:
    """The formats of annotated articles."""
    from kg.read import formats

    return [(each.name, each.title) for each in formats().values()]


@_offering
def complete_articles(context: click.Context, _: str) -> _Found:
    """The ids of the articles in the store, drafts too."""
    from kg.store import OxigraphStore

    store = OxigraphStore.open_for_reading(_store(context))
    try:
        names = (iri.rpartition("/article/")[2] for iri in store.digests() if "/article/" in iri)
        return [(name, "") for name in sorted(names)]
    finally:
        store.close()


@_offering
def complete_things(context: click.Context, incomplete: str) -> _Found:
    """Names and ids of things in the store."""
    return list(_things(context, incomplete, None)) if incomplete else []


@_offering
def complete_relations(context: click.Context, _: str) -> _Found:
    """The relations and attributes used in the store."""
    import kg
    from kg.namespaces import local_name
    from kg.query import Labels
    from kg.query.statistics import relations_used

    with kg.open(_store(context)) as graph:
        labels = Labels(graph.dataset())
        return sorted((local_name(iri), labels.of(iri)) for iri in relations_used(graph.dataset()))


@_offering
def complete_parameters(context: click.Context, incomplete: str) -> _Found:
    """``KEY=`` for each parameter of the given question, then its values."""
    from kg.query import bundled_catalogue

    # A -p that waits for its value ends click's reading early: the name is then among the words left over.
    name = context.params.get("name") or next(iter(context.args), None)
    if not name:
        return []
    parameters = {each.name: each for each in bundled_catalogue(_own_folders(context)).get(name).parameters}
    key, equals, value = incomplete.partition("=")
    if not equals:
        return [(f"{each.name}=", each.meaning) for each in parameters.values()]
    if key not in parameters:
        return []
    return [(f"{key}={word}", text) for word, text in _values(context, parameters[key], value)]


def _values(context: click.Context, parameter: Parameter, begun: str) -> Iterator[tuple[str, str]]:
    from kg.query.parameters import class_of

    if parameter.choices:
        yield from ((choice, "") for choice in parameter.choices)
    elif parameter.type not in ("date", "integer", "string"):
        yield from _things(context, begun, class_of(parameter.type))


def _things(context: click.Context, begun: str, of_class: str | None) -> Iterator[tuple[str, str]]:
    """Things whose name or id begins as typed: one-word names as they are, others as ids with the name as help."""
    import kg
    from kg.namespaces import DEFAULT_BASE
    from kg.query import Labels
    from kg.query.statistics import things

    with kg.open(_store(context)) as graph:
        labels = Labels(graph.dataset(), _languages(context))
        ours = (iri for iri in things(graph.dataset(), of_class) if iri.startswith(DEFAULT_BASE))
        kinds = ((iri, iri.removeprefix(DEFAULT_BASE)) for iri in ours)
        named = [(short, labels.of(iri)) for iri, short in kinds if short.count("/") == 1]
    for short, name in named:
        if name.startswith(begun) and name.isalpha():
            yield name, short
        elif short.startswith(begun):
            yield short, name


def _languages(context: click.Context) -> tuple[str, ...]:
    found = context.params.get("languages")
    return found if isinstance(found, tuple) and found else ("en",)


def _store(context: click.Context) -> Path:
    return user_path(context.params.get("store_path") or os.environ.get("KG_STORE") or "kg-store")


def _own_folders(context: click.Context) -> list[Path]:
    given = context.params.get("query_folders")
    return [folder for folder in given or () if folder.is_dir()]


def _summaries(folders: Iterable[Path]) -> _Found:
    """The names and summaries of the questions in some folders; read here because the catalogue reads more."""
    found: dict[str, str] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.rq")):
            with file.open(encoding="utf-8", errors="replace") as lines:
                heads = (line.partition("summary:")[2].strip() for line in lines if line.startswith("#+ summary:"))
                found[file.stem] = next(heads, "")
    return sorted(found.items())


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS), required=False)
def completion(shell: str | None) -> None:
    r"""Print the completion script for a shell: commands, questions, parameters, networks, measures.

    Without a SHELL, show how to set it up. Then `kg query events-in-place -p <TAB>` offers place= and article=,
    and `-p place=B<TAB>` the places in the store.

    \b
    Examples:
      kg completion
      kg completion bash
    """
    if shell is None:
        for name, (file, line) in _SETUP.items():
            say(f"{name}: add this line to {file}\n    {line}")
        return
    from kg.cli.main import cli
    from kg.cli.shells import source

    say(source(cli, shell))
