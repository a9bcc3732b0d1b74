"""Child processes that never outlive the command that started them."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1


class Child:
    """A process of its own session (Ctrl-C in the terminal reaches only us; we stop our children in order).

    What it prints is appended to `log`, or goes to our terminal.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path | None = None,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        cwd: Path | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name, self.log, self._stop_signal = name, log, stop_signal
        self._command = [str(part) for part in command]
        self._env, self._user, self._cwd = env, user, cwd
        self.start()

    def start(self) -> None:
        """Again, when it has ended."""
        with ExitStack() as stack:
            output = stack.enter_context(_appending(self.log)) if self.log else None
            self._log_start = output.tell() if output else 0
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                env=self._env,
                cwd=self._cwd,
                user=self._user,
                group=self._user,
                extra_groups=[] if self._user else None,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 (we have one thread)
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def status(self) -> int | None:
        """Its exit status; None while it runs."""
        return self._process.poll()

    def stop(self, timeout: float = 15.0) -> None:
        """Ask it to end; after `timeout` seconds end it and whatever it started."""
        if not self.running:
            return
        self._process.send_signal(self._stop_signal)
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def last_words(self, lines: int = 15) -> str:
        """The end of what it has logged since it was started."""
        if not self.log:
            return ""
        with self.log.open("rb") as output:
            output.seek(self._log_start)
            return "\n".join(output.read().decode(errors="replace").splitlines()[-lines:])


def _appending(log: Path) -> IO[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    return log.open("ab")


def _die_with_parent() -> None:
    """Even a parent that is killed outright (no chance to clean up) takes its children along."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
