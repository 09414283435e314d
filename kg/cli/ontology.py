"""infer, changes, migrate: what follows from the ontology, and how its versions differ."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.options import UserPath, annotations_option, format_option, store_option, view_option
from kg.cli.output import as_json, destination, written_to
from kg.cli.progress import waiting
from kg.cli.reading import ontology_option
from kg.cli.terminal import say
from kg.suggest import counted
from kg.text import spelled

__all__ = ["changes", "infer", "migrate"]


@click.command()
@click.argument("file", type=UserPath())
@click.option(
    "--as-of", metavar="DATE", help="Infer members of the defined classes, such as member states, on this day."
)
@click.option("--rl", is_flag=True, help="Infer the closure of the direct triples under OWL 2 RL.")
@format_option
@view_option
@annotations_option
@store_option
def infer(
    file: Path, as_of: str | None, rl: bool, form: str | None, view: str, annotations: str, store_path: Path
) -> None:
    """Infer triples from the graph and write them to FILE; the store stays as it is.

    A member state, an observer or an official is inferred where it certainly was one on the day, or is presumed
    to have been: attested before, and no end known. What is only possible is reported, not written. The suffix of FILE
    gives the format, as in kg export; - is standard output, with --format.

    \b
    Examples:
      kg infer inferred.ttl --as-of 2025-11-25
      kg infer closure.trig --rl
    """
    import kg
    from kg.export import RDF_SUFFIXES, write_rdf
    from kg.findings import has_errors
    from kg.inference import infer as infer_quads

    with waiting("inferring"), kg.open(store_path) as graph:
        found = infer_quads(graph.dataset(view, annotations=annotations), as_of=as_of, rl=rl)
    for finding in found.findings:
        say(f"kg: {finding}", err=True)
    with destination(file, form, RDF_SUFFIXES) as path:
        written = write_rdf(found.store(), path)
    written_to(file, counted(written, "statement"))
    sys.exit(1 if has_errors(found.findings) else 0)


@click.command()
@click.argument("old")
@click.argument("new", default="bundled")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
def changes(old: str, new: str, form: str) -> None:
    """Show what changed from version OLD of the ontology to version NEW, and the lowest version number that fits.

    OLD and NEW are ontology folders, RDF files, or the word bundled. The exit code is 1 when the version number of
    NEW is too low for what changed.

    \b
    Examples:
      kg changes old/ontology bundled
      kg changes old/ontology new/ontology --format markdown
    """
    from kg.findings import has_errors
    from kg.versions import compare, read_snapshot, render_changes

    found = compare(read_snapshot(old), read_snapshot(new))
    if form == "json":
        as_json(found.as_dict())
    else:
        say(render_changes(found, form))
    for finding in found.findings:
        say(f"kg: {finding}", err=True)
    sys.exit(1 if has_errors(found.findings) else 0)


@click.command()
@click.argument("paths", nargs=-1, type=UserPath(), metavar="PATH…")
@click.option("--write", is_flag=True, help="Change the files; without --write, only show what would change.")
@click.option("--from", "since", metavar="VERSION", help="The version that the annotations were made for (0.1.0).")
@click.option(
    "--sparql", is_flag=True, help="Show the migrations as SPARQL Update, for exported graphs; needs no PATH."
)
@ontology_option
def migrate(paths: tuple[Path, ...], write: bool, since: str | None, sparql: bool, ontology: Path | None) -> None:
    """Update annotated articles in YAML to the names of a newer ontology: types, relations, values and ids.

    Only renamed words change; comments and layout stay. Where a term keeps its name and its meaning changed, each line
    with it is listed behind a question, to be looked at by hand. Load the articles again afterwards.

    \b
    Examples:
      kg migrate examples/articles
      kg migrate examples/articles --from 0.1.0 --write
    """
    from kg.export.files import write_bytes
    from kg.read import find_files
    from kg.versions import migrate as migrate_file
    from kg.versions import read_migrations

    migrations = read_migrations(ontology, since=since)
    if sparql:
        say("\n".join(migration.sparql() for migration in migrations), nl=False)
    elif not paths:
        raise click.UsageError("give a PATH, or --sparql")
    findings, changed = 0, 0
    to_review: dict[str, dict[str, None]] = {}
    for file in find_files(paths) if paths else []:
        done = migrate_file(file, migrations)
        for finding in done.findings:
            say(f"kg: {finding}", err=True)
        findings += len(done.findings)
        for each in done.to_review:
            asked = f"To look at by hand, since {each.name} has another meaning in {each.version}: {each.question}"
            to_review.setdefault(asked, {})[f"{file}:{each.line}\n? {spelled(each.text)}"] = None
        if done.before != done.after:
            changed += 1
            say(_difference(file, done.before, done.after))
            if write:
                write_bytes(file, done.after.encode())
    for asked, places in to_review.items():
        say("\n".join([asked, *places]))
    if paths:
        what = "changed" if write else "would change; --write changes them"
        files = f"{counted(changed, 'file')} {what if changed else 'to change'}"
        by_hand = sum(map(len, to_review.values()))
        lines = f"; {counted(by_hand, 'line')} to look at by hand" if by_hand else ""
        say(f"kg: {counted(len(migrations), 'migration')}, {files}{lines}", err=True)
    sys.exit(1 if findings else 0)


def _difference(file: Path, before: str, after: str) -> str:
    """Each changed line, before and after, with its number."""
    pairs = zip(*(text.replace("\r\n", "\n").split("\n") for text in (before, after)), strict=True)
    changed = ((number, old, new) for number, (old, new) in enumerate(pairs, 1) if old != new)
    lines = [f"{file}:{number}\n- {spelled(old)}\n+ {spelled(new)}" for number, old, new in changed]
    return "\n".join(lines)
