"""The days beside the due day, each with the reason for it in one line."""

from collections.abc import Iterator

from django.utils.translation import gettext

from mingbai.letters.clocks import A_WORD
from mingbai.letters.limits import Limits, limits_of
from mingbai.letters.models import EventKind, LetterEvent, State
from mingbai.letters.return_letter import BROUGHT
from mingbai.places.days import local_day
from mingbai.ui.parts import Fact
from mingbai.ui.words import zh_date
from mingbai.web.desk.letter_open import OpenLetter


def other_days(desk: OpenLetter) -> Iterator[Fact]:
    """When a first word, a return and the parts of others are due; of open letters.

    As the clocks and the verbs count them, from the rows already read.
    """
    if desk.handling.is_open and desk.handling.body_id is not None:
        limits = limits_of(desk.handling.kind)
        yield from _first_word(desk, limits)
        yield from _return(desk, limits)
        yield from _parts(desk)


def _first_word(desk: OpenLetter, limits: Limits) -> Iterator[Fact]:
    events = desk.letter.events.all()
    has_word = any(event.kind in A_WORD for event in events)
    is_merged = desk.state == State.MERGED
    if limits.interim_days is None or has_word or is_merged or desk.handling.round > 1:
        return
    received = desk.letter.received_on
    day = desk.calendar.add_working_days(received, limits.interim_days).day
    reason = gettext("%(days)s working days from receipt, unless it is answered before")
    yield Fact(
        gettext("A first word by"),
        zh_date(day),
        note=reason % {"days": limits.interim_days},
    )


def _return(desk: OpenLetter, limits: Limits) -> Iterator[Fact]:
    came = _came(desk)
    if came is None or desk.handling.is_ruled or desk.state != State.ROUTED:
        return
    since, days = local_day(came.at), limits.return_days
    day = desk.calendar.add_working_days(since, days).day
    if day >= desk.today:
        reason = gettext("%(days)s working days from %(since)s, when it came here")
        yield Fact(
            gettext("Can be returned until"),
            zh_date(day),
            note=reason % {"days": days, "since": zh_date(since)},
        )


def _came(desk: OpenLetter) -> LetterEvent | None:
    """How it came to the body; a change of hands within it begins no new time."""
    body = desk.handling.body_id
    found = [
        event
        for event in desk.letter.events.all()
        if event.kind in BROUGHT
        and event.to_body_id == body
        and not (event.kind == EventKind.RECUSED and event.from_body_id == body)
    ]
    return found[-1] if found else None


def _parts(desk: OpenLetter) -> Iterator[Fact]:
    reason = gettext(
        "%(days)s working days from %(since)s, when it was asked; no later than the"
        " answer was due then"
    )
    for part in desk.open_assists:
        since = local_day(part.asked_at)
        days = desk.calendar.working_days_between(since, part.due_on)
        yield Fact(
            gettext("Part of %(body)s by") % {"body": part.body},
            zh_date(part.due_on),
            note=reason % {"days": days, "since": zh_date(since)},
        )
