"""The entry point of the command ``kg``: which commands there are, and what happens when one fails."""

from __future__ import annotations

import difflib
import importlib
import signal
import sys

import click

from kg.errors import KgError

__all__ = ["main"]

# Command, module below kg.cli, help in one line. Modules are imported when their command runs, so that
# `kg --help` and a query start at once.
_GROUPS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Start": (("demo", "demo", "The main job on the bundled examples: build, validate, ask, rank, draw, export."),),
    "Articles": (
        ("check", "articles", "Read, map and validate articles; store nothing."),
        ("load", "articles", "The same, into the store, article by article."),
        ("retract", "articles", "Take articles out of the store."),
    ),
    "Questions": (
        ("query", "questions", "Ask a named question, or any SPARQL."),
        ("queries", "questions", "The catalogue of named questions."),
        ("explain", "questions", "Every quote, article, speaker and modality behind a fact."),
    ),
    "Networks": (
        ("networks", "networks", "The networks: what is a node, an edge, a weight."),
        ("rank", "ranking", "Rank the nodes of a network by a measure."),
        ("compare", "ranking", "Who rose and who fell in a network between two days."),
        ("describe", "networks", "A network as a whole: density, components, communities."),
        ("path", "paths", "The shortest ways between two actors, with their evidence."),
        ("draw", "pictures", "Draw a network as .svg, .png or a page of one file, .html."),
    ),
    "Files": (
        ("export", "files", "Write the graph, or a network, to a file."),
        ("report", "report", "One page: contents, actors, time line, map, conflicts, how to cite."),
        ("stats", "files", "What is in the store."),
        ("docs", "documentation", "The ontology and the questions with their answers, as a site of pages."),
        ("diff", "files", "What one store says and another does not."),
    ),
    "Ontology": (
        ("infer", "ontology", "What follows from the graph as of a day, to a file."),
        ("changes", "ontology", "What changed between two versions of the ontology."),
        ("migrate", "ontology", "Bring annotated articles to the terms of a newer ontology."),
    ),
}
_MODULES = {name: module for commands in _GROUPS.values() for name, module, _ in commands}


class _LazyGroup(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _MODULES:
            return None
        module = importlib.import_module(f"kg.cli.{_MODULES[name]}")
        command: click.Command = getattr(module, name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = difflib.get_close_matches(args[0], _MODULES, n=3)
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean {' or '.join(near)}?", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in _GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name, text) for name, _, text in commands])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="turkic-ngo-kg", prog_name="kg")
def cli() -> None:
    """A knowledge graph of how NGOs, agencies and officials of the Turkic states work together.

    Built from annotated news, with a quote behind every claim. Begin with: kg demo
    """


def main() -> None:
    """Run the command line; exit codes: 0 done, 1 findings, 2 usage, 3 broken input or environment."""
    # The system's own answer to Ctrl-C and to a closed pipe: stop at once, without a traceback, even inside
    # a long query. The store takes no harm, since each article is written whole or not at all.
    for name in ("SIGINT", "SIGPIPE"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    try:
        cli(prog_name="kg")
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        # What kg reads and writes itself is reported above: this is the output, such as a full disk.
        click.echo(f"kg: the output cannot be written: {error.strerror or error}", err=True)
        sys.stdout = None  # else Python tries once more when it ends
        sys.exit(KgError.exit_code)


if __name__ == "__main__":
    main()
