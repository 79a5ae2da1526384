"""What a program takes: seconds by the clock, and its peak of memory."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Of one run, from its start to its end."""

    seconds: float
    # The largest resident set, in kB. Linux begins to count with what the process
    # that started it held, so that one must stay small.
    peak: float


def cost_of(words: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run it; raises CalledProcessError when it fails."""
    begun = time.perf_counter()
    program = subprocess.Popen(
        words,
        env=dict(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, used = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if program.returncode:
        raise subprocess.CalledProcessError(program.returncode, list(words))
    return Cost(seconds, used.ru_maxrss)
