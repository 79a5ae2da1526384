"""The templates of a run: one migrated and guarded, one with the test county in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import time_machine
from django.core.management import call_command
from django.db import connections

from mingbai.places.find_place import forget_hosts
from tests.cast import open_county, open_neighbour
from tests.databases.choice import Databases
from tests.databases.run import locked, run_folder
from tests.moments import OPENED_AT

BARE: Final = "bare"
COUNTY: Final = "county"


def build(databases: Databases) -> None:
    """Make both templates once a run; other workers wait and find them made."""
    databases.start()
    done = run_folder() / "templates-made"
    with locked("templates"):
        if done.exists():
            return
        with _made(databases, BARE, None, databases.owner()):
            call_command("migrate", verbosity=0)
        with (
            _made(databases, COUNTY, BARE, databases.app()),
            time_machine.travel(OPENED_AT, tick=False),
        ):
            _fill(databases.kind)
        done.touch()


def _fill(kind: str) -> None:
    open_county()
    # SQLite holds one place, and refuses a second.
    if kind == "postgresql":
        open_neighbour()


@contextmanager
def connected_to(name: str, role: str) -> Iterator[None]:
    """Point Django, all its threads, at another database for a while."""
    database = connections["default"].settings_dict
    before = database["NAME"], database["USER"]
    _point_at(name, role)
    try:
        yield
    finally:
        _point_at(*before)


def _point_at(name: str, role: str) -> None:
    connection = connections["default"]
    connection.close()
    close_pool: Callable[[], None] | None = getattr(connection, "close_pool", None)
    if close_pool is not None:
        close_pool()
    connection.settings_dict.update(NAME=name, USER=role)
    forget_hosts()


@contextmanager
def _made(
    databases: Databases, name: str, template: str | None, role: str
) -> Iterator[None]:
    databases.create(name, template)
    with connected_to(databases.setting(name), role):
        yield
    databases.freeze(name)
