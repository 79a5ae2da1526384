"""Spans of days, first and last counted; no end means until further notice."""

from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from mingbai.places.models import DatedRow

Dated = TypeVar("Dated", bound=DatedRow)


class EndsBeforeItBegins(Exception):
    """The last day comes before the first."""


def check_span(since: date, until: date | None) -> None:
    """Raise EndsBeforeItBegins unless the span has at least one day."""
    if until is not None and until < since:
        raise EndsBeforeItBegins(f"{since.isoformat()}/{until.isoformat()}")


def overlapping(
    rows: QuerySet[Dated], since: date, until: date | None
) -> QuerySet[Dated]:
    """Those of the rows that share at least one day with the span."""
    shared = rows.filter(Q(until__isnull=True) | Q(until__gte=since))
    return shared if until is None else shared.filter(since__lte=until)
