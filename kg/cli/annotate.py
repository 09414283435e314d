"""annotate, convert: what annotators and their tools need, and annotations from one format to another."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import UserPath
from kg.cli.reading import export_options, from_option, ontology_option, texts_option
from kg.cli.terminal import say
from kg.errors import InputError
from kg.findings import has_errors

if TYPE_CHECKING:
    from kg.ontology.files import OntologyFolder
    from kg.ontology.vocabulary import Vocabulary
    from kg.read import MappingFile

__all__ = ["annotate", "convert"]


def _terms(folder: Path | None) -> tuple[Vocabulary, OntologyFolder]:
    from kg.ontology import vocabulary
    from kg.ontology.files import OntologyFolder

    source = OntologyFolder(folder)
    return vocabulary.load(source), source


@click.group()
def annotate() -> None:
    """Schemas, prompts and mapping files for annotators.

    \b
    Examples:
      kg annotate schema
      kg annotate prompt examples/articles/digest-2025-11-24.txt
    """


@annotate.command()
@click.argument("name", metavar="[article|reply|map]", default="article")
@ontology_option
def schema(name: str, ontology: Path | None) -> None:
    """A JSON Schema made from the ontology.

    article is the native format, for editors, which then complete and check while you type; reply is what a language
    model should write, for structured output; map is a mapping file.

    \b
    Examples:
      kg annotate schema
      kg annotate schema reply
    """
    from kg.annotate import schema as make

    say(json.dumps(make(name, *_terms(ontology)), ensure_ascii=False, indent=1))


@annotate.command()
@click.argument("text", type=UserPath(exists=True, dir_okay=False), metavar="TEXT")
@click.option("--model", metavar="NAME", help="The model that will answer; the schema then fixes its name.")
@click.option("--date", metavar="DATE", help="The day of the answer, likewise.")
@click.option("--id", "name", metavar="ID", help="The id of the article; by default from the name of the file.")
@ontology_option
def prompt(text: Path, model: str | None, date: str | None, name: str | None, ontology: Path | None) -> None:
    """Instructions, schema and text, with which a language model can draft an annotation.

    kg calls no model and no network. Save the answer as a .json file beside the text; kg check and kg load --drafts
    read it. Everything in it is a draft, and what is not in the text is left out and reported.

    \b
    Example:
      kg annotate prompt examples/articles/digest-2025-11-24.txt --model my-model --date 2025-12-01
    """
    from kg.annotate import prompt as make

    vocabulary, source = _terms(ontology)
    say(make(text, vocabulary, source, model=model, date=date, name=name), nl=False)


@annotate.command(name="map")
@click.argument("path", type=UserPath(exists=True, dir_okay=False), metavar="PATH")
@from_option
@texts_option
@ontology_option
def draft(path: Path, source_format: str | None, texts: Path | None, ontology: Path | None) -> None:
    """Draft a mapping file from the export of an annotation tool: labels, how often, and near terms.

    \b
    Example:
      kg annotate map EXPORT.json > project.map.yaml
    """
    from kg.annotate import draft_mapping

    say(draft_mapping(path, _terms(ontology)[0], form=source_format, texts=texts), nl=False)


@click.command()
@click.argument("source", type=UserPath(exists=True, dir_okay=False), metavar="IN")
@click.argument("target", type=UserPath(dir_okay=False), metavar="OUT")
@export_options
@click.option("--to", metavar="FORMAT", help="yaml, json, jsonl, brat or label-studio; by default the suffix of OUT.")
@texts_option
@ontology_option
def convert(
    source: Path,
    target: Path,
    source_format: str | None,
    mapping: MappingFile | None,
    to: str | None,
    texts: Path | None,
    ontology: Path | None,
) -> None:
    """Annotations from one format to another.

    What the other format cannot hold is listed. An article with an error is not converted. The text is written beside
    OUT, if its format keeps it apart.

    \b
    Examples:
      kg convert examples/articles/digest-2025-11-24.yaml digest.ann
      kg convert EXPORT.json article.yaml --map PROJECT.map.yaml
    """
    from kg.annotate import convert as run
    from kg.annotate.conversion import summary, target_of
    from kg.export.files import write_bytes

    form = target_of(target, to)
    done = run(source, target, _terms(ontology)[0], to=form, form=source_format, mapping=mapping, texts=texts)
    for finding in done.findings:
        say(f"kg: {finding}", err=True)
    for line in summary(done):
        say(f"kg: {line}", err=True)
    if source.resolve() in {file.resolve() for file in done.files}:
        raise InputError("OUT would replace IN", where=str(target), hint="choose another name")
    for file, content in done.files.items():
        write_bytes(file, content.encode())
        say(str(file))
    sys.exit(1 if has_errors(done.findings) or not done.files else 0)
