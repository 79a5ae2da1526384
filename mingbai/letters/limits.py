"""The limits of a kind of letter, and the days that follow from them.

A due day set by a limit never lies after the day promised before: a registrar who was
slow shortens the body's time, never prolongs the writer's. Only an extension does, and
only once. All limits are working days; the defaults follow notes on 12345 practice,
信访工作条例 (2022) art. 23 (return within five) and 政府信息公开条例 (2019) art. 33.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from mingbai.letters.models import Letter, TimeLimit
from mingbai.lib.calendar import Deadline, WorkingCalendar
from mingbai.places.scoping import current_place


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits of one kind, in working days; None: there is none."""

    # On the receipt, from the day of receipt; None: the place's own default.
    receipt_days: int | None = None
    # From the day the office keeps it to answer directly.
    direct_days: int = 3
    # From the day it went to a body.
    body_days: int = 15
    interim_days: int | None = 5
    extension_days: int = 10
    return_days: int = 5
    assist_days: int = 5


DEFAULTS: Final[Mapping[str, Limits]] = MappingProxyType(
    {
        Letter.Kind.ASK: Limits(body_days=5, interim_days=None, extension_days=5),
        Letter.Kind.SUGGEST: Limits(),
        Letter.Kind.COMPLAIN: Limits(),
        Letter.Kind.DISCLOSE: Limits(
            receipt_days=20,
            direct_days=20,
            body_days=20,
            interim_days=None,
            extension_days=20,
        ),
    }
)
FIELDS: Final = (
    *("receipt_days", "direct_days", "body_days", "interim_days"),
    *("extension_days", "return_days", "assist_days"),
)


def limits_of(kind: str) -> Limits:
    """The limits the open place has for this kind of letter; one query."""
    row = TimeLimit.objects.filter(kind=kind).first()
    if row is None:
        return DEFAULTS[kind]
    return Limits(**{name: getattr(row, name) for name in FIELDS})


def interim_limits() -> dict[str, int]:
    """By which day a first word is expected, for the kinds that have one; one query.

    Counted from the day of receipt: the writer does not know who had the letter when.
    """
    rows = TimeLimit.objects.values_list("kind", "interim_days")
    default = {str(kind): limits.interim_days for kind, limits in DEFAULTS.items()}
    return {kind: days for kind, days in (default | dict(rows)).items() if days}


def receipt_days(kind: str) -> int:
    """How many working days the receipt promises."""
    return limits_of(kind).receipt_days or current_place().reply_working_days


def no_later(
    promised: Deadline, *, today: date, days: int, calendar: WorkingCalendar
) -> Deadline:
    """`days` working days from today, or the day promised if that comes first."""
    found = calendar.add_working_days(today, days)
    return found if found.day < promised.day else promised
