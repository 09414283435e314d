"""The entry point of the command ``kg``: which commands there are, and what happens when one fails."""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.messages import colours_wanted, manners, show_error
from kg.cli.terminal import safe_streams, say
from kg.errors import KgError
from kg.suggest import did_you_mean, nearest

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["main"]

# Command, module below kg.cli, help in one line. Modules are imported when their command runs, so that
# `kg --help` and a query start at once. The whole help fits a screen of 80 columns and 30 lines: a text has at
# most 58 characters.
_GROUPS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Start": (("demo", "demo", "The main job on the bundled examples, in one go."),),
    "Articles": (
        ("check", "articles", "Read, map and validate articles; store nothing."),
        ("load", "articles", "The same, into the store, article by article."),
        ("retract", "articles", "Remove articles from the store."),
        ("verify", "verification", "Compare newer texts with the quotes in the store."),
        ("annotate", "annotate", "Schemas, prompts and mapping files for annotators."),
        ("convert", "annotate", "Annotations from one format to another."),
    ),
    "Questions": (
        ("query", "questions", "Ask a named question, or any SPARQL."),
        ("queries", "questions", "The catalogue of named questions."),
        ("explain", "questions", "Every quote and speaker for and against a fact."),
    ),
    "Networks": (
        ("networks", "networks", "The networks: what is a node, an edge, a weight."),
        ("rank", "ranking", "Rank the nodes of a network by a measure."),
        ("compare", "ranking", "Who rose and who fell between two days."),
        ("describe", "networks", "A network as a whole: density, parts, communities."),
        ("path", "paths", "The shortest paths between two actors, with evidence."),
        ("draw", "pictures", "A network, the time line or the map as a picture."),
    ),
    "Files": (
        ("export", "files", "Write the graph or a network to a file."),
        ("report", "report", "One page on everything in the store."),
        ("stats", "files", "What is in the store."),
        ("docs", "documentation", "The ontology and the answered questions as a site."),
        ("diff", "files", "How two stores differ."),
    ),
    "Ontology": (
        ("infer", "ontology", "Infer triples as of a day, and write them to a file."),
        ("changes", "ontology", "What changed between two versions of the ontology."),
        ("migrate", "ontology", "Update articles to the terms of a newer ontology."),
    ),
    "Shell": (("completion", "completion", "Tab completion for bash, zsh and fish."),),
}
_Command = TypeVar("_Command", bound=Callable[..., Any] | click.Command)
_MODULES = {name: module for commands in _GROUPS.values() for name, module, _ in commands}
_OPTIONS = "-q --quiet · -v --verbose · --no-color · --version · -h --help"


class _LazyGroup(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _MODULES:
            return None
        module = importlib.import_module(f"kg.cli.{_MODULES[name]}")
        command: click.Command = getattr(module, name)
        # So that `kg check -q` is as good as `kg -q check`. A command may use a letter otherwise: -q of `kg query`.
        taken = {word for parameter in command.params for word in parameter.opts}
        command.params += [_global_option(names, taken) for names in _GLOBAL if not taken.issuperset(names)]
        if "--version" not in taken:
            command = _version(hidden=True)(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = did_you_mean(nearest(args[0], _MODULES))
            if not hint:
                raise
            raise click.UsageError(f"{error.message} D{hint[1:]}", ctx) from error

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        commands = ((name, text) for group in _GROUPS.values() for name, _, text in group)
        return [CompletionItem(name, help=text) for name, text in commands if name.startswith(incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        is_coloured = colours_wanted(sys.stdout)
        for title, commands in _GROUPS.items():
            for place, (name, _, text) in enumerate(commands):
                head = f"{title if place == 0 else '':10}"
                formatter.write(f"{click.style(head, bold=True) if is_coloured else head} {name:10} {text}\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_commands(ctx, formatter)
        head = click.style("Options   ", bold=True) if colours_wanted(sys.stdout) else "Options   "
        formatter.write(f"{head} {_OPTIONS}\n")


def _set(name: str, to: bool) -> Callable[[click.Context, click.Parameter, bool], None]:
    def callback(_context: click.Context, _option: click.Parameter, value: bool) -> None:
        if value:
            setattr(manners, name, to)

    return callback


# The options that stand before a command, and behind it too: what each sets, and its help.
_GLOBAL: Mapping[tuple[str, ...], tuple[str, bool, str]] = {
    ("-q", "--quiet"): ("quiet", True, "No notes and no progress on stderr; errors still appear."),
    ("-v", "--verbose"): ("verbose", True, "More notes, such as what was opened and how long it took."),
    ("--no-color",): ("colour", False, "No colours on a terminal; also NO_COLOR."),
}


def _version(**more: Any) -> Callable[[_Command], _Command]:
    return click.version_option(package_name="turkic-ngo-kg", prog_name="kg", **more)


def _global_option(names: tuple[str, ...], taken: Collection[str] = ()) -> click.Option:
    """A global option, under those of its names that the command does not use itself."""
    sets, to, text = _GLOBAL[names]
    free = [name for name in names if name not in taken]
    return click.Option(free, is_flag=True, is_eager=True, expose_value=False, callback=_set(sets, to), help=text)


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="[OPTIONS]",
)
@_version()
def cli() -> None:
    """Who works with whom among the Turkic states: a graph with a quote behind
    every claim. Start with: kg demo. Help and examples: kg COMMAND --help
    """


cli.params += map(_global_option, _GLOBAL)


def main() -> None:
    """Run the command line; exit codes: 0 done, 1 findings, 2 usage, 3 broken input or environment."""
    # The system's own answer to Ctrl-C and to a closed pipe: stop at once, without a traceback, even inside
    # a long query. The store takes no harm, since each article is written whole or not at all.
    for name in ("SIGINT", "SIGPIPE"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    _fill_streams()
    safe_streams()
    if "_KG_COMPLETE" in os.environ:
        from kg.cli.shells import install

        install()
    try:
        sys.exit(cli.main(prog_name="kg", standalone_mode=False))
    except click.ClickException as error:
        _show(error)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(1)
    except KgError as error:
        show_error(str(error))
        sys.exit(error.exit_code)
    except OSError as error:
        # What kg reads and writes itself is reported above: this is the output, such as a full disk.
        what = "the output cannot be written" if error.filename is None else f"{error.filename} cannot be used"
        show_error(f"{what}: {error.strerror or error}")
        sys.stdout = None  # else Python tries once more when it ends
        sys.exit(KgError.exit_code)


def _fill_streams() -> None:
    """Reopen streams that the shell has closed, as ``>&-`` does: a file opened later would take their number."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    nowhere = Path(os.devnull)
    if sys.stdin is None:
        sys.stdin = nowhere.open(encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = nowhere.open("w", encoding="utf-8")
    if sys.stdout is None:
        show_error("standard output is closed")
        sys.exit(KgError.exit_code)


def _show(error: click.ClickException) -> None:
    """Show what click found wrong on the command line, with the nearest valid word."""
    if isinstance(error, click.BadParameter) and error.param is not None and isinstance(error.param.type, click.Choice):
        choices = [str(choice) for choice in error.param.type.choices]
        written = error.message.partition("'")[2].partition("'")[0]
        if hint := did_you_mean(nearest(written, choices, count=1)):
            error = click.BadParameter(f"{error.message} D{hint[1:]}", error.ctx, error.param)
    shown = io.StringIO()
    error.show(shown)
    say(shown.getvalue(), err=True, nl=False)


if __name__ == "__main__":
    main()
