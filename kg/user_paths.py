"""Paths as people write them in a shell, in the environment or in Python.

A shell expands ``~`` only at the beginning of a word, not in ``--store=~/kg`` or ``KG_STORE='~/kg'``; nor does Python.
Paths inside an annotation are not read here: they may not name a folder elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import InputError

__all__ = ["PathLike", "user_path"]

PathLike = str | os.PathLike[str]
"""A file or a folder as a parameter."""


def user_path(written: PathLike) -> Path:
    """The path, with ``~`` and ``~name`` replaced by home folders.

    ``~name`` of an unknown user is left as it is, as in shells.

    Raises:
        InputError: it is empty, it cannot be a file name, or the home folder is unknown.
    """
    text = os.fspath(written)
    if not text:
        raise InputError("the path of a file or folder is empty", hint="for this folder, write .")
    if "\0" in text or not _can_be_encoded(text):
        raise InputError(f"{text!r} cannot be a file name", hint="leave out the character that file names cannot have")
    expanded = os.path.expanduser(text)  # noqa: PTH111 - Path.expanduser fails where it knows no such person
    if expanded.partition("/")[0] == "~":
        raise InputError(f"the home folder ~ in {text!r} is unknown", hint="set HOME, or write the path in full")
    path = Path(expanded)
    # Path drops a leading `./`, by which somebody says that a folder here is really called `~`.
    return path.absolute() if str(path).startswith("~") and not text.startswith("~") else path


def _can_be_encoded(text: str) -> bool:
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return True
