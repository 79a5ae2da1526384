"""A letter's story as both doors tell it: events in plain words, clock, reply."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from mingbai.accounts.models import User
from mingbai.letters.models import Letter, LetterEvent, Reply
from mingbai.lib.calendar import WorkingCalendar
from mingbai.places.days import working_calendar
from mingbai.places.models import Body
from mingbai.places.scoping import current_place
from mingbai.ui.parts import Event
from mingbai.ui.words import zh_date


@dataclass(frozen=True)
class Clock:
    """Working days used, allowed and left; days left are negative when overdue."""

    used: int
    allowed: int
    left: int
    due_on: date
    is_stopped: bool
    is_provisional: bool


def clock_of(letter: Letter, *, today: date, calendar: WorkingCalendar) -> Clock:
    """The clock of a letter today, or on the day it was answered."""
    handling = letter.handling
    until = handling.closed_on or today
    return Clock(
        used=calendar.working_days_between(letter.received_on, until),
        allowed=calendar.working_days_between(letter.received_on, handling.due_on),
        left=calendar.working_days_left(until, handling.due_on),
        due_on=handling.due_on,
        is_stopped=handling.closed_on is not None,
        is_provisional=handling.is_provisional,
    )


def calendar_for(letter: Letter) -> WorkingCalendar:
    """The part of the calendar that a letter's clock needs."""
    return working_calendar(since=letter.received_on)


def signature(officer: User | None, body: Body | None) -> str:
    """Who signs: body and name, or the office that answers directly."""
    unit = str(body) if body else current_place().office
    return f"{unit} {officer.name}" if officer else unit


def final_reply(letter: Letter) -> Reply | None:
    """The final answer, from the rows already read."""
    finals = [one for one in letter.replies.all() if one.kind == Reply.Kind.FINAL]
    return finals[0] if finals else None


def timeline_of(letter: Letter, *, today: date) -> list[Event]:
    """Everything that happened, oldest first, and the due day while it is open."""
    events = [_told(event) for event in letter.events.all()]
    handling = letter.handling
    if handling.closed_on is None:
        is_late = handling.due_on < today
        events.append(
            Event(
                at=handling.due_on,
                title=gettext("The answer was due on this day and has not come")
                if is_late
                else gettext("The answer is due by this day"),
                who=signature(handling.officer, handling.body),
                is_late=is_late,
                is_ahead=not is_late,
            )
        )
    return events


def _told(event: LetterEvent) -> Event:
    office = current_place().office
    if event.kind == LetterEvent.Kind.REGISTERED:
        return Event(
            at=event.at,
            title=gettext("Received and registered"),
            who=gettext("Promised an answer by %(day)s")
            % {"day": zh_date(event.due_on)}
            if event.due_on
            else "",
        )
    if event.kind == LetterEvent.Kind.ROUTED:
        return Event(
            at=event.at,
            title=gettext("Passed by %(office)s to %(body)s")
            % {"office": office, "body": event.to_body},
            who=gettext("Responsible officer: %(name)s")
            % {"name": event.to_officer.name if event.to_officer else ""},
        )
    if event.kind == LetterEvent.Kind.REDATED:
        return Event(
            at=event.at,
            title=gettext("The new year's calendar is known: now due by %(day)s")
            % {"day": zh_date(event.due_on) if event.due_on else ""},
        )
    return Event(
        at=event.at,
        title=gettext("Answered"),
        who=signature(event.officer, event.from_body),
    )
