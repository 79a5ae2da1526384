"""`set_limits`: how many working days a kind of letter has at this place."""

from datetime import datetime

from mingbai.ledger.record import record
from mingbai.letters.limits import FIELDS, Limits, limits_of
from mingbai.letters.models import Letter, TimeLimit
from mingbai.places.actors import Actor
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id

# A year has some 250 working days.
MOST_DAYS = 250
# 政府信息公开条例 (2019) art. 33: twenty working days, once twenty more.
MOST_FOR_DISCLOSURE = 20


class BadLimits(Exception):
    """Some of these limits can't be; `fields` names them."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def set_limits(*, by: Actor, at: datetime, kind: str, limits: Limits) -> None:
    """Set the limits of a kind of letter, for due days counted from now on.

    Whole working days, at least one where there must be one, a year at most, and for
    disclosure no more than the law gives. The same as before changes nothing. Raises
    BadLimits.
    """
    require(by, Act.LIMITS_CHANGE)
    wanted = Letter.Kind(kind)
    bad = [name for name in FIELDS if not _is_fit(wanted, name, limits)]
    if bad:
        raise BadLimits(bad)
    if limits == limits_of(wanted):
        return
    values: dict[str, int | None] = {name: getattr(limits, name) for name in FIELDS}
    TimeLimit.objects.update_or_create(kind=wanted.value, defaults=values)
    record(
        log=current_place_id(),
        name="limits.set",
        facts={
            "kind": wanted.value,
            "receipt_days": limits.receipt_days,
            "direct_days": limits.direct_days,
            "body_days": limits.body_days,
            "interim_days": limits.interim_days,
            "extension_days": limits.extension_days,
            "return_days": limits.return_days,
            "assist_days": limits.assist_days,
            "by": acting(by),
        },
        at=at,
    )


def _is_fit(kind: Letter.Kind, name: str, limits: Limits) -> bool:
    days: int | None = getattr(limits, name)
    if days is None:
        return name in {"receipt_days", "interim_days"}
    # No extension at all is a limit too.
    least = 0 if name == "extension_days" else 1
    most = MOST_FOR_DISCLOSURE if kind == Letter.Kind.DISCLOSE else MOST_DAYS
    return least <= days <= most
