"""Secret files: never half, never open to others, gone when destroyed."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from mingbai.lib.secret_file import (
    SecretDamaged,
    SecretExposed,
    SecretUnreadable,
    check_folder,
    destroy,
    make_folder,
    read_key,
    read_private,
    write_key,
    write_new,
)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o610, 0o666])
def test_a_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    write_new(path, b"hidden")
    path.chmod(mode)
    with pytest.raises(SecretExposed) as refusal:
        read_private(path)
    assert refusal.value.path == path
    assert str(path) in str(refusal.value)
    assert "hidden" not in str(refusal.value)


def test_a_file_of_another_system_user_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_new(path, b"hidden")
    path.chmod(0)
    child = os.fork()
    if child == 0:
        outcome = 1
        try:
            if os.geteuid() == 0:  # nothing is closed to root: become nobody
                os.setuid(65534)
            read_private(path)
        except SecretUnreadable:
            outcome = 0
        finally:
            os._exit(outcome)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("mode", [0o710, 0o701, 0o755])
def test_a_folder_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    with pytest.raises(SecretExposed):
        check_folder(tmp_path)


def test_a_wider_folder_that_holds_something_is_not_quietly_closed(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "ring"
    folder.mkdir(mode=0o755)
    (folder / "seen").write_bytes(b"by others")
    with pytest.raises(SecretExposed):
        make_folder(folder)


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_new(path, b"first")
    with pytest.raises(FileExistsError):
        write_new(path, b"second")
    assert path.read_bytes() == b"first"
    assert [one.name for one in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize("content", [b"", b"1" * 31, b"1" * 33])
def test_a_file_of_another_size_is_no_key(tmp_path: Path, content: bytes) -> None:
    write_new(tmp_path / "key", content)
    with pytest.raises(SecretDamaged):
        read_key(tmp_path / "key")


def test_files_and_folders_belong_to_their_owner_whatever_the_umask(
    tmp_path: Path,
) -> None:
    before = os.umask(0)
    try:
        make_folder(tmp_path / "new")
        write_key(tmp_path / "new" / "key")
        write_new(tmp_path / "new" / "public", b"open", 0o644)
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "new") == 0o700
    assert mode_of(tmp_path / "new" / "key") == 0o600
    assert mode_of(tmp_path / "new" / "public") == 0o644


def test_an_empty_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "ring"
    folder.mkdir(mode=0o755)
    make_folder(folder)
    assert mode_of(folder) == 0o700


def test_one_of_several_writers_wins_and_all_read_its_key(tmp_path: Path) -> None:
    path = tmp_path / "key"

    def attempt(_: int) -> bytes:
        with suppress(FileExistsError):
            write_key(path)
        return read_key(path)

    with ThreadPoolExecutor(8) as pool:
        seen = set(pool.map(attempt, range(32)))
    assert seen == {path.read_bytes()}


def test_a_destroyed_file_is_overwritten_before_it_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_new(path, b"hidden" * 10)
    with path.open("rb") as still_open:
        destroy(path)
        assert still_open.read() == bytes(60)
    assert not path.exists()


def test_destroying_what_is_gone_is_no_fault(tmp_path: Path) -> None:
    destroy(tmp_path / "gone")
    assert list(tmp_path.iterdir()) == []
