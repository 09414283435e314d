"""Writing files whole or not at all."""

from __future__ import annotations

import os
import secrets
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from kg.errors import InputError, UsageError

__all__ = ["check_suffix", "replacing", "write_bytes"]


def check_suffix(file: Path, known: Sequence[str]) -> str:
    """The file's suffix in small letters.

    Raises:
        UsageError: it is not one of ``known``.
    """
    suffix = file.suffix.lower()
    if suffix not in known:
        what = f"{suffix!r} is not a format for this file" if suffix else "the name has no suffix to give the format"
        raise UsageError(what, where=str(file), hint=f"one of {' '.join(known)}")
    return suffix


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A temporary file in the same folder, which takes the file's place when the block ends well.

    When the block fails, or the process is killed, the file is as it was before. Nothing else is left behind, except
    by a signal that no process can see coming.

    Raises:
        InputError: the folder does not exist, or cannot be written to.
    """
    target = Path(os.path.realpath(file))  # through symbolic links, so that they stay
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(8)}.part")
    with _stopped_late():
        try:
            if target.exists() and not target.is_file():
                raise InputError("this is not a file", where=str(file))
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            yield temporary
            _settle(temporary, target)
        except OSError as error:
            raise _cannot_write(file, error) from error
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_bytes(file: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        InputError: it cannot be written.
    """
    with replacing(file) as temporary:
        temporary.write_bytes(content)


class _Stopped(BaseException):
    """A signal that ends the process has come; ``number`` tells which."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def _stopped_late() -> Iterator[None]:
    """Let a signal end the process only after the block has cleaned up.

    Only where Ctrl-C ends the process at once, as on the command line: a program has ways of its own.
    """
    numbers: list[int] = []
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        known = (getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP"))
        numbers = [number for number in known if number is not None and signal.getsignal(number) is signal.SIG_DFL]
    for number in numbers:
        signal.signal(number, _stop)
    try:
        yield
    except _Stopped as stopped:
        signal.signal(stopped.number, signal.SIG_DFL)
        signal.raise_signal(stopped.number)
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    raise _Stopped(number)


def _settle(temporary: Path, target: Path) -> None:
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    # Nobody else may read it so far; the file gets the rights that it had, or those of any new file.
    temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
    temporary.replace(target)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cannot_write(file: Path, error: OSError) -> InputError:
    return InputError(f"this file cannot be written: {error.strerror or error}", where=str(file))
