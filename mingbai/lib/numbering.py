"""Registration numbers such as `26-0048213`: the year and the dense number in it."""

import re
from dataclasses import dataclass

from mingbai.lib.half_width import half_width, is_dash, without_blanks

# What an integer column holds; a typed number beyond it can't name a letter.
LARGEST_NUMBER = 2_147_483_647
_CENTURY = 2000
_DASHED = re.compile(r"(?:20)?([0-9]{2})-+([0-9]{1,20})")
# Without a dash the year ends where the padded number begins.
_UNDASHED = re.compile(r"([0-9]{2})([0-9]{7,10})")


class NotANumber(Exception):
    """The text is no registration number."""


@dataclass(frozen=True, order=True)
class Ref:
    """A registration number: its full year (2026) and its number in that year."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not _CENTURY <= self.year < _CENTURY + 100:
            raise NotANumber(f"year {self.year} is outside 2000-2099")
        if not 1 <= self.number <= LARGEST_NUMBER:
            raise NotANumber(f"number {self.number} is never given")

    def __str__(self) -> str:
        return f"{self.year - _CENTURY:02d}-{self.number:07d}"


def format_ref(year: int, number: int) -> str:
    """Return `26-0048213` for 2026 and 48213; at least seven digits are shown.

    Refuses a year outside 2000-2099 and a number below 1 with NotANumber.
    """
    return str(Ref(year, number))


def parse_ref(text: str) -> Ref:
    """Return the number a person typed.

    Full width, blanks, invisible signs, any dash, a full year and missing zeros are
    taken: `２６－４８２１３`, ` 26 — 48213`, `2026-48213`. Without a dash all zeros are
    needed: `260048213`. Right: Ref(2026, 48213). Refuses all else with NotANumber,
    above all digits of which nobody can say where the year ends: `2648213`.
    """
    typed = without_blanks(half_width(text))
    plain = "".join("-" if is_dash(sign) else sign for sign in typed)
    found = _DASHED.fullmatch(plain) or _UNDASHED.fullmatch(plain)
    if found is None:
        raise NotANumber("not a registration number")
    return Ref(_CENTURY + int(found[1]), int(found[2]))
