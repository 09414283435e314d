"""Messages on stderr: notes, details and errors, and whether they are quiet, verbose or coloured."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

import click

from kg.cli.terminal import say

__all__ = ["Manners", "colours_wanted", "detail", "manners", "note", "show_error"]


@dataclass(slots=True)
class Manners:
    """How verbose this run is: set once, from the options, before a command begins."""

    quiet: bool = False
    verbose: bool = False
    colour: bool = True


manners = Manners()


def note(text: str) -> None:
    """Say something that the reader of the data should know; ``--quiet`` silences it."""
    if not manners.quiet:
        say(f"kg: {text}", err=True)


def detail(text: str) -> None:
    """Say something that only ``--verbose`` shows."""
    if manners.verbose and not manners.quiet:
        say(f"kg: {text}", err=True)


def show_error(text: str) -> None:
    """Report an error, even with ``--quiet``."""
    before = click.style("kg:", fg="red", bold=True) if colours_wanted(sys.stderr) else "kg:"
    say(f" {text}", err=True, before=before)


def colours_wanted(stream: object) -> bool:
    """Whether to colour a stream: only on a terminal, and not with ``--no-color``, NO_COLOR or a dumb terminal.

    See https://no-color.org: NO_COLOR counts when it is set and not empty.
    """
    isatty = getattr(stream, "isatty", None)
    allowed = manners.colour and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return bool(allowed and isatty is not None and isatty())
