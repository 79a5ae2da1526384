"""The queues: letters by their clocks, the most urgent first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mingbai.letters.models import Handling, Letter, State
from mingbai.letters.offered import Queue, queues_of
from mingbai.letters.queue import Marks, QueuePage, marks_of, page
from mingbai.letters.queue_counts import counts_of
from mingbai.lib.calendar import WorkingCalendar
from mingbai.lib.numbering import NotANumber, Ref, parse_ref
from mingbai.places.days import working_calendar
from mingbai.ui.parts import Tally
from mingbai.web.desk.pages import DeskRequest, desk_page
from mingbai.web.desk.queue_words import ALARMS, WORDS

# In the address after `desk:next` when nothing waits.
NOTHING_WAITS = "nothing-waits"
# What is longer is folded in a leader's list.
SHORT: Final = 240
FEW_LINES: Final = 8


@dataclass(frozen=True)
class Row:
    """One letter of the queue with its clock and its marks."""

    handling: Handling
    marks: Marks
    due_on: date
    left: int
    used: int
    allowed: int

    @property
    def kind(self) -> str:
        """As corrected by the office, else as the writer said."""
        return str(Letter.Kind(self.handling.kind).label)

    @property
    def is_long(self) -> bool:
        """Whether its text is folded away where letters are read in the list."""
        text = self.handling.letter.text.body
        return len(text) > SHORT or text.count("\n") >= FEW_LINES

    @property
    def is_answered(self) -> bool:
        """Whether how long it took can be said."""
        return self.handling.state == State.ANSWERED


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
        today=request.today,
        after=ref_in(request, "after"),
        before=ref_in(request, "before"),
    )
    context = {
        "label": WORDS[chosen],
        "tallies": _tallies(request, offered, chosen),
        "rows": rows_of(found, request.today),
        # A leader reads each letter here, as its writer wrote it.
        "reads_here": chosen is Queue.LEADER,
        "posts": request.officer.posts,
        "nothing_waits": NOTHING_WAITS in request.GET,
        **pager_of(found, _address(chosen)),
    }
    return render(request, "desk/queue.html", context)


def rows_of(found: QueuePage, today: date) -> list[Row]:
    """Rows with clocks and marks; the calendar is read once for all."""
    if not found.rows:
        return []
    since = min(handling.letter.received_on for handling in found.rows)
    calendar = working_calendar(since=since)
    marks = marks_of(found.rows)
    return [
        _row(handling, marks, found.own_due, calendar, today) for handling in found.rows
    ]


def _row(
    handling: Handling,
    marks: Mapping[UUID, Marks],
    own_due: Mapping[UUID, date],
    calendar: WorkingCalendar,
    today: date,
) -> Row:
    received = handling.letter.received_on
    due = own_due.get(handling.letter_id, handling.due_on)
    return Row(
        handling=handling,
        marks=marks[handling.letter_id],
        due_on=due,
        left=calendar.working_days_left(today, due),
        used=calendar.working_days_between(received, handling.closed_on or today),
        allowed=calendar.working_days_between(received, due),
    )


def _chosen(request: HttpRequest, offered: list[Queue]) -> Queue:
    name = request.GET.get("queue", offered[0].value)
    for one in offered:
        if one.value == name:
            return one
    raise Http404


def ref_in(request: HttpRequest, name: str) -> Ref | None:
    """The letter from which a page goes on; None for what is no number."""
    try:
        return parse_ref(request.GET.get(name, ""))
    except NotANumber:
        return None


def _tallies(request: DeskRequest, offered: list[Queue], chosen: Queue) -> list[Tally]:
    counts = counts_of(request.officer, offered, today=request.today)
    return [
        Tally(
            label=str(WORDS[one]),
            count=counts.get(one),
            href=_address(one),
            is_current=one is chosen,
            is_alarm=one in ALARMS,
        )
        for one in offered
    ]


def _address(one: Queue) -> str:
    return f"{reverse('desk:queue')}?queue={one.value}"


def pager_of(found: QueuePage, here: str) -> dict[str, str]:
    """Where the pages before and after this one are; `here` is the list's address."""
    if not found.rows:
        return {"previous": "", "next": ""}
    first, last = found.rows[0].letter.ref, found.rows[-1].letter.ref
    return {
        "previous": f"{here}&before={first}" if found.has_before else "",
        "next": f"{here}&after={last}" if found.has_after else "",
    }
