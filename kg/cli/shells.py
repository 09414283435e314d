"""The scripts that ask kg for completions: click's for zsh and fish, and kg's own for bash.

Bash splits words at ``=``, so that ``-p place=Ba`` reaches click's script in three pieces. This one passes
the line itself, and removes from the answer what bash takes for another word.
"""

from __future__ import annotations

import os
import re

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, get_completion_class

__all__ = ["install", "source"]

_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' kind value
    COMPREPLY=()
    while IFS=, read -r kind value; do
        if [[ $kind == dir || $kind == file ]]; then
            # a path is completed by bash itself
            compopt -o default 2>/dev/null
        elif [[ $kind == open ]]; then
            compopt -o nospace 2>/dev/null
            COMPREPLY+=("$value")
        elif [[ $kind == plain ]]; then
            COMPREPLY+=("$value")
        fi
    done < <(env COMP_WORDS="${COMP_LINE:0:COMP_POINT}" COMP_WORDBREAKS="$COMP_WORDBREAKS" \\
        %(complete_var)s=bash_complete "$1")
    return 0
}

complete -F %(complete_func)s %(prog_name)s
"""
_SPECIAL = re.compile(r"([^\w@%+=:,./-])")


class _Bash(BashComplete):
    """Completion for bash, from version 3."""

    name = "bash"
    source_template = _BASH

    @staticmethod
    def _check_version() -> None:
        """Any version will do."""

    def get_completion_args(self) -> tuple[list[str], str]:
        from click.shell_completion import split_arg_string

        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)[1:]
        if not words or line[-1:].isspace():
            self._typed, self._quoted = "", False
            return words, ""
        written = re.split(r"(?<!\\)\s", line)[-1]
        self._typed, self._quoted = words[-1], written[:1] in ("'", '"') or written.partition("=")[2][:1] in ("'", '"')
        return words[:-1], words[-1]

    def format_completion(self, item: CompletionItem[str]) -> str:
        value = str(item.value)
        breaks = os.environ.get("COMP_WORDBREAKS", "")
        taken = max((self._typed.rfind(sign) for sign in breaks if sign in "=:"), default=-1) + 1
        rest = value[taken:] if value.startswith(self._typed[:taken]) else value
        shown = rest if self._quoted else _SPECIAL.sub(r"\\\1", rest)
        kind = "open" if item.type == "plain" and value.endswith("=") else item.type
        return f"{kind},{shown}"


def install() -> None:
    """Make click use the bash script of this module."""
    add_completion_class(_Bash)


def source(command: click.Command, shell: str) -> str:
    """The script that sets up completion in a shell: ``bash``, ``zsh`` or ``fish``."""
    install()
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(shell)
    return kind(command, {}, "kg", "_KG_COMPLETE").source()
