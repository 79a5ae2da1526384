"""One row of a list of powers, as its cells are cleaned or refused."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingbai.lib.half_width import half_width
from mingbai.places.models import Body, Post
from mingbai.powers.said import RISK_GRADES, TEXTS, WORDS, Statement, risks_of

CODE_LENGTH: Final = 64
NAME_LENGTH: Final = 200
HOLDER_LENGTH: Final = 96
CATEGORY_LENGTH: Final = 48
TEXT_LENGTH: Final = 20_000

# Letters, digits and dashes of a Chinese keyboard; brackets stay as they are, for
# 国办〔2017〕3号 is a code, too.
NARROW: Final = {
    ord(wide): half_width(wide)
    for wide in map(chr, range(0xFF01, 0xFF5F))
    if half_width(wide).isalnum() or wide in "－．／＿"
}
# Spreadsheets keep 15 digits of a number and show more of them so.
ROUNDED: Final = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")

# Addresses carry codes: no browser keeps a step that is only dots, and these words
# begin the addresses of our own lists.
RESERVED: Final = frozenset({"bodies", "categories", "changes", "matters", "search"})
DOTS: Final = frozenset({".", ".."})
# `<br>`, `</td>`, `&nbsp;`; not `<5%`.
MARKUP: Final = re.compile(r"</?[A-Za-z][^<>]{0,200}>|&(?:[A-Za-z]{2,8}|#\d{1,6});")
BREAKS: Final = frozenset("\n\r\t")


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
    holder: str
    # Every text of a statement by the name of its field.
    texts: Mapping[str, str]

    @property
    def name(self) -> str:
        """What the power is called."""
        return self.texts["name"]

    @property
    def explanation(self) -> str:
        """What the power is; empty where the list does not say."""
        return self.texts["explanation"]

    def statement(self, holder: Post | Body) -> Statement:
        """What the row says, now that its holder is known."""
        return Statement(holder=holder, **self.texts)


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
    texts = {one: cleaned[one] for one in TEXTS if one in cleaned}
    return RowRead(
        row=None
        if faults
        else PowerRow(sheet, number, cleaned["code"], cleaned["holder"], texts),
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


def _parts(column: str, written: str) -> str:
    """One line of several parts: lists write each sub-item on a line of its cell."""
    lines = [line.strip().rstrip("、，；,;") for line in written.splitlines()]
    parts = "、".join(line for line in lines if line)
    return _checked(column, parts, NAME_LENGTH, allowed=frozenset())


def _text(column: str, written: str) -> str:
    text = written.replace("\r\n", "\n").replace("\r", "\n").strip()
    return _checked(column, text, TEXT_LENGTH, allowed=BREAKS)


def _code(column: str, written: str) -> str:
    code = _line(CODE_LENGTH, needed=True)(column, written.translate(NARROW))
    if ROUNDED.fullmatch(code):
        what = _("The code was kept as a number and has lost digits; keep it as text.")
        raise CellRefused(what)
    if code.partition("/")[0] in RESERVED or DOTS & set(code.split("/")):
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
    word = WORDS[column] if column in WORDS else gettext_lazy("Code of the power")
    return {"column": str(word)}


def _risks(column: str, written: str) -> str:
    text = _text(column, written)
    for risk in risks_of(text):
        if risk.grade and risk.grade not in RISK_GRADES:
            what = _("The grade %(grade)s is none of %(grades)s.")
            grades = "、".join(RISK_GRADES)
            raise CellRefused(what % {"grade": risk.grade, "grades": grades})
    return text


CLEAN: Final[Mapping[str, Callable[[str, str], str]]] = {
    "code": _code,
    "holder": _line(HOLDER_LENGTH, needed=True),
    "name": _line(NAME_LENGTH, needed=True),
    "item": _parts,
    "category": _line(CATEGORY_LENGTH),
    "matter": _line(24),
    "explanation": _text,
    "basis": _text,
    "conditions": _text,
    "prohibitions": _text,
    "statutory_limit": _line(48),
    "promised_limit": _line(48),
    "rights": _text,
    "duty_items": _text,
    "accountability": _text,
    "risks": _risks,
    "circle": _line(24),
    "openness_form": _line(96),
    "openness_time": _line(96),
    "telephone": _line(32),
    "section": _line(96),
    "responsible": _line(96),
}
