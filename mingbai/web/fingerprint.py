"""What stands in the public ledger for a version of a power, for people to compare."""

from mingbai.ledger.models import Leaf

GROUP = 8


def fingerprint(leaf: Leaf) -> str:
    """The commitment of the leaf in hexadecimal, in groups of eight digits."""
    digits = bytes(leaf.commitment).hex()
    groups = (digits[start : start + GROUP] for start in range(0, len(digits), GROUP))
    return " ".join(groups)
