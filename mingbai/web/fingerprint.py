"""What stands in the public ledger for a version of a power, for people to compare."""

from mingbai.powers.models import PowerVersion

GROUP = 8


def fingerprint(version: PowerVersion) -> str:
    """The commitment of its leaf in hexadecimal, in groups of eight digits."""
    digits = bytes(version.leaf.commitment).hex()
    groups = (digits[start : start + GROUP] for start in range(0, len(digits), GROUP))
    return " ".join(groups)
