"""The public late list: which bodies are late, with how many letters and how long."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Sum

from mingbai.letters.models import Tally
from mingbai.places.days import working_calendar
from mingbai.places.models import Body


@dataclass(frozen=True)
class Late:
    """What one body owes; `body` None is the registrar's office."""

    body: Body | None
    letters: int
    # The earliest due day that passed without an answer, and working days since.
    since: date
    days: int


def late_by_body(today: date) -> list[Late]:
    """Every body with a late letter, the longest late first; empty is good news.

    From the tallies, whose pieces know the due day: letters are neither read nor
    counted, so that nobody's number, name or words can be among it.
    """
    rows = list(
        Tally.objects.filter(count=Tally.Count.OPEN, day__lt=today)
        .values_list("body_id", "day")
        .annotate(letters=Sum("pieces"))
        .filter(letters__gt=0)
    )
    if not rows:
        return []
    letters: dict[UUID | None, dict[date, int]] = defaultdict(dict)
    for body, day, pieces in rows:
        letters[body][day] = pieces
    bodies = Body.objects.in_bulk([body for body in letters if body])
    calendar = working_calendar(since=min(day for _, day, _ in rows))
    late = [
        Late(
            body=bodies[body] if body else None,
            letters=sum(days.values()),
            since=min(days),
            days=calendar.working_days_between(min(days), today),
        )
        for body, days in letters.items()
    ]
    return sorted(late, key=lambda one: (one.since, -one.letters, _name(one.body)))


def _name(body: Body | None) -> str:
    return body.slug if body else ""
