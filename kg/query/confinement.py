"""What a process may do while it evaluates somebody's query: no connections, and so much memory.

A filter on system calls (seccomp) keeps the process, and all that it starts, from opening connections. A limit on its
private data keeps it within a budget. Linux has both; elsewhere these functions do nothing, and say so.

- https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html
- https://man7.org/linux/man-pages/man2/getrlimit.2.html (RLIMIT_DATA)
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

if sys.platform != "win32":  # here, and not in each new process
    import resource

__all__ = ["die_with_parent", "forbid_connections", "leave_no_core", "limit_memory"]

# Of each machine: how the kernel calls it (linux/audit.h), and the numbers of its system calls.
_MACHINES = {
    "x86_64": (0xC000003E, {"socket": 41, "connect": 42, "io_uring_setup": 425}),
    "aarch64": (0xC00000B7, {"socket": 198, "connect": 203, "io_uring_setup": 425}),
}
_X32 = 0x40000000  # the calls of the x32 interface, which x86_64 has beside its own
_NUMBER_AT, _MACHINE_AT = 0, 4  # in struct seccomp_data
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # linux/bpf_common.h
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000 | errno.EACCES
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_FILTER_MODE = 2


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def forbid_connections() -> bool:
    """Keep this thread, and what it starts from now on, from opening connections.

    Returns:
        whether it is so; False where the system or the kind of machine has no such filter.
    """
    machine = _MACHINES.get(os.uname().machine) if sys.platform == "linux" else None
    if machine is None:
        return False
    name, calls = machine
    numbers = sorted(calls.values())
    refused = len(numbers) + 1  # how many instructions lie between the first test and the refusal
    program = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_IF_EQUAL, 1, 0, name),
        (_RETURN, 0, 0, _FAIL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_AT_LEAST, refused, 0, _X32),
        *((_IF_EQUAL, refused - 1 - place, 0, number) for place, number in enumerate(numbers)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _FAIL),
    ]
    packed = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1) and _prctl(
        _PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(_Program(len(program), packed))
    )


def limit_memory(mebibytes: float) -> bool:
    """Let this process take so much memory beyond what it has now; an allocation beyond that fails.

    Returns:
        whether it is so; False where the system does not tell how much there is now.
    """
    if sys.platform != "linux":
        return False
    with open("/proc/self/statm", "rb") as numbers:  # noqa: PTH123 - a Path costs more than the reading
        taken = int(numbers.read().split()[5]) * resource.getpagesize()
    most = taken + int(mebibytes * (1 << 20))
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    return True


def leave_no_core() -> None:
    """Have the system write no image of this process when it breaks down."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def die_with_parent(signal_number: int) -> bool:
    """Have the kernel send this process a signal when the thread that started it ends.

    Returns:
        whether it is so.
    """
    return sys.platform == "linux" and _prctl(_PR_SET_PDEATHSIG, signal_number)


def _prctl(option: int, value: object, more: object = 0) -> bool:
    library = ctypes.CDLL(None, use_errno=True)
    arguments = [each if not isinstance(each, int) else ctypes.c_ulong(each) for each in (value, more, 0, 0)]
    return bool(library.prctl(option, *arguments) == 0)
