"""One installation for all journeys of a run, and a browser for each module.

The browser's event loop runs in the test's own thread while a module uses it, and
Django's database is then reached by `site.ask` alone.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.databases.choice import Databases
from tests.journeys.browsing import Visitor
from tests.journeys.people import (
    ADMINISTRATOR,
    EDITOR,
    HEAD,
    HEALTH,
    HOUSING,
    LEADER,
    NEWCOMER,
    OFFICER,
    REGISTRAR,
    SECOND_EDITOR,
    SUPERVISOR,
    equip,
)
from tests.journeys.samples import Samples, fill
from tests.journeys.site import Site, asked_within, copied, free_port, running
from tests.requires import require

CHROMIUM: Final = Path("/usr/bin/chromium")
LOGINS: Final = (
    *(REGISTRAR, OFFICER, ADMINISTRATOR, NEWCOMER),
    *(EDITOR, SECOND_EDITOR, HOUSING, HEALTH, HEAD, SUPERVISOR, LEADER),
)
QUIET: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands here drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def site(
    databases: Databases,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """试点县, served in real time, with its officials able to sign in."""
    folder = tmp_path_factory.mktemp("site")
    with copied(databases, f"site_{os.getpid()}", folder) as installation:
        samples = asked_within(installation, django_db_blocker, fill)
        accounts = asked_within(installation, django_db_blocker, lambda: equip(LOGINS))
        port = free_port()
        with running(installation, port):
            yield Site(installation, port, accounts, samples, django_db_blocker)


@pytest.fixture(scope="session")
def samples(site: Site) -> Samples:
    """What stands on the site's pages."""
    return site.samples


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    require(CHROMIUM.exists(), "Chromium (apt install chromium)")
    words = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=words)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def states() -> dict[str, StorageState]:
    """What a browser keeps of each who has signed in: a code works only once."""
    return {}


@pytest.fixture
def visitor(
    browser: Browser, site: Site, states: dict[str, StorageState]
) -> Iterator[Visitor]:
    """Opens pages as anybody: `visitor.page()`, `visitor.page(REGISTRAR)`."""
    visitor = Visitor(browser, site, states)
    yield visitor
    visitor.leave()
