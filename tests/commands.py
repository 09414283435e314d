"""``kg`` as a process of its own, without the start of an interpreter for each command.

One process has imported what commands need, and forks for each command. What a command does is done in the child as in
any new process, with its own working directory, environment and streams, and its exit code is that of the process. The
modules of kg are imported once as well: none of them does anything when it is imported. What depends on the start
itself (seeds of hashes, signals, what is imported, variables that a library reads while it is imported) needs a process
from ``subprocess``.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

TOP = Path(__file__).parents[1]
SECONDS = 120
# Imported once, before the first command.
LIBRARIES = (
    "click",
    "networkx",
    "numpy",
    "pyoxigraph",
    "pyshacl",
    "resvg_py",
    "yaml",
)


def run(
    words: Sequence[str | Path],
    *,
    cwd: str | Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: str | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run ``kg`` with these words.

    Args:
        words: what stands behind ``kg``.
        cwd: where it runs; here, where nothing is said.
        env: its whole environment; that of the tests, where nothing is said.
        stdin: what it reads; nothing, where nothing is said.
    """
    return _run({"words": [str(word) for word in words]}, cwd, env, stdin)


def python(code: str, *, cwd: str | Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program of Python, as ``python -c``."""
    return _run({"code": code}, cwd, None, None)


def _run(
    job: dict[str, Any], cwd: str | Path | None, env: Mapping[str, str] | None, stdin: str | None
) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        files = {name: str(Path(folder, name)) for name in ("stdin", "stdout", "stderr")}
        Path(files["stdin"]).write_text(stdin or "", "utf-8")
        job |= files | {"cwd": str(cwd or Path.cwd()), "env": dict(os.environ if env is None else env)}
        code = _Server.started().ask(job)
        out, err = (Path(files[name]).read_text("utf-8") for name in ("stdout", "stderr"))
    return subprocess.CompletedProcess(["kg", *job.get("words", ())], code, out, err)


class _Server:
    """The process that forks, one for each process of the tests."""

    def __init__(self) -> None:
        # The libraries' own threads would be lost in the children.
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(Path(__file__).resolve())],
            cwd=TOP,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self._end)

    @staticmethod
    @cache
    def started() -> _Server:
        return _Server()

    def ask(self, job: dict[str, Any]) -> int:
        """The exit code of one command."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the process that runs the commands has ended"
        return int(answer)

    def _end(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait()


def own_modules() -> list[str]:
    """Every module of kg by name: none of them does anything when it is imported."""
    files = (path.relative_to(TOP).with_suffix("") for path in sorted((TOP / "kg").rglob("*.py")))
    return [".".join(file.parts).removesuffix(".__init__") for file in files if file.name != "__main__"]


def _serve(orders: IO[str], answers: IO[str]) -> dict[str, Any] | None:
    """Fork for each order; in the child return its job, in the parent None when there are no more orders."""
    for name in (*LIBRARIES, *own_modules()):
        importlib.import_module(name)
    gc.freeze()
    while line := orders.readline():
        child = os.fork()
        if not child:
            return dict(json.loads(line))
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()
    return None


def _become(job: dict[str, Any]) -> None:
    """Make this process what a new one would be: folder, environment, streams, time limit."""
    signal.alarm(SECONDS)
    os.chdir(job["cwd"])
    os.environ.clear()
    os.environ.update(job["env"])
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        file = os.open(job[name], os.O_RDONLY if mode == "r" else os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        os.close(file)
        stream = open(number, mode, encoding="utf-8", errors="backslashreplace" if number == 2 else None, closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.path[0] = ""


def _carry_out(job: dict[str, Any]) -> int:
    """Do the job in this process, and return the exit code."""
    try:
        if "code" in job:
            sys.argv = ["-c"]
            exec(compile(job["code"], "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102
        else:
            sys.argv = ["kg", *job["words"]]
            importlib.import_module("kg.cli.main").main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        raise
    return 0


def main() -> None:
    """Serve the orders on standard input; in a child, carry one out."""
    job = _serve(sys.stdin, sys.stdout)
    if job is None:
        return
    code = 1
    try:
        _become(job)
        code = _carry_out(job)
    finally:
        # The end of an interpreter, without taking all the libraries apart, which costs more than most commands.
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
