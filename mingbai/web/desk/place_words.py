"""Days, ends and results of bodies and posts in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext

from mingbai.places.models import DatedRow
from mingbai.web.desk.duty_words import which_days

Dated = TypeVar("Dated", bound=DatedRow)


@dataclass(frozen=True)
class Span(Generic[Dated]):
    """A tenure or portfolio with its days in words."""

    row: Dated
    days: str
    is_over: bool
    may_end: bool


def spans_of(rows: Iterable[Dated], today: date) -> list[Span[Dated]]:
    """The rows with their days; one that has an end is not ended again."""
    return [
        Span(
            row=row,
            days=which_days(row.since, row.until),
            is_over=row.until is not None and row.until < today,
            may_end=row.until is None,
        )
        for row in rows
    ]


def done_words(request: HttpRequest) -> str:
    """What was just done, said once after the form."""
    said = {
        "ranked": gettext("The precedence is set."),
        "appointed": gettext("The person holds the post from that day."),
        "left": gettext("The tenure has its last day."),
        "portfolio": gettext("The post leads the body from that day."),
        "portfolio_ended": gettext("The portfolio has its last day."),
        "founded": gettext("The body is in the tree."),
        "renamed": gettext("The body bears its new name; the old one is kept."),
        "merged": gettext("The body is merged; its page stays and says so."),
        "created": gettext("The post is there; nobody holds it yet."),
        "seated": gettext("The post has its seat."),
        "seat_ranked": gettext("The order of the group is changed."),
        "seat_left": gettext("The seat has its last day."),
    }
    return said.get(request.GET.get("done", ""), "")
