"""A letter's story as both doors tell it: events in plain words, clock, answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext

from mingbai.accounts.models import User
from mingbai.letters.models import (
    EventKind,
    Letter,
    LetterEvent,
    Level,
    Passing,
    Reply,
    State,
)
from mingbai.letters.pass_on import REACHED
from mingbai.letters.reasons import GROUNDS, Reason
from mingbai.lib.calendar import WorkingCalendar
from mingbai.places.days import local_day, working_calendar
from mingbai.places.models import Body
from mingbai.places.scoping import current_place
from mingbai.ui.parts import Event
from mingbai.ui.words import zh_date
from mingbai.web.event_words import ALONG, WORDS, tell

# These bring a letter to a body, its principal's where it was joined with another.
PASSED = frozenset({EventKind.ROUTED, EventKind.REASSIGNED})


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
    """The clock of a letter today, or on the day it was closed."""
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


def final_replies(letter: Letter) -> list[Reply]:
    """The final answers, the newest first, from the rows already read."""
    finals = [one for one in letter.replies.all() if one.kind == Reply.Kind.FINAL]
    return sorted(finals, key=lambda one: one.round, reverse=True)


def final_reply(letter: Letter) -> Reply | None:
    """The answer that holds: that of the last round that has one."""
    return next(iter(final_replies(letter)), None)


@dataclass(frozen=True)
class _Telling:
    """Who is told, and the words that stand in other rows than the event's."""

    letter: Letter
    is_inside: bool
    replies: Mapping[datetime, Reply] = field(default_factory=dict)
    additions: Mapping[object, str] = field(default_factory=dict)
    remarks: Mapping[datetime, str] = field(default_factory=dict)


def timeline_of(letter: Letter, *, today: date, is_inside: bool = False) -> list[Event]:
    """Everything that happened, oldest first, and the due day while it is open.

    As the writer is told it, or `is_inside`: then with the notes that are not for the
    writer. From the rows already read: no query.
    """
    telling = _Telling(
        letter,
        is_inside,
        {one.at: one for one in letter.replies.all()},
        {one.event_id: one.body for one in letter.additions.all()},
        {one.at: one.remark or "" for one in letter.ratings.all()},
    )
    events = [_told(event, telling) for event in letter.events.all()]
    handling = letter.handling
    if handling.closed_on is None:
        is_late = handling.due_on < today
        # A day that has passed stands where it lies among what happened.
        past = [one for one in letter.events.all() if _is_by(one, handling.due_on)]
        events.insert(
            len(past) if is_late else len(events),
            Event(
                at=handling.due_on,
                title=gettext("The answer was due on this day and has not come")
                if is_late
                else gettext("The answer is due by this day"),
                who=signature(handling.officer, handling.body),
                is_late=is_late,
                is_ahead=not is_late,
            ),
        )
    return events


def _is_by(event: LetterEvent, day: date) -> bool:
    return local_day(event.at) <= day


def _told(event: LetterEvent, telling: _Telling) -> Event:
    kind = EventKind(event.kind)
    goes_along = kind in PASSED and event.to_state == State.MERGED
    words = ALONG if goes_along else WORDS[kind]
    title, line = tell(words, _facts(event, telling))
    return Event(at=event.at, title=title, who=line, text=_text(event, telling))


def _text(event: LetterEvent, telling: _Telling) -> str:
    """What somebody wrote on this occasion, if whoever reads may read it."""
    if event.pk in telling.additions:
        return telling.additions[event.pk]
    if event.kind == EventKind.INTERIM and event.at in telling.replies:
        return telling.replies[event.at].text.text or ""
    if event.kind == EventKind.RATED and event.at in telling.remarks:
        return telling.remarks[event.at]
    note = getattr(event, "note", None)
    if note is None or not (note.is_for_writer or telling.is_inside):
        return ""
    return note.text or ""


def _facts(event: LetterEvent, telling: _Telling) -> dict[str, str]:
    """Everything a phrase may name; what is not known is empty."""
    office = current_place().office
    return {
        "office": office,
        "unit": str(event.from_body or office),
        "by": event.officer.name if event.officer else "",
        "signed": signature(event.officer, event.from_body),
        "to_body": str(event.to_body or ""),
        "to_officer": event.to_officer.name if event.to_officer else "",
        "post": str(event.post or ""),
        "named": _named(event),
        # Another's number is for the office: by it a letter of a lost receipt is asked
        # for. The page of one's own letter shows its own.
        "other": event.other.ref if event.other and telling.is_inside else "",
        "section": event.section,
        "day": zh_date(event.due_on) if event.due_on else "",
        "writer": gettext("the writer") if telling.is_inside else gettext("you"),
        "what": _promised(event, telling.letter),
        **_coded(event, telling.letter),
        **_signed(event, telling),
    }


def _named(event: LetterEvent) -> str:
    """The post the writer named as the one complained of."""
    is_named = (event.kind, event.actor) == (EventKind.RECUSED, event.Actor.WRITER)
    return str(event.post or "") if is_named else ""


def _promised(event: LetterEvent, letter: Letter) -> str:
    """What was promised, where the event's time or day tells it from others."""
    asked = event.kind == EventKind.PROMISE_DUE
    found = [
        one.what
        for one in letter.promises.all()
        if (one.due_on == event.due_on if asked else one.settled_at == event.at)
    ]
    return found[0] if len(found) == 1 else ""


def _coded(event: LetterEvent, letter: Letter) -> dict[str, str]:
    """What the event's code means: a kind of letter, a level, a reason."""
    code = event.reason
    facts = {"own_kind": str(letter.get_kind_display())}
    if event.kind == EventKind.CORRECTED and code in Letter.Kind.values:
        facts["kind"] = str(Letter.Kind(code).label)
    if event.kind == EventKind.RATED and code.isdecimal() and int(code) in Level.values:
        facts["level"] = str(Level(int(code)).label)
    if event.kind == EventKind.PASSED_ON and code in Passing.values:
        passing = Passing(code)
        facts["reached" if passing in REACHED else "tried"] = str(passing.label)
    if event.kind == EventKind.DECLINED and code in Reason.values:
        reason = Reason(code)
        ground = GROUNDS[reason]
        facts |= {"reason": str(reason.label), "why": str(ground.why)}
        # What whoever declined it wrote stands below, beside or in its place.
        facts["where"] = str(ground.where or "")
    return facts


def _signed(event: LetterEvent, telling: _Telling) -> dict[str, str]:
    """Who signed and who approved it: often the approving hand is what sent it."""
    reply = telling.replies.get(event.at)
    if event.kind != EventKind.ANSWERED or reply is None:
        return {"signer": signature(event.officer, event.from_body)}
    approver = reply.approved_by.name if reply.approved_by else ""
    return {"signer": signature(reply.officer, reply.body), "approver": approver}
