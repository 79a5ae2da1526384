"""Reading a list against what is published: which powers are new, which changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from mingbai.places.models import Body, Post
from mingbai.powers.holders import HolderAmbiguous, Holders
from mingbai.powers.models import PowerVersion
from mingbai.powers.power_row import HolderNamed, PowerRow, RowFault

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


def compare(rows: Sequence[PowerRow], holders: Holders) -> list[Compared]:
    """What each row would do; one query. Holders must have been checked."""
    codes = [row.code for row in rows]
    newest = {
        version.power.code: version
        for version in PowerVersion.objects.filter(
            until__isnull=True, power__code__in=codes
        ).with_holder()
    }
    return [
        _compared(row, holders.find(row.holder), newest.get(row.code)) for row in rows
    ]


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
    row: PowerRow, holder: Post | Body | None, newest: PowerVersion | None
) -> Compared:
    if newest is None:
        return Compared(row, holder, None, Change.NEW)
    if holder is None:
        return Compared(row, holder, newest, Change.CHANGED)
    is_same = newest.statement == row.statement(holder)
    return Compared(row, holder, newest, Change.SAME if is_same else Change.CHANGED)


def _fault_of(name: str, holders: Holders, may_add: bool) -> str:
    try:
        found = holders.find(name)
    except HolderAmbiguous:
        what = _("Several posts or bodies are called %(name)s; use the short name.")
        return what % {"name": name}
    if found is not None:
        return ""
    if not may_add:
        what = _("No post or body is called %(name)s; --add-bodies would add it.")
        return what % {"name": name}
    if len(name) > BODY_NAME_LENGTH:
        what = _("%(name)s is too long for a body's name; at most %(longest)s fit.")
        return what % {"name": name, "longest": BODY_NAME_LENGTH}
    return ""
