"""`mingbai keys`: made once, listed without a secret, destroyed with care."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from pytest_django import Settings

from mingbai.cli import main
from mingbai.lib.keyring import KeyRing
from mingbai.lib.log_keys import LogKeyMissing
from mingbai.lib.tlog.note import parse_vkey
from tests.moments import NOW, TODAY

ORIGIN = "mingbai.test/xinxian/log1"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where this installation's keys are, or will be."""
    settings.KEYS = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture
def ring(folder: Path) -> KeyRing:
    return KeyRing.create(folder)


@pytest.mark.parametrize(
    "words",
    [["show"], ["add-field-key"], ["add-log-key", ORIGIN], ["destroy-day-keys"]],
)
def test_without_a_ring_nothing_is_done(
    folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keys", *words]) == 1
    assert "mingbai keys create" in capsys.readouterr().err
    assert not folder.exists()


def test_a_ring_is_never_made_over_another(
    ring: KeyRing, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "root.key").read_bytes()
    assert main(["keys", "create"]) == 1
    assert str(folder) in capsys.readouterr().err
    assert (folder / "root.key").read_bytes() == before


def test_a_ring_that_others_may_read_is_not_used(
    ring: KeyRing, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "root.key").chmod(0o644)
    assert main(["keys", "show"]) == 1
    assert "root.key" in capsys.readouterr().err


@pytest.mark.parametrize("origin", ["two words", "a+b", ""])
def test_a_log_is_named_as_a_signed_note_can_carry_it(
    ring: KeyRing, origin: str
) -> None:
    assert main(["keys", "add-log-key", origin]) == 1
    with pytest.raises((LogKeyMissing, ValueError)):
        ring.log_public_key(origin)


def test_a_log_never_changes_its_key(ring: KeyRing) -> None:
    before = ring.create_log_key(ORIGIN).public_bytes_raw()
    assert main(["keys", "add-log-key", ORIGIN]) == 1
    assert ring.log_public_key(ORIGIN).public_bytes_raw() == before


def test_keys_in_use_are_not_destroyed(ring: KeyRing) -> None:
    with time_machine.travel(NOW, tick=False):
        ring.day_key(TODAY)
        tomorrow = (TODAY + timedelta(days=1)).isoformat()
        assert main(["keys", "destroy-day-keys", "--before", tomorrow]) == 1
    assert ring.days() == [TODAY]


def test_a_day_that_is_no_day_is_wrong_use(ring: KeyRing) -> None:
    assert main(["keys", "destroy-day-keys", "--before", "yesterday"]) == 2


def test_keys_older_than_72_hours_are_destroyed(ring: KeyRing) -> None:
    days = [TODAY - timedelta(days=age) for age in range(6)]
    for day in days:
        ring.day_key(day)
    with time_machine.travel(NOW, tick=False):
        assert main(["keys", "destroy-day-keys"]) == 0
    assert ring.days() == sorted(days[:4])


def test_a_ring_is_made(folder: Path) -> None:
    assert main(["keys", "create"]) == 0
    assert KeyRing.open(folder).field_numbers() == [1]


def test_a_ring_is_made_in_an_empty_folder_that_waits_for_it(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    assert main(["keys", "create"]) == 0


def test_a_new_field_key_is_the_last(ring: KeyRing) -> None:
    assert main(["keys", "add-field-key"]) == 0
    assert ring.field_numbers() == [1, 2]


def test_show_gives_public_keys_and_no_secret(
    ring: KeyRing, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = ring.create_log_key(ORIGIN).public_bytes_raw()
    assert main(["keys", "show"]) == 0
    shown = capsys.readouterr().out
    vkey = parse_vkey(shown.splitlines()[-1].strip())
    assert (vkey.name, vkey.public_key) == (ORIGIN, public)
    for path in folder.rglob("*.key"):
        content = path.read_bytes()
        assert content.hex() not in shown
