"""`mingbai backup` and `mingbai restore`: the same again, or nothing at all."""

import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from mingbai import sequencer
from mingbai.ledger.shelf import store_of
from mingbai.letters.models import LetterText
from mingbai.lib.numbering import format_ref
from mingbai.places.guards import missing_or_extra
from mingbai.places.models import Place
from mingbai.places.scoping import within
from tests.cli.archives import change_manifest, manifest, members, rewrite
from tests.cli.installations import backup, empty, restore, run_command
from tests.databases.installation import Installation
from tests.databases.template import connected_to
from tests.written import draft, send

SEQUENCER = settings.DATABASE_ROLES["sequencer"]


@pytest.fixture
def lived_in(committed: Installation) -> Installation:
    """试点县 with letters, its ledger published."""
    write(committed, 3)
    publish(committed)
    return committed


@pytest.fixture
def archive(lived_in: Installation, tmp_path: Path) -> Path:
    file = tmp_path / "backup.tar"
    ended = backup(lived_in, file)
    assert (ended.code, ended.err.count("\n")) == (0, 2), ended
    return file


@pytest.fixture
def shown(lived_in: Installation) -> Path:
    """The checkpoint that 试点县 shows to the public."""
    return store_of(lived_in.place.pk).folder / "checkpoint"


@pytest.fixture
def all_shown(lived_in: Installation) -> list[str]:
    """The options that name the checkpoint of every place."""
    found = sorted((lived_in.data / "ledger").glob("*/checkpoint"))
    return [word for path in found for word in ("--checkpoint", str(path))]


@pytest.fixture
def elsewhere(
    lived_in: Installation, shown: Path, tmp_path: Path
) -> Iterator[Installation]:
    """An empty installation, to which Django is connected."""
    with empty(lived_in.databases, tmp_path / "elsewhere") as installation:
        yield installation


def write(installation: Installation, count: int) -> None:
    for number in range(count):
        with within(installation.place, durable=True):
            send(
                draft(
                    text=f"第{number}封：路灯坏了。\n\r\n🌾", telephone="+8613800000000"
                )
            )


def publish(installation: Installation) -> None:
    with back_at(installation, SEQUENCER):
        assert sequencer.run(threading.Event(), once=True)


@contextmanager
def back_at(installation: Installation, role: str) -> Iterator[None]:
    """Django is connected to this installation again."""
    name = installation.databases.setting(installation.name)
    with connected_to(name, role):
        yield


def is_empty(installation: Installation) -> bool:
    ledger = installation.data / "ledger"
    has_files = ledger.is_dir() and any(ledger.iterdir())
    return not connection.introspection.table_names() and not has_files


def test_a_backup_never_replaces_a_file(lived_in: Installation, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    file.write_text("the only copy")
    ended = backup(lived_in, file)
    assert ended.code == 1
    assert "backup.tar" in ended.err
    assert file.read_text() == "the only copy"


@pytest.mark.postgresql
def test_a_role_that_does_not_see_every_row_makes_no_backup(
    lived_in: Installation, tmp_path: Path
) -> None:
    for role in ("mingbai_app", "mingbai_migrator", SEQUENCER):
        file = tmp_path / f"{role}.tar"
        ended = run_command(lived_in.environment(role), "backup", file)
        assert ended.code == 1
        assert role in ended.err or role == SEQUENCER
        assert "Traceback" not in ended.err
    assert not list(tmp_path.glob("*.tar"))


def test_a_tampered_archive_is_refused(archive: Path, elsewhere: Installation) -> None:
    whole = members(archive)
    for name in whole:
        if name == "manifest.json":
            continue
        content = bytearray(whole[name])
        content[len(content) // 2] ^= 1
        rewrite(archive, whole | {name: bytes(content)})
        ended = restore(elsewhere, archive)
        assert ended.code == 1
        assert name in ended.err
        assert is_empty(elsewhere)


def test_an_archive_that_was_cut_short_is_refused(
    archive: Path, elsewhere: Installation
) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) * 2 // 3])
    assert restore(elsewhere, archive).code == 1
    assert is_empty(elsewhere)


def test_a_file_too_many_or_too_few_is_refused(
    archive: Path, elsewhere: Installation
) -> None:
    whole = members(archive)
    for changed in (
        whole | {"ledger/../../stray": b"stray"},
        {name: whole[name] for name in whole if not name.endswith("checkpoint")},
        {name: whole[name] for name in whole if name != "manifest.json"},
    ):
        rewrite(archive, changed)
        assert restore(elsewhere, archive).code == 1
        assert is_empty(elsewhere)


def spoil_digest(said: dict[str, Any]) -> None:
    said["tables"]["letters_lettertext"]["digest"] = "0" * 64


def spoil_count(said: dict[str, Any]) -> None:
    said["tables"]["letters_letter"]["rows"] += 1


def add_table(said: dict[str, Any]) -> None:
    said["tables"]["letters_lost"] = said["tables"]["letters_letter"]


def of_another_kind(said: dict[str, Any]) -> None:
    said["vendor"] = "oracle"


def of_a_later_version(said: dict[str, Any]) -> None:
    said["migrations"].append("letters.0099_not_yet")


@pytest.mark.parametrize(
    "change",
    [spoil_digest, spoil_count, add_table, of_another_kind, of_a_later_version],
)
def test_what_is_not_as_the_manifest_says_is_undone(
    archive: Path, elsewhere: Installation, change: Any
) -> None:
    change_manifest(archive, change)
    assert restore(elsewhere, archive).code == 1
    assert is_empty(elsewhere)


def test_a_ledger_under_another_key_is_refused(
    archive: Path, elsewhere: Installation, tmp_path: Path
) -> None:
    environment = elsewhere.environment(elsewhere.databases.owner())
    environment["MINGBAI_KEYS"] = str(tmp_path / "other-keys")
    assert run_command(environment, "keys", "create").code == 0
    ended = run_command(environment, "restore", archive)
    assert ended.code == 1
    assert is_empty(elsewhere)


def test_an_installation_with_anything_in_it_is_refused(
    archive: Path, lived_in: Installation, shown: Path
) -> None:
    owner = lived_in.databases.owner()
    before = shown.read_bytes()
    ended = run_command(lived_in.environment(owner), "restore", archive)
    assert ended.code == 1
    assert Place.objects.exists()
    assert shown.read_bytes() == before


def test_an_archive_holds_no_key_and_no_lock_database(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    names = members(archive).keys()
    assert all(
        name in {"manifest.json", "database"} or name.startswith("ledger/")
        for name in names
    )
    everything = archive.read_bytes()
    secrets = [path for path in settings.KEYS.rglob("*.key") if path.is_file()]
    assert secrets
    for path in secrets:
        assert path.read_bytes() not in everything
    assert b"signer.sqlite3" not in everything


def test_a_restored_installation_is_the_same(
    archive: Path, lived_in: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    assert restore(elsewhere, archive).code == 0
    again = tmp_path / "again.tar"
    assert backup(elsewhere, again).code == 0
    before, after = manifest(archive), manifest(again)
    assert after["tables"] == before["tables"]
    assert before["tables"]["letters_letter"]["rows"] == 3
    assert before["tables"]["places_place"]["rows"] == Place.objects.count()
    assert {name for name in members(archive) if name != "manifest.json"} == {
        name for name in members(again) if name != "manifest.json"
    }
    assert ledger_files(elsewhere.data) == ledger_files(lived_in.data)
    assert missing_or_extra(connection) == []
    app = elsewhere.databases.app()
    with (
        connected_to(elsewhere.databases.setting(elsewhere.name), app),
        within(elsewhere.place),
    ):
        texts = [bytes(text.verbatim or b"") for text in LetterText.objects.all()]
        assert sorted(texts)[0] == "第0封：路灯坏了。\n\r\n🌾".encode()


def public_checkpoint(installation: Installation) -> Path:
    return installation.data / "ledger" / str(installation.place.pk) / "checkpoint"


def ledger_files(data: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in (data / "ledger").rglob("*")
        if path.is_file()
    }


def test_a_checkpoint_that_is_kept_and_not_yet_shown_is_in_the_archive(
    lived_in: Installation, elsewhere: Installation, shown: Path, tmp_path: Path
) -> None:
    before = shown.read_text()
    with back_at(lived_in, lived_in.databases.app()):
        write(lived_in, 1)
    with back_at(lived_in, SEQUENCER):
        place = lived_in.place
        for step in sequencer.steps(place, sequencer.signer_of(place)):
            if step == "keep":
                break
    assert shown.read_text() == before
    file = tmp_path / "between.tar"
    assert backup(lived_in, file).code == 0
    assert restore(elsewhere, file).code == 0
    assert public_checkpoint(elsewhere).read_text() != before


def test_the_sequencer_stands_still_until_it_is_given_a_checkpoint(
    archive: Path, all_shown: list[str], elsewhere: Installation
) -> None:
    ended = restore(elsewhere, archive)
    assert (ended.code, ended.out.count("试点县")) == (0, 1)
    environment = elsewhere.environment(SEQUENCER)
    assert run_command(environment, "sequencer", "--once").code == 1
    assert restore(elsewhere, *all_shown).code == 0
    assert run_command(environment, "sequencer", "--once").code == 0
    proved = run_command(elsewhere.environment(), "verify", "--place", "shidian")
    assert proved.code == 0


def test_archive_and_checkpoint_can_be_given_at_once(
    archive: Path, all_shown: list[str], elsewhere: Installation
) -> None:
    assert restore(elsewhere, archive, *all_shown).code == 0
    environment = elsewhere.environment(SEQUENCER)
    assert run_command(environment, "sequencer", "--once").code == 0


def test_nothing_is_signed_backwards_and_the_missing_numbers_are_told(
    archive: Path,
    lived_in: Installation,
    shown: Path,
    elsewhere: Installation,
    tmp_path: Path,
) -> None:
    older = tmp_path / "older"
    older.write_bytes(shown.read_bytes())
    with back_at(lived_in, lived_in.databases.app()):
        write(lived_in, 2)
    publish(lived_in)
    assert restore(elsewhere, archive).code == 0
    ended = restore(elsewhere, "--checkpoint", shown)
    assert ended.code == 1
    year = datetime.now(UTC).year
    assert format_ref(year, 3) in ended.out
    assert format_ref(year, 4) in ended.out
    assert restore(elsewhere, "--checkpoint", older).code == 1
    environment = elsewhere.environment(SEQUENCER)
    before = public_checkpoint(elsewhere).read_bytes()
    assert run_command(environment, "sequencer", "--once").code == 1
    assert public_checkpoint(elsewhere).read_bytes() == before


def test_a_checkpoint_of_nobody_is_refused(
    archive: Path, elsewhere: Installation, tmp_path: Path
) -> None:
    assert restore(elsewhere, archive).code == 0
    ours = public_checkpoint(elsewhere)
    forged = tmp_path / "forged"
    for spoilt in (
        "no note at all",
        ours.read_text().replace("\n", "0\n", 2),
        ours.read_text().replace("/", "+"),
    ):
        forged.write_text(spoilt)
        assert restore(elsewhere, "--checkpoint", forged).code == 1
    environment = elsewhere.environment(SEQUENCER)
    assert run_command(environment, "sequencer", "--once").code == 1


def test_neither_archive_nor_checkpoint_is_nothing_to_do(
    elsewhere: Installation,
) -> None:
    assert restore(elsewhere).code == 1
    assert restore(elsewhere, elsewhere.data / "nowhere.tar").code == 1
    assert restore(elsewhere, "--checkpoint", elsewhere.data / "nowhere").code == 1
