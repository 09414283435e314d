"""Paths as people write them, in a shell, in the environment or in Python: read in one place.

A shell expands ``~`` only at the beginning of a word: in ``--store=~/kg``, in ``KG_STORE='~/kg'`` and in Python
nobody does. What stands inside an annotation is no such path: nothing in it may name a folder elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import InputError

__all__ = ["PathLike", "user_path"]

PathLike = str | os.PathLike[str]
"""What every function takes that takes a file or a folder."""


def user_path(written: PathLike) -> Path:
    """The path that a person means, with ``~`` and ``~name`` for the home folder.

    ``~name`` of somebody whom the system does not know is left as it is, as shells do.

    Raises:
        InputError: it is empty, no file can bear it, or nobody knows where the home folder is.
    """
    text = os.fspath(written)
    if not text:
        raise InputError("a file or a folder has no name: the path is empty", hint="for this folder, write .")
    if "\0" in text or not _can_be_encoded(text):
        raise InputError(f"no file can be called {text!r}", hint="leave out the character that file names cannot have")
    expanded = os.path.expanduser(text)  # noqa: PTH111 - Path.expanduser fails where it knows no such person
    if expanded.partition("/")[0] == "~":
        raise InputError(f"it is not known which folder ~ is in {text!r}", hint="set HOME, or write the path in full")
    path = Path(expanded)
    # Path drops a leading `./`, by which somebody says that a folder here is really called `~`.
    return path.absolute() if str(path).startswith("~") and not text.startswith("~") else path


def _can_be_encoded(text: str) -> bool:
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return True
