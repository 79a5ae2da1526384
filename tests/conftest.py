"""Fixtures for tests that touch a database. Their use stands in CONTRIBUTING.md.

`place`      试点县 is open, in a transaction that is rolled back; time stands at NOW
`neighbour`  邻县, not open; PostgreSQL only
`committed`  a fresh copy of the whole database, for tests that commit or start servers
`bare`       the same without any place in it
`cast`       the module tests.cast: registrar(), officer(), education() ...
`clock`      time stands at NOW; `clock.move_to(...)`, `clock.shift(...)`
"""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
import time_machine
from django.db import connection, connections
from pytest_django import DjangoDbBlocker, Settings

from mingbai.places.models import Place
from mingbai.places.scoping import within
from tests import cast as named_cast
from tests.databases import template
from tests.databases.choice import Databases, chosen
from tests.databases.installation import Installation
from tests.moments import NOW

_WORKER: Final = os.environ.get("PYTEST_XDIST_WORKER", "alone")
_copies = itertools.count()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, by name, what is marked for the other database."""
    kind = chosen().kind
    for item in items:
        for other in {"postgresql", "sqlite"} - {kind}:
            if item.get_closest_marker(other) is not None:
                reason = f"only on {other}, and MINGBAI_TEST_DATABASE is {kind}"
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def databases(django_db_blocker: DjangoDbBlocker) -> Databases:
    """The databases of this run, with their templates made."""
    databases = chosen()
    databases.require()
    with django_db_blocker.unblock():
        template.build(databases)
    return databases


@pytest.fixture(scope="session")
def django_db_setup(
    databases: Databases, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give this worker one standing copy; each `django_db` test rolls back in it."""
    with django_db_blocker.unblock(), _copy(databases, template.COUNTY):
        yield


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still at NOW until it is moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def place(db: None, clock: time_machine.Traveller) -> Iterator[Place]:
    """试点县, open: `within` has been entered, and all is rolled back afterwards."""
    with within(named_cast.county()) as county:
        # A door's durable transaction may begin in here, as it may in `django_db`.
        opened = connection.atomic_blocks[-1]
        opened._from_testcase = True  # type: ignore[attr-defined]  # Django's own
        yield county


@pytest.fixture
def neighbour(request: pytest.FixtureRequest, db: None) -> Place:
    """邻县, whose rows 试点县 must never see. It isn't open."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite holds one place: run with MINGBAI_TEST_DATABASE=postgresql")
    return named_cast.neighbour()


@pytest.fixture
def other_place(neighbour: Place) -> Place:
    """Another name of `neighbour`."""
    return neighbour


@pytest.fixture
def cast() -> ModuleType:
    """The module tests.cast, whose functions read the open place."""
    return named_cast


@pytest.fixture
def committed(
    databases: Databases,
    django_db_blocker: DjangoDbBlocker,
    settings: Settings,
    tmp_path: Path,
) -> Iterator[Installation]:
    """A fresh copy with 试点县 in it, to commit to; no place is open."""
    with django_db_blocker.unblock():
        yield from _installed(databases, template.COUNTY, settings, tmp_path)


@pytest.fixture
def bare(
    databases: Databases,
    django_db_blocker: DjangoDbBlocker,
    settings: Settings,
    tmp_path: Path,
) -> Iterator[Installation]:
    """A fresh copy with tables and guards and no place in it."""
    with django_db_blocker.unblock():
        yield from _installed(databases, template.BARE, settings, tmp_path)


def _installed(
    databases: Databases, of: str, settings: Any, folder: Path
) -> Iterator[Installation]:
    with _copy(databases, of) as name:
        installation = Installation(databases, name, folder)
        settings.DATA = folder
        settings.LEDGER = folder / "ledger"
        settings.SIGNER = folder / "signer"
        yield installation


@contextmanager
def _copy(databases: Databases, of: str) -> Iterator[str]:
    name = f"copy_{_WORKER}_{next(_copies)}"
    databases.create(name, of)
    try:
        with template.connected_to(databases.setting(name), databases.app()):
            yield name
            connections.close_all()
    finally:
        databases.drop(name)
