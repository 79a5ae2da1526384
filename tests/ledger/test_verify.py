"""Whoever changes the database behind our back is found, by kind and number."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mingbai.ledger.findings import Fault, Finding
from mingbai.ledger.models import Leaf
from mingbai.ledger.verify import check_intake, verify_log
from mingbai.lib.tlog.note import sign
from mingbai.lib.tlog.tiles import bundle_path, tile_path
from mingbai.places.models import Place
from mingbai.places.scoping import within
from tests.ledger.books import DUE, RECEIVED, Book, enter_letter

LEAF, OPENING, COUNTER = "ledger_leaf", "ledger_opening", "ledger_counter"


@pytest.fixture
def full(book: Book) -> Book:
    """A log with letters, a public object, a manifest and three checkpoints."""
    book.enter(280)
    book.publish_version("power/QH-001", 1)
    book.turn()
    book.enter(5, year=2025)
    book.turn()
    return book


def position_of(book: Book, kind: Leaf.Kind) -> int:
    with within(book.place, read_only=True):
        leaf = Leaf.objects.filter(kind=kind, position__isnull=False).earliest("id")
    assert leaf.position is not None
    return leaf.position


def test_an_untouched_log_is_proved(full: Book) -> None:
    report = full.verify()
    assert report.findings == []
    assert report.size == full.store.published_size()
    assert (report.waiting, report.unpublished, report.erased) == (0, 0, 0)
    assert (report.checkpoints, report.manifests) == (3, 1)


def test_waiting_leaves_are_counted_and_are_no_finding(full: Book) -> None:
    full.enter(4)
    assert full.verify().waiting == 4
    full.turn(steps_done=1)
    report = full.verify()
    assert (report.waiting, report.unpublished, report.findings) == (0, 4, [])


def test_progress_tells_of_every_entry(full: Book) -> None:
    told: list[int] = []
    with within(full.place, read_only=True):
        report = verify_log(
            log=full.log,
            verifier=full.verifier,
            store=full.store,
            progress=told.append,
        )
    assert sum(told) == report.size


def test_a_changed_leaf_is_found(full: Book) -> None:
    full.behind_our_back(
        LEAF,
        f"UPDATE {LEAF} SET commitment = %s WHERE position = %s",
        [bytes(32), 7],
    )
    assert Finding(Fault.LEAF_CHANGED, 7) in full.verify().findings


def test_a_leaf_of_another_kind_is_found(full: Book) -> None:
    position = position_of(full, Leaf.Kind.INTAKE)
    full.behind_our_back(
        LEAF,
        f"UPDATE {LEAF} SET kind = 'imported' WHERE position = %s",
        [position],
    )
    assert full.verify().findings == [Finding(Fault.LEAF_CHANGED, position)]


def test_a_removed_leaf_is_found(full: Book) -> None:
    position = position_of(full, Leaf.Kind.INTAKE)
    full.behind_our_back(LEAF, f"DELETE FROM {LEAF} WHERE position = %s", [position])
    assert set(full.verify().findings) >= {
        Finding(Fault.LEAF_MISSING, position),
        Finding(Fault.NUMBERS_DIFFER, 1),
    }


def test_two_leaves_that_changed_places_are_found(full: Book) -> None:
    for old, new in ((3, 999_999), (4, 3), (999_999, 4)):
        full.behind_our_back(
            LEAF, f"UPDATE {LEAF} SET position = %s WHERE position = %s", [new, old]
        )
    assert {Finding(Fault.LEAF_CHANGED, 3), Finding(Fault.LEAF_CHANGED, 4)} <= set(
        full.verify().findings
    )


def test_a_skipped_position_is_found(full: Book) -> None:
    full.enter(3)
    full.turn(steps_done=1)
    size = full.store.published_size()
    full.behind_our_back(
        LEAF,
        f"UPDATE {LEAF} SET position = position + 2 WHERE position = %s",
        [size + 2],
    )
    assert full.verify().findings == [Finding(Fault.POSITION_SKIPPED, 2)]


def test_a_leaf_without_a_number_is_found(full: Book) -> None:
    full.behind_our_back(COUNTER, f"UPDATE {COUNTER} SET highest = highest - 1")
    findings = full.verify().findings
    assert findings == [Finding(Fault.NUMBERS_DIFFER, -2)]


def test_a_changed_content_is_found(full: Book) -> None:
    position = position_of(full, Leaf.Kind.PUBLIC)
    full.behind_our_back(
        OPENING,
        f"UPDATE {OPENING} SET content = %s WHERE name = %s",
        [b'{"object":"power/X","version":1}', "power.published"],
    )
    assert Finding(Fault.OPENING_CHANGED, position) in full.verify().findings


def test_a_removed_opening_is_found(full: Book) -> None:
    full.behind_our_back(
        OPENING, f"DELETE FROM {OPENING} WHERE name = %s", ["manifest.written"]
    )
    assert full.verify().findings == [Finding(Fault.OPENING_MISSING, 1)]


def test_an_erased_opening_is_counted_and_is_no_finding(full: Book) -> None:
    with within(full.place, durable=True):
        leaf = Leaf.objects.filter(kind=Leaf.Kind.EVENT).earliest("id")
        opening = leaf.opening
        opening.salt = opening.content = None
        opening.save(update_fields=["salt", "content"])
    report = full.verify()
    assert (report.erased, report.findings) == (1, [])


def test_a_manifest_over_other_numbers_is_found(full: Book) -> None:
    # The thief takes a letter out of the numbers, and the counter with it.
    position = position_of(full, Leaf.Kind.INTAKE)
    full.behind_our_back(
        LEAF, f"UPDATE {LEAF} SET kind = 'event' WHERE position = %s", [position]
    )
    manifest = position_of(full, Leaf.Kind.MANIFEST)
    assert Finding(Fault.MANIFEST_WRONG, manifest) in full.verify().findings


def test_a_hidden_version_is_found(full: Book) -> None:
    public = position_of(full, Leaf.Kind.PUBLIC)
    full.behind_our_back(
        LEAF, f"UPDATE {LEAF} SET kind = 'event' WHERE position = %s", [public]
    )
    manifest = position_of(full, Leaf.Kind.MANIFEST)
    assert Finding(Fault.MANIFEST_WRONG, manifest) in full.verify().findings


def spoil(path: str) -> Callable[[Book], None]:
    """Turn one bit of a public file."""

    def act(book: Book) -> None:
        file = book.store.folder / path
        content = bytearray(file.read_bytes())
        content[-1] ^= 1
        file.write_bytes(content)

    return act


def remove(path: str) -> Callable[[Book], None]:
    """Take a public file away."""
    return lambda book: (book.store.folder / path).unlink()


@pytest.mark.parametrize("act", [spoil(tile_path(0, 0)), remove(tile_path(0, 0))])
def test_a_spoilt_tile_is_found(full: Book, act: Callable[[Book], None]) -> None:
    act(full)
    faults = {found.fault for found in full.verify().findings}
    assert Fault.TREE_BROKEN in faults


def test_a_spoilt_bundle_is_found(full: Book) -> None:
    spoil(bundle_path(0))(full)
    findings = full.verify().findings
    assert Finding(Fault.LEAF_CHANGED, 255) in findings
    assert Finding(Fault.TREE_BROKEN, full.store.published_size()) in findings


def test_a_removed_bundle_is_found(full: Book) -> None:
    remove(bundle_path(0))(full)
    assert Finding(Fault.BUNDLE_BROKEN, 0) in full.verify().findings


def test_a_checkpoint_of_another_key_is_found(full: Book) -> None:
    note = (full.store.checkpoint() or "").replace(full.place.origin, "other/log")
    (full.store.folder / "checkpoint").write_text(note)
    assert Finding(Fault.PUBLISHED_UNSIGNED, 0) in full.verify().findings


def test_an_older_checkpoint_shown_again_is_found(book: Book) -> None:
    book.turn()
    older = (book.store.folder / "checkpoint").read_bytes()
    book.enter()
    book.turn()
    size = book.store.published_size()
    (book.store.folder / "checkpoint").write_bytes(older)
    assert Finding(Fault.PUBLISHED_SET_BACK, size) in book.verify().findings


def test_public_files_that_are_gone_are_found(full: Book) -> None:
    size = full.store.published_size()
    remove("checkpoint")(full)
    assert Finding(Fault.PUBLISHED_SET_BACK, size) in full.verify().findings


def test_a_kept_checkpoint_that_was_changed_is_found(full: Book) -> None:
    size = full.store.published_size()
    forged = sign(
        f"{full.place.origin}\n{size}\n{'A' * 43}=\n",
        full.place.origin,
        full.signer._private_key,
    )
    full.behind_our_back(
        "ledger_checkpoint",
        "UPDATE ledger_checkpoint SET note = %s WHERE size = %s",
        [forged, size],
    )
    assert full.verify().findings == [Finding(Fault.CHECKPOINT_BROKEN, size)]


def test_a_letter_is_checked_by_its_number_and_days(place: Place) -> None:
    entry = enter_letter(place.pk)
    day = timedelta(days=1)
    assert check_intake(entry.leaf, bytes(32), entry.ref, RECEIVED, DUE)
    assert not check_intake(entry.leaf, b"x" * 32, entry.ref, RECEIVED, DUE)
    assert not check_intake(entry.leaf, bytes(32), "26-0000099", RECEIVED, DUE)
    assert not check_intake(entry.leaf, bytes(32), entry.ref, RECEIVED - day, DUE)
    assert not check_intake(entry.leaf, bytes(32), entry.ref, RECEIVED, DUE + day)
    entry.leaf.kind = Leaf.Kind.EVENT
    assert not check_intake(entry.leaf, bytes(32), entry.ref, RECEIVED, DUE)
