"""The site as files on disk. A site may be written over an earlier one; files of other origin are never touched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from kg.errors import InputError, UsageError
from kg.export.files import write_bytes
from kg.user_paths import PathLike, user_path

__all__ = ["LIST", "write_site"]

LIST = "kg-docs.json"
"""The list of the files of a site with their digests: by it an earlier site is known."""


def write_site(files: Mapping[str, bytes], folder: PathLike) -> list[str]:
    """Write a site into a folder that is new, empty, or holds an earlier site.

    Files of the earlier site that the new one lacks are taken away, unless somebody changed them.

    Returns:
        the paths of earlier files that stay, since somebody changed them.

    Raises:
        UsageError: the folder holds something else, or a foreign file stands where a page would go.
        InputError: the folder cannot be written to.
    """
    folder = user_path(folder)
    earlier = _earlier(folder)
    for path in files:
        target = folder / path
        if path not in earlier and (target.exists() or target.is_symlink()):
            raise UsageError(
                "a file that is not from an earlier site stands where a page would go",
                where=str(target),
                hint="move it away, or name another folder",
            )
        for parent in target.relative_to(folder).parents:
            if (folder / parent).is_symlink() and parent != Path():
                raise UsageError("this is a link to another folder", where=str(folder / parent), hint="remove the link")
    stay = _take_away(folder, {path: digest for path, digest in earlier.items() if path not in files})
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    # The list comes first: whatever else is written is then known to be ours, even after a broken run.
    _make_folder(folder)
    write_bytes(folder / LIST, (json.dumps(digests, indent=1, sort_keys=True) + "\n").encode())
    for path, content in files.items():
        _make_folder((folder / path).parent)
        write_bytes(folder / path, content)
    return stay


def _earlier(folder: Path) -> dict[str, str]:
    """The files of the site that the folder holds; none where it is new or empty."""
    try:
        if not folder.exists() and not folder.is_symlink():
            return {}
        if not folder.is_dir():
            raise UsageError("this is not a folder", where=str(folder), hint="name a new or an empty folder")
        if not any(folder.iterdir()):
            return {}
        listed = folder / LIST
        read = json.loads(listed.read_text(encoding="utf-8")) if listed.is_file() else None
    except OSError as error:
        raise InputError(f"this folder cannot be read: {error.strerror or error}", where=str(folder)) from error
    except ValueError as error:
        raise UsageError(f"this list of a site cannot be read: {error}", where=str(folder / LIST)) from error
    if not isinstance(read, dict):
        hint = "name a new or an empty folder; kg docs writes over nothing but its own site"
        raise UsageError("this folder holds other files", where=str(folder), hint=hint)
    return {path: str(digest) for path, digest in read.items() if _is_inside(path)}


def _is_inside(path: str) -> bool:
    """Whether a path of the list stays within the folder."""
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts and path not in ("", ".")


def _take_away(folder: Path, old: Mapping[str, str]) -> list[str]:
    stay = []
    for path, digest in sorted(old.items()):
        file = folder / path
        try:
            if not file.is_file() or file.is_symlink():
                continue
            if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                stay.append(path)
                continue
            file.unlink()
        except OSError as error:
            raise InputError(f"this file cannot be removed: {error.strerror or error}", where=str(file)) from error
    return stay


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"this folder cannot be made: {error.strerror or error}", where=str(folder)) from error
