"""What checking a log can find: kinds and numbers, never a text."""

from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What can be found; the number beside it is given in brackets."""

    PUBLISHED_UNSIGNED = "published-unsigned"  # the published checkpoint [0]
    PUBLISHED_SET_BACK = "published-set-back"  # a larger one was kept [its size]
    TREE_BROKEN = "tree-broken"  # tiles do not lead to the signed root [size]
    BUNDLE_BROKEN = "bundle-broken"  # entries can't be read [first position]
    LEAF_CHANGED = "leaf-changed"  # the row differs from the entry [position]
    LEAF_MISSING = "leaf-missing"  # an entry without a row [position]
    POSITION_SKIPPED = "position-skipped"  # beyond the published size [how many]
    CHECKPOINT_BROKEN = "checkpoint-broken"  # a kept one is not of this log [size]
    OPENING_CHANGED = "opening-changed"  # it does not open its leaf [position]
    OPENING_MISSING = "opening-missing"  # a leaf that had one [how many]
    NUMBERS_DIFFER = "numbers-differ"  # counters against leaves [the difference]
    MANIFEST_WRONG = "manifest-wrong"  # its sums or objects [position]


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be."""

    fault: Fault
    number: int


@dataclass
class Report:
    """What was checked and what was found; nothing found means all is proved."""

    # The published size, and the leaves beyond it: not published, or not sequenced.
    size: int = 0
    unpublished: int = 0
    waiting: int = 0
    checkpoints: int = 0
    openings: int = 0
    erased: int = 0
    manifests: int = 0
    findings: list[Finding] = field(default_factory=list)

    def find(self, fault: Fault, number: int) -> None:
        """Add a finding."""
        self.findings.append(Finding(fault, number))
