"""Finding the text of an article, and nothing else: never outside the folders that are allowed."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal

from kg.model import KeyPath
from kg.read.characters import explained
from kg.read.files import Request, UnusableError, decode
from kg.read.report import FindingCollector, shown
from kg.read.text import ArticleText
from kg.regular_files import NotRegularError, read_regular
from kg.suggest import nearest

__all__ = ["FoundText", "find_text", "read_text"]

_KEY: KeyPath = ("article", "text")
_DIGEST_KEY: KeyPath = ("article", "sha256")
_FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
_ANNOTATIONS = (".yaml", ".yml", ".json", ".jsonl")
_LISTED = 300  # files of a folder in which a name like the one that is missing is looked for, once an article


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text that was at hand, and the SHA-256 of its bytes as lower-case hexadecimal digits."""

    text: ArticleText
    sha256: str


def find_text(name: str, sha256: str | None, request: Request, report: FindingCollector) -> FoundText | None:
    """Read the text ``name`` from the first folder that has it; None, with a finding, when it cannot be had.

    Links are followed as long as they stay within the folders allowed. The digest is compared when there is one.
    """
    fault = _path_fault(name)
    if fault is not None:
        report.error(
            "text-path", f'the path "{shown(name)}" {fault}', _KEY, hint="a path below the annotation's folder"
        )
        return None
    try:
        data = _read(name, request.text_folders)
    except UnusableError as error:
        report.error(error.code, error.message, _KEY, hint=error.hint)
        return None
    if data is None:
        _report_missing(name, request, report)
        return None
    return _verified(name, data, sha256, report)


def read_text(name: str, folder: str, report: FindingCollector) -> FoundText | None:
    """Read the text ``name`` of a folder, whose own links are resolved; None, with a finding, when it cannot be had."""
    try:
        data = _read_from(folder, name, (folder,))
        if data is None:
            message = f'the text "{shown(name)}" was not found: it is a link that leads nowhere, or was just removed'
            raise UnusableError("text-missing", message)
    except UnusableError as error:
        report.error(error.code, error.message, hint=error.hint)
        return None
    return _verified(name, data, None, report)


def _path_fault(name: str) -> str | None:
    """Why a path is refused, whatever lies there; None when it is not."""
    if "\\" in name:
        return "contains a backslash: separate folders with /"
    if PureWindowsPath(name).anchor:  # `/x` has one too
        return "is absolute"
    if ".." in PurePosixPath(name).parts:
        return "leads out of its folder with .."
    return None


def _read(name: str, folders: Sequence[str]) -> bytes | None:
    """The bytes of the text in the first folder that has it; None when none has.

    A name with accents is tried in both forms that file systems and editors write it in.

    Raises:
        UnusableError: it is there and must not, or cannot, be read.
    """
    forms = (name,) if name.isascii() else dict.fromkeys((name, *(unicodedata.normalize(f, name) for f in _FORMS)))
    for folder in folders:
        for form in forms:
            data = _read_from(folder, form, folders)
            if data is not None:
                return data
    return None


def _read_from(folder: str, name: str, allowed: Sequence[str]) -> bytes | None:
    """The bytes of the text in this folder; None when it has none of this name.

    Raises:
        UnusableError: it is there and must not, or cannot, be read.
    """
    real = _resolve(folder, name)
    if not _within(real, allowed):
        message = f'"{shown(name)}" is a link that leads out of its folder'
        raise UnusableError("text-path", message, hint="put the text itself there")
    try:
        # All links are resolved by now: one that is met here was put there in between.
        data = read_regular(real, follow_links=False)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except NotRegularError as error:
        raise UnusableError("text-not-a-file", f'"{shown(name)}" is not a regular file') from error
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise UnusableError("text-unreadable", f'"{shown(name)}" cannot be read: {reason}') from error
    if data is None:
        raise UnusableError("text-too-large", f'"{shown(name)}" is larger than 16 MiB')
    return data


def _within(real: str, allowed: Sequence[str]) -> bool:
    return any(Path(real).is_relative_to(folder) for folder in allowed)


def _resolve(folder: str, name: str) -> str:
    """The path of a text with all links resolved, at one call to the system for each part of a plain ``name``."""
    path = folder
    for part in name.split("/"):
        path = os.path.join(path, part)  # noqa: PTH118 - called for every article
        if os.path.islink(path):  # noqa: PTH114
            return os.path.realpath(os.path.join(folder, name))  # noqa: PTH118
    return os.path.normpath(path)


def _report_missing(name: str, request: Request, report: FindingCollector) -> None:
    message = explained(f'the text "{shown(name)}" was not found, so the quotes stay unverified', name)
    if request.texts is None:
        hint = "put it beside the annotation, or give its folder with --texts"
    else:
        hint = f"looked in {shown(str(request.texts), 200)} and in the annotation's folder"
    near = _near(name, request.text_folders)
    if near:
        hint = f'did you mean "{shown(near)}"? If not: {hint}'
    report.warning("text-missing", message, _KEY, hint=hint)


def _near(name: str, folders: Sequence[str]) -> str | None:
    """The path of a file that lies where the text should, and has nearly its name; None when there is none."""
    parent, _, wanted = name.rpartition("/")
    for folder in folders:
        real = _resolve(folder, parent) if parent else folder  # a link that leads out was refused before
        try:
            with os.scandir(real) as entries:
                names = [entry.name for entry, _ in zip(entries, range(_LISTED + 1), strict=False)]
        except OSError:
            continue
        if len(names) > _LISTED:
            continue
        known = {
            _folded(each): each for each in sorted(names) if each.isprintable() and not each.endswith(_ANNOTATIONS)
        }
        close = nearest(_folded(wanted), known, count=1)
        if close:
            return f"{parent}/{known[close[0]]}" if parent else known[close[0]]
    return None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _verified(name: str, data: bytes, sha256: str | None, report: FindingCollector) -> FoundText | None:
    digest = hashlib.sha256(data).hexdigest()
    if sha256 is not None and sha256.lower() != digest:
        message = f'the text "{shown(name)}" is not the one that was annotated: its SHA-256 is {digest}'
        hint = "get the text as it was; or check the quotes against this one and write its SHA-256"
        report.error("text-changed", message, _DIGEST_KEY, hint=hint)
        return None
    try:
        content = decode(data)
    except UnusableError as error:
        message = f'"{shown(name)}", line {error.line}: {error.message}'
        report.error("text-not-utf-8", message, _KEY, hint=error.hint)
        return None
    return FoundText(ArticleText(shown(name), content), digest)
