"""A program in a pseudo terminal of its own, started by a process that must not be harmed by what goes wrong."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from collections.abc import Mapping
from typing import NoReturn

from ptyprocess import PtyProcess

from branchline.ptyhost.sizes import Size

MAX_FILES = 4096
"""Each agent takes three, each viewer one; macOS begins with 256."""
_inherited_limit = resource.getrlimit(resource.RLIMIT_NOFILE)


def raise_file_limit() -> None:
    """For this process; agents get the limit that it came with."""
    soft, hard = _inherited_limit
    most = MAX_FILES if hard == resource.RLIM_INFINITY else min(MAX_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def spawn(argv: list[str], cwd: str, env: Mapping[str, str], size: Size) -> tuple[int, int]:
    """(pid, terminal). The process leads a session and a group, and gets exactly `env`.

    `argv[0]` without a slash is looked up on the PATH of `env`. Raises OSError with a sentence, or ValueError for
    words that no program can be given; nothing is left then.
    """
    words = [os.fsencode(word) for word in argv]
    environment = {os.fsencode(name): os.fsencode(value) for name, value in env.items()}
    program = os.path.join(cwd, argv[0]) if "/" in argv[0] else shutil.which(argv[0], path=env.get("PATH", os.defpath))
    if program is None:
        raise FileNotFoundError(f"{argv[0]} was not found on the PATH")
    if not os.path.isdir(cwd):
        raise NotADirectoryError(f"there is no folder {cwd}")
    _check_room()
    started: list[PtyProcess] = []

    class Started(PtyProcess):  # type: ignore[misc]  # ptyprocess ships no types
        """Its own finaliser would end the agent, and wait for that."""

        def __init__(self, pid: int, fd: int) -> None:
            super().__init__(pid, fd)
            self.closed = True
            started.append(self)

    def become() -> NoReturn:
        # Here, because ptyprocess reports whatever is raised here. What is raised by its own `cwd` and by its own
        # exec, for a bad environment, would send the child on as a second ptyhost.
        _restore_defaults()
        os.chdir(cwd)
        os.execve(program, words, environment)  # noqa: S606  there is no shell to be had here

    try:
        # `become` runs the program before ptyprocess gets to that.
        process = Started.spawn([program], env=dict(env), preexec_fn=become, dimensions=(size.rows, size.cols))
    except Exception as error:  # ptyprocess raises whatever class the child named
        for process in started:
            process.fileobj.close()
            os.kill(process.pid, signal.SIGKILL)
            os.waitpid(process.pid, 0)
        # The class name and the errno that ptyprocess puts around it help nobody.
        raise OSError(f"{argv[0]} could not be run: {error.args[0] if error.args else error}") from error
    terminal = os.dup(process.fd)
    process.fileobj.close()
    os.set_blocking(terminal, False)
    return process.pid, terminal


def _check_room() -> None:
    """Raises OSError when no terminal or no files are to be had: ptyprocess would leave its pipe open."""
    spare: list[int] = []
    try:
        spare += os.openpty()
        spare += os.pipe()
        spare += os.pipe()
    finally:
        for file in spare:
            os.close(file)


def _restore_defaults() -> None:
    """The agent must not inherit how the ptyhost takes signals, nor its limit of open files."""
    for number in signal.valid_signals():
        if signal.getsignal(number) not in (signal.SIG_DFL, None):
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    resource.setrlimit(resource.RLIMIT_NOFILE, _inherited_limit)
