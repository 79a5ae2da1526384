"""A real `mingbai serve` beside the test, and simple questions to it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import Final

PATIENCE_SECONDS: Final = 30.0


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    environment: Mapping[str, str], port: int, *words: str
) -> Iterator["subprocess.Popen[str]"]:
    """The server, answering; it is killed at the end if it still runs."""
    server = subprocess.Popen(
        [sys.executable, "-m", "mingbai", "serve", "--port", str(port), *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
    try:
        wait_for(port)
        yield server
    finally:
        if server.poll() is None:
            server.terminate()
        server.communicate(timeout=PATIENCE_SECONDS)


def wait_for(port: int) -> None:
    """Until it answers at all."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            get(port, "/healthz")
        except (OSError, HTTPException):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def get(port: int, path: str, host: str = "testserver") -> tuple[int, str]:
    """Status and body of a page."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
