"""The key ring: closed to others, shared by processes, and days that never return."""

import multiprocessing
import stat
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mingbai.lib.blob import NotDecryptable
from mingbai.lib.day_keys import KeyDestroyed
from mingbai.lib.keyring import KeyRing, KeyRingExists, KeyRingMissing, blob_day
from mingbai.lib.log_keys import LogKeyExists, LogKeyMissing
from mingbai.lib.secret_file import SecretDamaged, SecretExposed

ORIGIN = "mingbai.example/qinghe/log1"
TODAY = date(2026, 11, 23)
WHERE = b"letters.payload/telephone/1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ring"


@pytest.fixture
def ring(path: Path) -> KeyRing:
    return KeyRing.create(path)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# The ring as a whole


def test_an_absent_ring_is_not_opened(path: Path) -> None:
    with pytest.raises(KeyRingMissing):
        KeyRing.open(path)


@pytest.mark.parametrize("name", ["root.key", "lookup.key", "field/1.key"])
def test_an_incomplete_ring_is_not_opened(ring: KeyRing, path: Path, name: str) -> None:
    (path / name).unlink()
    with pytest.raises(KeyRingMissing):
        KeyRing.open(path)


@pytest.mark.parametrize("name", [".", "root.key", "lookup.key", "field/1.key"])
def test_a_ring_that_others_may_read_is_not_opened(
    ring: KeyRing, path: Path, name: str
) -> None:
    exposed = path / name
    exposed.chmod(mode_of(exposed) | 0o040)
    with pytest.raises(SecretExposed):
        KeyRing.open(path)


@pytest.mark.parametrize("name", ["root.key", "lookup.key", "field/1.key"])
def test_a_ring_with_half_a_key_is_not_opened(
    ring: KeyRing, path: Path, name: str
) -> None:
    (path / name).write_bytes(b"half")
    with pytest.raises(SecretDamaged):
        KeyRing.open(path)


def test_a_ring_is_never_made_over_another(ring: KeyRing, path: Path) -> None:
    blob = ring.encrypt(b"plain", context=WHERE)
    with pytest.raises(KeyRingExists):
        KeyRing.create(path)
    assert KeyRing.open(path).decrypt(blob, context=WHERE) == b"plain"


def test_an_interrupted_creation_is_completed(ring: KeyRing, path: Path) -> None:
    (path / "root.key").unlink()
    before = (path / "lookup.key").read_bytes()
    KeyRing.create(path)
    assert (path / "lookup.key").read_bytes() == before


def test_every_file_belongs_to_its_owner_alone(ring: KeyRing, path: Path) -> None:
    ring.day_key(TODAY)
    ring.create_log_key(ORIGIN)
    modes = {one: mode_of(one) for one in path.rglob("*")}
    open_to_others = {one.name for one, mode in modes.items() if mode & 0o077}
    assert mode_of(path) == 0o700
    assert open_to_others == {"logs", "mingbai.example%2Fqinghe%2Flog1.pub"}


def test_the_repr_names_the_folder_alone(ring: KeyRing, path: Path) -> None:
    assert repr(ring) == f"KeyRing({str(path)!r})"


# Field keys


def test_a_field_key_that_is_not_here_is_named(ring: KeyRing, path: Path) -> None:
    ring.add_field_key()
    blob = ring.encrypt(b"plain", context=WHERE)
    (path / "field/2.key").unlink()
    with pytest.raises(NotDecryptable, match="field key 2"):
        KeyRing.open(path).decrypt(blob, context=WHERE)


def test_another_ring_does_not_open_a_blob(ring: KeyRing, tmp_path: Path) -> None:
    blob = ring.encrypt(b"plain", context=WHERE)
    with pytest.raises(NotDecryptable):
        KeyRing.create(tmp_path / "other").decrypt(blob, context=WHERE)


def test_the_newest_field_key_seals_and_all_open(ring: KeyRing, path: Path) -> None:
    old = ring.encrypt(b"old", context=WHERE)
    assert ring.add_field_key() == 2
    new = ring.encrypt(b"new", context=WHERE)
    assert (old[:5], new[:5]) == (b"\1\0\0\0\1", b"\1\0\0\0\2")
    for opened in (ring, KeyRing.open(path)):
        assert opened.decrypt(old, context=WHERE) == b"old"
        assert opened.decrypt(new, context=WHERE) == b"new"


def test_the_tenth_field_key_is_newer_than_the_ninth(ring: KeyRing, path: Path) -> None:
    assert [ring.add_field_key() for _ in range(9)] == list(range(2, 11))
    assert KeyRing.open(path).encrypt(b"", context=WHERE)[4] == 10


def test_a_field_key_added_by_another_process_opens_at_once(
    ring: KeyRing, path: Path
) -> None:
    other = KeyRing.open(path)
    other.add_field_key()
    assert ring.decrypt(other.encrypt(b"a", context=WHERE), context=WHERE) == b"a"
    assert ring.add_field_key() == 3


# Look-up and named secrets


def test_equal_telephones_are_found_and_others_are_not(
    ring: KeyRing, path: Path, tmp_path: Path
) -> None:
    found = ring.lookup_hmac("+8613800000000")
    assert len(found) == 32
    assert KeyRing.open(path).lookup_hmac("+8613800000000") == found
    assert ring.lookup_hmac("+8613800000001") != found
    other = KeyRing.create(tmp_path / "other")
    assert other.lookup_hmac("+8613800000000") != found


def test_named_secrets_differ_and_stay(ring: KeyRing, path: Path) -> None:
    forms, sessions = ring.secret("forms"), ring.secret("sessions")
    assert len(forms) == len(sessions) == 32
    assert len({forms, sessions, (path / "root.key").read_bytes()}) == 3
    assert KeyRing.open(path).secret("forms") == forms


# Log keys


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "a\nb", "a\u3000b", ".", ".."])
def test_an_origin_that_a_signed_note_cannot_carry_is_refused(
    ring: KeyRing, origin: str
) -> None:
    with pytest.raises(ValueError, match="not a name"):
        ring.create_log_key(origin)


def test_a_log_without_a_key_is_named(ring: KeyRing) -> None:
    for ask in (ring.log_private_key, ring.log_public_key):
        with pytest.raises(LogKeyMissing, match=ORIGIN):
            ask(ORIGIN)


def test_a_log_never_changes_its_key(ring: KeyRing) -> None:
    public = ring.create_log_key(ORIGIN)
    with pytest.raises(LogKeyExists):
        ring.create_log_key(ORIGIN)
    assert raw(ring.log_public_key(ORIGIN)) == raw(public)


def test_a_private_log_key_that_others_may_read_is_refused(
    ring: KeyRing, path: Path
) -> None:
    ring.create_log_key(ORIGIN)
    (path / "logs/mingbai.example%2Fqinghe%2Flog1.key").chmod(0o640)
    with pytest.raises(SecretExposed):
        ring.log_private_key(ORIGIN)


def test_what_the_private_log_key_signs_the_public_one_verifies(
    ring: KeyRing, path: Path
) -> None:
    ring.create_log_key(ORIGIN)
    signature = ring.log_private_key(ORIGIN).sign(b"checkpoint")
    KeyRing.open(path).log_public_key(ORIGIN).verify(signature, b"checkpoint")


def test_an_interrupted_log_key_is_completed(ring: KeyRing, path: Path) -> None:
    public = ring.create_log_key(ORIGIN)
    (path / "logs/mingbai.example%2Fqinghe%2Flog1.pub").unlink()
    assert raw(ring.create_log_key(ORIGIN)) == raw(public)


def test_the_app_needs_no_private_log_key(tmp_path: Path, path: Path) -> None:
    logs = tmp_path / "sequencer"
    KeyRing.create(path, logs=logs).create_log_key(ORIGIN)
    for private in logs.glob("*.key"):
        private.unlink()
    app = KeyRing.open(path, logs=logs)
    assert len(raw(app.log_public_key(ORIGIN))) == 32
    assert not (path / "logs").exists()


def raw(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


# Day keys


def test_a_day_without_a_key_opens_nothing_and_gets_none(
    ring: KeyRing, path: Path
) -> None:
    blob = ring.day_key(TODAY).encrypt(b"staged", context=WHERE)
    (path / "days/2026-11-23.key").unlink()
    with pytest.raises(KeyDestroyed):
        ring.decrypt(blob, context=WHERE)
    assert list((path / "days").iterdir()) == []


def test_a_destroyed_day_never_returns(ring: KeyRing, path: Path) -> None:
    day = date(2026, 11, 20)
    blob = ring.day_key(day).encrypt(b"staged", context=WHERE)
    assert ring.destroy_day_keys(date(2026, 11, 21)) == [day]
    for opened in (ring, KeyRing.open(path)):
        with pytest.raises(KeyDestroyed):
            opened.decrypt(blob, context=WHERE)
        with pytest.raises(KeyDestroyed):
            opened.day_key(day)
    assert not (path / "days/2026-11-20.key").exists()


def test_the_limit_of_destroyed_days_never_moves_back(ring: KeyRing) -> None:
    ring.destroy_day_keys(date(2026, 11, 21))
    assert ring.destroy_day_keys(date(2026, 11, 1)) == []
    with pytest.raises(KeyDestroyed):
        ring.day_key(date(2026, 11, 20))
    ring.day_key(date(2026, 11, 21))


def test_a_key_restored_from_a_copy_of_the_folder_is_destroyed_again(
    ring: KeyRing, path: Path
) -> None:
    ring.day_key(date(2026, 11, 20))
    copy = (path / "days/2026-11-20.key").read_bytes()
    ring.destroy_day_keys(TODAY)
    restored = path / "days/2026-11-20.key"
    restored.write_bytes(copy)
    restored.chmod(0o600)
    with pytest.raises(KeyDestroyed):
        ring.day_key(date(2026, 11, 20))
    assert not restored.exists()


def test_the_day_itself_and_later_days_stay(ring: KeyRing) -> None:
    blob = ring.day_key(TODAY).encrypt(b"staged", context=WHERE)
    assert ring.destroy_day_keys(TODAY) == []
    assert ring.decrypt(blob, context=WHERE) == b"staged"


def test_a_blob_tells_its_day(ring: KeyRing) -> None:
    blob = ring.day_key(TODAY).encrypt(b"staged", context=WHERE)
    assert blob_day(blob) == TODAY
    with pytest.raises(NotDecryptable):
        blob_day(ring.encrypt(b"field", context=WHERE))
    with pytest.raises(NotDecryptable):
        blob_day(b"\2" + b"\xff" * 40)


def seal_today(path: Path, place: int) -> bytes:
    key = KeyRing.open(path).day_key(TODAY)
    return key.encrypt(str(place).encode(), context=WHERE)


def test_processes_that_make_a_day_key_at_once_share_it(
    ring: KeyRing, path: Path
) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        blobs = pool.starmap(seal_today, [(path, place) for place in range(12)])
    opened = [ring.decrypt(blob, context=WHERE) for blob in blobs]
    assert opened == [str(place).encode() for place in range(12)]


def test_the_ring_lists_numbers_days_and_origins_and_no_secret(ring: KeyRing) -> None:
    ring.add_field_key()
    ring.day_key(TODAY)
    ring.create_log_key(ORIGIN)
    assert ring.field_numbers() == [1, 2]
    assert ring.days() == [TODAY]
    assert ring.origins() == [ORIGIN]
