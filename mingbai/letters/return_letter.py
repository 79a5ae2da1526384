"""`return_letter`: a body says that a letter is not its affair, in time and once."""

from datetime import datetime

from mingbai.letters.ask_extension import NoReason
from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.limits import limits_of
from mingbai.letters.models import EventKind, Handling, Letter, LetterEvent, State
from mingbai.letters.standing import facts_of
from mingbai.lib.calendar import Deadline
from mingbai.places.actors import Officer
from mingbai.places.days import local_day, working_calendar
from mingbai.places.models import Body
from mingbai.places.policy import Act, require

# With these a letter comes to a body.
BROUGHT = (
    *(EventKind.ROUTED, EventKind.REASSIGNED),
    *(EventKind.RECUSED, EventKind.REOPENED),
)


class ReturnedTooLate(Exception):
    """The last day on which it could be returned is over."""


class RuledAlready(Exception):
    """A return was ruled upon; there is no second one."""


class ProposesItself(Exception):
    """Whoever returns a letter can't propose the own body for it."""


def return_letter(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    reason: str,
    proposed: Body | None = None,
    seen: int | None = None,
) -> Handling:
    """Return a letter to the registrar, who rules; until then the clock runs on.

    Within the limit of its kind, counted from the day it came to the body (信访工作条例
    2022 art. 23: five working days). The writer reads the reason. Raises NoReason,
    RuledAlready, ReturnedTooLate, ProposesItself, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_RETURN, facts_of(letter, by, handling=handling))
    if not reason.strip():
        raise NoReason
    if handling.is_ruled:
        raise RuledAlready
    if proposed is not None and proposed.pk == handling.body_id:
        raise ProposesItself
    until = return_until(handling)
    if until is not None and local_day(at) > until.day:
        raise ReturnedTooLate
    body = handling.body
    change(
        handling,
        Change(
            kind=EventKind.RETURNED,
            to=State.RETURNED,
            tells={"to_body": proposed},
            facts={
                "body": body.slug if body else "",
                "proposed": proposed.slug if proposed else "",
            },
            note=reason,
            is_note_for_writer=True,
        ),
        by=by,
        at=at,
    )
    return handling


def return_until(handling: Handling) -> Deadline | None:
    """The last day on which the body may return it; None when it never came to one.

    A change of hands within the body begins no new time.
    """
    came = (
        LetterEvent.objects.filter(
            letter=handling.letter, kind__in=BROUGHT, to_body=handling.body_id
        )
        .exclude(kind=EventKind.RECUSED, from_body=handling.body_id)
        .last()
    )
    if came is None:
        return None
    day = local_day(came.at)
    days = limits_of(handling.kind).return_days
    return working_calendar(since=day).add_working_days(day, days)
