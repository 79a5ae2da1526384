"""The queue: letters by their clocks, the most urgent first."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from mingbai.letters.models import Handling
from mingbai.letters.queue import Queue, QueuePage, page, queues_of
from mingbai.letters.tally import open_by_body
from mingbai.lib.calendar import WorkingCalendar
from mingbai.lib.numbering import NotANumber, Ref, parse_ref
from mingbai.places.actors import Officer
from mingbai.places.days import working_calendar
from mingbai.ui.parts import Tally
from mingbai.web.desk.pages import DeskRequest, desk_page


@dataclass(frozen=True)
class Row:
    """One letter of the queue with its clock."""

    handling: Handling
    left: int
    used: int
    allowed: int


@desk_page
def queue(request: DeskRequest) -> HttpResponse:
    """The first queue the official may open, or the one asked for."""
    offered = queues_of(request.officer)
    if not offered:
        return render(request, "desk/no_queue.html")
    chosen = _chosen(request, offered)
    found = page(
        chosen,
        officer=request.officer,
        after=_ref(request, "after"),
        before=_ref(request, "before"),
    )
    today = request.today
    context = {
        "tallies": _tallies(request.officer, offered, chosen, today),
        "rows": rows_of(found, today),
        "is_answered": chosen is Queue.ANSWERED,
        **_pager(found, chosen),
    }
    return render(request, "desk/queue.html", context)


def rows_of(found: QueuePage, today: date) -> list[Row]:
    """Rows with clocks; the calendar is read once for all."""
    if not found.rows:
        return []
    since = min(handling.letter.received_on for handling in found.rows)
    calendar = working_calendar(since=since)
    return [_row(handling, calendar, today) for handling in found.rows]


def _row(handling: Handling, calendar: WorkingCalendar, today: date) -> Row:
    received = handling.letter.received_on
    until = handling.closed_on or today
    return Row(
        handling=handling,
        left=calendar.working_days_left(today, handling.due_on),
        used=calendar.working_days_between(received, until),
        allowed=calendar.working_days_between(received, handling.due_on),
    )


def _chosen(request: HttpRequest, offered: list[Queue]) -> Queue:
    name = request.GET.get("queue", offered[0].value)
    for one in offered:
        if one.value == name:
            return one
    raise Http404


def _ref(request: HttpRequest, name: str) -> Ref | None:
    try:
        return parse_ref(request.GET.get(name, ""))
    except NotANumber:
        return None


def _tallies(
    officer: Officer, offered: list[Queue], chosen: Queue, today: date
) -> list[Tally]:
    counts = open_by_body(today=today)
    labels = {
        Queue.MINE: gettext("My body"),
        Queue.OFFICE: gettext("To be routed"),
        Queue.OPEN: gettext("All open"),
    }
    bodies = {
        Queue.MINE: officer.bodies,
        Queue.OFFICE: frozenset({None}),
        Queue.OPEN: frozenset(counts),
    }
    shown = [
        Tally(
            label=labels[one],
            count=sum(counts.get(body, (0, 0))[0] for body in bodies[one]),
            href=f"?queue={one.value}",
            is_current=one is chosen,
        )
        for one in offered
        if one is not Queue.ANSWERED
    ]
    late = sum(counts.get(body, (0, 0))[1] for body in bodies[offered[-2]])
    if late:
        shown.append(
            Tally(
                label=gettext("Overdue"),
                count=late,
                href=f"?queue={offered[-2].value}",
                is_alarm=True,
            )
        )
    return shown


def _pager(found: QueuePage, chosen: Queue) -> dict[str, str]:
    if not found.rows:
        return {"previous": "", "next": ""}
    here = f"{reverse('desk:queue')}?queue={chosen.value}"
    first, last = found.rows[0].letter.ref, found.rows[-1].letter.ref
    return {
        "previous": f"{here}&before={first}" if found.has_before else "",
        "next": f"{here}&after={last}" if found.has_after else "",
    }
