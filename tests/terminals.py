"""Running the command in a process of its own: behind pipes, and on a terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

from tests import commands

KG = [sys.executable, "-m", "kg"]
CLEAN = {key: value for key, value in os.environ.items() if not key.startswith("KG_") and key != "NO_COLOR"}


def run(*words: str | Path | bytes, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """What the command writes to pipes."""
    environment = CLEAN | {"COLUMNS": "80"} | more
    plain = [word for word in words if not isinstance(word, bytes)]
    if len(plain) == len(words):
        return commands.run(plain, cwd=cwd, env=environment)
    command = [*KG, *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment, timeout=120)


def on_terminal(*words: str | Path | bytes, columns: int = 60, cwd: Path | None = None, **more: str) -> str:
    """What the command writes to a terminal, stdout and stderr together."""
    main, side = pty.openpty()
    environment = CLEAN | {"COLUMNS": str(columns), "TERM": "xterm"} | more
    command = [*KG, *words]
    with subprocess.Popen(command, stdout=side, stderr=side, stdin=side, cwd=cwd, env=environment) as process:
        os.close(side)
        pieces = []
        while select.select([main], [], [], 60)[0]:
            try:
                piece = os.read(main, 1 << 16)
            except OSError:  # the other end was closed
                break
            if not piece:
                break
            pieces.append(piece)
        process.wait(60)
    os.close(main)
    return b"".join(pieces).decode().replace("\r\n", "\n")
