"""What a list that was handed in would do, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.translation import gettext

from mingbai.accounts.models import DutyKind
from mingbai.lib.table_refused import TableRefused
from mingbai.places.actors import Officer
from mingbai.powers.compare import (
    Change,
    Compared,
    check_holders,
    compare,
    vanished,
)
from mingbai.powers.holders import Holders
from mingbai.powers.list_columns import ColumnsRefused
from mingbai.powers.models import Draft, Power, PowerVersion
from mingbai.powers.power_row import PowerRow, RowFault
from mingbai.powers.read_list import PowerList, Told, read_list, refusal_sentence
from mingbai.powers.said import Difference, differences
from mingbai.ui.table_sentences import position, table_sentence
from mingbai.web.desk.power_scope import may_write
from mingbai.web.desk.upload import Upload

# A page of more would be read by nobody; the counts are of all.
SHOWN: Final = 100


class ListRefused(Exception):
    """The file is no list that can be taken, and why: a sentence or several."""

    def __init__(self, sentences: Sequence[str], rows: int = 0) -> None:
        super().__init__(f"{len(sentences)} sentences")
        self.sentences = tuple(sentences)
        # In how many rows something is wrong; 0 when it is the file itself.
        self.rows = rows


@dataclass(frozen=True)
class Changed:
    """A row that puts a power differently, and what differs."""

    row: PowerRow
    differences: list[Difference]


@dataclass
class Preview:
    """What the rows would do. `waiting` are those about which a draft waits already."""

    new: list[PowerRow] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    unchanged: int = 0
    waiting: int = 0
    unexplained: int = 0
    vanished: list[Power] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    other_sheets: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def todo(self) -> list[PowerRow]:
        """The rows of which drafts are still to be written."""
        return [*self.new, *(one.row for one in self.changed)]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to confirm."""
        return not self.new and not self.changed and not self.vanished

    @property
    def vanished_shown(self) -> list[tuple[str, str]]:
        """Codes and names of what the list lacks, so many as a page can hold."""
        return [
            (power.code, self.names.get(power.code, ""))
            for power in self.vanished[:SHOWN]
        ]


def preview_of(
    upload: Upload, officer: Officer, today: date
) -> tuple[Preview, PowerList]:
    """What it would do, and the rows; raises ListRefused with every fault."""
    holders = Holders()
    found = _read(upload, officer, holders)
    faults = [*found.faults, *check_holders(found.named, holders, may_add=False)]
    if not faults:
        faults = _not_theirs(found.rows, officer, holders)
    if faults:
        raise _refused(faults)
    compared = compare(found.rows, holders, on=today)
    if faults := _held_by_others(compared, officer):
        raise _refused(faults)
    gone = vanished(found.rows, on=today)
    preview = _preview(compared)
    preview.vanished, preview.names = gone, _names(gone[:SHOWN])
    preview.other_sheets = found.other_sheets
    preview.remarks = _remarks(found)
    return preview, found


def _read(upload: Upload, officer: Officer, holders: Holders) -> PowerList:
    told = Told(filename=upload.name)
    try:
        with upload.opened() as path:
            return read_list(path, told, holders)
    except TableRefused as refusal:
        raise ListRefused([table_sentence(refusal)]) from refusal
    except ColumnsRefused as refusal:
        raise ListRefused([refusal_sentence(refusal)]) from refusal


def _refused(faults: Sequence[RowFault]) -> ListRefused:
    ordered = sorted(faults, key=lambda one: (one.sheet, one.row))
    sentences = [f"{position(one.sheet, one.row)}{one.sentence}" for one in ordered]
    return ListRefused(sentences, rows=len({(one.sheet, one.row) for one in faults}))


def _not_theirs(
    rows: Sequence[PowerRow], officer: Officer, holders: Holders
) -> list[RowFault]:
    """Rows of bodies for which the official may not write."""
    if officer.has(DutyKind.EDITOR):
        return []
    what = gettext(
        "You don't answer for %(holder)s; hand in the rows of your own body alone."
    )
    may = {
        name: (holder := holders.find(name)) is not None and may_write(officer, holder)
        for name in {row.holder for row in rows}
    }
    return [
        RowFault(row.sheet, row.row, what % {"holder": row.holder})
        for row in rows
        if not may[row.holder]
    ]


def _held_by_others(compared: Sequence[Compared], officer: Officer) -> list[RowFault]:
    """Rows that would take a power from a body for which the official may not write."""
    what = gettext("%(code)s is held by %(holder)s, for which you don't answer.")
    return [
        RowFault(
            one.row.sheet,
            one.row.row,
            what % {"code": one.row.code, "holder": one.newest.holder},
        )
        for one in compared
        if one.newest is not None
        and one.change is Change.CHANGED
        and not may_write(officer, one.newest.holder)
    ]


def _preview(compared: Sequence[Compared]) -> Preview:
    preview = Preview()
    codes = [one.row.code for one in compared if one.change is not Change.SAME]
    open_drafts = {
        draft.code: draft
        for draft in Draft.objects.open().with_names().filter(code__in=codes)
    }
    for one in compared:
        if one.change is Change.SAME:
            preview.unchanged += 1
            continue
        if _waits(one, open_drafts.get(one.row.code)):
            preview.waiting += 1
            continue
        preview.unexplained += int(not one.row.explanation)
        if one.change is Change.NEW:
            preview.new.append(one.row)
        else:
            preview.changed.append(_changed(one))
    return preview


def _waits(one: Compared, draft: Draft | None) -> bool:
    """Whether the row would be left alone: what people wrote is not written over."""
    if draft is None:
        return False
    assert one.holder is not None, "holders were checked"
    return not draft.is_imported or draft.statement == one.row.statement(one.holder)


def _changed(one: Compared) -> Changed:
    assert one.newest is not None, "a changed row has a version"
    assert one.holder is not None, "holders were checked"
    after = one.row.statement(one.holder)
    return Changed(one.row, differences(one.newest.statement, after))


def _names(powers: Sequence[Power]) -> dict[str, str]:
    versions = PowerVersion.objects.filter(power__in=powers, until__isnull=True)
    return dict(versions.values_list("power__code", "name"))


def _remarks(found: PowerList) -> list[str]:
    """How the file was read, where that was not plain."""
    guessed = gettext(
        "%(position)s%(holder)s holds these powers, as title or name say."
    )
    unread = gettext("%(position)sThese columns were not read: %(headers)s.")
    left = gettext("Sheet %(sheet)s is no list of powers and was left out.")
    return [
        *(
            guessed % {"position": position(one.sheet, None), "holder": one.holder}
            for one in found.guessed
        ),
        *(
            unread % {"position": position(sheet, None), "headers": "、".join(headers)}
            for sheet, headers in found.unread.items()
        ),
        *(left % {"sheet": sheet} for sheet in found.other_sheets),
    ]
