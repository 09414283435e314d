"""Finding the files to read in the folders that a user names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import InputError
from kg.read.formats import suffixes
from kg.read.meanings import MAP_SUFFIX
from kg.user_paths import PathLike, user_path

__all__ = ["find_files"]


def find_files(paths: Iterable[PathLike]) -> list[Path]:
    """The files to read: files as given, folders searched for files of a known format.

    Arguments keep their order, what a folder holds is sorted by path; a file that is named twice comes once.
    In folders, hidden files and folders are skipped, and so are links that lead out of the folder; links to
    folders are never followed.

    Raises:
        InputError: a path does not exist, a folder cannot be read, or holds no file of a known format.
    """
    found: dict[str, Path] = {}
    for path in map(user_path, paths):
        try:
            path.stat()
        except OSError as error:
            raise InputError("no such file or folder", where=str(path)) from error
        files = _search(path) if path.is_dir() else [path]
        if not files:
            expected = ", ".join(sorted(suffixes()))
            raise InputError("no annotated article in this folder", where=str(path), hint=f"expected {expected}")
        for file in files:
            found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _search(folder: Path) -> list[Path]:
    """The files of a folder, sorted, without links that lead out of it or to a file that is found anyway."""
    real_folder = Path(os.path.realpath(folder))
    files = sorted(_walk(folder), key=lambda file: file.relative_to(folder).as_posix())
    targets = {file: Path(os.path.realpath(file)) for file in files}
    proper = {targets[file] for file in files if not file.is_symlink()}
    return [
        file
        for file in files
        if not file.is_symlink() or (targets[file].is_relative_to(real_folder) and targets[file] not in proper)
    ]


def _walk(folder: Path) -> Iterator[Path]:
    """Visible files of a known format, in no order. Iterative: a deep tree must not exhaust the stack."""
    known = suffixes()
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(current) as entries:
                visible = [entry for entry in entries if not entry.name.startswith(".")]
                waiting += [current / entry.name for entry in visible if entry.is_dir(follow_symlinks=False)]
                # Asked of the path, a link that leads nowhere or round in a circle is simply no file.
                files = [path for entry in visible if (path := current / entry.name).is_file()]
        except OSError as error:
            raise InputError(f"the folder cannot be read: {error.strerror}", where=str(current)) from error
        yield from (f for f in files if f.suffix.lower() in known and not f.name.lower().endswith(MAP_SUFFIX))
