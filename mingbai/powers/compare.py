"""Reading a list against what is published: what is new, changed, and gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Q
from django.utils.translation import gettext as _

from mingbai.places.models import Body, Post
from mingbai.powers.holders import HolderAmbiguous, Holders
from mingbai.powers.models import Draft, Power, PowerVersion
from mingbai.powers.power_row import CLEAN, CellRefused, HolderNamed, PowerRow, RowFault
from mingbai.powers.said import Statement, differences

# The length of a body's short name, by which the list will find it again.
BODY_NAME_LENGTH = 48


class Change(Enum):
    """What a row would do to the list of powers."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Compared:
    """A row, its holder, the newest version there is, and what the row would do."""

    row: PowerRow
    # None: the body is still to be added.
    holder: Post | Body | None
    newest: PowerVersion | None
    change: Change


def compare(rows: Sequence[PowerRow], holders: Holders, *, on: date) -> list[Compared]:
    """What each row would do on that day; one query. Holders must have been checked.

    A row that says what stands in force that day changes nothing, whatever is to
    follow; one that says what a repealed power said brings it back: it is changed.
    """
    codes = [row.code for row in rows]
    versions: dict[str, list[PowerVersion]] = {}
    for version in (
        PowerVersion.objects.filter(power__code__in=codes)
        .with_holder()
        .order_by("number")
    ):
        versions.setdefault(version.power.code, []).append(version)
    return [
        _compared(row, holders.find(row.holder), versions.get(row.code, []), on)
        for row in rows
    ]


def vanished(rows: Iterable[PowerRow], *, on: date) -> list[Power]:
    """What the holders of these rows have in force that day and no row has.

    Powers about which a draft waits are left out; by code; five queries.
    """
    holders = Holders()
    listed = {row.code: holders.find(row.holder) for row in rows}
    found = set(listed.values())
    posts = [one.pk for one in found if isinstance(one, Post)]
    bodies = [one.pk for one in found if isinstance(one, Body)]
    held = (
        Power.objects.filter(
            Q(versions__holder_post__in=posts) | Q(versions__holder_body__in=bodies),
            versions__until__isnull=True,
            versions__since__lte=on,
        )
        .order_by("code")
        .distinct()
    )
    drafted = set(Draft.objects.open().order_by().values_list("code", flat=True))
    return [one for one in held if one.code not in listed and one.code not in drafted]


def check_holders(
    rows: Iterable[PowerRow | HolderNamed], holders: Holders, *, may_add: bool
) -> list[RowFault]:
    """The rows whose holder is nobody, or somebody ambiguous, or can't be added."""
    faults = []
    for row in rows:
        sentence = _fault_of(row.holder, holders, may_add)
        if sentence:
            faults.append(RowFault(row.sheet, row.row, sentence))
    return faults


def missing_bodies(rows: Iterable[PowerRow], holders: Holders) -> list[str]:
    """Names of holders that nobody bears, in the order of the list."""
    names = dict.fromkeys(row.holder for row in rows)
    return [name for name in names if holders.find(name) is None]


def _compared(
    row: PowerRow,
    holder: Post | Body | None,
    versions: Sequence[PowerVersion],
    on: date,
) -> Compared:
    if not versions:
        return Compared(row, holder, None, Change.NEW)
    newest = versions[-1]
    standing = [one for one in versions if one.until is None or one.until >= on]
    is_same = holder is not None and any(
        _is_same(one.statement, row.statement(holder)) for one in standing
    )
    return Compared(row, holder, newest, Change.SAME if is_same else Change.CHANGED)


def _is_same(published: Statement, listed: Statement) -> bool:
    """Whether cells of a list can say it: they lose blanks at the ends, and breaks."""
    return all(
        one.field != "holder" and _as_cell(one.field, one.before) == one.after
        for one in differences(published, listed)
    )


def _as_cell(field: str, text: str) -> str:
    try:
        return CLEAN[field](field, text)
    except CellRefused:
        return text


def _fault_of(name: str, holders: Holders, may_add: bool) -> str:
    try:
        found = holders.find(name)
    except HolderAmbiguous:
        what = _("Several posts or bodies are called %(name)s; use the short name.")
        return what % {"name": name}
    if found is not None:
        return ""
    if not may_add:
        what = _("No post or body is called %(name)s.")
        return what % {"name": name}
    if len(name) > BODY_NAME_LENGTH:
        what = _("%(name)s is too long for a body's name; at most %(longest)s fit.")
        return what % {"name": name, "longest": BODY_NAME_LENGTH}
    return ""
