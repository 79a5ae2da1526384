"""Texts that a spreadsheet would take for a formula when it opens a CSV file.

A cell that begins with = + - @ (or a tab or return before one) is run, not shown, by
the programs that offices use; an apostrophe before it keeps it a text.
"""

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_GUARDED: Final = re.compile(r"''*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Return `text` so that no spreadsheet runs it: `'=1+1` for `=1+1`."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return what `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text
