"""`mingbai check --deploy`: each id is raised by what it is for, and nothing else."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
import time_machine
from django.core.checks import CheckMessage
from django.db import connection
from pytest_django import Settings

from mingbai.accounts.models import Duty
from mingbai.cli import checks, main
from mingbai.lib.keyring import KeyRing
from mingbai.lib.uuid7 import uuid7
from mingbai.places.models import Place
from mingbai.places.scoping import within
from tests.cli.test_main import run
from tests.databases.installation import Installation

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "checks.md"


def ids(check: Callable[..., list[CheckMessage]]) -> set[str]:
    found = check(None)
    assert all(message.hint for message in found)
    return {str(message.id) for message in found}


@pytest.fixture
def keys(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS = tmp_path / "keys"
    return tmp_path / "keys"


def test_an_installation_without_keys_is_not_ready(keys: Path) -> None:
    assert ids(checks.check_keys) == {"mingbai.E001"}


@pytest.mark.parametrize("name", [".", "root.key", "field/1.key", "logs/a.key", "days"])
def test_keys_that_others_may_read_are_not_secret(keys: Path, name: str) -> None:
    KeyRing.create(keys).create_log_key("a")
    assert ids(checks.check_keys) == set()
    (keys / name).chmod(0o744)
    assert ids(checks.check_keys) == {"mingbai.E002"}


def test_letters_do_not_travel_in_clear(settings: Settings) -> None:
    settings.HTTPS = False
    assert ids(checks.check_https) == {"mingbai.E003"}
    settings.HTTPS = True
    assert ids(checks.check_https) == set()


def test_a_package_of_the_demonstration_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "entry_points", lambda **_group: ())
    assert ids(checks.check_demonstration) == {"mingbai.E005"}
    monkeypatch.setattr(checks, "DEMO_PACKAGE", "mingbai_nowhere")
    assert ids(checks.check_demonstration) == set()


def test_an_entry_point_of_the_demonstration_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    point = EntryPoint("demo", "mingbai_demo.demo", "mingbai.demo")
    monkeypatch.setattr(checks, "DEMO_PACKAGE", "mingbai_nowhere")
    monkeypatch.setattr(checks, "entry_points", lambda **_group: (point,))
    assert ids(checks.check_demonstration) == {"mingbai.E005"}


def test_a_place_in_order_raises_nothing(committed: Installation) -> None:
    assert ids(checks.check_places) == set()


def test_a_place_of_the_demonstration_is_found(committed: Installation) -> None:
    Place.objects.filter(slug="shidian").update(origin="mingbai.example/qinghe/log1")
    assert ids(checks.check_places) == {"mingbai.E006"}


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 30, 15, 59, tzinfo=UTC), set()),
        # It is the first of December in the place.
        (datetime(2026, 11, 30, 16, 0, tzinfo=UTC), {"mingbai.E007"}),
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), {"mingbai.E007"}),
    ],
)
def test_next_year_s_calendar_is_due_in_december(
    committed: Installation, at: datetime, expected: set[str]
) -> None:
    with time_machine.travel(at, tick=False):
        assert ids(checks.check_places) == expected


@pytest.mark.sqlite
def test_one_administrator_is_too_few(committed: Installation) -> None:
    with within(committed.place):
        Duty.objects.filter(user__login="linguanli").delete()
    assert ids(checks.check_places) == {"mingbai.E008"}


@pytest.mark.sqlite
def test_two_places_are_too_many_for_sqlite(committed: Installation) -> None:
    # A trigger refuses a second one; somebody who took it away would be found out.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master"
            " WHERE type = 'trigger' AND tbl_name = 'places_place'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
    second = committed.place
    second.pk, second.slug, second.origin = uuid7(), "second", "mingbai.test/second"
    second.save(force_insert=True)
    assert "mingbai.E004" in ids(checks.check_places)


@pytest.mark.postgresql
def test_the_owner_of_the_tables_does_not_serve(committed: Installation) -> None:
    owner = committed.databases.owner()
    ended = run("check", "--deploy", environment=committed.environment(owner))
    assert ended.returncode == 1
    assert "mingbai.E009" in ended.stderr


@pytest.mark.sqlite
def test_a_database_that_is_not_there_is_told(committed: Installation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE places_place RENAME TO places_gone")
    assert ids(checks.check_places) == {"mingbai.E011"}


def test_the_command_fails_and_names_the_ids(
    committed: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--deploy"]) == 1
    told = capsys.readouterr().err
    assert "mingbai.E003" in told
    assert "mingbai.E005" in told


def test_every_id_stands_in_the_reference_and_no_other() -> None:
    source = Path(checks.__file__).read_text(encoding="utf-8")
    raised = set(re.findall(r'id="(mingbai\.[EW]\d{3})"', source))
    documented = re.findall(
        r"^## (mingbai\.[EW]\d{3})", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(raised) == documented
