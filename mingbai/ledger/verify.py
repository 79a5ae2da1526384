"""Checking a whole log against the database: what a doubter would run.

The files are checked against the signature, the rows against the files. Findings
carry kinds and numbers, never a text.
"""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Sum

from mingbai.ledger.enter import NUMBERED
from mingbai.ledger.findings import Fault, Report
from mingbai.ledger.models import Checkpoint, Counter, Leaf
from mingbai.ledger.verify_openings import verify_manifests, verify_openings
from mingbai.lib.commitment import commit
from mingbai.lib.tlog.audit import audit
from mingbai.lib.tlog.checkpoint import Checkpoint as Head
from mingbai.lib.tlog.checkpoint import open_checkpoint
from mingbai.lib.tlog.note import VerifierKey
from mingbai.lib.tlog.refused import Refused
from mingbai.lib.tlog.store import Store
from mingbai.lib.tlog.tiles import WIDTH, read_bundle, width_at
from mingbai.lib.tlog.tree import Tree

# Told how many more entries were checked.
Progress = Callable[[int], None]


def verify_log(
    *,
    log: UUID,
    verifier: VerifierKey,
    store: Store,
    progress: Progress = lambda more: None,
) -> Report:
    """Everything that can be checked of a log with its public key, its files, its rows.

    Reads each entry and each row once, a few hundred at a time; `progress` is told of
    each few hundred. Writes nothing. That no other history was shown to somebody else
    can only be seen by comparing checkpoints with them.
    """
    report = Report()
    head = _published(store, verifier, report)
    report.size = head.size if head else 0
    if head is not None:
        _check_tree(store, head, report)
        _check_leaves(log, store, head.size, report, progress)
    _check_checkpoints(log, store, verifier, head, report)
    _check_positions(log, report)
    verify_openings(log=log, report=report)
    verify_manifests(log=log, report=report)
    _check_numbers(log, report)
    return report


def check_intake(leaf: Leaf, c0: bytes, ref: str, received: date, due: date) -> bool:
    """Whether a numbered leaf commits to exactly this number and these days."""
    promised = commit(c0, ref, received, due)
    return leaf.kind in NUMBERED and bytes(leaf.commitment) == promised


def _published(store: Store, verifier: VerifierKey, report: Report) -> Head | None:
    note = store.checkpoint()
    if note is None:
        return None
    try:
        return open_checkpoint(note, log_key=verifier)
    except Refused:
        report.find(Fault.PUBLISHED_UNSIGNED, 0)
        return None


def _check_tree(store: Store, head: Head, report: Report) -> None:
    try:
        audit(store.read, head)
    except Refused:
        report.find(Fault.TREE_BROKEN, head.size)


def _check_leaves(
    log: UUID, store: Store, size: int, report: Report, progress: Progress
) -> None:
    for start in range(0, size, WIDTH):
        width = width_at(size, 0, start // WIDTH)
        rows = {
            leaf.position: leaf
            for leaf in Leaf.objects.between(log, start, start + width)
        }
        try:
            entries = read_bundle(store.read, start // WIDTH, width)
        except Refused:
            report.find(Fault.BUNDLE_BROKEN, start)
            continue
        for position, entry in enumerate(entries, start):
            if position not in rows:
                report.find(Fault.LEAF_MISSING, position)
            elif not _is_entry(rows[position], entry):
                report.find(Fault.LEAF_CHANGED, position)
        progress(width)


def _is_entry(leaf: Leaf, entry: bytes) -> bool:
    try:
        return leaf.entry == entry
    except Refused:
        return False  # no leaf of ours could have become such a row


def _check_checkpoints(
    log: UUID, store: Store, verifier: VerifierKey, head: Head | None, report: Report
) -> None:
    """Each is the beginning of the published log, and so they are consistent."""
    tree = Tree(store.read, report.size)
    for kept in Checkpoint.objects.filter(log=log).order_by("size").iterator(1000):
        report.checkpoints += 1
        if head is None or kept.size > head.size:
            report.find(Fault.PUBLISHED_SET_BACK, kept.size)
        elif not _is_ours(kept, verifier, tree):
            report.find(Fault.CHECKPOINT_BROKEN, kept.size)


def _is_ours(kept: Checkpoint, verifier: VerifierKey, tree: Tree) -> bool:
    try:
        signed = open_checkpoint(kept.note, log_key=verifier)
        root = tree.root(kept.size)
    except Refused:
        return False
    is_as_signed = (kept.size, bytes(kept.root)) == (signed.size, signed.root)
    return is_as_signed and signed.root == root


def _check_positions(log: UUID, report: Report) -> None:
    last = Leaf.objects.size(log)
    beyond = Leaf.objects.filter(log=log, position__gte=report.size).count()
    report.unpublished = beyond
    report.waiting = Leaf.objects.waiting(log).count()
    if skipped := max(0, last - report.size) - beyond:
        report.find(Fault.POSITION_SKIPPED, skipped)


def _check_numbers(log: UUID, report: Report) -> None:
    """A number is given with its leaf, so the sums agree at every instant.

    Letters may come in while we count: what lies between two counts is right.
    """
    before = Leaf.objects.numbered(log).count()
    given = Counter.objects.filter(log=log).aggregate(sum=Sum("highest"))["sum"] or 0
    after = Leaf.objects.numbered(log).count()
    if not before <= given <= after:
        report.find(Fault.NUMBERS_DIFFER, given - before)
