"""The queue of a peer: where it is served, and to whom."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PeerQueue:
    """A server with a staff's list of tickets; every address of a page is asked for."""

    name: str
    port: int
    # `name=value` of a signed-in member of the staff.
    cookie: str
    first: tuple[str, ...]
    deep: tuple[str, ...]


def new_database(environment: Mapping[str, str], name: str) -> None:
    """An empty database on the cluster of this run."""
    as_superuser(environment, "postgres", f"CREATE DATABASE {name}")


def as_superuser(environment: Mapping[str, str], database: str, said: str) -> None:
    """Run SQL that is not the application's to run."""
    words = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-U", "postgres"]
    subprocess.run(
        [*words, "-h", environment["PGHOST"], "-d", database, "-f", "-"],
        env=dict(environment),
        input=said,
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
    )
