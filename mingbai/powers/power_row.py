"""One row of a list of powers, as its cells are cleaned or refused."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CODE_LENGTH: Final = 64
NAME_LENGTH: Final = 200
HOLDER_LENGTH: Final = 96
CATEGORY_LENGTH: Final = 48
TEXT_LENGTH: Final = 20_000

# Addresses carry codes: no browser keeps a step that is only dots, and one is ours.
RESERVED: Final = frozenset({"bodies"})
DOTS: Final = frozenset({".", ".."})
# `<br>`, `</td>`, `&nbsp;`; not `<5%`.
MARKUP: Final = re.compile(r"</?[A-Za-z][^<>]{0,200}>|&(?:[A-Za-z]{2,8}|#\d{1,6});")
BREAKS: Final = frozenset("\n\r\t")

WORDS: Final = {
    "code": gettext_lazy("code of the power"),
    "name": gettext_lazy("name of the power"),
    "holder": gettext_lazy("holder of the power"),
    "category": gettext_lazy("category of the power"),
    "explanation": gettext_lazy("explanation of the power"),
    "basis": gettext_lazy("basis of the power"),
}


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a row, in a sentence; `sheet` is empty for CSV."""

    sheet: str
    row: int
    sentence: str


@dataclass(frozen=True)
class PowerRow:
    """A row that reads well. Whether its holder exists is not known yet."""

    sheet: str
    row: int
    code: str
    name: str
    holder: str
    category: str
    explanation: str
    basis: str


class CellRefused(Exception):
    """A cell can't be taken, and why, in a sentence."""


@dataclass(frozen=True)
class HolderNamed:
    """A holder as some row names it, whatever else is wrong with the row."""

    sheet: str
    row: int
    holder: str


@dataclass(frozen=True)
class RowRead:
    """A row, or None and all that is wrong with it; its holder, if it names one."""

    row: PowerRow | None
    faults: tuple[RowFault, ...]
    named: HolderNamed | None


def read_row(sheet: str, number: int, cells: Mapping[str, str]) -> RowRead:
    """What the cells say, which go by our columns."""
    cleaned: dict[str, str] = {}
    faults: list[RowFault] = []
    for column, clean in CLEAN.items():
        try:
            cleaned[column] = clean(column, cells.get(column, ""))
        except CellRefused as error:
            faults.append(RowFault(sheet, number, str(error)))
    holder = cleaned.get("holder")
    return RowRead(
        row=None if faults else PowerRow(sheet, number, **cleaned),
        faults=tuple(faults),
        named=HolderNamed(sheet, number, holder) if holder else None,
    )


def _line(longest: int, *, needed: bool = False) -> Callable[[str, str], str]:
    """A cleaner of one line: a break made to fit a cell is taken out."""

    def clean(column: str, written: str) -> str:
        line = "".join(part.strip() for part in written.splitlines())
        if needed and not line:
            raise CellRefused(_("The %(column)s is missing.") % _named(column))
        return _checked(column, line, longest, allowed=frozenset())

    return clean


def _text(column: str, written: str) -> str:
    text = written.replace("\r\n", "\n").replace("\r", "\n").strip()
    return _checked(column, text, TEXT_LENGTH, allowed=BREAKS)


def _code(column: str, written: str) -> str:
    code = _line(CODE_LENGTH, needed=True)(column, written)
    if code in RESERVED or DOTS & set(code.split("/")):
        what = _("The code %(code)s can't stand in an address; choose another.")
        raise CellRefused(what % {"code": code})
    return code


def _checked(column: str, text: str, longest: int, allowed: frozenset[str]) -> str:
    named = _named(column)
    if len(text) > longest:
        what = _("The %(column)s has %(length)s characters; at most %(longest)s fit.")
        raise CellRefused(what % {**named, "length": len(text), "longest": longest})
    if any(_is_invisible(sign) and sign not in allowed for sign in text):
        what = _("There are invisible control characters in the %(column)s.")
        raise CellRefused(what % named)
    if found := MARKUP.search(text):
        what = _("There is HTML in the %(column)s (%(mark)s); write plain text.")
        raise CellRefused(what % {**named, "mark": found[0]})
    return text


def _is_invisible(sign: str) -> bool:
    """Control, format (such as right-to-left marks), half a pair, never assigned."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Cn"}


def _named(column: str) -> dict[str, object]:
    return {"column": str(WORDS[column])}


CLEAN: Final[Mapping[str, Callable[[str, str], str]]] = {
    "code": _code,
    "name": _line(NAME_LENGTH, needed=True),
    "holder": _line(HOLDER_LENGTH, needed=True),
    "category": _line(CATEGORY_LENGTH),
    "explanation": _text,
    "basis": _text,
}
